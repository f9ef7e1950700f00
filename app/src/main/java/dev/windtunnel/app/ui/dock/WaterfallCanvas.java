package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.ui.dock.Waterfall.Look;
import dev.windtunnel.app.ui.dock.Waterfall.Row;
import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.theme.Theme;
import java.util.Locale;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.Pane;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/** Draws a waterfall: names and durations left, one axis of time right. Only the rows that one sees are drawn. */
final class WaterfallCanvas {

    private static final double ROW = 28;
    private static final double HEAD = 28;
    private static final double NAMES = 320;
    private static final double INDENT = 16;
    private static final double LASTS = 84;

    private final Theme theme;
    private final Canvas canvas = new Canvas();
    private final ScrollBar scroll = new ScrollBar();
    private final Pane pane = new Drawing();
    private @Nullable Waterfall model;

    WaterfallCanvas(Theme theme) {
        this.theme = theme;
        scroll.setOrientation(Orientation.VERTICAL);
        scroll.valueProperty().addListener((property, before, after) -> draw());
        pane.getChildren().setAll(canvas, scroll);
        pane.setAccessibleRole(AccessibleRole.TEXT);
        pane.setOnScroll(event ->
                scroll.setValue(Math.max(0, Math.min(scroll.getMax(), scroll.getValue() - event.getDeltaY()))));
        theme.palette().addListener((property, before, after) -> draw());
    }

    /** Keeps the canvas as large as the pane. */
    private final class Drawing extends Pane {
        @Override
        protected void layoutChildren() {
            double bar = scroll.isVisible() ? 12 : 0;
            canvas.setWidth(Math.max(0, getWidth() - bar));
            canvas.setHeight(getHeight());
            scroll.resizeRelocate(getWidth() - 12, HEAD, 12, Math.max(0, getHeight() - HEAD));
            range();
            draw();
        }
    }

    Pane pane() {
        return pane;
    }

    void show(Waterfall next) {
        model = next;
        scroll.setValue(0);
        StringBuilder text = new StringBuilder(next.verdict()).append(". ").append(next.sentence());
        for (Row row : next.rows()) {
            text.append(' ').append(row.name()).append(", ").append(row.lasts()).append('.');
        }
        pane.setAccessibleText(text.toString());
        range();
        draw();
    }

    private void range() {
        double all = model == null ? 0 : model.rows().size() * ROW;
        double seen = Math.max(0, pane.getHeight() - HEAD);
        boolean needed = all > seen;
        if (scroll.isVisible() != needed) {
            scroll.setVisible(needed);
            pane.requestLayout();
        }
        scroll.setMax(Math.max(0, all - seen));
        scroll.setVisibleAmount(all == 0 ? 1 : scroll.getMax() * seen / all);
        scroll.setUnitIncrement(ROW);
        scroll.setValue(Math.min(scroll.getValue(), scroll.getMax()));
    }

    // ---------------------------------------------------------------- drawing

    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        Palette palette = theme.palette().get();
        double width = canvas.getWidth();
        double height = canvas.getHeight();
        g.setFill(palette.background);
        g.fillRect(0, 0, width, height);
        if (model == null || width < NAMES + 80) {
            return;
        }
        Axis axis = new Axis(NAMES + 8, width - 8, model.axisSeconds());
        double bottom = Math.min(height, HEAD + model.rows().size() * ROW);
        grid(g, palette, axis, bottom);
        g.save();
        g.beginPath();
        g.rect(0, HEAD, width, Math.max(0, height - HEAD));
        g.clip();
        double top = HEAD - Math.round(scroll.isVisible() ? scroll.getValue() : 0);
        for (int i = 0; i < model.rows().size(); i++) {
            double y = top + i * ROW;
            if (y + ROW > HEAD && y < height) {
                row(g, palette, axis, model.rows().get(i), y, width);
            }
        }
        g.restore();
        double end = Math.round(axis.x(model.totalSeconds())) + 0.5;
        g.setStroke(palette.foreground);
        g.setLineWidth(1);
        g.setLineDashes(3, 3);
        g.strokeLine(end, HEAD, end, bottom);
        g.setLineDashes();
        head(g, palette, axis, width);
        g.setStroke(palette.line);
        g.strokeLine(NAMES + 0.5, 0, NAMES + 0.5, bottom);
    }

    private void head(GraphicsContext g, Palette palette, Axis axis, double width) {
        g.setFill(palette.subtle);
        g.fillRect(0, 0, width, HEAD);
        g.setStroke(palette.line);
        g.setLineWidth(1);
        g.strokeLine(0, HEAD - 0.5, width, HEAD - 0.5);
        text(g, "Step", 16, HEAD / 2, medium(12), palette.muted, TextAlignment.LEFT);
        text(g, "lasts", NAMES - 12, HEAD / 2, medium(12), palette.muted, TextAlignment.RIGHT);
        for (double tick = 0; tick <= axis.end; tick += axis.step()) {
            double x = axis.x(tick);
            String label = axis.label(tick) + (tick == 0 ? " " + axis.unit() : "");
            if (x + 24 < width) {
                text(g, label, x + 4, HEAD / 2, Theme.words(11), palette.muted, TextAlignment.LEFT);
            }
        }
    }

    private static void grid(GraphicsContext g, Palette palette, Axis axis, double bottom) {
        g.setStroke(palette.grid);
        g.setLineWidth(1);
        for (double tick = 0; tick <= axis.end; tick += axis.step()) {
            double x = Math.round(axis.x(tick)) + 0.5;
            g.strokeLine(x, HEAD, x, bottom);
        }
    }

    private void row(GraphicsContext g, Palette palette, Axis axis, Row row, double y, double width) {
        double middle = y + ROW / 2;
        g.setStroke(palette.grid);
        g.setLineWidth(1);
        g.strokeLine(0, y + ROW - 0.5, width, y + ROW - 0.5);
        double x = 16 + Math.min(row.depth(), 8) * INDENT;
        boolean strong = row.look() == Look.REQUEST || row.look() == Look.FIRST_TRY || row.look() == Look.RETRY;
        g.setFill(row.bad() ? palette.bad : colour(palette, row.look()));
        if (row.bad() && row.look() == Look.REQUEST) {
            octagon(g, x + 4, middle, 5);
        } else {
            g.fillRoundRect(x, middle - 4, 8, 8, row.look() == Look.WORK || row.look() == Look.SLEEP ? 8 : 2, 2);
        }
        Font font = strong ? Theme.strong(12) : Theme.words(12);
        String name = fitted(row.name(), font, NAMES - x - 16 - LASTS);
        text(g, name, x + 16, middle, font, palette.foreground, TextAlignment.LEFT);
        text(g, row.lasts(), NAMES - 12, middle, Theme.words(12), palette.muted, TextAlignment.RIGHT);
        bar(g, palette, axis, row, middle, width);
    }

    private static void bar(GraphicsContext g, Palette palette, Axis axis, Row row, double middle, double width) {
        double from = axis.x(row.fromSeconds());
        double to = Math.min(axis.right + 8, axis.x(row.toSeconds()));
        double length = Math.max(2, to - from);
        Color colour = colour(palette, row.look());
        double after = from + length + 6;
        switch (row.look()) {
            case REQUEST -> {
                g.setFill(row.bad() ? palette.badTint : palette.okTint);
                g.fillRoundRect(from, middle - 8, length, 16, 6, 6);
                g.setStroke(row.bad() ? palette.bad : palette.ok);
                g.setLineWidth(1);
                g.strokeRoundRect(from + 0.5, middle - 7.5, Math.max(1, length - 1), 15, 6, 6);
            }
            case LIMIT -> {
                g.setStroke(row.bad() ? palette.bad : palette.idle);
                g.setLineWidth(1);
                g.setLineDashes(2, 3);
                g.strokeLine(from, middle + 0.5, from + length, middle + 0.5);
                g.setLineDashes();
                after = from + 12;
            }
            case WORK, SLEEP -> {
                double waited = Math.max(from, Math.min(to, axis.x(row.waitedForSeconds())));
                g.setFill(colour);
                g.fillRect(
                        from,
                        middle - 3,
                        Math.max(row.waitedForSeconds() > row.fromSeconds() ? 2 : 0, waited - from),
                        6);
                if (to > waited + 1) {
                    hatch(g, colour.interpolate(palette.background, 0.4), waited, middle - 3, to - waited);
                }
            }
            default -> {
                g.setFill(colour);
                double high = row.look() == Look.FIRST_TRY || row.look() == Look.RETRY ? 14 : 10;
                g.fillRoundRect(from, middle - high / 2, length, high, 3, 3);
                if (row.bad()) {
                    g.setFill(palette.bad);
                    g.fillRect(from + length - 1, middle - 10, 2, 20);
                }
            }
        }
        boolean dark = row.look() == Look.FIRST_TRY || row.look() == Look.RETRY;
        Color inside = dark ? palette.background : row.bad() ? palette.badText : palette.okText;
        Font strong = Theme.strong(11);
        double insideWidth = row.inside().isEmpty() ? 0 : width(row.inside(), strong);
        boolean fits = insideWidth + 16 < length;
        if (insideWidth > 0 && fits) {
            text(g, row.inside(), from + 8, middle, strong, inside, TextAlignment.LEFT);
        }
        String rest = fits || row.inside().isEmpty() ? row.after() : (row.inside() + "  " + row.after()).trim();
        if (rest.isEmpty()) {
            return;
        }
        Color words = row.bad() ? palette.badText : palette.muted;
        Font font = Theme.words(11);
        behind(g, palette, rest, row, from, length, after, middle, font, words, width - 8, insideWidth, fits);
    }

    /** What is said of a bar stands behind it, else before it, else inside it behind what already stands there. */
    private static void behind(
            GraphicsContext g,
            Palette palette,
            String words,
            Row row,
            double from,
            double length,
            double after,
            double middle,
            Font font,
            Color colour,
            double right,
            double insideWidth,
            boolean fits) {
        double wide = width(words, font);
        if (after + wide <= right) {
            if (row.look() == Look.LIMIT) {
                g.setFill(palette.background);
                g.fillRect(after - 4, middle - 8, wide + 8, 16);
            }
            text(g, words, after, middle, font, colour, TextAlignment.LEFT);
        } else if (from - 6 - wide > NAMES + 8) {
            text(g, words, from - 6, middle, font, colour, TextAlignment.RIGHT);
        } else if (fits && length > insideWidth + 32) {
            boolean filled = row.look() == Look.FIRST_TRY || row.look() == Look.RETRY;
            double start = from + 8 + insideWidth + (insideWidth > 0 ? 8 : 0);
            text(
                    g,
                    fitted(words, font, from + length - start - 8),
                    start,
                    middle,
                    font,
                    filled ? palette.background : colour,
                    TextAlignment.LEFT);
        } else {
            text(g, fitted(words, font, right - after), after, middle, font, colour, TextAlignment.LEFT);
        }
    }

    /** Slanted stripes: work for which nobody waits any more. */
    private static void hatch(GraphicsContext g, Color colour, double x, double y, double length) {
        g.setFill(colour);
        for (double at = x; at + 9 <= x + length; at += 7) {
            g.fillPolygon(new double[] {at, at + 3, at + 9, at + 6}, new double[] {y + 6, y + 6, y, y}, 4);
        }
    }

    /** The sign of work for which nobody waits any more. */
    Canvas hatched() {
        Canvas sign = new Canvas(30, 8);
        Palette palette = theme.palette().get();
        hatch(sign.getGraphicsContext2D(), colour(palette, Look.WORK).interpolate(palette.background, 0.4), 0, 1, 30);
        return sign;
    }

    private static void octagon(GraphicsContext g, double x, double y, double r) {
        double c = r * 0.42;
        g.fillPolygon(
                new double[] {x - c, x + c, x + r, x + r, x + c, x - c, x - r, x - r},
                new double[] {y - r, y - r, y - c, y + c, y + r, y + r, y + c, y - c},
                8);
    }

    private static Color colour(Palette palette, Look look) {
        return switch (look) {
            case REQUEST -> palette.ok;
            case FIRST_TRY -> palette.ring;
            case RETRY -> palette.retry;
            case BACKOFF, QUEUE, FAULT -> palette.warn;
            case WORK, SLEEP -> palette.version(0);
            case CONNECT, ANSWER -> palette.foreground;
            case ROUTE -> palette.accent;
            case LIMIT -> palette.idle;
        };
    }

    // ---------------------------------------------------------------- words

    private static Font medium(double size) {
        return Font.font("Inter Medium", size);
    }

    private static void text(
            GraphicsContext g, String text, double x, double y, Font font, Color colour, TextAlignment align) {
        g.setFont(font);
        g.setFill(colour);
        g.setTextAlign(align);
        g.setTextBaseline(VPos.CENTER);
        g.fillText(text, x, y);
    }

    private static double width(String text, Font font) {
        Text measure = new Text(text);
        measure.setFont(font);
        return measure.getLayoutBounds().getWidth();
    }

    private static String fitted(String text, Font font, double room) {
        if (width(text, font) <= room) {
            return text;
        }
        int keep = text.length();
        while (keep > 1 && width(text.substring(0, keep) + "\u2026", font) > room) {
            keep--;
        }
        return text.substring(0, keep) + "\u2026";
    }

    /** Seconds of a request on the screen. */
    record Axis(double left, double right, double end) {

        double x(double seconds) {
            return left + (right - left) * seconds / end;
        }

        /** 1, 2 or 5 times a power of ten, so that there are three to six of them. */
        double step() {
            double raw = end / 6;
            double power = 1;
            while (power > raw) {
                power /= 10;
            }
            while (power * 10 <= raw) {
                power *= 10;
            }
            return power * (raw / power >= 5 ? 5 : raw / power >= 2 ? 2 : 1);
        }

        String unit() {
            return step() >= 0.5 ? "s" : step() >= 0.0005 ? "ms" : "\u00b5s";
        }

        String label(double seconds) {
            double scaled = unit().equals("s") ? seconds : unit().equals("ms") ? seconds * 1e3 : seconds * 1e6;
            return Math.abs(scaled - Math.rint(scaled)) < 1e-6
                    ? String.valueOf(Math.round(scaled))
                    : String.format(Locale.ROOT, "%.1f", scaled);
        }
    }
}

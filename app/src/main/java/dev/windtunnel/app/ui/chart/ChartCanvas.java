package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.session.SessionState.Mark;
import dev.windtunnel.app.ui.chart.ChartModel.Limit;
import dev.windtunnel.app.ui.chart.ChartModel.Line;
import dev.windtunnel.app.ui.chart.ChartModel.Look;
import dev.windtunnel.app.ui.chart.ChartModel.Stack;
import dev.windtunnel.app.ui.chart.TimeWindow.Range;
import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.theme.Theme;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Draws charts. What there is to draw comes in a {@link ChartModel}, where in a {@link Plot}. */
final class ChartCanvas extends Pen {

    /** Height of the title line. */
    static final double TITLE = 28;

    private static final double PADDING = 12;
    private static final double BOTTOM = 20;
    private static final double FLAGS = 8;
    private static final double LABEL_GAP = 14;
    private static final double LEAST_RIGHT = 46;
    private static final double MOST_RIGHT = 104;
    private static final int STEPS = 4;

    private final SeriesPen series;
    private final Font axis = Theme.words(11);
    private final Font current = Theme.strong(11);

    ChartCanvas(GraphicsContext gc, Palette palette) {
        super(gc, palette);
        this.series = new SeriesPen(gc, palette);
    }

    /** The values at the upper end of an axis that a model needs now. */
    static double wantedTop(ChartModel model, Range range, double width) {
        if (!Double.isNaN(model.top())) {
            return model.top();
        }
        double greatest = model.greatest();
        for (double bar : SeriesPen.bars(model.stacks(), range, width).sums()) {
            greatest = Math.max(greatest, bar);
        }
        return Ticks.top(greatest, STEPS, model.isCounted());
    }

    /** Room for a chart of this model. */
    Plot plot(ChartModel model, double left, double top, double width, double height, Range range, double axisTop) {
        double step = Ticks.step(axisTop, STEPS, model.isCounted());
        double labels = 0;
        if (model.heat() != null) {
            labels = TextWidth.of("100 ms", axis);
        } else {
            labels = TextWidth.of(Ticks.text(axisTop, step), axis);
        }
        double right = LEAST_RIGHT;
        for (Line line : model.lines()) {
            if (line.look() != Look.CONFIGURED) {
                right = Math.max(right, TextWidth.of(line.endText(), current) + 16);
            }
        }
        for (Stack stack : model.stacks()) {
            right = Math.max(right, TextWidth.of(stack.label(), current) + 16);
        }
        Limit limit = model.limit();
        if (limit != null) {
            right = Math.max(right, TextWidth.of(limit.label(), current) + 16);
        }
        right = model.heat() != null ? PADDING : Math.min(MOST_RIGHT, Math.ceil(right));
        double x = Math.round(left + PADDING + labels + 8);
        double y = Math.round(top + TITLE + FLAGS);
        double bottomValue = 0;
        double topValue = axisTop;
        if (model.heat() != null) {
            double[] decades = HeatCells.decades(model.heat(), range);
            bottomValue = decades[0];
            topValue = decades[1];
        }
        return new Plot(
                left,
                top,
                width,
                height,
                x,
                y,
                Math.max(8, left + width - right - x),
                Math.max(8, Math.round(top + height - BOTTOM - 4) - y),
                range,
                bottomValue,
                topValue);
    }

    /** Draws a chart; only the first names its marks. */
    void draw(ChartModel model, Plot plot, ChartMarks marks, boolean first, boolean showAll) {
        gc.save();
        clip(plot.left(), plot.top(), plot.outerWidth(), plot.outerHeight());
        title(model, plot);
        if (model.empty() != null) {
            sentence(model.empty(), plot, showAll);
        } else {
            data(model, plot, marks, first);
        }
        gc.restore();
    }

    private void data(ChartModel model, Plot plot, ChartMarks marks, boolean first) {
        spans(plot, marks);
        if (model.heat() != null) {
            heatAxis(plot);
            HeatCells.draw(gc, palette, model.heat(), plot);
        } else {
            grid(plot, model.isCounted());
        }
        timeAxis(plot);
        marks(plot, marks, first);
        gc.save();
        clip(plot.x() - 1, plot.y() - FLAGS, plot.width() + 8, plot.height() + FLAGS + 1);
        series.bars(model, plot);
        Limit limit = model.limit();
        if (limit != null) {
            stroke(palette.bad, 1.2, 6, 4);
            horizontal(plot, plot.py(limit.value()));
        }
        model.lines().forEach(line -> series.line(line, plot));
        gc.restore();
        endLabels(model, plot);
    }

    // ---------------------------------------------------------------- title, sentences

    private void title(ChartModel model, Plot plot) {
        double y = plot.y() - FLAGS - TITLE / 2;
        String unit = model.unit().isEmpty() ? "" : ", " + model.unit();
        double room = plot.outerWidth() - 2 * PADDING - TextWidth.of(unit, Theme.words(12));
        String title = TextWidth.fit(model.title(), Theme.strong(12), room);
        text(Theme.strong(12), palette.foreground, title, plot.left() + PADDING, y, TextAlignment.LEFT);
        if (!unit.isEmpty()) {
            double width = TextWidth.of(title, Theme.strong(12));
            text(Theme.words(12), palette.muted, unit, plot.left() + PADDING + width, y, TextAlignment.LEFT);
        }
    }

    /** Where the words "Show all" stand under a sentence: the middle of them. */
    static double showAllY(Plot plot) {
        return plot.y() + plot.height() / 2 + 28;
    }

    private void sentence(String sentence, Plot plot, boolean showAll) {
        double middle = plot.left() + plot.outerWidth() / 2;
        Font font = Theme.words(12);
        List<String> lines = wrap(sentence, font, plot.outerWidth() - 2 * PADDING - 16);
        double y = plot.y() + plot.height() / 2 - (lines.size() - 1) * 8;
        for (String line : lines) {
            text(font, palette.muted, line, middle, y, TextAlignment.CENTER);
            y += 16;
        }
        if (showAll) {
            text(Theme.strong(12), palette.accent, "Show all", middle, showAllY(plot), TextAlignment.CENTER);
        }
    }

    private static List<String> wrap(String sentence, Font font, double width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String each : sentence.split(" ")) {
            String word = TextWidth.fit(each, font, width);
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && TextWidth.of(longer, font) > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(word);
            } else {
                line.setLength(0);
                line.append(longer);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    // ---------------------------------------------------------------- axes and marks

    private void grid(Plot plot, boolean counted) {
        double step = Ticks.step(plot.topValue(), plot.height() < 60 ? 2 : STEPS, counted);
        for (double value = 0; value <= plot.topValue() * (1 + 1e-9); value += step) {
            double y = Math.round(plot.py(value)) + 0.5;
            stroke(value == 0 ? palette.line : palette.grid, 1);
            horizontal(plot, y);
            text(axis, palette.muted, Ticks.text(value, step), plot.x() - 8, y, TextAlignment.RIGHT);
        }
    }

    private void heatAxis(Plot plot) {
        for (double decade = plot.bottomValue(); decade <= plot.topValue() + 1e-9; decade++) {
            double y = Math.round(plot.py(decade)) + 0.5;
            stroke(decade == plot.bottomValue() ? palette.line : palette.grid, 1);
            horizontal(plot, y);
            text(axis, palette.muted, HeatCells.tick((int) decade), plot.x() - 8, y, TextAlignment.RIGHT);
        }
    }

    private void timeAxis(Plot plot) {
        double step = Ticks.timeStep(plot.range().length(), plot.width(), 56);
        double first = Math.ceil(plot.range().from() / step - 1e-9) * step;
        for (double at = first; at <= plot.range().to() + 1e-9; at += step) {
            double x = Math.round(plot.px(at)) + 0.5;
            stroke(palette.line, 1);
            gc.strokeLine(x, plot.bottom() + 0.5, x, plot.bottom() + 4);
            text(axis, palette.muted, Ticks.time(at, step), x, plot.bottom() + 12, TextAlignment.CENTER);
        }
    }

    private void spans(Plot plot, ChartMarks marks) {
        gc.setFill(palette.warnTint);
        for (ChartMarks.Span span : marks.spans()) {
            double from = Math.max(plot.x(), plot.px(span.from()));
            double to = Math.min(plot.right(), plot.px(span.to()));
            if (to > from) {
                gc.fillRect(from, plot.y(), to - from, plot.height());
            }
        }
    }

    private void marks(Plot plot, ChartMarks marks, boolean named) {
        double free = plot.x();
        List<Mark> all = marks.marks();
        for (int i = 0; i < all.size(); i++) {
            Mark mark = all.get(i);
            if (!plot.range().contains(mark.seconds())) {
                continue;
            }
            double x = Math.round(plot.px(mark.seconds())) + 0.5;
            double y = plot.y() - FLAGS;
            if (mark.kind() == Mark.Kind.TIMELINE) {
                stroke(palette.foreground, 1, 1.5, 2.5);
                gc.strokeLine(x, y, x, plot.bottom());
                gc.setFill(palette.foreground);
                Glyphs.flag(gc, x, y);
            } else if (mark.kind() == Mark.Kind.FORK) {
                stroke(palette.foreground, 1);
                gc.strokeLine(x, y + 4, x, plot.bottom());
                stroke(palette.foreground, 1.5);
                gc.strokeOval(x - 4, y - 3, 8, 8);
            } else {
                stroke(palette.accent, 1);
                gc.strokeLine(x, y, x, plot.bottom());
                Glyphs.edit(gc, x, y + 1, palette);
            }
            double end = plot.right() + 8;
            for (int later = i + 1; later < all.size() && end > plot.right(); later++) {
                double next = plot.px(all.get(later).seconds());
                end = next > x + 4 && next < end ? next : end;
            }
            String words = named && x >= free ? fitting(mark.text(), end - x - 14) : "";
            text(axis, palette.muted, words, x + 11, y + 2, TextAlignment.LEFT);
            free = words.isEmpty() ? free : x + 14 + TextWidth.of(words, axis);
        }
    }

    /** A mark's words, or those after the name of its object, as far as there is room; else nothing. */
    private String fitting(String words, double room) {
        if (TextWidth.of(words, axis) <= room) {
            return words;
        }
        String rest = words.substring(words.indexOf(' ') + 1);
        return TextWidth.of(rest, axis) <= room ? rest : "";
    }

    // ---------------------------------------------------------------- end labels

    private void endLabels(ChartModel model, Plot plot) {
        List<String> texts = new ArrayList<>();
        List<Color> colors = new ArrayList<>();
        List<Double> wanted = new ArrayList<>();
        for (Line line : model.lines()) {
            if (line.look() != Look.CONFIGURED && !Double.isNaN(line.last())) {
                texts.add(line.endText());
                colors.add(line.ink().apply(palette));
                wanted.add(plot.py(line.last()));
            }
        }
        Limit limit = model.limit();
        if (limit != null) {
            texts.add(limit.label());
            colors.add(palette.badText);
            wanted.add(plot.py(limit.value()));
        }
        double stacked = plot.bottom() - 6;
        for (Stack stack : model.stacks()) {
            texts.add(stack.label());
            colors.add(
                    stack.ink() == Ink.HALF_BAD ? palette.badText : stack.ink().apply(palette));
            wanted.add(stacked);
            stacked -= LABEL_GAP;
        }
        double[] at = wanted.stream().mapToDouble(Double::doubleValue).toArray();
        double[] placed = EndLabels.place(at, LABEL_GAP, plot.y(), plot.bottom() - 4);
        double room = plot.left() + plot.outerWidth() - plot.right() - 12;
        for (int i = 0; i < placed.length; i++) {
            text(current, colors.get(i), endLabel(texts.get(i), room), plot.right() + 8, placed[i], TextAlignment.LEFT);
        }
    }

    /** A long name gives way to its value. */
    private String endLabel(String text, double room) {
        int blank = text.lastIndexOf(' ');
        if (blank < 0 || TextWidth.of(text, current) <= room) {
            return text;
        }
        String value = text.substring(blank);
        return TextWidth.fit(text.substring(0, blank), current, room - TextWidth.of(value, current)) + value;
    }

    // ---------------------------------------------------------------- cursor, on the canvas above

    /** The line of the cursor in a chart and its values in the title line. */
    void cursor(ChartModel model, Plot plot, double seconds) {
        if (model.empty() != null) {
            return;
        }
        double x = Math.round(plot.px(seconds)) + 0.5;
        stroke(palette.muted, 1);
        gc.strokeLine(x, plot.y() - FLAGS, x, plot.bottom());
        List<String> texts = new ArrayList<>();
        List<Color> colors = new ArrayList<>();
        texts.add(Ticks.time(Math.floor(seconds), 1));
        colors.add(palette.muted);
        if (model.heat() != null) {
            texts.addAll(HeatCells.at(model.heat(), seconds));
            texts.subList(1, texts.size()).forEach(each -> colors.add(palette.p99));
        }
        for (Line line : model.lines()) {
            String text = line.look() == Look.CONFIGURED
                    ? ""
                    : line.cursorText(seconds, model.unit().equals("%") ? 1 : 0);
            if (!text.isEmpty()) {
                texts.add(text);
                colors.add(line.ink().apply(palette));
            }
        }
        for (Stack stack : model.stacks()) {
            String text = stack.cursorText(seconds);
            if (!text.isEmpty()) {
                texts.add(text);
                colors.add(stack.ink().apply(palette));
            }
        }
        double width = 0;
        int fitting = 0;
        while (fitting < texts.size()
                && width + TextWidth.of(texts.get(fitting), current) + 6 <= plot.outerWidth() - 16) {
            width += TextWidth.of(texts.get(fitting), current) + 6;
            fitting++;
        }
        double right = plot.left() + plot.outerWidth() - 8;
        double at = right - width;
        double y = plot.y() - FLAGS - TITLE / 2;
        gc.setFill(palette.background);
        gc.fillRect(at - 6, y - 9, right - at + 6, 18);
        for (int i = 0; i < fitting; i++) {
            text(i == 0 ? axis : current, colors.get(i), texts.get(i), at, y, TextAlignment.LEFT);
            at += TextWidth.of(texts.get(i), current) + 6;
        }
    }

    /** What is being dragged over to zoom into it. */
    void dragged(Plot plot, double one, double other) {
        double from = plot.px(Math.min(one, other));
        double to = plot.px(Math.max(one, other));
        Color tint = palette.accent;
        gc.setFill(new Color(tint.getRed(), tint.getGreen(), tint.getBlue(), 0.16));
        gc.fillRect(from, plot.y(), to - from, plot.height());
        stroke(palette.accent, 1);
        gc.strokeLine(Math.round(from) + 0.5, plot.y(), Math.round(from) + 0.5, plot.bottom());
        gc.strokeLine(Math.round(to) + 0.5, plot.y(), Math.round(to) + 0.5, plot.bottom());
    }
}

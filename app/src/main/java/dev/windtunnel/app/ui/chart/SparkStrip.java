package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.Series;
import dev.windtunnel.app.session.Series.Figure;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.theme.Theme;
import java.util.function.DoubleFunction;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/** What is left of the charts when they are folded away: four lines with their figures of now. */
public final class SparkStrip extends Region {

    private static final double HEIGHT = 44;
    private static final long REDRAW_MILLIS = 100;
    private static final int MOST_POINTS = 180;

    private final Workbench bench;
    private final Canvas canvas = new Canvas(0, HEIGHT);
    private final Throttle redraw = new Throttle(REDRAW_MILLIS, this::draw);

    /** The strip of a workbench; it shows itself while the charts are folded. */
    public SparkStrip(Workbench bench) {
        this.bench = bench;
        getStyleClass().add("spark-strip");
        getChildren().setAll(canvas);
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        setMaxHeight(HEIGHT);
        visibleProperty().bind(bench.chartsFolded());
        managedProperty().bind(bench.chartsFolded());
        visibleProperty().addListener((property, before, after) -> redraw.request());
        bench.state().addListener((property, before, after) -> redraw.request());
        bench.selection().addListener((property, before, after) -> redraw.request());
        bench.theme().palette().addListener((property, before, after) -> redraw.request());
    }

    @Override
    protected void layoutChildren() {
        if (canvas.getWidth() != getWidth()) {
            canvas.setWidth(getWidth());
            draw();
        }
    }

    private void draw() {
        if (!isVisible() || getWidth() <= 0) {
            return;
        }
        Palette palette = bench.theme().palette().get();
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.setFill(palette.background);
        g.fillRect(0, 0, getWidth(), HEIGHT);
        SessionState state = bench.state().get();
        LiveSession session = bench.session().get();
        ChartFilter filter = state == null || session == null
                ? null
                : ChartFilter.of(
                        bench.selection().get(),
                        state,
                        session.experiment().scenario().namespace());
        Series series = filter == null || state == null ? null : state.series().get(filter.requests());
        String who = filter == null ? "" : filter.subject();
        double width = getWidth() / 4;
        spark(
                g,
                palette,
                0,
                width,
                "requests",
                who,
                series,
                Figure.REQUESTS_PER_SECOND,
                palette.foreground,
                Instants::rate);
        spark(g, palette, 1, width, "p99", "", series, Figure.P99_SECONDS, palette.p99, Instants::latency);
        spark(g, palette, 2, width, "failed", "", series, Figure.ERROR_RATE, palette.bad, Instants::percent);
        spark(g, palette, 3, width, "retries", "", series, Figure.RETRIES_PER_SECOND, palette.retry, Instants::rate);
    }

    private static void spark(
            GraphicsContext g,
            Palette palette,
            int place,
            double width,
            String name,
            String who,
            @Nullable Series series,
            Figure figure,
            Color color,
            DoubleFunction<String> text) {
        double left = place * width;
        if (place > 0) {
            g.setStroke(palette.line);
            g.setLineWidth(1);
            g.strokeLine(Math.rint(left) + 0.5, 0, Math.rint(left) + 0.5, HEIGHT);
        }
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.LEFT);
        g.setFont(Theme.words(12));
        g.setFill(palette.muted);
        g.fillText(name, left + 12, HEIGHT / 2 - (who.isEmpty() ? 0 : 8), width * 0.38);
        g.setFont(Theme.words(11));
        g.fillText(who, left + 12, HEIGHT / 2 + 8, width * 0.38);
        int size = series == null ? 0 : series.size();
        double now = size == 0 || series == null ? Double.NaN : series.value(figure, size - 1);
        g.setTextAlign(TextAlignment.RIGHT);
        g.setFont(Theme.strong(12));
        g.setFill(palette.foreground);
        g.fillText(Double.isNaN(now) ? "-" : text.apply(now), left + width - 12, HEIGHT / 2);
        if (series == null || size < 2) {
            return;
        }
        double from = left + width * 0.42;
        double to = left + width - 84;
        double greatest = 0;
        for (int i = 0; i < size; i++) {
            double value = series.value(figure, i);
            greatest = Double.isNaN(value) ? greatest : Math.max(greatest, value);
        }
        g.setStroke(color);
        g.setLineWidth(1.6);
        g.beginPath();
        boolean pen = false;
        int step = Math.max(1, size / MOST_POINTS);
        for (int i = 0; i < size; i += step) {
            double value = series.value(figure, i);
            if (Double.isNaN(value)) {
                pen = false;
                continue;
            }
            double x = from + (to - from) * i / (size - 1);
            double y = HEIGHT - 10 - (greatest <= 0 ? 0 : (HEIGHT - 20) * value / greatest);
            if (pen) {
                g.lineTo(x, y);
            } else {
                g.moveTo(x, y);
            }
            pen = true;
        }
        g.stroke();
    }
}

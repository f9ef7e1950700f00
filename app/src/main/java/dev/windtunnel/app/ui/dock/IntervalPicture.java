package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.Comparison.Row;
import dev.windtunnel.app.ui.theme.Palette;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import org.jspecify.annotations.Nullable;

/** An interval as a line with caps and a dot; hollow and grey where zero is inside of it. */
final class IntervalPicture {

    static final double WIDTH = 160;
    private static final double HEIGHT = 20;
    private static final double DOT = 8;
    private static final double CAP = 8;

    private IntervalPicture() {}

    /** The picture of a row; null where it has none. */
    static @Nullable Canvas of(Row row, IntervalScale scale, Palette palette) {
        if (!IntervalScale.isDrawn(row)) {
            return null;
        }
        Canvas canvas = new Canvas(WIDTH, HEIGHT);
        canvas.setMouseTransparent(true);
        GraphicsContext gc = canvas.getGraphicsContext2D();
        double middle = HEIGHT / 2;
        double zero = x(scale, 0);
        gc.setStroke(palette.line);
        gc.setLineWidth(1);
        gc.strokeLine(zero, 0, zero, HEIGHT);
        boolean shown = CompareModel.isShown(row);
        gc.setStroke(shown ? palette.foreground : palette.idle);
        gc.setLineWidth(2);
        if (!row.identical() && !Double.isNaN(row.half())) {
            double low = x(scale, IntervalScale.percent(row, row.change() - row.half()));
            double high = x(scale, IntervalScale.percent(row, row.change() + row.half()));
            gc.strokeLine(low, middle, high, middle);
            gc.strokeLine(low, middle - CAP / 2, low, middle + CAP / 2);
            gc.strokeLine(high, middle - CAP / 2, high, middle + CAP / 2);
        }
        double at = x(scale, IntervalScale.percent(row, row.change()));
        if (shown) {
            gc.setFill(palette.foreground);
            gc.fillOval(at - DOT / 2, middle - DOT / 2, DOT, DOT);
        } else {
            gc.setFill(palette.background);
            gc.fillOval(at - DOT / 2, middle - DOT / 2, DOT, DOT);
            gc.setLineWidth(1.5);
            gc.strokeOval(at - DOT / 2, middle - DOT / 2, DOT, DOT);
        }
        return canvas;
    }

    private static double x(IntervalScale scale, double percent) {
        return Math.round(DOT + scale.share(percent) * (WIDTH - 2 * DOT)) + 0.5;
    }
}

package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.ui.chart.ChartModel.Line;
import dev.windtunnel.app.ui.chart.ChartModel.Look;
import dev.windtunnel.app.ui.chart.ChartModel.Stack;
import dev.windtunnel.app.ui.chart.TimeWindow.Range;
import dev.windtunnel.app.ui.theme.Palette;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/** Draws the data of charts: lines with what is below them, and stacked bars. */
final class SeriesPen extends Pen {

    private static final double LEAST_BAR = 4;

    SeriesPen(GraphicsContext gc, Palette palette) {
        super(gc, palette);
    }

    void line(Line line, Plot plot) {
        Color color = line.ink().apply(palette);
        Thinning thin = Thinning.of(
                line.x(), line.y(), plot.range().from(), plot.range().to(), (int) plot.width());
        if (line.look() == Look.AREA) {
            area(thin, plot, color);
        }
        if (line.look() == Look.CONFIGURED) {
            stroke(color, line.width(), 6, 4);
        } else {
            stroke(color, line.width());
        }
        boolean open = false;
        double lastX = 0;
        double lastY = 0;
        gc.beginPath();
        for (int i = 0; i < thin.x().length; i++) {
            if (Double.isNaN(thin.y()[i])) {
                open = false;
                continue;
            }
            lastX = plot.px(thin.x()[i]);
            lastY = plot.py(thin.y()[i]);
            if (open) {
                gc.lineTo(lastX, lastY);
            } else {
                gc.moveTo(lastX, lastY);
                open = true;
            }
        }
        gc.stroke();
        if (open && line.glyph() >= 0) {
            gc.setFill(color);
            Glyphs.version(gc, line.glyph(), Math.min(lastX, plot.right()), lastY);
        }
    }

    /** A tint below a line, mixed with the background instead of laid over it. */
    private void area(Thinning thin, Plot plot, Color color) {
        gc.setFill(palette.background.interpolate(color, 0.22));
        int i = 0;
        while (i < thin.x().length) {
            if (Double.isNaN(thin.y()[i])) {
                i++;
                continue;
            }
            gc.beginPath();
            gc.moveTo(plot.px(thin.x()[i]), plot.bottom());
            while (i < thin.x().length && !Double.isNaN(thin.y()[i])) {
                gc.lineTo(plot.px(thin.x()[i]), plot.py(thin.y()[i]));
                i++;
            }
            gc.lineTo(plot.px(thin.x()[i - 1]), plot.bottom());
            gc.closePath();
            gc.fill();
        }
    }

    /** Counts of stacks in bars of equal length, as rates. */
    record Bars(double start, double seconds, double[][] parts, double[] sums) {}

    /** Stacks in bars at least four pixels wide: rates per second of whole seconds together. */
    static Bars bars(List<Stack> stacks, Range range, double width) {
        if (stacks.isEmpty()) {
            return new Bars(range.from(), 1, new double[0][], new double[0]);
        }
        double seconds = Math.max(1, Math.ceil(range.length() / Math.max(1, width) * LEAST_BAR));
        double start = Math.floor(range.from() / seconds) * seconds;
        int count = (int) Math.ceil((range.to() - start) / seconds) + 1;
        double[][] parts = new double[stacks.size()][count];
        double[] sums = new double[count];
        for (int s = 0; s < parts.length; s++) {
            Stack stack = stacks.get(s);
            for (int i = 0; i < stack.x().length; i++) {
                int bar = (int) Math.floor((stack.x()[i] - 1 - start) / seconds + 1e-9);
                if (bar >= 0 && bar < count) {
                    parts[s][bar] += stack.y()[i] / seconds;
                    sums[bar] += stack.y()[i] / seconds;
                }
            }
        }
        return new Bars(start, seconds, parts, sums);
    }

    void bars(ChartModel model, Plot plot) {
        Bars bars = bars(model.stacks(), plot.range(), plot.width());
        double each = bars.seconds() / plot.range().length() * plot.width();
        double gap = each >= 4 ? 1 : 0;
        for (int bar = 0; bar < bars.sums().length; bar++) {
            double x = plot.px(bars.start() + bar * bars.seconds());
            double from = Math.max(plot.x(), x);
            double to = Math.min(plot.right(), x + Math.min(each, 24) - gap);
            double below = 0;
            for (int s = 0; s < bars.parts().length && to > from; s++) {
                double value = bars.parts()[s][bar];
                if (value > 0) {
                    double top = plot.py(below + value);
                    gc.setFill(model.stacks().get(s).ink().apply(palette));
                    gc.fillRect(from, top, to - from, plot.py(below) - top);
                    below += value;
                }
            }
        }
    }
}

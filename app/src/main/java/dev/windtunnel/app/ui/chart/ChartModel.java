package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.session.Heat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All that one chart shows, ready to be drawn.
 *
 * @param title what it is, without the unit
 * @param unit unit of the values; empty for a plain ratio
 * @param top fixed upper end of the axis; NaN to follow the values
 * @param lines lines, those drawn last on top
 * @param stacks parts of stacked bars from the bottom; empty for none
 * @param heat cells of a heat map instead of lines; null for none
 * @param limit a horizontal line of its own name; null for none
 * @param empty the sentence that stands instead of a drawing; null when there is something to draw
 */
record ChartModel(
        String title,
        String unit,
        double top,
        List<Line> lines,
        List<Stack> stacks,
        @Nullable Heat heat,
        @Nullable Limit limit,
        @Nullable String empty) {

    /** How a line looks. */
    enum Look {
        SOLID,
        /** As configured: thin and dashed, without a label. */
        CONFIGURED,
        /** A tint below it. */
        AREA
    }

    /**
     * A line.
     *
     * @param label its name at the right end
     * @param glyph version whose glyph ends it; -1 for none
     * @param decimals of the value at the end
     * @param x virtual seconds
     * @param y values; NaN where there is none
     */
    record Line(String label, Ink ink, double width, Look look, int glyph, int decimals, double[] x, double[] y) {

        /** The last value; NaN when the line has none. */
        double last() {
            for (int i = y.length - 1; i >= 0; i--) {
                if (!Double.isNaN(y[i])) {
                    return y[i];
                }
            }
            return Double.NaN;
        }

        /** The value at an instant: that of the second that contains it; NaN outside. */
        double at(double seconds) {
            return ChartModel.at(x, y, seconds);
        }

        /** What stands at its right end. */
        String endText() {
            return label.isEmpty() ? number(last(), decimals) : label + " " + number(last(), decimals);
        }

        /** What the cursor shows of it, with more decimals than its end; empty where it has no value. */
        String cursorText(double seconds, int more) {
            double value = at(seconds);
            return Double.isNaN(value) ? "" : label + " " + number(value, decimals + more);
        }
    }

    /** A part of stacked bars: counts of each second. */
    record Stack(String label, Ink ink, double[] x, double[] y) {

        double total() {
            double total = 0;
            for (double each : y) {
                total += each;
            }
            return total;
        }

        String cursorText(double seconds) {
            double value = ChartModel.at(x, y, seconds);
            return Double.isNaN(value) || value == 0
                    ? ""
                    : label + " " + number(value, value == Math.rint(value) ? 0 : 1);
        }
    }

    /** A limit or worst case. */
    record Limit(String label, double value) {}

    /** Whether its values are counted, so that an axis has whole numbers. */
    boolean isCounted() {
        return unit.equals("pods") || unit.equals("requests");
    }

    /** A chart that has only a sentence. */
    static ChartModel nothing(String title, String unit, String sentence) {
        return new ChartModel(title, unit, Double.NaN, List.of(), List.of(), null, null, sentence);
    }

    static ChartModel lines(String title, String unit, double top, List<Line> lines) {
        return new ChartModel(title, unit, top, lines, List.of(), null, null, null);
    }

    static String number(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** This chart with another run's lines below its own, grey and named base, from an instant on. */
    ChartModel over(ChartModel base, double fromSeconds) {
        List<Line> all = new ArrayList<>();
        for (Line line : base.lines()) {
            if (line.look() != Look.CONFIGURED) {
                String name = base.lines().size() == 1 && line.label().isEmpty() ? "base" : "base " + line.label();
                all.add(new Line(
                        name,
                        Ink.IDLE,
                        1.8,
                        Look.SOLID,
                        -1,
                        line.decimals(),
                        line.x(),
                        since(line.x(), line.y(), fromSeconds)));
            }
        }
        if (!base.stacks().isEmpty()) {
            double[] x = base.stacks().get(0).x();
            double[] sum = new double[x.length];
            for (Stack stack : base.stacks()) {
                for (int i = 0; i < Math.min(sum.length, stack.y().length); i++) {
                    sum[i] += stack.y()[i];
                }
            }
            all.add(new Line("base", Ink.IDLE, 1.8, Look.SOLID, -1, 0, x, since(x, sum, fromSeconds)));
        }
        all.addAll(lines);
        return new ChartModel(title, unit, top, List.copyOf(all), stacks, heat, limit, empty);
    }

    /** This chart as that of the base: its lines in grey, whatever else as it is. */
    ChartModel asBase() {
        if (empty != null) {
            return this;
        }
        List<Line> configured =
                lines.stream().filter(line -> line.look() == Look.CONFIGURED).toList();
        return new ChartModel(title, unit, top, configured, List.of(), heat, limit, null)
                .over(this, Double.NEGATIVE_INFINITY);
    }

    private static double[] since(double[] x, double[] y, double fromSeconds) {
        double[] cut = y.clone();
        for (int i = 0; i < cut.length; i++) {
            if (x[i] < fromSeconds) {
                cut[i] = Double.NaN;
            }
        }
        return cut;
    }

    /** The greatest value, bars as they are stacked. */
    double greatest() {
        double greatest = limit == null ? 0 : limit.value();
        for (Line line : lines) {
            for (double value : line.y()) {
                greatest = value > greatest ? value : greatest;
            }
        }
        return greatest;
    }

    private static double at(double[] x, double[] y, double seconds) {
        int low = 0;
        int high = x.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (x[middle] < seconds) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return x.length == 0 || seconds > x[x.length - 1] + 1 || seconds < x[0] - 1 ? Double.NaN : y[low];
    }
}

package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.Comparison.Row;
import java.util.List;

/**
 * The axis that intervals are drawn on, in percent of the base's value.
 *
 * @param from its left end, 0 or less
 * @param to its right end, 0 or more
 */
record IntervalScale(double from, double to) {

    /** What goes farther than this is drawn at the end: one figure that grew a hundredfold hides no other. */
    private static final double FARTHEST = 400;

    /** A scale on which all rows have room; round numbers at its ends. */
    static IntervalScale of(List<Row> rows) {
        double low = 0;
        double high = 0;
        for (Row row : rows) {
            if (isDrawn(row)) {
                double half = Double.isNaN(row.half()) ? 0 : row.half();
                low = Math.min(low, percent(row, row.change() - half));
                high = Math.max(high, percent(row, row.change() + half));
            }
        }
        low = -round(Math.min(FARTHEST, -low));
        high = round(Math.min(FARTHEST, high));
        return low == 0 && high == 0 ? new IntervalScale(0, 10) : new IntervalScale(low, high);
    }

    /** Whether a row can be drawn: there is something to be a percentage of. */
    static boolean isDrawn(Row row) {
        return row.identical() || row.base() > 0;
    }

    static double percent(Row row, double change) {
        return row.identical() ? 0 : change / row.base() * 100;
    }

    /** How far from the left end a percentage stands, 0 to 1; what is beyond the ends stands at them. */
    double share(double percent) {
        return (Math.max(from, Math.min(to, percent)) - from) / (to - from);
    }

    /** The title of its column. */
    String title() {
        return "In % of base, " + signed(from) + " to " + signed(to);
    }

    private static String signed(double percent) {
        return (percent > 0 ? "+" : "") + Math.round(percent);
    }

    private static double round(double value) {
        if (value <= 0) {
            return 0;
        }
        for (double step : new double[] {5, 10, 20, 50, 100, 200, 400}) {
            if (value <= step) {
                return step;
            }
        }
        return FARTHEST;
    }
}

package dev.windtunnel.app.ui.chart;

import java.util.Locale;

/** Where an axis has its ticks. */
final class Ticks {

    private static final double[] TIME_STEPS = {
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200,
        18_000
    };

    private Ticks() {}

    /** The smallest step of 1, 2 or 5 times a power of ten that reaches a value from 0 in at most so many steps. */
    static double step(double greatest, int steps) {
        if (!(greatest > 0)) {
            return 1.0 / steps;
        }
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(greatest / steps)));
        for (double factor : new double[] {1, 2, 5}) {
            if (power * factor * steps >= greatest * (1 - 1e-9)) {
                return power * factor;
            }
        }
        return power * 10;
    }

    /** As {@link #step}, of what is counted: there is no half of it. */
    static double step(double greatest, int steps, boolean whole) {
        return whole ? Math.max(1, step(greatest, steps)) : step(greatest, steps);
    }

    /** The upper end of an axis from 0: the first tick at or above a value. */
    static double top(double greatest, int steps) {
        return top(greatest, steps, false);
    }

    /** As {@link #top}, of what is counted. */
    static double top(double greatest, int steps, boolean whole) {
        double step = step(greatest, steps, whole);
        return greatest > 0 ? step * Math.ceil(greatest / step - 1e-9) : step;
    }

    /** The step of a time axis in seconds: ticks at least {@code leastPixels} apart. */
    static double timeStep(double seconds, double pixels, double leastPixels) {
        for (double step : TIME_STEPS) {
            if (step / seconds * pixels >= leastPixels) {
                return step;
            }
        }
        return TIME_STEPS[TIME_STEPS.length - 1] * Math.ceil(seconds / pixels * leastPixels / 18_000);
    }

    /** A value at a tick: as many decimals as the step needs. */
    static String text(double value, double step) {
        int decimals = step >= 1 ? 0 : (int) Math.ceil(-StrictMath.log10(step) - 1e-9);
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** An instant at a tick: {@code 1:30}, below a second with decimals. */
    static String time(double seconds, double step) {
        if (step >= 1) {
            long whole = Math.round(seconds);
            return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
        }
        int decimals = (int) Math.ceil(-StrictMath.log10(step) - 1e-9);
        int width = 3 + decimals;
        long minutes = (long) Math.floor(seconds / 60 + 1e-9);
        return minutes + ":"
                + String.format(Locale.ROOT, "%0" + width + "." + decimals + "f", Math.max(0, seconds - 60 * minutes));
    }
}

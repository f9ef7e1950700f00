package dev.windtunnel.advice;

import java.util.Locale;

/** How remarks write their numbers. */
final class Amounts {
    private Amounts() {}

    static String count(double value) {
        return String.format(Locale.ROOT, "%,d", Math.round(value));
    }

    static String one(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    static String percent(double share) {
        return one(share * 100) + " %";
    }

    /** A measured duration, three digits and its unit. */
    static String measured(double seconds) {
        return seconds >= 1
                ? String.format(Locale.ROOT, "%.2f s", seconds)
                : String.format(Locale.ROOT, seconds >= 0.01 ? "%.0f ms" : "%.1f ms", seconds * 1000);
    }
}

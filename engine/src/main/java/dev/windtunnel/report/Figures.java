package dev.windtunnel.report;

import java.math.RoundingMode;
import java.util.Locale;

/**
 * Numbers as people read them: two or three digits that matter, then the unit.
 *
 * <p>Programs get exact numbers from {@link Documents}; these are for tables and sentences. Every method rounds half
 * away from zero, never shows a rounded-up unit ({@code 1.00 s}, not {@code 1000 ms}), and does not depend on the
 * locale.
 */
public final class Figures {
    /** Shown where there is no number: no data, or a share of nothing. */
    public static final String NONE = "-";

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    /** Keeps the groups of a number on one line and in one field of awk, unlike a space. */
    private static final char GROUP_SEPARATOR = '\u202f';

    private Figures() {}

    /**
     * A length of time: {@code 850 ns}, {@code 4.2 ms}, {@code 6.05 s}, {@code 1m30s}.
     *
     * @param nanos nanoseconds, of either sign
     */
    public static String duration(long nanos) {
        if (nanos < 0) {
            // The one long without an opposite is 292 years; the nanosecond lost there is not shown.
            return "-" + duration(nanos == Long.MIN_VALUE ? Long.MAX_VALUE : -nanos);
        }
        if (nanos == 0) {
            return "0 s";
        }
        if (nanos < MICRO) {
            return nanos + " ns";
        }
        if (nanos < MILLI - MICRO / 2) {
            return threeDigits(nanos, MICRO) + " us";
        }
        if (nanos < SECOND - MILLI / 2) {
            return threeDigits(nanos, MILLI) + " ms";
        }
        if (nanos < 60 * SECOND - SECOND / 200) {
            return fixed(nanos, SECOND, 2) + " s";
        }
        return minutes(nanos);
    }

    /**
     * A length of time given in seconds, as the result documents hold it; {@link #NONE} when it is not a number.
     *
     * @param seconds seconds, of either sign
     */
    public static String seconds(double seconds) {
        return Double.isNaN(seconds) ? NONE : duration(Math.round(seconds * SECOND));
    }

    /**
     * A frequency: {@code 0.25/s}, {@code 50/s}, {@code 167/s}, {@code 1.2k/s}, {@code 3.4M/s}.
     *
     * @param perSecond happenings a second; {@link #NONE} when it is not a number
     */
    public static String rate(double perSecond) {
        if (Double.isNaN(perSecond)) {
            return NONE;
        }
        double size = Math.abs(perSecond);
        if (size >= 999_950) {
            return decimals(perSecond / 1_000_000, 1) + "M/s";
        }
        if (size >= 999.5) {
            return decimals(perSecond / 1_000, 1) + "k/s";
        }
        int digits = size >= 99.95 ? 0 : size >= 0.95 ? 1 : 2;
        return withoutZeros(decimals(perSecond, digits)) + "/s";
    }

    /**
     * A share in percent: {@code 10.0 %}. Near 0 and 100 it shows two digits, and what is not all (or nothing) never
     * reads {@code 100.0 %} (or {@code 0.0 %}).
     *
     * @param fraction 0 is {@code 0.0 %} and 1 is {@code 100.0 %}; {@link #NONE} when it is not a number
     */
    public static String percent(double fraction) {
        if (Double.isNaN(fraction)) {
            return NONE;
        }
        double percent = fraction * 100;
        if (fraction > 0 && percent < 0.005) {
            return "<0.01 %";
        }
        if (fraction < 1 && percent >= 99.995) {
            return ">99.99 %";
        }
        boolean nearAnEnd = fraction > 0 && percent < 0.95 || fraction < 1 && percent >= 99.05;
        return decimals(percent, nearAnEnd ? 2 : 1) + " %";
    }

    /** A whole number; from five digits on in groups of three. */
    public static String count(long number) {
        String digits = Long.toString(number);
        int start = number < 0 ? 1 : 0;
        if (digits.length() - start < 5) {
            return digits;
        }
        StringBuilder grouped = new StringBuilder(digits);
        for (int at = digits.length() - 3; at > start; at -= 3) {
            grouped.insert(at, GROUP_SEPARATOR);
        }
        return grouped.toString();
    }

    private static String threeDigits(long nanos, long unit) {
        boolean whole = nanos >= 100 * unit - unit / 20;
        return fixed(nanos, unit, whole ? 0 : 1);
    }

    /** Whole-number arithmetic, for a quotient of doubles can fall on the wrong side of a half. */
    private static String fixed(long nanos, long unit, int digits) {
        long scale = digits == 0 ? 1 : digits == 1 ? 10 : 100;
        long scaled = (nanos * scale + unit / 2) / unit;
        if (digits == 0) {
            return Long.toString(scaled);
        }
        String fraction = Long.toString(scale + scaled % scale).substring(1);
        return scaled / scale + "." + fraction;
    }

    private static String minutes(long nanos) {
        long seconds = nanos / SECOND + (nanos % SECOND >= SECOND / 2 ? 1 : 0);
        String tail = String.format(Locale.ROOT, "%02ds", seconds % 60);
        long minutes = seconds / 60;
        return minutes < 60
                ? minutes + "m" + tail
                : String.format(Locale.ROOT, "%dh%02dm%s", minutes / 60, minutes % 60, tail);
    }

    private static String decimals(double value, int digits) {
        // Not String.format, whose digits come from Double.toString, which changed with Java 19.
        return Double.isInfinite(value)
                ? (value > 0 ? "infinite" : "-infinite")
                : Numbers.decimal(value).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }

    private static String withoutZeros(String number) {
        return number.contains(".") ? number.replaceAll("\\.?0+$", "") : number;
    }
}

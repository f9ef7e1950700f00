package dev.windtunnel.app.ui.shell;

import dev.windtunnel.source.Durations;
import dev.windtunnel.source.ValueException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Instants and durations as the screen writes them. */
public final class Instants {

    private Instants() {}

    /** {@code 00:01:42.318}. */
    public static String clock(long nanos) {
        long millis = nanos / 1_000_000L;
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }

    /** {@code 1:42.318}. */
    public static String minutes(double seconds) {
        long millis = Math.round(seconds * 1000);
        return String.format(Locale.ROOT, "%d:%02d.%03d", millis / 60_000, millis / 1000 % 60, millis % 1000);
    }

    /** {@code 1:42}, for axes. */
    public static String axis(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }

    /** A latency with its unit: {@code 6.087 s}, {@code 149 ms}, {@code 0.4 ms}; a dash for none. */
    public static String latency(double seconds) {
        if (Double.isNaN(seconds)) {
            return "-";
        }
        if (seconds >= 1) {
            return String.format(Locale.ROOT, "%.3f s", seconds);
        }
        double millis = seconds * 1000;
        return String.format(Locale.ROOT, millis >= 10 ? "%.0f ms" : "%.1f ms", millis);
    }

    /** A rate: {@code 121/s}, {@code 1.2k/s}, {@code 0.4/s}. */
    public static String rate(double perSecond) {
        if (perSecond >= 10_000) {
            return String.format(Locale.ROOT, "%.1fk/s", perSecond / 1000);
        }
        return String.format(Locale.ROOT, perSecond >= 10 || perSecond == 0 ? "%.0f/s" : "%.1f/s", perSecond);
    }

    /** A fraction of 1 in percent: {@code 71.6 %}. */
    public static String percent(double fraction) {
        return Double.isNaN(fraction) ? "-" : String.format(Locale.ROOT, "%.1f %%", fraction * 100);
    }

    /** A speed: {@code 0.01x}, {@code 1x}, {@code 31.6x}. */
    public static String factor(double factor) {
        if (factor >= 10) {
            return String.format(Locale.ROOT, "%.0fx", factor);
        }
        String text = String.format(Locale.ROOT, factor < 0.1 ? "%.2f" : "%.1f", factor);
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + "x";
    }

    /** Reads {@code 60s}, {@code 1m30s}, {@code 1:42}; null when it is none of these. */
    public static @Nullable Long parse(String text) {
        String trimmed = text.trim();
        int colon = trimmed.indexOf(':');
        try {
            if (colon > 0) {
                double seconds = Integer.parseInt(trimmed.substring(0, colon)) * 60
                        + Double.parseDouble(trimmed.substring(colon + 1));
                return seconds < 0 ? null : Math.round(seconds * 1e9);
            }
            return Durations.parse(trimmed);
        } catch (NumberFormatException | ValueException e) {
            return null;
        }
    }
}

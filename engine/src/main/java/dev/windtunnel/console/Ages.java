package dev.windtunnel.console;

/** Ages as kubectl shows them. */
final class Ages {

    private static final long SECOND = 1_000_000_000L;

    private Ages() {}

    /** As kubectl 1.7 ({@code pkg/printers, shortHumanDuration}): one unit. */
    static String of2017(long nanos) {
        long seconds = Math.max(0, nanos) / SECOND;
        if (seconds < 60) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + "m";
        }
        long hours = minutes / 60;
        if (hours < 24) {
            return hours + "h";
        }
        return hours < 24 * 365 ? hours / 24 + "d" : hours / 24 / 365 + "y";
    }

    /** As kubectl today ({@code apimachinery pkg/util/duration, HumanDuration}): two units while the first is small. */
    static String today(long nanos) {
        long seconds = Math.max(0, nanos) / SECOND;
        if (seconds < 120) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 10) {
            return two(minutes, "m", seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        long hours = minutes / 60;
        if (hours < 8) {
            return two(hours, "h", minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        if (hours < 192) {
            return two(hours / 24, "d", hours % 24, "h");
        }
        if (hours < 24 * 365 * 2) {
            return hours / 24 + "d";
        }
        return hours < 24 * 365 * 8 ? two(hours / 24 / 365, "y", hours / 24 % 365, "d") : hours / 24 / 365 + "y";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : small + smallUnit);
    }
}

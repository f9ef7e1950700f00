package dev.windtunnel.random;

/** From a real number to a duration. */
final class Nanos {
    /** The longest duration, 146 years: adding it to any clock that has not run as long does not overflow. */
    static final long MOST = 1L << 62;

    private Nanos() {}

    /** To the nearest nanosecond, kept within 0 and {@link #MOST}. */
    static long round(double nanos) {
        return Math.min(MOST, Math.max(0, (long) (nanos + 0.5)));
    }
}

package dev.windtunnel.explain;

import org.jspecify.annotations.Nullable;

/** Nanoseconds as the seconds that documents show. */
final class Seconds {
    private static final double NANOS_PER_SECOND = 1e9;

    private Seconds() {}

    static double of(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }

    /** Null for 0, which means none. */
    static @Nullable Double orNone(long nanos) {
        return nanos == 0 ? null : of(nanos);
    }
}

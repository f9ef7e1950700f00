package dev.windtunnel.config.convert;

import dev.windtunnel.source.Durations;
import dev.windtunnel.source.Fields;
import org.jspecify.annotations.Nullable;

/** Durations, which both languages write alike. */
final class DurationText {
    private static final long NANOS_PER_MILLISECOND = 1_000_000;

    private DurationText() {}

    /** The duration of a field, or null when it is not written or is none. */
    static @Nullable String of(Fields owner, String field) {
        Long nanos = owner.duration(field);
        if (nanos == null) {
            return null;
        }
        if (nanos < NANOS_PER_MILLISECOND || nanos % NANOS_PER_MILLISECOND != 0) {
            Remark.REFUSED.at(owner, field, "a duration has to be a whole number of milliseconds, at least one");
        }
        return Durations.format(nanos);
    }
}

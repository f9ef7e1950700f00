package dev.windtunnel.scenario;

import dev.windtunnel.finding.Level;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.run}.
 *
 * @param durationNanos null: until every traffic has had its requests answered, or 60 s when one has no limit
 * @param warmupNanos what starts before is counted nowhere
 * @param drainNanos what is under way at the end gets this long
 * @param seed of all random draws
 * @param replications runs with seed, seed + 1, ...
 * @param failureThreshold findings from this level up make the run fail; null for {@code Never}
 */
public record RunSettings(
        @Nullable Long durationNanos,
        long warmupNanos,
        long drainNanos,
        long seed,
        int replications,
        @Nullable Level failureThreshold) {

    /** How long a run is that has no duration and traffic without an end. */
    public static final long DEFAULT_DURATION_NANOS = 60_000_000_000L;
}

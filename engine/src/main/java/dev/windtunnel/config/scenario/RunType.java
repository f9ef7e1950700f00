package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.DURATION;
import static dev.windtunnel.config.scenario.Types.POSITIVE_DURATION;

import dev.windtunnel.finding.Level;
import dev.windtunnel.scenario.RunSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code spec.run}. */
final class RunType {
    private static final Key<Long> DURATION_KEY = Key.optional(
            "duration",
            POSITIVE_DURATION,
            "Virtual time, the warm-up included; default none when every traffic has `requests`, else 60s.");
    private static final Key<Long> WARMUP =
            Key.optional("warmup", DURATION, 0L, "What starts before is counted nowhere; default 0s.");
    private static final Key<Long> DRAIN = Key.optional(
            "drain", DURATION, 30_000_000_000L, "What is under way at the end gets this long; default 30s.");
    private static final Key<Long> SEED = Key.optional(
            "seed", Types.whole(Long.MIN_VALUE, Long.MAX_VALUE), 1L, "Seed of all random draws; default 1.");
    private static final Key<Integer> REPLICATIONS =
            Key.optional("replications", Types.integer(1, 100_000), 1, "Runs with seed, seed + 1, ...; default 1.");
    private static final Key<Optional<Level>> FAILURE_THRESHOLD = Key.optional(
            "failureThreshold",
            Types.choice(levels()),
            Optional.of(Level.ERROR),
            "Findings from this level up make the run fail; Never switches that off; default Error.");

    static final MapType<RunSettings> RUN = new MapType<>(
            "run",
            "How long, how often, from which seed.",
            List.of(DURATION_KEY, WARMUP, DRAIN, SEED, REPLICATIONS, FAILURE_THRESHOLD),
            RunType::settings);

    static final RunSettings DEFAULT = new RunSettings(null, 0, 30_000_000_000L, 1, 1, Level.ERROR);

    private RunType() {}

    private static LinkedHashMap<String, Optional<Level>> levels() {
        LinkedHashMap<String, Optional<Level>> levels = new LinkedHashMap<>();
        levels.put("Error", Optional.of(Level.ERROR));
        levels.put("Warning", Optional.of(Level.WARNING));
        levels.put("Info", Optional.of(Level.INFO));
        levels.put("Never", Optional.empty());
        return levels;
    }

    private static @Nullable RunSettings settings(Values v) {
        Long duration = v.find(DURATION_KEY);
        if (duration != null && v.get(WARMUP) >= duration) {
            v.refused(
                    WARMUP,
                    "the warm-up ends after the run, so nothing would be counted",
                    "make it shorter than duration");
        }
        return new RunSettings(
                duration,
                v.get(WARMUP),
                v.get(DRAIN),
                v.get(SEED),
                v.get(REPLICATIONS),
                v.get(FAILURE_THRESHOLD).orElse(null));
    }
}

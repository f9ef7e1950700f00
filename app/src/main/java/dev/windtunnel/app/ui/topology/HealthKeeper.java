package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.shell.HealthLimits;
import java.util.HashMap;
import java.util.Map;

/** Health that does not flicker: few requests keep the old state, and it changes at most once a second. */
final class HealthKeeper {

    private static final long CHANGE_NANOS = 1_000_000_000L;
    private static final double FEWEST = 10;

    private HealthLimits limits = HealthLimits.USUAL;
    private final Map<String, Kept> kept = new HashMap<>();

    private record Kept(Health health, long changedNanos) {}

    /**
     * The health of something now.
     *
     * @param requests requests of the last 10 s
     * @param errorRate share of them that failed
     * @param nowNanos time of the person who looks
     * @param atRest whether the clock stands still: what is shown then stays, so it has to be right
     */
    Health look(String key, double requests, double errorRate, long nowNanos, boolean atRest) {
        Kept before = kept.get(key);
        Health next = requests <= 0 ? Health.IDLE : Health.of(errorRate, limits);
        if (before == null) {
            kept.put(key, new Kept(next, nowNanos - CHANGE_NANOS));
            return next;
        }
        boolean tooFew = requests > 0 && requests < FEWEST && before.health() != Health.IDLE;
        if (next == before.health() || tooFew || !atRest && nowNanos - before.changedNanos() < CHANGE_NANOS) {
            return before.health();
        }
        kept.put(key, new Kept(next, nowNanos));
        return next;
    }

    /** Judges by other limits from now on. */
    void limits(HealthLimits next) {
        limits = next;
        kept.clear();
    }

    /** Forgets everything: another run. */
    void clear() {
        kept.clear();
    }
}

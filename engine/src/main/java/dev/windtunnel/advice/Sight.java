package dev.windtunnel.advice;

import dev.windtunnel.measure.LateProbes;
import dev.windtunnel.measure.RunResult;
import java.util.Map;

/**
 * What a run looked like at an instant.
 *
 * @param seconds virtual time
 * @param result what had been counted by then
 * @param routes requests that each route has taken since it is in force, by its rule
 * @param waiting requests that waited in the pods of each workload, by its name in results
 * @param late how often pods of each workload had lost their readiness, or their app had been started again, because probes
 *     were not answered in time
 */
public record Sight(
        double seconds,
        RunResult result,
        Map<String, Long> routes,
        Map<String, Integer> waiting,
        Map<String, LateProbes> late) {
    public Sight {
        routes = Map.copyOf(routes);
        waiting = Map.copyOf(waiting);
        late = Map.copyOf(late);
    }
}

package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentRunner;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.measure.RunResult;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.RandomMesh;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;

/** Whatever a scenario says: no run breaks, its counts add up, and it comes out the same every time. */
class RandomMeshTest {

    private static final int MESHES = 90;

    @Test
    void everyRunKeepsTheLawsAndItsBytes() {
        StringBuilder broken = new StringBuilder();
        int from = Integer.getInteger("mesh.from", 0);
        for (int seed = from; seed < from + Integer.getInteger("mesh.count", MESHES); seed++) {
            String yaml = RandomMesh.yaml(seed);
            try {
                Experiment experiment = Scenarios.load(yaml);
                Outcome outcome = Outcome.of(experiment);
                assertTraffic(outcome.result());
                assertEquals(
                        outcome.json(), Outcome.of(experiment, with(kind(seed))).json(), "another event queue");
            } catch (RuntimeException | AssertionError e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                StackTraceElement[] trace = cause.getStackTrace();
                broken.append("mesh ").append(seed).append(": ").append(e.getMessage());
                for (int i = 0; i < Math.min(6, trace.length); i++) {
                    broken.append("\n    at ").append(trace[i]);
                }
                broken.append('\n');
            }
        }
        assertTrue(broken.isEmpty(), broken::toString);
    }

    private static EventQueue.Kind kind(int seed) {
        EventQueue.Kind[] kinds = EventQueue.Kind.values();
        return kinds[seed % kinds.length];
    }

    private static ExperimentRunner.Settings with(EventQueue.Kind queue) {
        return new ExperimentRunner.Settings(null, 1, 0, queue, ResultBuilder.Stats.AUTOMATIC, null);
    }

    /** The laws of the contract as a reader of the result sees them; the engine checks more of them from inside. */
    private static void assertTraffic(RunResult result) {
        for (RunResult.TrafficResult traffic : result.traffic()) {
            assertEquals(traffic.requests(), traffic.completed() + traffic.unfinished(), traffic.name());
            assertEquals(traffic.completed(), sum(traffic.codes()), traffic.name());
            assertEquals(traffic.completed(), sum(traffic.flags()), traffic.name());
            assertEquals(traffic.completed(), traffic.latency().count(), traffic.name());
        }
        for (RunResult.EdgeResult edge : result.edges()) {
            String name = edge.source() + "->" + edge.service();
            assertEquals(edge.requests() + edge.retries(), edge.attempts() + edge.unsent() + edge.pending(), name);
            double chosen = edge.destinations().stream()
                    .mapToDouble(RunResult.DestinationResult::requests)
                    .sum();
            assertEquals(edge.requests(), chosen + edge.noDestination(), name);
        }
        for (RunResult.PodResult pod : result.pods()) {
            assertTrue(pod.completed() <= pod.arrived(), pod.name());
            assertTrue(!(pod.utilization() > 1 + 1e-9) && !(pod.utilization() < 0), pod.name());
        }
    }

    private static double sum(java.util.Map<String, Double> counts) {
        return counts.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}

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

/**
 * Whatever a scenario says: no run breaks, its counts add up, limits and weights are kept, and it comes out the same every time.
 * {@code -Dmesh.count=20000} tries so many meshes, {@code -Dmesh.from=500} others.
 */
class RandomMeshTest {

    private static final int MESHES = 200;

    /** The engine is looked at once in so much virtual time, an odd number so that no instant is favoured. */
    private static final long LOOK_NANOS = 7_919_000L;

    /** So many standard deviations off happens to one share in 1.7 million. */
    private static final double FAR_OFF = 5;

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
                assertWeights(outcome.result());
                watch(experiment);
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

    /** The requests of {@link RandomMesh#WEIGHED} are split as the rule's weights say, as far as chance allows. */
    private static void assertWeights(RunResult result) {
        for (RunResult.EdgeResult edge : result.edges()) {
            // Who is sent to a subset whose pods are gone has no destination, so that the others have more than their
            // share.
            boolean gone = edge.flags().keySet().stream().anyMatch(flags -> flags.contains("UH"));
            if (gone || !edge.service().startsWith(RandomMesh.WEIGHED + ".")) {
                continue;
            }
            double all = edge.requests() - edge.noDestination();
            for (RunResult.DestinationResult destination : edge.destinations()) {
                double weight = Integer.parseInt(destination.version().substring(1)) / 100.0;
                double wanted = all * weight;
                double deviation = Math.sqrt(all * weight * (1 - weight));
                assertEquals(wanted, destination.requests(), FAR_OFF * deviation + 1e-9, destination.version());
            }
        }
    }

    /** The same run again, looked at from inside while it runs. */
    private static void watch(Experiment experiment) {
        Run run = experiment.start(RunOptions.ofSeed(experiment.scenario().run().seed()));
        Bounds bounds = new Bounds();
        // Before the timeline changes a limit, requests may have come by the old one.
        long[] changes = experiment.scenario().timeline().stream()
                .mapToLong(entry -> entry.atNanos() - 1)
                .sorted()
                .toArray();
        int next = 0;
        while (!run.isOver()) {
            while (next < changes.length && changes[next] <= run.nowNanos()) {
                next++;
            }
            long look = run.nowNanos() + LOOK_NANOS;
            run.advanceTo(next < changes.length ? Math.min(look, changes[next]) : look);
            bounds.look(run.core());
        }
    }

    private static double sum(java.util.Map<String, Double> counts) {
        return counts.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}

package dev.windtunnel.mesh;

import java.util.List;

/**
 * A HorizontalPodAutoscaler that goes by CPU.
 *
 * @param key kind, namespace and name
 * @param targetKind kind of the workload that it scales
 * @param targetName its name
 * @param minReplicas at least so many pods
 * @param maxReplicas at most so many
 * @param utilization wanted use of CPU as a fraction of the requests; 0 when {@code averageCores} says it
 * @param averageCores wanted use of one pod in cores; 0 when {@code utilization} says it
 * @param up how fast it may scale up
 * @param down how fast it may scale down
 * @param origin where it stands
 */
public record Autoscaler(
        ObjectKey key,
        String targetKind,
        String targetName,
        int minReplicas,
        int maxReplicas,
        double utilization,
        double averageCores,
        Pace up,
        Pace down,
        Origin origin) {

    /** What Kubernetes calls the metric that it goes by. */
    public String metric() {
        return averageCores > 0 ? "cpu resource" : "cpu resource utilization (percentage of request)";
    }

    /** Whether another one scales the same workload. */
    public boolean hasTargetOf(Autoscaler other) {
        return targetKind.equals(other.targetKind)
                && targetName.equals(other.targetName)
                && key.namespace().equals(other.key.namespace());
    }

    /** Which of several policies counts. */
    public enum Select {
        MAX,
        MIN,
        DISABLED
    }

    /**
     * How fast the number of pods may change in one direction.
     *
     * @param windowNanos the most cautious recommendation of so much time counts
     * @param select which policy counts
     * @param policies limits
     */
    public record Pace(long windowNanos, Select select, List<Policy> policies) {
        /** Up: at once, to the double or by 4 pods within 15 s. */
        public static final Pace UP = new Pace(
                0, Select.MAX, List.of(new Policy(4, false, 15_000_000_000L), new Policy(100, true, 15_000_000_000L)));

        /** Down: by what five minutes agree on, to nothing within 15 s. */
        public static final Pace DOWN =
                new Pace(300_000_000_000L, Select.MAX, List.of(new Policy(100, true, 15_000_000_000L)));
    }

    /** So many pods, or percent of them, within a period. */
    public record Policy(int value, boolean percent, long periodNanos) {}
}

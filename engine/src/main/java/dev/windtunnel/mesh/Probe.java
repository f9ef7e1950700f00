package dev.windtunnel.mesh;

import org.jspecify.annotations.Nullable;

/**
 * How the kubelet finds out whether a container is ready or has started (Kubernetes, {@code pkg/kubelet/prober}).
 *
 * @param path of an HTTP probe; null for probes that only want a port or a command to answer
 * @param port port that it asks; 0 when unknown
 * @param initialDelayNanos no probe before so much time after the container's start
 * @param periodNanos from probe to probe
 * @param failureThreshold failures in a row after which a container that has not started is started again
 * @param successThreshold successes in a row that make a container ready
 */
public record Probe(
        @Nullable String path,
        int port,
        long initialDelayNanos,
        long periodNanos,
        int failureThreshold,
        int successThreshold) {

    /**
     * The first probe at or after an instant: probes are a period apart, counted from the container's start.
     *
     * @param upNanos from the container's start
     */
    public long firstFrom(long upNanos) {
        long from = Math.max(upNanos, initialDelayNanos);
        return (from + periodNanos - 1) / periodNanos * periodNanos;
    }
}

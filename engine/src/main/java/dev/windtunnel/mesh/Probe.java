package dev.windtunnel.mesh;

import org.jspecify.annotations.Nullable;

/**
 * How the kubelet finds out whether a container has started, is ready or is alive (Kubernetes, {@code pkg/kubelet/prober}).
 *
 * @param handler what it does to find out
 * @param path of an HTTP probe, the empty text for all others
 * @param port port that it asks; 0 when unknown
 * @param initialDelayNanos no probe before so much time after the container's start
 * @param periodNanos from probe to probe
 * @param timeoutNanos how long it waits for an answer
 * @param failureThreshold failures in a row after which the container has failed
 * @param successThreshold successes in a row after which it has not
 * @param graceNanos how long a container that failed has to end; null for as long as its pod says
 */
public record Probe(
        Handler handler,
        String path,
        int port,
        long initialDelayNanos,
        long periodNanos,
        long timeoutNanos,
        int failureThreshold,
        int successThreshold,
        @Nullable Long graceNanos) {

    /** What a probe does. */
    public enum Handler {
        /** A GET, which any status from 200 to 399 answers well. */
        HTTP,
        /** A connection, which only has to be taken. */
        TCP,
        /** A call of {@code grpc.health.v1.Health/Check}. */
        GRPC,
        /** A command in the container. */
        EXEC
    }

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

package dev.windtunnel.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A light, immutable picture of a run, cheap enough to be taken at the rate of a screen. Counts are those since the start
 * of the run; who looks twice has what happened in between.
 *
 * @param nowNanos virtual time
 * @param over whether the run has ended
 * @param requests requests that traffic has made
 * @param answered those of them that have their outcome
 * @param events events handled
 * @param pods pods that exist, in order of creation
 * @param edges edges that were used, in order of first use
 * @param traffic traffic in file order
 */
public record Frame(
        long nowNanos,
        boolean over,
        long requests,
        long answered,
        long events,
        List<PodFrame> pods,
        List<EdgeFrame> edges,
        List<TrafficFrame> traffic) {

    /**
     * A pod.
     *
     * @param workload name of its workload, as results show it
     * @param state BLOCKED, PENDING, STARTING, READY, UNREADY, DOWN or TERMINATING
     * @param sidecar whether it has a sidecar, or will have one when it has started
     * @param cores its cores; infinite when unlimited
     * @param busyCores cores at work now
     * @param busyCoreNanos core time used so far
     * @param waiting requests that wait for a thread or a core
     * @param ejectedBy clusters of proxies whose outlier detection keeps it out now
     * @param ejections how often it has been put out
     * @param createdNanos when it was created; before 0 when it was there from the start
     * @param sinceNanos since when it is in its state
     * @param restarts how often its app was started again
     * @param why why its probes keep it from being ready; empty when they do not
     */
    public record PodFrame(
            int id,
            String name,
            String workload,
            @Nullable String version,
            String node,
            String zone,
            String state,
            boolean sidecar,
            boolean proxyDown,
            double cores,
            int busyCores,
            double busyCoreNanos,
            int inService,
            int waiting,
            long arrived,
            int ejectedBy,
            long ejections,
            long createdNanos,
            long sinceNanos,
            int restarts,
            String why) {}

    /** An edge. {@code failed} are completed requests with a 5xx code or none. */
    public record EdgeFrame(
            String source,
            String service,
            int port,
            String protocol,
            long requests,
            long completed,
            long failed,
            long attempts,
            long retries,
            long organicAttempts,
            List<DestinationFrame> destinations) {

        /** Its name: {@code source->service:port}. */
        public String key() {
            return source + "->" + service + ":" + port;
        }
    }

    /** Requests and attempts of an edge at one workload. */
    public record DestinationFrame(
            String workload, @Nullable String version, @Nullable String subset, long requests, long attempts) {}

    /** A traffic. {@code failed} are completed requests with a 5xx code or none. */
    public record TrafficFrame(String name, String from, long requests, long completed, long failed) {}
}

package dev.windtunnel.measure;

import org.jspecify.annotations.Nullable;

/** What one pod did. Counts of one run; merged over replications they are sums. */
public final class PodStatistics {

    public final String name;
    public final String namespace;
    public final String workload;
    public final @Nullable String version;
    public final String node;
    public final String zone;
    public long arrived;
    public long completed;
    public long mirrored;
    /** How often any proxy ejected it. */
    public long ejections;
    /** How often its app was started again, those before the run as {@code pins} say among them. */
    public long restarts;
    /** Websockets that are open at its app. */
    public long openSessions;

    public double queueMax;
    public double busyCoreNanos;
    /** Cores x nanoseconds while ready; infinite when cores are unlimited. */
    public double capacityCoreNanos;

    public double inServiceMean;
    public double inServiceMax;
    /** Tries that reached the pod, by status; 0 for none. */
    public final Tally codes = new Tally();
    /** Statuses that it answered to gRPC calls. */
    public final Tally grpc = new Tally();

    public final Histogram latency = new Histogram();

    /** Statistics of one pod. */
    public PodStatistics(
            String name, String namespace, String workload, @Nullable String version, String node, String zone) {
        this.name = name;
        this.namespace = namespace;
        this.workload = workload;
        this.version = version;
        this.node = node;
        this.zone = zone;
    }

    /** Adds those of another run of the same pod. */
    public void add(PodStatistics other) {
        arrived += other.arrived;
        completed += other.completed;
        mirrored += other.mirrored;
        ejections += other.ejections;
        restarts += other.restarts;
        openSessions += other.openSessions;
        queueMax += other.queueMax;
        busyCoreNanos += other.busyCoreNanos;
        capacityCoreNanos += other.capacityCoreNanos;
        inServiceMean += other.inServiceMean;
        inServiceMax += other.inServiceMax;
        codes.add(other.codes);
        grpc.add(other.grpc);
        latency.add(other.latency);
    }

    /** Busy core time over capacity; NaN when cores are unlimited or it was never ready. */
    public double utilization() {
        return capacityCoreNanos > 0 && !Double.isInfinite(capacityCoreNanos)
                ? busyCoreNanos / capacityCoreNanos
                : Double.NaN;
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.mesh.DestinationRule.Warmup;
import dev.windtunnel.proxy.balance.SlowStart;
import dev.windtunnel.proxy.outlier.HostRecord;
import org.jspecify.annotations.Nullable;

/** One host of a cluster as one proxy knows it: its active requests, its health, and the connections of each worker. */
final class HostState {

    final ClusterState cluster;
    final int pod;
    /** What the control plane last told of it. */
    Endpoint endpoint;

    final @Nullable Pool[] pools;
    /** The one that was asked for last. */
    private @Nullable Pool lastPool;

    int active;
    /** The edge that last used it, and what it counts requests to it under. */
    @Nullable
    Edge lastEdge;

    EdgeStatistics.@Nullable Destination lastDestination;
    EdgeStatistics.@Nullable Locality lastLocality;

    boolean removed;
    /** Its present or last ejection, among those of the run. */
    @Nullable
    Ejection ejection;

    /** When it joined a cluster that was there already; long ago otherwise. */
    final long joinedNanos;
    /** Connections that are older than this count are closed when they are free. */
    int drains;

    int priority;
    /** What outlier detection knows of it; null where there is none. */
    @Nullable
    HostRecord outlier;

    HostState(ClusterState cluster, Endpoint endpoint, int workers, long joinedNanos) {
        this.cluster = cluster;
        this.pod = endpoint.pod();
        this.endpoint = endpoint;
        this.pools = new @Nullable Pool[2 * workers];
        this.joinedNanos = joinedNanos;
    }

    /** An ejection ends, because the host is back or gone, or its cluster was replaced. */
    void endEjection(long nowNanos) {
        if (ejection != null) {
            ejection.end(nowNanos);
        }
    }

    boolean ejected() {
        HostRecord record = outlier;
        return record != null && record.ejected();
    }

    /** The part of its weight that a host has so far: 1 when it is no longer new. */
    double warmth(long nowNanos) {
        Warmup warmup = cluster.config.warmup();
        return warmup == null
                ? 1
                : SlowStart.factor(
                        nowNanos - joinedNanos, warmup.durationNanos(), warmup.aggression(), warmup.minimumPercent());
    }

    /** Its share against the other hosts now. */
    double weight(long nowNanos) {
        return endpoint.weight() * warmth(nowNanos);
    }

    /** The connections of a worker in a version of HTTP. */
    Pool pool(int worker, boolean http2) {
        Pool last = lastPool;
        return last != null && last.worker == worker && last.http2 == http2 ? last : otherPool(worker, http2);
    }

    private Pool otherPool(int worker, boolean http2) {
        int number = 2 * worker + (http2 ? 1 : 0);
        Pool pool = pools[number];
        if (pool == null) {
            pool = new Pool(this, worker, http2);
            pools[number] = pool;
        }
        lastPool = pool;
        return pool;
    }
}

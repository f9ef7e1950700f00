package dev.windtunnel.simulation;

import org.jspecify.annotations.Nullable;

/** One host of a cluster as one proxy knows it: its active requests, and a pool of connections for each worker. */
final class HostState {

    final ClusterState cluster;
    final int pod;
    final @Nullable Pool[] pools;
    int active;
    /** The edge that last used it, and its number among that edge's destinations. */
    @Nullable
    Edge lastEdge;

    int lastDestination;
    boolean removed;

    HostState(ClusterState cluster, int pod, int workers) {
        this.cluster = cluster;
        this.pod = pod;
        this.pools = new @Nullable Pool[workers];
    }

    Pool pool(int worker) {
        Pool pool = pools[worker];
        if (pool == null) {
            pool = new Pool(this, worker);
            pools[worker] = pool;
        }
        return pool;
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.plan.Limits;
import dev.windtunnel.proxy.outlier.OutlierDetection;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Looks at a run while it runs: whether its proxies keep their limits, ejections stay below their share, and pods that are gone
 * do nothing. What a limit was before counts as long as requests of then may be under way.
 */
final class Bounds {

    /** The most that a cluster was ever allowed. */
    private static final class Most {
        long connections;
        long pending;
        long requests;
        long retries;
        boolean budget;
        final Set<HostState> known = Collections.newSetFromMap(new IdentityHashMap<>());
        int hosts;
        long ejected;
    }

    private final Map<ClusterState, Most> clusters = new IdentityHashMap<>();

    /** Checks now; throws what is wrong. */
    void look(Core core) {
        for (Pod pod : core.pods) {
            boolean there = pod.state != Pod.State.GONE && pod.state != Pod.State.DOWN && !pod.appGone;
            if (!there && pod.inService.value() + pod.waitingForThread + pod.waitingForCore != 0) {
                throw new AssertionError(pod.inService.value() + " requests in pod " + pod.name + ", which is gone");
            }
            Sidecar sidecar = pod.sidecar;
            if (sidecar != null) {
                for (ClusterState cluster : sidecar.clusters) {
                    if (cluster != null) {
                        look(pod.name, cluster);
                    }
                }
            }
        }
    }

    private void look(String proxy, ClusterState cluster) {
        Most most = clusters.computeIfAbsent(cluster, any -> new Most());
        Limits limits = cluster.config.limits();
        most.connections = Math.max(most.connections, limits.maxConnections());
        most.pending = Math.max(most.pending, limits.maxPendingRequests());
        most.requests = Math.max(most.requests, limits.maxRequests());
        most.retries = Math.max(most.retries, limits.maxRetries());
        most.budget |= limits.retryBudget() != null;
        most.known.addAll(Arrays.asList(cluster.hosts));
        long first = 0;
        for (HostState host : most.known) {
            first += host.pools.length;
        }
        most.hosts = Math.max(most.hosts, cluster.hosts.length);
        String name = cluster.config.name() + " of " + proxy;
        // Every worker may have a first connection to each host, whatever the limit says (conn_pool_base.cc); hosts
        // that
        // left may still have theirs.
        atMost("connections in " + name, cluster.connections, saturated(most.connections, first));
        atMost("waiting requests in " + name, cluster.pending, most.pending);
        if (cluster.tcp == null) { // connections of TCP count among requests, but are not limited as such
            atMost("active requests in " + name, cluster.active, most.requests);
        }
        if (!most.budget) {
            atMost("retries under way in " + name, cluster.retries, most.retries);
        }
        OutlierDetection outliers = cluster.config.outliers();
        if (outliers != null) {
            most.ejected = Math.max(most.ejected, outliers.maxEjectionPercent());
            long ejected = 0;
            for (HostState host : cluster.hosts) {
                ejected += host.ejected() ? 1 : 0;
            }
            atMost("ejected hosts in " + name + ", of 100", ejected * 100, most.ejected * most.hosts);
        }
    }

    private static long saturated(long limit, long more) {
        return limit > Long.MAX_VALUE - more ? Long.MAX_VALUE : limit + more;
    }

    private static void atMost(String what, long value, long limit) {
        if (value > limit) {
            throw new AssertionError(value + " " + what + ", and at most " + limit + " are allowed");
        }
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.measure.TrafficStatistics;

/** The laws of counting that hold for every run (contract 1.3). A run ends by checking itself against them. */
final class Laws {

    private Laws() {}

    static void check(Measurements run, Core core) {
        for (TrafficStatistics traffic : run.traffic.values()) {
            same("codes of traffic " + traffic.name, traffic.codes.total(), traffic.completed);
            same("flags of traffic " + traffic.name, traffic.flags.total(), traffic.completed);
            same("latencies of traffic " + traffic.name, traffic.latency.count(), traffic.completed);
            atMost("completed requests of traffic " + traffic.name, traffic.completed, traffic.requests);
        }
        for (EdgeStatistics edge : run.edges.values()) {
            String name = Measurements.key(edge);
            same("tries of edge " + name, edge.requests + edge.retries, edge.attempts + edge.unsent + edge.pending);
            long chosen = edge.destinations.stream()
                    .mapToLong(destination -> destination.requests)
                    .sum();
            same("destinations of edge " + name, edge.requests, chosen + edge.noDestination);
            long attempts = edge.destinations.stream()
                    .mapToLong(destination -> destination.attempts)
                    .sum();
            same("attempts of edge " + name, edge.attempts, attempts);
            same("flags of edge " + name, edge.flags.total(), edge.codes.total());
            same("requests of edge " + name, edge.requests, edge.codes.total() + edge.unfinished);
        }
        for (Pod pod : core.pods) {
            if (pod.state == Pod.State.GONE) {
                same("requests in service of pod " + pod.name + ", which is gone", pod.inService.value(), 0);
            }
            Sidecar sidecar = pod.sidecar;
            if (sidecar != null) {
                for (ClusterState cluster : sidecar.clusters) {
                    if (cluster != null) {
                        check(pod, cluster);
                    }
                }
            }
        }
    }

    private static void check(Pod pod, ClusterState cluster) {
        String name = "cluster " + cluster.config.name() + " of " + pod.name;
        atMost("no less than 0 active requests in " + name, 0, cluster.active);
        atMost("no less than 0 waiting requests in " + name, 0, cluster.pending);
        atMost("no less than 0 retries under way in " + name, 0, cluster.retries);
        atMost("no less than 0 connections in " + name, 0, cluster.connections);
    }

    private static void same(String what, long left, long right) {
        if (left != right) {
            throw new IllegalStateException(what + ": " + left + " is not " + right);
        }
    }

    private static void atMost(String what, long low, long high) {
        if (low > high) {
            throw new IllegalStateException(what + ": " + low + " is more than " + high);
        }
    }
}

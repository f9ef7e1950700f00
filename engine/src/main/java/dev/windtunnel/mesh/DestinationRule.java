package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A DestinationRule as declared ({@code networking.istio.io} v1, v1beta1, v1alpha3).
 *
 * @param key its name
 * @param host host as written
 * @param exportTo namespaces that see it; empty means all
 * @param trafficPolicy policy of the host; null when not written
 * @param subsets named subsets in order
 * @param workloadSelector labels of the calling pods that it is for; empty for all
 * @param creationOrder position among all objects: older first
 * @param origin where it stands
 */
public record DestinationRule(
        ObjectKey key,
        String host,
        List<String> exportTo,
        @Nullable TrafficPolicy trafficPolicy,
        List<Subset> subsets,
        Map<String, String> workloadSelector,
        int creationOrder,
        Origin origin) {

    /** Endpoints of the host that carry all these labels, with a policy of their own. */
    public record Subset(
            String name, Map<String, String> labels, @Nullable TrafficPolicy trafficPolicy, Origin origin) {}

    /**
     * A policy; a block that was not written is null.
     *
     * @param loadBalancer {@code loadBalancer} block
     * @param connectionPool {@code connectionPool} block
     * @param portLevel policies of single ports, by port number
     * @param origin where it stands
     */
    public record TrafficPolicy(
            @Nullable LoadBalancer loadBalancer,
            @Nullable ConnectionPool connectionPool,
            Map<Integer, TrafficPolicy> portLevel,
            Origin origin) {}

    /** The {@code simple} balancers; UNSPECIFIED is Istio's default, LEAST_REQUEST. */
    public enum LoadBalancer {
        UNSPECIFIED,
        LEAST_REQUEST,
        ROUND_ROBIN,
        RANDOM,
        PASSTHROUGH
    }

    /**
     * Limits of connections; 0 means not written.
     *
     * @param maxConnections {@code tcp.maxConnections}
     * @param connectTimeoutNanos {@code tcp.connectTimeout}
     * @param http1MaxPendingRequests {@code http.http1MaxPendingRequests}
     */
    public record ConnectionPool(long maxConnections, long connectTimeoutNanos, long http1MaxPendingRequests) {}
}

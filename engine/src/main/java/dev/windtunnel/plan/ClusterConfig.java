package dev.windtunnel.plan;

import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.proxy.balance.Balancing;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An upstream cluster as a proxy is told of it, all defaults filled in.
 *
 * @param name Envoy's name of it
 * @param service whose pods are its hosts; null for the cluster of addresses that callers dialled
 * @param port the service port; null with {@code service}
 * @param subset subset name; null for all endpoints
 * @param labels labels that its pods must have beside the Service's selector
 * @param balancing load balancer
 * @param connectTimeoutNanos limit of connecting
 * @param maxConnections connections of all workers
 * @param maxPendingRequests requests waiting for a connection
 * @param maxRetries retries under way at a time
 * @param originalDestination whether the host is the address that the caller dialled
 * @param balancingOrigin who set the balancer; null when nobody
 * @param poolOrigin who set the connection pool; null when nobody
 */
public record ClusterConfig(
        String name,
        @Nullable Service service,
        Service.@Nullable Port port,
        @Nullable String subset,
        Map<String, String> labels,
        Balancing balancing,
        long connectTimeoutNanos,
        long maxConnections,
        long maxPendingRequests,
        long maxRetries,
        boolean originalDestination,
        @Nullable Origin balancingOrigin,
        @Nullable Origin poolOrigin) {

    /** Name of the cluster of addresses that callers dialled. */
    public static final String PASSTHROUGH = "PassthroughCluster";

    /** Whether only hosts may differ from another version of this cluster. */
    public boolean sameSettings(ClusterConfig other) {
        return balancing == other.balancing
                && connectTimeoutNanos == other.connectTimeoutNanos
                && maxConnections == other.maxConnections
                && maxPendingRequests == other.maxPendingRequests
                && maxRetries == other.maxRetries;
    }
}

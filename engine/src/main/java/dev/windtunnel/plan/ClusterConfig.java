package dev.windtunnel.plan;

import dev.windtunnel.mesh.DestinationRule.LocalitySetting;
import dev.windtunnel.mesh.DestinationRule.Warmup;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.proxy.balance.Balancing;
import dev.windtunnel.proxy.outlier.OutlierDetection;
import java.util.Map;
import java.util.Objects;
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
 * @param hashSize least size of its ring, or size of its table
 * @param warmup what new hosts get at first; null for no slow start
 * @param outliers outlier detection; null for none
 * @param panicThreshold below this percentage of healthy hosts, all hosts are used
 * @param locality what localities mean; null for nothing
 * @param connectTimeoutNanos limit of connecting
 * @param connections how connections to its hosts are kept
 * @param limits of connections, requests and retries
 * @param originalDestination whether the host is the address that the caller dialled
 * @param tls how connections are secured
 * @param balancingOrigin who set the balancer; null when nobody
 * @param poolOrigin who set the connection pool; null when nobody
 * @param outlierOrigin who set outlier detection; null when nobody
 * @param budgetOrigin who set the retry budget; null when nobody
 */
public record ClusterConfig(
        String name,
        @Nullable Service service,
        Service.@Nullable Port port,
        @Nullable String subset,
        Map<String, String> labels,
        Balancing balancing,
        long hashSize,
        @Nullable Warmup warmup,
        @Nullable OutlierDetection outliers,
        int panicThreshold,
        @Nullable LocalitySetting locality,
        long connectTimeoutNanos,
        ConnectionSettings connections,
        Limits limits,
        boolean originalDestination,
        ClientTls tls,
        @Nullable Origin balancingOrigin,
        @Nullable Origin poolOrigin,
        @Nullable Origin outlierOrigin,
        @Nullable Origin budgetOrigin) {

    /** Envoy's panic threshold where nobody sets one. */
    public static final int DEFAULT_PANIC_THRESHOLD = 50;

    /** Name of the cluster of addresses that callers dialled. */
    public static final String PASSTHROUGH = "PassthroughCluster";

    /** Whether only hosts may differ from another version of this cluster. */
    public boolean sameSettings(ClusterConfig other) {
        return balancing == other.balancing
                && hashSize == other.hashSize
                && Objects.equals(warmup, other.warmup)
                && Objects.equals(outliers, other.outliers)
                && panicThreshold == other.panicThreshold
                && Objects.equals(locality, other.locality)
                && connectTimeoutNanos == other.connectTimeoutNanos
                && connections.equals(other.connections)
                && limits.equals(other.limits)
                && tls.mode() == other.tls().mode();
    }
}

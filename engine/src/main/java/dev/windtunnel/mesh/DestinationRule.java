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
     * @param outlierDetection {@code outlierDetection} block
     * @param retryBudget {@code retryBudget} block
     * @param tls {@code tls} block
     * @param portLevel policies of single ports, by port number
     * @param origin where it stands
     */
    public record TrafficPolicy(
            @Nullable LoadBalancer loadBalancer,
            @Nullable ConnectionPool connectionPool,
            @Nullable OutlierDetection outlierDetection,
            @Nullable RetryBudget retryBudget,
            @Nullable Tls tls,
            Map<Integer, TrafficPolicy> portLevel,
            Origin origin) {}

    /**
     * How hosts are chosen.
     *
     * @param simple the {@code simple} balancer; UNSPECIFIED when it is not written
     * @param consistentHash by a hash of the request; null when not
     * @param locality {@code localityLbSetting}; null when not written
     * @param warmup what new hosts get at first; null when not written
     */
    public record LoadBalancer(
            SimpleBalancer simple,
            @Nullable ConsistentHash consistentHash,
            @Nullable LocalitySetting locality,
            @Nullable Warmup warmup) {}

    /** The {@code simple} balancers; UNSPECIFIED is Istio's default, LEAST_REQUEST. */
    public enum SimpleBalancer {
        UNSPECIFIED,
        LEAST_REQUEST,
        ROUND_ROBIN,
        RANDOM,
        PASSTHROUGH
    }

    /**
     * Choice by a hash.
     *
     * @param key what is hashed; null when nothing is said, so that every request gets a random hash
     * @param maglev whether Maglev's table is used, not a ring
     * @param size least size of the ring, or size of the table; 0 when not written
     */
    public record ConsistentHash(@Nullable HashKey key, boolean maglev, long size) {}

    /** What of a request is hashed. */
    public sealed interface HashKey {
        /** {@code httpHeaderName}, in lower case. */
        record Header(String name) implements HashKey {}

        /** {@code httpCookie}; {@code ttlNanos} is null when the proxy does not make the cookie, 0 for a session's. */
        record Cookie(String name, String path, @Nullable Long ttlNanos) implements HashKey {}

        /** {@code useSourceIp}. */
        record SourceIp() implements HashKey {}

        /** {@code httpQueryParameterName}. */
        record QueryParameter(String name) implements HashKey {}
    }

    /**
     * What localities mean.
     *
     * @param enabled whether it is on
     * @param distribute shares by locality, the first entry that fits the client
     * @param failover where a region's requests go when it fails, region to region
     * @param failoverPriority labels, the most important first, as {@code key} or {@code key=value}
     * @param always whether priorities hold without outlier detection, too ({@code trafficDistribution} of a Service)
     */
    public record LocalitySetting(
            boolean enabled,
            List<Distribute> distribute,
            Map<String, String> failover,
            List<String> failoverPriority,
            boolean always) {

        /** One that Istio switches on by itself where there is outlier detection. */
        public static final LocalitySetting DEFAULT = new LocalitySetting(true, List.of(), Map.of(), List.of(), false);
    }

    /** Shares of the localities {@code to} for clients in {@code from}; both may end in {@code *}. */
    public record Distribute(String from, Map<String, Integer> to) {}

    /**
     * Slow start.
     *
     * @param durationNanos how long a host is new
     * @param minimumPercent of its weight at first
     * @param aggression 1 for a straight line, greater for a steeper start
     */
    public record Warmup(long durationNanos, double minimumPercent, double aggression) {}

    /**
     * Limits of connections; 0 means not written.
     *
     * @param maxConnections {@code tcp.maxConnections}
     * @param connectTimeoutNanos {@code tcp.connectTimeout}
     * @param tcpIdleNanos {@code tcp.idleTimeout}
     * @param maxConnectionDurationNanos {@code tcp.maxConnectionDuration}
     * @param http1MaxPendingRequests {@code http.http1MaxPendingRequests}
     * @param http2MaxRequests {@code http.http2MaxRequests}, which counts those of HTTP/1.1 too
     * @param maxRequestsPerConnection {@code http.maxRequestsPerConnection}
     * @param maxRetries {@code http.maxRetries}
     * @param httpIdleNanos {@code http.idleTimeout}
     * @param maxConcurrentStreams {@code http.maxConcurrentStreams}
     * @param http2Upgrade {@code http.h2UpgradePolicy}: true for UPGRADE, false for DO_NOT_UPGRADE, null for what the mesh
     *     says
     * @param useClientProtocol {@code http.useClientProtocol}
     */
    public record ConnectionPool(
            long maxConnections,
            long connectTimeoutNanos,
            long tcpIdleNanos,
            long maxConnectionDurationNanos,
            long http1MaxPendingRequests,
            long http2MaxRequests,
            long maxRequestsPerConnection,
            long maxRetries,
            long httpIdleNanos,
            long maxConcurrentStreams,
            @Nullable Boolean http2Upgrade,
            boolean useClientProtocol) {}

    /**
     * Outlier detection; null means not written.
     *
     * @param consecutive5xxErrors 0 switches it off
     * @param consecutiveGatewayErrors 0 switches it off
     * @param splitExternalLocalOriginErrors whether what the proxy itself saw counts apart
     * @param consecutiveLocalOriginFailures so many of those
     * @param intervalNanos time between two looks at ejected hosts
     * @param baseEjectionTimeNanos least time out
     * @param maxEjectionPercent share of hosts that may be out; 0 means Envoy's default
     * @param minHealthPercent panic threshold
     */
    public record OutlierDetection(
            @Nullable Long consecutive5xxErrors,
            @Nullable Long consecutiveGatewayErrors,
            boolean splitExternalLocalOriginErrors,
            @Nullable Long consecutiveLocalOriginFailures,
            @Nullable Long intervalNanos,
            @Nullable Long baseEjectionTimeNanos,
            @Nullable Long maxEjectionPercent,
            @Nullable Long minHealthPercent) {}

    /**
     * How connections are secured.
     *
     * @param mode its mode; one that is not written is DISABLE
     * @param credential whether {@code credentialName} says where the certificates are, which only gateways read
     */
    public record Tls(TlsMode mode, boolean credential) {}

    /** ClientTLSSettings' modes. */
    public enum TlsMode {
        DISABLE,
        SIMPLE,
        MUTUAL,
        ISTIO_MUTUAL
    }

    /**
     * How many retries there may be, by how many requests are active.
     *
     * @param percent of the active requests
     * @param minRetryConcurrency allowed however few are active
     */
    public record RetryBudget(double percent, long minRetryConcurrency) {}
}

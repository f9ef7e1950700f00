package dev.windtunnel.plan;

import dev.windtunnel.mesh.DestinationPolicy;
import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.DestinationRule.ConnectionPool;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.proxy.balance.Balancing;
import dev.windtunnel.proxy.outlier.OutlierDetection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What destination policies of Istio 0.1 say of one cluster (istio/pilot at dab2033, {@code proxy/envoy/policy.go}).
 *
 * @param version what is declared; null for nothing
 */
record OldPolicy(DestinationPolicy.@Nullable Version version) {

    /** Ejections of Envoy 1.3 grow without end. */
    private static final long ENDLESS_NANOS = Long.MAX_VALUE / 4;
    /** Nothing stops HTTP/1.1 requests but connections and their queue: Envoy 1.3 asked for room in its HTTP/2 pools only. */
    private static final long UNLIMITED = 0xffff_ffffL;

    /** The policy of exactly these tags; of several the first. It holds towards ports of HTTP. */
    static OldPolicy of(
            List<DestinationPolicy> policies, Service service, Service.Port port, Map<String, String> tags) {
        if (PortProtocol.in2017(port).isHttp()) {
            for (DestinationPolicy policy : policies) {
                for (DestinationPolicy.Version version : policy.versions()) {
                    if (policy.destination().equals(service.fullName())
                            && version.tags().equals(tags)) {
                        return new OldPolicy(version);
                    }
                }
            }
        }
        return new OldPolicy(null);
    }

    Balancing balancing(Balancing otherwise) {
        if (version == null || version.balancer() == null) {
            return otherwise;
        }
        return switch (version.balancer()) {
            case LEAST_REQUEST -> Balancing.LEAST_REQUEST;
            case RANDOM -> Balancing.RANDOM;
            default -> Balancing.ROUND_ROBIN;
        };
    }

    Limits limits(Limits otherwise, ConnectionSettings.Protocol protocol) {
        ConnectionPool pool = version == null ? null : version.pool();
        long requests =
                pool == null || pool.http2MaxRequests() == 0 ? otherwise.maxRequests() : pool.http2MaxRequests();
        return new Limits(
                pool == null || pool.maxConnections() == 0 ? otherwise.maxConnections() : pool.maxConnections(),
                pool == null || pool.http1MaxPendingRequests() == 0
                        ? otherwise.maxPendingRequests()
                        : pool.http1MaxPendingRequests(),
                protocol == ConnectionSettings.Protocol.HTTP2 ? requests : UNLIMITED,
                otherwise.maxRetries(),
                null,
                pool == null ? 0 : pool.maxRequestsPerConnection());
    }

    /** A breaker always ejects, whichever of its fields are written. */
    @Nullable
    OutlierDetection outliers() {
        DestinationRule.OutlierDetection declared = version == null ? null : version.outliers();
        if (declared == null) {
            return null;
        }
        OutlierDetection defaults = OutlierDetection.DEFAULT;
        return new OutlierDetection(
                number(declared.consecutive5xxErrors(), defaults.consecutive5xx()),
                true,
                defaults.consecutiveGatewayErrors(),
                false,
                false,
                defaults.consecutiveLocalErrors(),
                false,
                declared.intervalNanos() == null ? defaults.intervalNanos() : declared.intervalNanos(),
                declared.baseEjectionTimeNanos() == null ? defaults.baseNanos() : declared.baseEjectionTimeNanos(),
                ENDLESS_NANOS,
                number(declared.maxEjectionPercent(), defaults.maxEjectionPercent()),
                OutlierDetection.Version.OF_2017);
    }

    private static int number(@Nullable Long declared, int otherwise) {
        return declared == null || declared == 0 ? otherwise : declared.intValue();
    }

    @Nullable
    Origin balancingOrigin() {
        return version == null || version.balancer() == null ? null : version.origin();
    }

    @Nullable
    Origin poolOrigin() {
        return version == null || version.pool() == null ? null : version.origin();
    }
}

package dev.windtunnel.plan;

import dev.windtunnel.mesh.DestinationRule.ConnectionPool;
import dev.windtunnel.mesh.Service;
import org.jspecify.annotations.Nullable;

/**
 * How a proxy keeps its connections to the hosts of a cluster ({@code cluster_builder.go}, {@code
 * cluster_traffic_policy.go}).
 *
 * @param protocol what they speak
 * @param maxConcurrentStreams requests on one HTTP/2 connection at a time
 * @param idleNanos a connection without requests closes after this long
 * @param maxDurationNanos a connection takes no further requests when it is older; 0 for no limit
 */
public record ConnectionSettings(Protocol protocol, long maxConcurrentStreams, long idleNanos, long maxDurationNanos) {

    /** What connections to hosts speak. */
    public enum Protocol {
        HTTP1,
        HTTP2,
        /** What the caller speaks to its proxy. */
        AS_CALLER
    }

    private static final long HOUR = 3_600_000_000_000L;
    /** Envoy's idle timeout where nobody sets one. */
    public static final long DEFAULT_IDLE_NANOS = HOUR;
    /** Envoy's limit of streams where nobody sets one ({@code http_option_limits.h}). */
    public static final long DEFAULT_STREAMS = 1024;

    /** HTTP/1.1, nothing declared. */
    public static final ConnectionSettings DEFAULT =
            new ConnectionSettings(Protocol.HTTP1, DEFAULT_STREAMS, DEFAULT_IDLE_NANOS, 0);

    /** Of the cluster of addresses that callers dialled. */
    static final ConnectionSettings PASSTHROUGH =
            new ConnectionSettings(Protocol.AS_CALLER, DEFAULT_STREAMS, HOUR / 12, 0);

    /**
     * The settings of a service port.
     *
     * @param port the port
     * @param pool what is declared; null for nothing
     * @param gateway whether the proxy is a gateway, which sniffs nothing
     * @param meshUpgrades whether the mesh wants HTTP/2 where nobody says otherwise, on ports that are declared as HTTP/1.1
     */
    static ConnectionSettings of(
            Service.Port port, @Nullable ConnectionPool pool, boolean gateway, boolean meshUpgrades) {
        boolean http2 = PortProtocol.of(port) == PortProtocol.HTTP2;
        Protocol protocol =
                http2 ? Protocol.HTTP2 : !gateway && PortProtocol.isSniffed(port) ? Protocol.AS_CALLER : Protocol.HTTP1;
        boolean upgrades = meshUpgrades
                && PortProtocol.of(port) == PortProtocol.HTTP
                && !PortProtocol.isSniffed(port)
                && (pool == null || pool.http2Upgrade() == null);
        if (pool == null) {
            protocol = upgrades ? Protocol.HTTP2 : protocol;
            return protocol == Protocol.HTTP1
                    ? DEFAULT
                    : new ConnectionSettings(protocol, DEFAULT_STREAMS, DEFAULT_IDLE_NANOS, 0);
        }
        if (pool.useClientProtocol()) {
            protocol = Protocol.AS_CALLER;
        } else if (upgrades || Boolean.TRUE.equals(pool.http2Upgrade())) {
            protocol = Protocol.HTTP2;
        }
        // The limit is written into the options of HTTP/2 before an upgrade makes them.
        long streams = http2 && !pool.useClientProtocol() ? pool.maxConcurrentStreams() : 0;
        long idle = pool.httpIdleNanos() != 0 ? pool.httpIdleNanos() : pool.tcpIdleNanos();
        return new ConnectionSettings(
                protocol,
                streams == 0 ? DEFAULT_STREAMS : streams,
                idle == 0 ? DEFAULT_IDLE_NANOS : idle,
                pool.maxConnectionDurationNanos());
    }

    /** The settings towards the app behind a service port, where nothing is upgraded. */
    static ConnectionSettings inbound(Service.Port port, ConnectionPool pool) {
        ConnectionSettings settings = of(port, pool, false, false);
        boolean upgraded = Boolean.TRUE.equals(pool.http2Upgrade()) && !pool.useClientProtocol();
        return upgraded
                ? new ConnectionSettings(
                        of(port, null, false, false).protocol(),
                        settings.maxConcurrentStreams(),
                        settings.idleNanos(),
                        settings.maxDurationNanos())
                : settings;
    }

    /** The settings of a port in Istio 0.1 ({@code proxy/envoy/resources.go}): HTTP/2 where the port is named so. */
    static ConnectionSettings in2017(Service.Port port) {
        return PortProtocol.in2017(port) == PortProtocol.HTTP2
                ? new ConnectionSettings(Protocol.HTTP2, Integer.MAX_VALUE, DEFAULT_IDLE_NANOS, 0)
                : DEFAULT;
    }
}

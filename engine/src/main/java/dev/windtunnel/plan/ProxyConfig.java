package dev.windtunnel.plan;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.proxy.route.ServerNames;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration of one sidecar, as the control plane sends it. Proxies that see the same share it.
 *
 * @param routeTables HTTP listeners by port
 * @param clusters clusters by name
 * @param registryOnly unknown destinations are refused instead of passed through
 * @param inbound how it keeps connections to its own app, by service port as {@link #portKey} has it; only where
 *     something is declared
 * @param tcp where connections go as bytes: by service port as {@link #portKey} has it, of a gateway by {@link #portKey(int)}
 * @param tls where connections of TLS that it does not end go by their names: by service port, of a gateway by {@link #portKey(int)}
 * @param peers which callers the sidecars of the mesh take, its own too
 * @param admission what the proxy asks of requests before they pass: those for its own app, of a gateway all
 * @param outbound what it asks of requests of its own app
 * @param gateway whether the proxy is a gateway at the edge of the mesh, which listens on the ports of its tables alone
 * @param listenerFaults faults of Istio 0.1, which belong to clusters instead of routes
 */
public record ProxyConfig(
        Map<Integer, RouteTable> routeTables,
        Map<String, ClusterConfig> clusters,
        boolean registryOnly,
        Map<String, InboundSettings> inbound,
        Map<String, TcpRouting> tcp,
        Map<String, TlsRouting> tls,
        PeerModes peers,
        Admission admission,
        Admission outbound,
        boolean gateway,
        List<ListenerFault> listenerFaults) {

    /** Nothing at all: the configuration of a proxy that never heard of its control plane. */
    public static final ProxyConfig EMPTY = new ProxyConfig(
            Map.of(),
            Map.of(),
            true,
            Map.of(),
            Map.of(),
            Map.of(),
            PeerModes.DEFAULT,
            Admission.OPEN,
            Admission.OPEN,
            false,
            List.of());

    /** The key of a service port. */
    public static String portKey(Service service, Service.Port port) {
        return service.fullName() + ":" + port.port();
    }

    /** The key of a port of a gateway. */
    public static String portKey(int port) {
        return ":" + port;
    }

    /** The HTTP listener of a port; null when there is none. */
    public @Nullable RouteTable routeTable(int port) {
        return routeTables.get(port);
    }

    /**
     * Where a gateway forwards a connection as bytes; null when it does not.
     *
     * @param tls whether the connection begins with TLS
     * @param name the name that was dialled, lower case
     */
    public @Nullable TcpRouting forwardedByGateway(int port, boolean tls, String name) {
        TcpRouting plain = tcp.get(portKey(port));
        TlsRouting byName = tls ? this.tls.get(portKey(port)) : null;
        if (plain != null || byName == null) {
            return plain;
        }
        RouteTable table = routeTable(port);
        return byName.of(name, table == null ? ServerNames.NONE : table.tlsFit(name));
    }

    /** Whether a gateway listens on a port. */
    public boolean gatewayListensOn(int port) {
        return routeTables.containsKey(port) || tcp.containsKey(portKey(port)) || tls.containsKey(portKey(port));
    }

    /** The cluster of a name; null when there is none. */
    public @Nullable ClusterConfig cluster(String name) {
        return clusters.get(name);
    }

    /**
     * A fault filter of Istio 0.1: it acts on every request that goes to a cluster and has these headers, whatever rule
     * sent it there (istio/pilot 0.1.6 {@code proxy/envoy/fault.go}).
     */
    public record ListenerFault(String cluster, HttpMatch headers, HttpRoute.Fault fault, String rule) {}
}

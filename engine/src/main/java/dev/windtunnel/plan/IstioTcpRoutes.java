package dev.windtunnel.plan;

import dev.windtunnel.mesh.DestinationRule.ConnectionPool;
import dev.windtunnel.mesh.DestinationRule.HashKey;
import dev.windtunnel.mesh.DestinationRule.TrafficPolicy;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.ServiceEntry;
import dev.windtunnel.mesh.TcpRoute;
import dev.windtunnel.mesh.VirtualService;
import dev.windtunnel.proxy.route.RouteAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The TCP listeners of a sidecar: those of ports that are TCP or TLS, and what bytes meet on ports that say nothing
 * ({@code pilot/pkg/networking/core/tls.go}, {@code networkfilter.go}).
 */
final class IstioTcpRoutes {

    private final List<VirtualService> virtualServices;
    private final List<Service> services;
    private final ClientIdentity client;
    private final IstioRoutes istioRoutes;
    private final IstioClusters istioClusters;
    private final DestinationRules destinationRules;

    /**
     * Makes them.
     *
     * @param virtualServices those for sidecars that the client may see, oldest first
     */
    IstioTcpRoutes(
            List<VirtualService> virtualServices,
            List<Service> services,
            ClientIdentity client,
            IstioRoutes istioRoutes,
            IstioClusters istioClusters,
            DestinationRules destinationRules) {
        this.virtualServices = virtualServices;
        this.services = services;
        this.client = client;
        this.istioRoutes = istioRoutes;
        this.istioClusters = istioClusters;
        this.destinationRules = destinationRules;
    }

    /** By service port, as {@link ProxyConfig#portKey} has it. */
    Map<String, TcpRouting> routings() {
        Map<String, TcpRouting> routings = new LinkedHashMap<>();
        for (Service service : services) {
            if (service.externalName() != null) {
                continue;
            }
            for (Service.Port port : service.ports()) {
                PortProtocol protocol = PortProtocol.of(port);
                if (protocol == PortProtocol.TLS && tlsRouting(service, port) == null) {
                    routings.put(ProxyConfig.portKey(service, port), toWholeService(service, port));
                } else if (protocol == PortProtocol.TCP || protocol.isHttp() && PortProtocol.isSniffed(port)) {
                    routings.put(ProxyConfig.portKey(service, port), routing(service, port));
                }
            }
        }
        return routings;
    }

    /** Where connections of TLS go by their names, by service port; where no {@code tls} route is for a port they all go to it. */
    Map<String, TlsRouting> tlsRoutings() {
        Map<String, TlsRouting> routings = new LinkedHashMap<>();
        for (Service service : services) {
            for (Service.Port port : service.ports()) {
                TlsRouting routing = service.externalName() == null && PortProtocol.of(port) == PortProtocol.TLS
                        ? tlsRouting(service, port)
                        : null;
                if (routing != null) {
                    routings.put(ProxyConfig.portKey(service, port), routing);
                }
            }
        }
        return routings;
    }

    private @Nullable TlsRouting tlsRouting(Service service, Service.Port port) {
        List<TlsRouting.Chain> chains = new ArrayList<>();
        for (VirtualService virtualService : virtualServices) {
            for (TcpRoute route : isFor(virtualService, service) ? virtualService.tls() : List.<TcpRoute>of()) {
                for (TcpRoute.Match match : route.matches()) {
                    if (isMeant(match, port.port())) {
                        chains.add(new TlsRouting.Chain(
                                match.sniHosts(), routing(route, virtualService, service, port.port())));
                    }
                }
            }
        }
        return chains.isEmpty() ? null : new TlsRouting(List.copyOf(chains));
    }

    /** Whether one of the hosts takes the other's name ({@code tls.go}, getConfigsForHost). */
    private static boolean isFor(VirtualService virtualService, Service service) {
        return virtualService.hosts().stream()
                .map(host ->
                        ServiceDirectory.ruleHost(host, virtualService.key().namespace()))
                .anyMatch(host ->
                        ServiceEntry.covers(host, service.fullName()) || ServiceEntry.covers(service.fullName(), host));
    }

    private TcpRouting routing(Service service, Service.Port port) {
        for (VirtualService virtualService : virtualServices) {
            for (TcpRoute route : isFor(virtualService, service) ? virtualService.tcp() : List.<TcpRoute>of()) {
                if (route.matches().isEmpty()
                        || route.matches().stream().anyMatch(match -> isMeant(match, port.port()))) {
                    return routing(route, virtualService, service, port.port());
                }
            }
        }
        return toWholeService(service, port);
    }

    private TcpRouting toWholeService(Service service, Service.Port port) {
        String cluster = IstioClusters.outbound(service, port.port(), null);
        HttpRoute.Destination destination = new HttpRoute.Destination(service.fullName(), port.port(), null);
        return routing(
                List.of(new RouteAction.WeightedCluster(cluster, 1, destination, HttpRoute.HeaderOperations.NONE)),
                service,
                "default",
                cluster);
    }

    private boolean isMeant(TcpRoute.Match match, int port) {
        return !match.addresses()
                && (match.port() == null || match.port() == port)
                && (match.gateways().isEmpty() || match.gateways().contains("mesh"))
                && (match.sourceNamespace() == null || match.sourceNamespace().equals(client.namespace()))
                && client.labels().entrySet().containsAll(match.sourceLabels().entrySet());
    }

    /**
     * Where a route leads.
     *
     * @param service the service that it is for; null at a gateway
     * @param port of the listener
     */
    TcpRouting routing(TcpRoute route, VirtualService by, @Nullable Service service, int port) {
        List<RouteAction.WeightedCluster> clusters = new ArrayList<>();
        boolean only = route.destinations().size() == 1;
        for (HttpRoute.WeightedDestination each : route.destinations()) {
            if (only || each.weight() > 0) {
                clusters.add(new RouteAction.WeightedCluster(
                        istioRoutes.clusterName(each.destination(), by.key().namespace(), port),
                        only ? 1 : each.weight(),
                        each.destination(),
                        HttpRoute.HeaderOperations.NONE));
            }
        }
        Service first = istioRoutes.service(
                route.destinations().get(0).destination().host(), by.key().namespace());
        return routing(
                clusters,
                first == null ? service : first,
                route.origin().text(),
                only
                        ? clusters.get(0).cluster()
                        : by.key().name() + "." + by.key().namespace());
    }

    /** The times are those of the first destination's rule as a whole, whatever its port level or subsets say. */
    private TcpRouting routing(
            List<RouteAction.WeightedCluster> clusters, @Nullable Service first, String rule, String statPrefix) {
        TrafficPolicy policy = first == null
                ? null
                : destinationRules.of(first.fullName(), first.namespace()).policy();
        @Nullable ConnectionPool pool = policy == null ? null : policy.connectionPool();
        long total = 0;
        for (RouteAction.WeightedCluster cluster : clusters) {
            total += cluster.weight();
        }
        return new TcpRouting(
                clusters,
                total,
                pool == null || pool.tcpIdleNanos() == 0 ? ConnectionSettings.DEFAULT_IDLE_NANOS : pool.tcpIdleNanos(),
                pool == null ? 0 : pool.maxConnectionDurationNanos(),
                istioClusters.hashKeys(clusters).stream()
                        .filter(HashKey.SourceIp.class::isInstance)
                        .toList(),
                rule,
                statPrefix);
    }
}

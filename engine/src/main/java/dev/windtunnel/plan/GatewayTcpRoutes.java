package dev.windtunnel.plan;

import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.TcpRoute;
import dev.windtunnel.mesh.VirtualService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the servers of a gateway forward bytes: by the first {@code tcp} route of the VirtualServices bound to them, the
 * oldest first, that is for their port ({@code gateway.go}, buildGatewayNetworkFiltersFromTCPRoutes). Bytes have no name:
 * hosts only say which VirtualServices count. A gateway looks neither at who calls nor at the address that was dialled.
 */
final class GatewayTcpRoutes {

    private final List<Gateway> gateways;
    private final List<VirtualService> virtualServices;
    private final IstioTcpRoutes routes;

    GatewayTcpRoutes(List<Gateway> gateways, List<VirtualService> virtualServices, IstioTcpRoutes routes) {
        this.gateways = gateways;
        this.virtualServices = virtualServices;
        this.routes = routes;
    }

    /** Those of servers that take whatever comes, by {@link ProxyConfig#portKey(int)}; none for one without a route. */
    Map<String, TcpRouting> routings() {
        Map<String, TcpRouting> routings = new LinkedHashMap<>();
        for (Gateway gateway : gateways) {
            for (Gateway.Server server : gateway.servers()) {
                TcpRouting routing = server.isPlainTcp() ? of(gateway, server) : null;
                if (routing != null) {
                    routings.putIfAbsent(ProxyConfig.portKey(server.port()), routing);
                }
            }
        }
        return routings;
    }

    /** Where one server forwards to; null when no route is for it. */
    @Nullable
    TcpRouting of(Gateway gateway, Gateway.Server server) {
        for (VirtualService virtualService : virtualServices) {
            if (!GatewayRoutes.isBound(virtualService, gateway) || !haveHosts(gateway, server, virtualService)) {
                continue;
            }
            for (TcpRoute route : virtualService.tcp()) {
                if (route.matches().isEmpty()
                        || route.matches().stream()
                                .anyMatch(match -> isMeant(match, gateway, server, virtualService))) {
                    return routes.routing(route, virtualService, null, server.port());
                }
            }
        }
        return null;
    }

    /** Whether a server listens for a host of a VirtualService. */
    static boolean haveHosts(Gateway gateway, Gateway.Server server, VirtualService virtualService) {
        return server.hosts().stream().anyMatch(own -> virtualService.hosts().stream()
                .anyMatch(host -> GatewayRoutes.common(own, gateway, host, virtualService) != null));
    }

    /** Whether a match is for a server: its port and its Gateway decide ({@code l4SingleMatch}). */
    static boolean isMeant(
            TcpRoute.Match match, Gateway gateway, Gateway.Server server, VirtualService virtualService) {
        return (match.port() == null || match.port() == server.port())
                && (match.gateways().isEmpty()
                        || match.gateways().stream().anyMatch(name -> GatewayRoutes.qualified(
                                        name, virtualService.key().namespace())
                                .equals(gateway.fullName())));
    }
}

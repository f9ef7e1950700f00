package dev.windtunnel.plan;

import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.TcpRoute;
import dev.windtunnel.mesh.VirtualService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Servers of a gateway that pass TLS through: {@code tls} routes of the VirtualServices bound to them say where a name goes
 * ({@code gateway.go}, buildGatewayNetworkFiltersFromTLSRoutes).
 */
final class GatewayTlsRoutes {

    private final List<Gateway> gateways;
    private final List<VirtualService> virtualServices;
    private final IstioTcpRoutes routes;

    GatewayTlsRoutes(List<Gateway> gateways, List<VirtualService> virtualServices, IstioTcpRoutes routes) {
        this.gateways = gateways;
        this.virtualServices = virtualServices;
        this.routes = routes;
    }

    /** By {@link ProxyConfig#portKey(int)}. */
    Map<String, TlsRouting> routings() {
        Map<Integer, List<TlsRouting.Chain>> chains = new LinkedHashMap<>();
        for (Gateway gateway : gateways) {
            for (Gateway.Server server : gateway.servers()) {
                if (server.passesTls()) {
                    add(gateway, server, chains.computeIfAbsent(server.port(), port -> new ArrayList<>()));
                }
            }
        }
        Map<String, TlsRouting> routings = new LinkedHashMap<>();
        chains.forEach((port, all) -> routings.put(ProxyConfig.portKey(port), new TlsRouting(List.copyOf(all))));
        return routings;
    }

    private void add(Gateway gateway, Gateway.Server server, List<TlsRouting.Chain> chains) {
        for (VirtualService virtualService : virtualServices) {
            if (!GatewayRoutes.isBound(virtualService, gateway) || !haveHosts(gateway, server, virtualService)) {
                continue;
            }
            for (TcpRoute route : virtualService.tls()) {
                for (TcpRoute.Match match : route.matches()) {
                    if (isMeant(match, gateway, server, virtualService)) {
                        chains.add(new TlsRouting.Chain(
                                match.sniHosts(), routes.routing(route, virtualService, null, server.port())));
                    }
                }
            }
        }
    }

    private static boolean haveHosts(Gateway gateway, Gateway.Server server, VirtualService virtualService) {
        return server.hosts().stream().anyMatch(own -> virtualService.hosts().stream()
                .anyMatch(host -> GatewayRoutes.common(own, gateway, host, virtualService) != null));
    }

    private static boolean isMeant(
            TcpRoute.Match match, Gateway gateway, Gateway.Server server, VirtualService virtualService) {
        return !match.addresses()
                && (match.port() == null || match.port() == server.port())
                && (match.gateways().isEmpty()
                        || match.gateways().stream().anyMatch(name -> GatewayRoutes.qualified(
                                        name, virtualService.key().namespace())
                                .equals(gateway.fullName())));
    }
}

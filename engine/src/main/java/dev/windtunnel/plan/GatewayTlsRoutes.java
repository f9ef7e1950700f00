package dev.windtunnel.plan;

import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.TcpRoute;
import dev.windtunnel.mesh.VirtualService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Servers of a gateway that forward what comes in TLS as bytes. Of those that pass TLS through {@code tls} routes of the
 * VirtualServices bound to them say where a name goes; those that end it have one {@code tcp} route for all their names
 * ({@code gateway.go}, createGatewayTCPFilterChainOpts). A port for whose servers there is no route has no listener.
 */
final class GatewayTlsRoutes {

    private final List<Gateway> gateways;
    private final List<VirtualService> virtualServices;
    private final IstioTcpRoutes routes;
    private final GatewayTcpRoutes ofBytes;

    GatewayTlsRoutes(
            List<Gateway> gateways,
            List<VirtualService> virtualServices,
            IstioTcpRoutes routes,
            GatewayTcpRoutes ofBytes) {
        this.gateways = gateways;
        this.virtualServices = virtualServices;
        this.routes = routes;
        this.ofBytes = ofBytes;
    }

    /** By {@link ProxyConfig#portKey(int)}. */
    Map<String, TlsRouting> routings() {
        Map<Integer, List<TlsRouting.Chain>> chains = new LinkedHashMap<>();
        for (Gateway gateway : gateways) {
            for (Gateway.Server server : gateway.servers()) {
                if (server.passesTls()) {
                    add(gateway, server, chains.computeIfAbsent(server.port(), port -> new ArrayList<>()));
                } else if (server.bytes() && server.tls()) {
                    addEnded(gateway, server, chains.computeIfAbsent(server.port(), port -> new ArrayList<>()));
                }
            }
        }
        Map<String, TlsRouting> routings = new LinkedHashMap<>();
        chains.forEach((port, all) -> {
            if (!all.isEmpty()) {
                routings.put(ProxyConfig.portKey(port), new TlsRouting(List.copyOf(all)));
            }
        });
        return routings;
    }

    private void addEnded(Gateway gateway, Gateway.Server server, List<TlsRouting.Chain> chains) {
        TcpRouting routing = ofBytes.of(gateway, server);
        if (routing != null) {
            chains.add(new TlsRouting.Chain(
                    server.hosts().stream().map(Gateway::plain).toList(), routing));
        }
    }

    private void add(Gateway gateway, Gateway.Server server, List<TlsRouting.Chain> chains) {
        for (VirtualService virtualService : virtualServices) {
            if (!GatewayRoutes.isBound(virtualService, gateway)
                    || !GatewayTcpRoutes.haveHosts(gateway, server, virtualService)) {
                continue;
            }
            for (TcpRoute route : virtualService.tls()) {
                for (TcpRoute.Match match : route.matches()) {
                    if (GatewayTcpRoutes.isMeant(match, gateway, server, virtualService)) {
                        chains.add(new TlsRouting.Chain(
                                match.sniHosts(), routes.routing(route, virtualService, null, server.port())));
                    }
                }
            }
        }
    }
}

package dev.windtunnel.plan;

import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.FilterPlace.Context;
import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.TcpRoute;
import dev.windtunnel.mesh.VirtualService;
import java.util.List;
import java.util.Map;

/**
 * What istiod tells the sidecar of one identity, from VirtualServices and DestinationRules: its clusters, its routes and
 * the hosts that they are for, its rate limits.
 */
final class IstioConfig {

    private final Mesh mesh;
    private final MeshConfig meshConfig;
    private final ClientIdentity client;
    private final List<Gateway> gateways;
    private final PeerModes peers;
    private final IstioClusters clusters;
    private final IstioRoutes routes;
    private final IstioVirtualHosts virtualHosts;
    private final IstioTcpRoutes tcpRoutes;

    /**
     * What one identity is told.
     *
     * @param gateways those that it serves; none for sidecars
     */
    IstioConfig(
            Mesh mesh,
            MeshConfig meshConfig,
            ServiceDirectory directory,
            Era era,
            ClientIdentity client,
            List<Gateway> gateways) {
        this.mesh = mesh;
        this.meshConfig = meshConfig;
        this.client = client;
        this.gateways = gateways;
        List<Service> services = directory.services(client.namespace()); // those that the client may see
        peers = mesh.security().peers().isEmpty()
                ? PeerModes.DEFAULT
                : new PeerModes(mesh.security().peers());
        DestinationRules rules = new DestinationRules(mesh.destinationRules(), client);
        clusters = new IstioClusters(meshConfig, era, services, rules, !gateways.isEmpty());
        routes = new IstioRoutes(mesh, meshConfig, directory, era, client, clusters);
        virtualHosts = new IstioVirtualHosts(mesh, meshConfig, directory, client, services, routes);
        tcpRoutes = new IstioTcpRoutes(virtualHosts.visible(), services, client, routes, clusters, rules);
    }

    ProxyConfig build() {
        if (!gateways.isEmpty()) {
            return ofGateway();
        }
        boolean registryOnly = Boolean.TRUE.equals(meshConfig.registryOnly());
        return new ProxyConfig(
                virtualHosts.tables(),
                clusters.all(),
                registryOnly,
                clusters.inbound(client.namespace()),
                tcpRoutes.routings(),
                tcpRoutes.tlsRoutings(),
                peers,
                admission(Context.SIDECAR_INBOUND),
                admission(Context.SIDECAR_OUTBOUND),
                false,
                List.of());
    }

    /** What a gateway gets: the routes of VirtualServices bound to its Gateways, and no way to unknown addresses. */
    private ProxyConfig ofGateway() {
        List<VirtualService> seen = mesh.virtualServices().stream()
                .filter(each -> !each.hosts().isEmpty() && isExported(each, client.namespace()))
                .toList();
        List<Gateway> served = GatewayPorts.served(gateways);
        GatewayRoutes ofGateways = new GatewayRoutes(served, seen, routes::of);
        GatewayTcpRoutes bytes = new GatewayTcpRoutes(served, seen, tcpRoutes);
        return new ProxyConfig(
                ofGateways.tables(),
                clusters.all(),
                true,
                Map.of(),
                bytes.routings(),
                new GatewayTlsRoutes(served, seen, tcpRoutes, bytes).routings(),
                peers,
                admission(Context.GATEWAY),
                Admission.OPEN,
                true,
                List.of());
    }

    private Admission admission(Context listeners) {
        return Admission.of(mesh, client.namespace(), client.labels(), listeners);
    }

    /** Whether clients of a namespace may see a VirtualService. */
    static boolean isExported(VirtualService virtualService, String toNamespace) {
        List<String> exportTo = virtualService.exportTo();
        if (exportTo.isEmpty()) {
            return true;
        }
        for (String target : exportTo) {
            if (target.equals("*")
                    || target.equals(toNamespace)
                    || target.equals(".") && virtualService.key().namespace().equals(toNamespace)) {
                return true;
            }
        }
        return false;
    }

    private static boolean looksAtLabels(List<TcpRoute> routes) {
        return routes.stream().flatMap(route -> route.matches().stream()).anyMatch(match -> !match.sourceLabels()
                .isEmpty());
    }

    /** Whether any rule looks at the labels of its callers, so that proxies of one namespace may differ. */
    static boolean looksAtCallerLabels(Mesh mesh) {
        for (VirtualService virtualService : mesh.virtualServices()) {
            for (HttpRoute route : virtualService.http()) {
                for (HttpMatch match : route.matches()) {
                    if (!match.sourceLabels().isEmpty()) {
                        return true;
                    }
                }
            }
        }
        for (VirtualService virtualService : mesh.virtualServices()) {
            if (looksAtLabels(virtualService.tcp()) || looksAtLabels(virtualService.tls())) {
                return true;
            }
        }
        for (DestinationRule rule : mesh.destinationRules()) {
            if (!rule.workloadSelector().isEmpty()) {
                return true;
            }
        }
        return mesh.security().selects() || mesh.limits().selects();
    }
}

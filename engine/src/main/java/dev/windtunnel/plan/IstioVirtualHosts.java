package dev.windtunnel.plan;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.VirtualService;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteAction;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.proxy.route.VirtualHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The route tables of a sidecar: which hosts there are on each port ({@code httproute.go}). */
final class IstioVirtualHosts {

    private final Mesh mesh;
    private final MeshConfig meshConfig;
    private final ServiceDirectory directory;
    private final ClientIdentity client;
    private final List<Service> services;
    private final List<Service> aliases;
    private final IstioRoutes istioRoutes;

    IstioVirtualHosts(
            Mesh mesh,
            MeshConfig meshConfig,
            ServiceDirectory directory,
            ClientIdentity client,
            List<Service> services,
            IstioRoutes istioRoutes) {
        this.mesh = mesh;
        this.meshConfig = meshConfig;
        this.directory = directory;
        this.client = client;
        this.services = services;
        this.aliases = services.stream()
                .filter(service -> service.externalName() != null)
                .toList();
        this.istioRoutes = istioRoutes;
    }

    /** By port. */
    Map<Integer, RouteTable> tables() {
        Map<Integer, RouteTable> tables = new LinkedHashMap<>();
        for (int port : httpPorts()) {
            tables.put(port, routeTable(port));
        }
        return tables;
    }

    private Set<Integer> httpPorts() {
        Set<Integer> ports = new TreeSet<>();
        for (Service service : services) {
            if (service.externalName() != null) {
                continue; // an alias has no listener of its own
            }
            for (Service.Port port : service.ports()) {
                if (PortProtocol.of(port).isHttp()) {
                    ports.add(port.port());
                }
            }
        }
        return ports;
    }

    private RouteTable routeTable(int port) {
        List<VirtualHost> virtualHosts = new ArrayList<>();
        Set<String> taken = new LinkedHashSet<>();
        for (VirtualService virtualService : visible()) {
            List<Route> routes = null;
            for (String host : virtualService.hosts()) {
                String fullHost =
                        ServiceDirectory.ruleHost(host, virtualService.key().namespace());
                List<String> domains = domains(fullHost, port);
                if (domains.isEmpty() || domains.stream().anyMatch(taken::contains)) {
                    continue; // no such service on this port, or an older VirtualService owns the host
                }
                if (routes == null) {
                    routes = istioRoutes.of(virtualService, port, Set.of());
                }
                if (!routes.isEmpty()) {
                    taken.addAll(domains);
                    virtualHosts.add(new VirtualHost(fullHost + ":" + port, domains, routes));
                }
            }
        }
        for (Service service : services) {
            Service.Port servicePort = ServiceDirectory.port(service, port);
            if (service.externalName() != null
                    || servicePort == null
                    || !PortProtocol.of(servicePort).isHttp()) {
                continue;
            }
            List<String> domains = domains(service);
            domains.removeIf(taken::contains);
            if (!domains.isEmpty() && !isCovered(service, taken)) {
                virtualHosts.add(new VirtualHost(
                        service.fullName() + ":" + port,
                        domains,
                        List.of(istioRoutes.defaultRoute(service, servicePort))));
            }
        }
        if (!Boolean.TRUE.equals(meshConfig.registryOnly())) {
            virtualHosts.add(new VirtualHost(
                    "allow_any",
                    List.of("*"),
                    List.of(new Route("allow_any", HttpMatch.ANY, new RouteAction.Passthrough(), null))));
        } else {
            virtualHosts.add(new VirtualHost(
                    "block_all",
                    List.of("*"),
                    List.of(new Route("block_all", HttpMatch.ANY, new RouteAction.Direct(502, ""), null))));
        }
        return new RouteTable(virtualHosts);
    }

    private static boolean isCovered(Service service, Set<String> taken) {
        if (taken.contains(service.fullName())) {
            return true;
        }
        for (String domain : taken) {
            if (domain.startsWith("*") && service.fullName().endsWith(domain.substring(1))) {
                return true;
            }
        }
        return false;
    }

    /** VirtualServices for sidecars that the client may see, oldest first. */
    List<VirtualService> visible() {
        List<VirtualService> result = new ArrayList<>();
        for (VirtualService virtualService : mesh.virtualServices()) {
            if (virtualService.hosts().isEmpty() || !IstioConfig.isExported(virtualService, client.namespace())) {
                continue;
            }
            if (virtualService.gateways().isEmpty() || virtualService.gateways().contains("mesh")) {
                result.add(virtualService);
            }
        }
        return result;
    }

    /** The names of a service, those of its ExternalName aliases included ({@code httproute.go}). */
    private List<String> domains(Service service) {
        List<String> domains = new ArrayList<>(directory.domains(service, client.namespace()));
        for (Service alias : aliases) {
            if (service.equals(directory.concrete(alias))) {
                domains.addAll(directory.domains(alias, client.namespace()));
            }
        }
        return domains;
    }

    /** The domains of a rule's host on a port; empty when the rule does not count there. */
    private List<String> domains(String fullHost, int port) {
        if (fullHost.startsWith("*")) {
            return List.of(fullHost);
        }
        Service service = directory.byFullName(fullHost, client.namespace());
        if (service != null) {
            Service.Port servicePort = ServiceDirectory.port(service, port);
            return servicePort == null || !PortProtocol.of(servicePort).isHttp() ? List.of() : domains(service);
        }
        // Hosts outside the registry are honoured on port 80 alone (httproute.go).
        return port == 80 ? List.of(fullHost) : List.of();
    }
}

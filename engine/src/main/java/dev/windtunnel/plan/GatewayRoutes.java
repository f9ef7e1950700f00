package dev.windtunnel.plan;

import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.ServiceEntry;
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
import org.jspecify.annotations.Nullable;

/**
 * The listeners of a gateway: hosts that a Gateway and a VirtualService bound to it have in common
 * ({@code pilot/pkg/networking/core/gateway.go}).
 */
final class GatewayRoutes {

    /** Makes the routes of a VirtualService for a port of these Gateways. */
    interface Maker {
        List<Route> routes(VirtualService virtualService, int port, Set<String> gateways);
    }

    private final List<Gateway> gateways;
    private final List<VirtualService> virtualServices;
    private final Maker maker;

    GatewayRoutes(List<Gateway> gateways, List<VirtualService> virtualServices, Maker maker) {
        this.gateways = gateways;
        this.virtualServices = virtualServices;
        this.maker = maker;
    }

    Map<Integer, RouteTable> tables() {
        Set<Integer> ports = new TreeSet<>();
        gateways.forEach(gateway -> gateway.servers().stream()
                .filter(Gateway.Server::takesHttp)
                .forEach(server -> ports.add(server.port())));
        Map<Integer, RouteTable> tables = new LinkedHashMap<>();
        ports.forEach(port -> tables.put(port, table(port)));
        return tables;
    }

    /** VirtualServices of one host add up; those that take everything come last. */
    private RouteTable table(int port) {
        Map<String, List<Route>> byDomain = new LinkedHashMap<>();
        Map<String, Route> redirects = new LinkedHashMap<>();
        for (Gateway gateway : gateways) {
            for (Gateway.Server server : gateway.servers()) {
                if (server.port() == port && server.httpsRedirect()) {
                    server.hosts().forEach(host -> redirects.put(Gateway.plain(host), toHttps(gateway)));
                }
            }
        }
        for (VirtualService virtualService : virtualServices) {
            Set<String> names = new LinkedHashSet<>();
            Set<String> domains = domains(virtualService, port, names, redirects);
            List<Route> routes = domains.isEmpty() ? List.of() : maker.routes(virtualService, port, names);
            for (String domain : domains) {
                if (!routes.isEmpty()) {
                    byDomain.computeIfAbsent(domain, name -> new ArrayList<>()).addAll(routes);
                }
            }
        }
        redirects.forEach((domain, route) -> byDomain.put(domain, List.of(route)));
        List<VirtualHost> hosts = new ArrayList<>();
        byDomain.forEach(
                (domain, routes) -> hosts.add(new VirtualHost(domain + ":" + port, List.of(domain), sorted(routes))));
        return new RouteTable(hosts, tlsNames(port));
    }

    /** The names of the servers that end TLS on a port; null when none does. */
    private @Nullable List<String> tlsNames(int port) {
        List<String> names = new ArrayList<>();
        for (Gateway gateway : gateways) {
            for (Gateway.Server server : gateway.servers()) {
                if (server.port() == port && server.tls() && server.takesHttp()) {
                    server.hosts().forEach(host -> names.add(Gateway.plain(host)));
                }
            }
        }
        return names.isEmpty() ? null : List.copyOf(names);
    }

    private static List<Route> sorted(List<Route> routes) {
        List<Route> sorted = new ArrayList<>(routes);
        sorted.removeIf(route -> route.match().isCatchAll());
        routes.stream().filter(route -> route.match().isCatchAll()).forEach(sorted::add);
        return sorted;
    }

    private static Route toHttps(Gateway gateway) {
        HttpRoute.Redirect redirect = new HttpRoute.Redirect(null, null, null, "https", null, null, 301);
        return new Route(
                gateway.origin().text() + " httpsRedirect",
                HttpMatch.ANY,
                new RouteAction.Redirect(redirect),
                gateway.origin());
    }

    /**
     * What a VirtualService and the servers of a port have in common.
     *
     * @param names gets the Gateways that it is of
     * @param redirects gets the routes of those that are sent to HTTPS
     */
    private Set<String> domains(
            VirtualService virtualService, int port, Set<String> names, Map<String, Route> redirects) {
        Set<String> domains = new LinkedHashSet<>();
        for (Gateway gateway : gateways) {
            if (!isBound(virtualService, gateway)) {
                continue;
            }
            for (Gateway.Server server : gateway.servers()) {
                if (server.port() != port || !server.takesHttp()) {
                    continue;
                }
                names.add(gateway.fullName());
                for (String own : server.hosts()) {
                    for (String host : virtualService.hosts()) {
                        String common = common(own, gateway, host, virtualService);
                        if (common != null) {
                            domains.add(common);
                            if (server.httpsRedirect()) {
                                redirects.put(common, toHttps(gateway));
                            }
                        }
                    }
                }
            }
        }
        return domains;
    }

    static boolean isBound(VirtualService virtualService, Gateway gateway) {
        return virtualService.gateways().stream()
                .anyMatch(name ->
                        qualified(name, virtualService.key().namespace()).equals(gateway.fullName()));
    }

    /** {@code ns/name} of a Gateway as a VirtualService of a namespace writes it. */
    static String qualified(String name, String namespace) {
        return name.indexOf('/') >= 0 ? name : namespace + "/" + name;
    }

    /** The narrower of the hosts of a server and a VirtualService when one takes the other; null when they have none in common. */
    static @Nullable String common(String own, Gateway gateway, String written, VirtualService virtualService) {
        String gatewayNamespace = gateway.key().namespace();
        String namespace = virtualService.key().namespace();
        String host = ServiceDirectory.ruleHost(written, namespace);
        int slash = own.indexOf('/');
        String from = slash < 0 ? "*" : own.substring(0, slash);
        boolean allowed =
                from.equals("*") || from.equals(namespace) || from.equals(".") && gatewayNamespace.equals(namespace);
        String plain = Gateway.plain(own);
        if (!allowed) {
            return null;
        }
        if (ServiceEntry.covers(plain, host)) {
            return host;
        }
        return ServiceEntry.covers(host, plain) ? plain : null;
    }
}

package dev.windtunnel.plan;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.VirtualService;
import dev.windtunnel.proxy.retry.RetryPolicy;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes of VirtualServices as one proxy gets them. Follows {@code route/route.go}. */
final class IstioRoutes {

    private final Mesh mesh;
    private final MeshConfig meshConfig;
    private final ServiceDirectory directory;
    private final Era era;
    private final ClientIdentity client;
    private final IstioClusters clusters;

    IstioRoutes(
            Mesh mesh,
            MeshConfig meshConfig,
            ServiceDirectory directory,
            Era era,
            ClientIdentity client,
            IstioClusters clusters) {
        this.mesh = mesh;
        this.meshConfig = meshConfig;
        this.directory = directory;
        this.era = era;
        this.client = client;
        this.clusters = clusters;
    }

    /** The name of a route in the proxy ({@code route.go}, translateRoute). */
    private static @Nullable String name(HttpRoute entry, HttpMatch match) {
        return entry.name() == null || match.name() == null ? entry.name() : entry.name() + "." + match.name();
    }

    /**
     * The routes of a VirtualService on a port.
     *
     * @param gateways the Gateways that it is bound to there, as {@code ns/name}; none for sidecars
     */
    List<Route> of(VirtualService virtualService, int port, Set<String> gateways) {
        List<Route> routes = new ArrayList<>();
        for (HttpRoute entry : new Delegation(mesh.virtualServices()).flatten(virtualService)) {
            List<HttpMatch> matches = entry.matches().isEmpty() ? List.of(HttpMatch.ANY) : entry.matches();
            RouteAction action = null;
            for (int i = 0; i < matches.size(); i++) {
                HttpMatch match = matches.get(i);
                if (!isMeant(match, port, gateways, virtualService.key().namespace())) {
                    continue;
                }
                if (action == null) {
                    action = action(entry, port);
                }
                String rule = entry.matches().isEmpty()
                        ? entry.origin().text()
                        : entry.origin().text() + ".match[" + i + "]";
                routes.add(new Route(rule, name(entry, match), match, action, entry.origin()));
                if (match.isCatchAll()) {
                    return routes;
                }
            }
        }
        return routes;
    }

    /** The static conditions: they decide whether this proxy gets the route on this port. */
    private boolean isMeant(HttpMatch match, int port, Set<String> gateways, String namespace) {
        if (match.port() != null && match.port() != port) {
            return false;
        }
        if (!match.gateways().isEmpty()) {
            return gateways.isEmpty()
                    ? match.gateways().contains("mesh")
                    : match.gateways().stream()
                            .anyMatch(name -> gateways.contains(GatewayRoutes.qualified(name, namespace)));
        }
        if (match.sourceNamespace() != null && !match.sourceNamespace().equals(client.namespace())) {
            return false;
        }
        return client.labels().entrySet().containsAll(match.sourceLabels().entrySet());
    }

    private RouteAction action(HttpRoute entry, int port) {
        if (entry.redirect() != null) {
            return new RouteAction.Redirect(entry.redirect());
        }
        if (entry.directResponse() != null) {
            return new RouteAction.Direct(
                    entry.directResponse().status(), entry.directResponse().body());
        }
        List<RouteAction.WeightedCluster> targets = new ArrayList<>();
        String namespace = entry.origin().object().namespace();
        if (entry.destinations().size() == 1) {
            HttpRoute.WeightedDestination only = entry.destinations().get(0);
            targets.add(new RouteAction.WeightedCluster(
                    clusterName(only.destination(), namespace, port), 1, only.destination(), only.headers()));
        } else {
            for (HttpRoute.WeightedDestination destination : entry.destinations()) {
                if (destination.weight() > 0) {
                    targets.add(new RouteAction.WeightedCluster(
                            clusterName(destination.destination(), namespace, port),
                            destination.weight(),
                            destination.destination(),
                            destination.headers()));
                }
            }
        }
        List<RouteAction.MirrorCluster> mirrors = new ArrayList<>();
        for (HttpRoute.Mirror mirror : entry.mirrors()) {
            if (mirror.fraction() > 0) {
                mirrors.add(new RouteAction.MirrorCluster(
                        clusterName(mirror.destination(), namespace, port), mirror.destination(), mirror.fraction()));
            }
        }
        long total =
                targets.stream().mapToLong(RouteAction.WeightedCluster::weight).sum();
        long timeout = entry.timeoutNanos() == null ? era.routeTimeoutNanos() : entry.timeoutNanos();
        HttpRoute.Retries retries = entry.retries() != null ? entry.retries() : meshConfig.defaultHttpRetries();
        return new RouteAction.Forward(
                targets,
                total,
                timeout,
                retryPolicy(retries, targets),
                entry.fault(),
                mirrors,
                entry.rewrite(),
                entry.headers(),
                entry.cors(),
                clusters.hashKeys(targets));
    }

    /** The cluster of a destination. */
    String clusterName(HttpRoute.Destination destination, String namespace, int listenerPort) {
        String host = ServiceDirectory.ruleHost(destination.host(), namespace);
        Service service = directory.byFullName(host, client.namespace());
        int port = destination.port() != null
                ? destination.port()
                : service != null && service.ports().size() == 1
                        ? service.ports().get(0).port()
                        : listenerPort;
        return "outbound|" + port + "|" + (destination.subset() == null ? "" : destination.subset()) + "|" + host;
    }

    /** The service of a destination's host; null for none that the client may see. */
    @Nullable
    Service service(String host, String namespace) {
        return directory.byFullName(ServiceDirectory.ruleHost(host, namespace), client.namespace());
    }

    /** The route of a service port that no VirtualService speaks of. */
    Route defaultRoute(Service service, Service.Port port) {
        HttpRoute.Destination destination = new HttpRoute.Destination(service.fullName(), port.port(), null);
        List<RouteAction.WeightedCluster> targets = List.of(new RouteAction.WeightedCluster(
                IstioClusters.outbound(service, port.port(), null), 1, destination, HttpRoute.HeaderOperations.NONE));
        RouteAction action = new RouteAction.Forward(
                targets,
                1,
                era.routeTimeoutNanos(),
                retryPolicy(meshConfig.defaultHttpRetries(), targets),
                null,
                List.of(),
                null,
                HttpRoute.HeaderOperations.NONE,
                null,
                clusters.hashKeys(targets));
        return new Route("default", "default", HttpMatch.ANY, action, null);
    }

    /** As {@link IstioRetries#policy}; a single destination that goes by hashes may be tried again. */
    private @Nullable RetryPolicy retryPolicy(
            HttpRoute.@Nullable Retries declared, List<RouteAction.WeightedCluster> destinations) {
        RetryPolicy policy = IstioRetries.policy(declared);
        ClusterConfig only =
                destinations.size() == 1 ? clusters.get(destinations.get(0).cluster()) : null;
        return policy == null || only == null || !only.balancing().hashes() ? policy : policy.withPreviousHosts();
    }
}

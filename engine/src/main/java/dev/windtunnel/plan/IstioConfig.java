package dev.windtunnel.plan;

import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.DestinationRule.ConnectionPool;
import dev.windtunnel.mesh.DestinationRule.ConsistentHash;
import dev.windtunnel.mesh.DestinationRule.HashKey;
import dev.windtunnel.mesh.DestinationRule.LoadBalancer;
import dev.windtunnel.mesh.DestinationRule.LocalitySetting;
import dev.windtunnel.mesh.DestinationRule.RetryBudget;
import dev.windtunnel.mesh.DestinationRule.SimpleBalancer;
import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.LocalRateLimit;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.VirtualService;
import dev.windtunnel.proxy.balance.Balancing;
import dev.windtunnel.proxy.balance.Maglev;
import dev.windtunnel.proxy.balance.Ring;
import dev.windtunnel.proxy.outlier.OutlierDetection;
import dev.windtunnel.proxy.retry.BackOff;
import dev.windtunnel.proxy.retry.RetryConditions;
import dev.windtunnel.proxy.retry.RetryPolicy;
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
 * What istiod tells the sidecar of one identity, from VirtualServices and DestinationRules. Follows
 * {@code pilot/pkg/networking/core/route/route.go}, {@code httproute.go} and {@code cluster_traffic_policy.go}.
 */
final class IstioConfig {

    /** Conditions of a policy that names none ({@code route/retry/retry.go}). */
    static final String DEFAULT_RETRY_ON =
            "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";

    private static final String ROOT_NAMESPACE = "istio-system";
    private static final int DEFAULT_RETRIES = 2;
    private static final int HOST_SELECTION_ATTEMPTS = 5;

    private final Mesh mesh;
    private final MeshConfig meshConfig;
    private final ServiceDirectory directory;
    private final Era era;
    private final ClientIdentity client;
    private final DestinationRules destinationRules;
    /** Those that the client may see. */
    private final List<Service> services;

    private final List<Service> aliases;
    private final Map<String, ClusterConfig> built = new LinkedHashMap<>();

    IstioConfig(Mesh mesh, MeshConfig meshConfig, ServiceDirectory directory, Era era, ClientIdentity client) {
        this.mesh = mesh;
        this.meshConfig = meshConfig;
        this.directory = directory;
        this.era = era;
        this.client = client;
        this.destinationRules = new DestinationRules(mesh.destinationRules(), client);
        this.services = directory.services(client.namespace());
        this.aliases = services.stream()
                .filter(service -> service.externalName() != null)
                .toList();
    }

    ProxyConfig build() {
        Map<Integer, RouteTable> tables = new LinkedHashMap<>();
        for (int port : httpPorts()) {
            tables.put(port, routeTable(port));
        }
        boolean registryOnly = Boolean.TRUE.equals(meshConfig.registryOnly());
        return new ProxyConfig(tables, clusters(), registryOnly, rateLimits(), false, List.of());
    }

    /** What a gateway gets: the routes of VirtualServices bound to its Gateways, and no way to unknown addresses. */
    ProxyConfig build(List<Gateway> gateways) {
        List<VirtualService> seen = mesh.virtualServices().stream()
                .filter(each -> !each.hosts().isEmpty()
                        && isExported(each.exportTo(), each.key().namespace()))
                .toList();
        GatewayRoutes routes = new GatewayRoutes(gateways, seen, this::routes);
        return new ProxyConfig(routes.tables(), clusters(), true, List.of(), true, List.of());
    }

    /** Those of the client's own pods: EnvoyFilters of its namespace and of the root namespace. */
    private List<LocalRateLimit> rateLimits() {
        return mesh.rateLimits().stream()
                .filter(limit -> limit.key().namespace().equals(client.namespace())
                        || limit.key().namespace().equals(ROOT_NAMESPACE))
                .filter(limit -> client.labels()
                        .entrySet()
                        .containsAll(limit.workloadSelector().entrySet()))
                .toList();
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

    // ---------------------------------------------------------------- clusters

    private Map<String, ClusterConfig> clusters() {
        if (built.isEmpty()) {
            buildClusters(built);
        }
        return built;
    }

    private void buildClusters(Map<String, ClusterConfig> clusters) {
        for (Service service : services) {
            if (service.externalName() != null) {
                continue;
            }
            DestinationRules.Merged rule = destinationRules.of(service.fullName(), service.namespace());
            for (Service.Port port : service.ports()) {
                if (PortProtocol.of(port) == PortProtocol.UDP) {
                    continue;
                }
                add(clusters, cluster(service, port, null, rule));
                for (DestinationRule.Subset subset : rule.subsets()) {
                    add(clusters, cluster(service, port, subset, rule));
                }
            }
        }
        add(clusters, passthrough());
    }

    private static void add(Map<String, ClusterConfig> clusters, ClusterConfig cluster) {
        clusters.put(cluster.name(), cluster);
    }

    private long connectTimeoutNanos() {
        Long declared = meshConfig.connectTimeoutNanos();
        return declared == null ? era.connectTimeoutNanos() : declared;
    }

    private ClusterConfig passthrough() {
        return new ClusterConfig(
                ClusterConfig.PASSTHROUGH,
                null,
                null,
                null,
                Map.of(),
                Balancing.RANDOM,
                0,
                null,
                null,
                ClusterConfig.DEFAULT_PANIC_THRESHOLD,
                null,
                connectTimeoutNanos(),
                era.limits(),
                true,
                null,
                null,
                null,
                null);
    }

    private ClusterConfig cluster(
            Service service, Service.Port port, DestinationRule.@Nullable Subset subset, DestinationRules.Merged rule) {
        DestinationRules.Blocks blocks = rule.blocks(port.port(), subset);
        LoadBalancer balancer = blocks.loadBalancer();
        ConnectionPool pool = blocks.connectionPool();
        boolean passthrough = balancer != null && balancer.simple() == SimpleBalancer.PASSTHROUGH
                || service.headless()
                || service.followsCaller();
        Balancing balancing = balancing(balancer);
        DestinationRule.OutlierDetection outliers = blocks.outlierDetection();
        return new ClusterConfig(
                outbound(service, port.port(), subset == null ? null : subset.name()),
                service,
                port,
                subset == null ? null : subset.name(),
                subset == null ? Map.of() : subset.labels(),
                balancing,
                hashSize(balancer),
                balancer != null && (balancing == Balancing.LEAST_REQUEST || balancing == Balancing.ROUND_ROBIN)
                        ? balancer.warmup()
                        : null,
                outliers == null ? null : outliers(outliers),
                panicThreshold(outliers),
                locality(balancer, outliers != null),
                pool == null || pool.connectTimeoutNanos() == 0 ? connectTimeoutNanos() : pool.connectTimeoutNanos(),
                limits(pool, blocks.retryBudget()),
                passthrough,
                balancer == null ? null : blocks.loadBalancerOrigin(),
                pool == null ? null : blocks.connectionPoolOrigin(),
                outliers == null ? null : blocks.outlierOrigin(),
                blocks.budgetOrigin());
    }

    private Limits limits(@Nullable ConnectionPool pool, @Nullable RetryBudget budget) {
        Limits limits = era.limits();
        return pool == null && budget == null
                ? limits
                : new Limits(
                        pool == null ? limits.maxConnections() : set(pool.maxConnections(), limits.maxConnections()),
                        pool == null
                                ? limits.maxPendingRequests()
                                : set(pool.http1MaxPendingRequests(), limits.maxPendingRequests()),
                        pool == null ? limits.maxRequests() : set(pool.http2MaxRequests(), limits.maxRequests()),
                        pool == null ? limits.maxRetries() : set(pool.maxRetries(), limits.maxRetries()),
                        budget,
                        pool == null ? 0 : pool.maxRequestsPerConnection());
    }

    /** A limit of 0 is none of the user's ({@code cluster_traffic_policy.go}). */
    private static long set(long declared, long otherwise) {
        return declared == 0 ? otherwise : declared;
    }

    private Balancing balancing(@Nullable LoadBalancer declared) {
        if (declared == null) {
            return era.balancing();
        }
        if (declared.consistentHash() != null) {
            return declared.consistentHash().maglev() ? Balancing.MAGLEV : Balancing.RING_HASH;
        }
        return switch (declared.simple()) {
            case UNSPECIFIED, LEAST_REQUEST -> Balancing.LEAST_REQUEST;
            case ROUND_ROBIN -> Balancing.ROUND_ROBIN;
            case RANDOM, PASSTHROUGH -> Balancing.RANDOM;
        };
    }

    private static long hashSize(@Nullable LoadBalancer balancer) {
        ConsistentHash hash = balancer == null ? null : balancer.consistentHash();
        if (hash == null) {
            return 0;
        }
        return hash.size() != 0 ? hash.size() : hash.maglev() ? Maglev.DEFAULT_SIZE : Ring.DEFAULT_MINIMUM_SIZE;
    }

    /** What Istio makes of the block ({@code cluster_traffic_policy.go}, applyOutlierDetection). */
    private static OutlierDetection outliers(DestinationRule.OutlierDetection declared) {
        OutlierDetection defaults = OutlierDetection.DEFAULT;
        Long of5xx = declared.consecutive5xxErrors();
        Long ofGateway = declared.consecutiveGatewayErrors();
        Long ofLocal = declared.consecutiveLocalOriginFailures();
        long base = declared.baseEjectionTimeNanos() == null ? defaults.baseNanos() : declared.baseEjectionTimeNanos();
        Long percent = declared.maxEjectionPercent();
        return new OutlierDetection(
                of5xx == null || of5xx == 0 ? defaults.consecutive5xx() : of5xx.intValue(),
                of5xx == null || of5xx > 0,
                ofGateway == null || ofGateway == 0 ? defaults.consecutiveGatewayErrors() : ofGateway.intValue(),
                ofGateway != null && ofGateway > 0,
                declared.splitExternalLocalOriginErrors(),
                ofLocal == null || ofLocal == 0 ? defaults.consecutiveLocalErrors() : ofLocal.intValue(),
                true,
                declared.intervalNanos() == null ? defaults.intervalNanos() : declared.intervalNanos(),
                base,
                Math.max(base, defaults.mostNanos()),
                percent == null || percent == 0 ? defaults.maxEjectionPercent() : percent.intValue());
    }

    private static int panicThreshold(DestinationRule.@Nullable OutlierDetection outliers) {
        if (outliers == null) {
            return ClusterConfig.DEFAULT_PANIC_THRESHOLD;
        }
        Long percent = outliers.minHealthPercent();
        return percent == null ? 0 : percent.intValue();
    }

    /** Localities count with outlier detection, or where shares are declared; else they are ignored. */
    private static @Nullable LocalitySetting locality(@Nullable LoadBalancer balancer, boolean outliers) {
        LocalitySetting declared = balancer == null ? null : balancer.locality();
        if (declared == null) {
            return outliers ? new LocalitySetting(true, List.of(), Map.of(), List.of()) : null;
        }
        return declared.enabled() && (outliers || !declared.distribute().isEmpty()) ? declared : null;
    }

    /** What is hashed for the destinations of a route, each with the key of its own policy. */
    private List<HashKey> hashKeys(List<RouteAction.WeightedCluster> destinations) {
        List<HashKey> keys = new ArrayList<>();
        for (RouteAction.WeightedCluster each : destinations) {
            ClusterConfig cluster = clusters().get(each.cluster());
            Service service = cluster == null ? null : cluster.service();
            Service.Port port = cluster == null ? null : cluster.port();
            if (cluster == null
                    || service == null
                    || port == null
                    || !cluster.balancing().hashes()) {
                continue;
            }
            DestinationRules.Merged rule = destinationRules.of(service.fullName(), service.namespace());
            DestinationRule.Subset subset = rule.subsets().stream()
                    .filter(known -> known.name().equals(cluster.subset()))
                    .findFirst()
                    .orElse(null);
            LoadBalancer balancer = rule.blocks(port.port(), subset).loadBalancer();
            ConsistentHash hash = balancer == null ? null : balancer.consistentHash();
            if (hash != null && hash.key() != null) {
                keys.add(hash.key());
            }
        }
        return keys;
    }

    static String outbound(Service service, int port, @Nullable String subset) {
        return "outbound|" + port + "|" + (subset == null ? "" : subset) + "|" + service.fullName();
    }

    // ---------------------------------------------------------------- routes

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
                    routes = routes(virtualService, port, Set.of());
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
                        service.fullName() + ":" + port, domains, List.of(defaultRoute(service, servicePort))));
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
    private List<VirtualService> visible() {
        List<VirtualService> result = new ArrayList<>();
        for (VirtualService virtualService : mesh.virtualServices()) {
            if (virtualService.hosts().isEmpty()
                    || !isExported(
                            virtualService.exportTo(), virtualService.key().namespace())) {
                continue;
            }
            if (virtualService.gateways().isEmpty() || virtualService.gateways().contains("mesh")) {
                result.add(virtualService);
            }
        }
        return result;
    }

    private boolean isExported(List<String> exportTo, String namespace) {
        if (exportTo.isEmpty()) {
            return true;
        }
        for (String target : exportTo) {
            if (target.equals("*")
                    || target.equals(client.namespace())
                    || target.equals(".") && namespace.equals(client.namespace())) {
                return true;
            }
        }
        return false;
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

    /**
     * The routes of a VirtualService on a port.
     *
     * @param gateways the Gateways that it is bound to there, as {@code ns/name}; none for sidecars
     */
    private List<Route> routes(VirtualService virtualService, int port, Set<String> gateways) {
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
                routes.add(new Route(rule, match, action, entry.origin()));
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
        List<RouteAction.WeightedCluster> clusters = new ArrayList<>();
        String namespace = entry.origin().object().namespace();
        if (entry.destinations().size() == 1) {
            HttpRoute.WeightedDestination only = entry.destinations().get(0);
            clusters.add(new RouteAction.WeightedCluster(
                    clusterName(only.destination(), namespace, port), 1, only.destination(), only.headers()));
        } else {
            for (HttpRoute.WeightedDestination destination : entry.destinations()) {
                if (destination.weight() > 0) {
                    clusters.add(new RouteAction.WeightedCluster(
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
                clusters.stream().mapToLong(RouteAction.WeightedCluster::weight).sum();
        long timeout = entry.timeoutNanos() == null ? era.routeTimeoutNanos() : entry.timeoutNanos();
        HttpRoute.Retries retries = entry.retries() != null ? entry.retries() : meshConfig.defaultHttpRetries();
        return new RouteAction.Forward(
                clusters,
                total,
                timeout,
                retryPolicy(retries, clusters),
                entry.fault(),
                mirrors,
                entry.rewrite(),
                entry.headers(),
                hashKeys(clusters));
    }

    private String clusterName(HttpRoute.Destination destination, String namespace, int listenerPort) {
        String host = ServiceDirectory.ruleHost(destination.host(), namespace);
        Service service = directory.byFullName(host, client.namespace());
        int port = destination.port() != null
                ? destination.port()
                : service != null && service.ports().size() == 1
                        ? service.ports().get(0).port()
                        : listenerPort;
        return "outbound|" + port + "|" + (destination.subset() == null ? "" : destination.subset()) + "|" + host;
    }

    private Route defaultRoute(Service service, Service.Port port) {
        HttpRoute.Destination destination = new HttpRoute.Destination(service.fullName(), port.port(), null);
        List<RouteAction.WeightedCluster> clusters = List.of(new RouteAction.WeightedCluster(
                outbound(service, port.port(), null), 1, destination, HttpRoute.HeaderOperations.NONE));
        RouteAction action = new RouteAction.Forward(
                clusters,
                1,
                era.routeTimeoutNanos(),
                retryPolicy(meshConfig.defaultHttpRetries(), clusters),
                null,
                List.of(),
                null,
                HttpRoute.HeaderOperations.NONE,
                hashKeys(clusters));
        return new Route("default", HttpMatch.ANY, action, null);
    }

    /** As {@link #retryPolicy(HttpRoute.Retries)}; a single destination that goes by hashes may be tried again. */
    private @Nullable RetryPolicy retryPolicy(
            HttpRoute.@Nullable Retries declared, List<RouteAction.WeightedCluster> destinations) {
        RetryPolicy policy = retryPolicy(declared);
        ClusterConfig only =
                destinations.size() == 1 ? clusters().get(destinations.get(0).cluster()) : null;
        return policy == null || only == null || !only.balancing().hashes() ? policy : policy.withPreviousHosts();
    }

    /** The policy of a route; null when retries are off ({@code attempts: 0}). */
    static @Nullable RetryPolicy retryPolicy(HttpRoute.@Nullable Retries declared) {
        if (declared == null) {
            return new RetryPolicy(
                    DEFAULT_RETRIES,
                    0,
                    RetryConditions.parse(DEFAULT_RETRY_ON),
                    BackOff.DEFAULT,
                    true,
                    HOST_SELECTION_ATTEMPTS,
                    false);
        }
        if (declared.attempts() == 0) {
            return null;
        }
        String retryOn =
                declared.retryOn() == null || declared.retryOn().isBlank() ? DEFAULT_RETRY_ON : declared.retryOn();
        return new RetryPolicy(
                declared.attempts(),
                declared.perTryTimeoutNanos() == null ? 0 : declared.perTryTimeoutNanos(),
                RetryConditions.parse(retryOn),
                declared.backoffNanos() == null ? BackOff.DEFAULT : BackOff.ofBase(declared.backoffNanos()),
                !Boolean.FALSE.equals(declared.ignorePreviousHosts()),
                HOST_SELECTION_ATTEMPTS,
                Boolean.TRUE.equals(declared.remoteLocalities()));
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
        for (DestinationRule rule : mesh.destinationRules()) {
            if (!rule.workloadSelector().isEmpty()) {
                return true;
            }
        }
        return mesh.rateLimits().stream()
                .anyMatch(limit -> !limit.workloadSelector().isEmpty());
    }
}

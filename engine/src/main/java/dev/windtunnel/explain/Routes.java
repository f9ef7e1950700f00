package dev.windtunnel.explain;

import dev.windtunnel.explain.Hop.Destination;
import dev.windtunnel.explain.Hop.Mirror;
import dev.windtunnel.explain.Hop.Outcome;
import dev.windtunnel.explain.Hop.Rewritten;
import dev.windtunnel.explain.Hop.Skipped;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.Admission;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.ProxyConfig;
import dev.windtunnel.plan.ServiceDirectory;
import dev.windtunnel.plan.TcpRouting;
import dev.windtunnel.plan.TlsRouting;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.route.Cors;
import dev.windtunnel.proxy.route.Redirects;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.proxy.route.Rewriter;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteAction;
import dev.windtunnel.proxy.route.RouteMatcher;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.proxy.route.VirtualHost;
import dev.windtunnel.simulation.Run.PodView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where one request goes and why: hop by hop, as the proxies are configured when a run begins. */
public final class Routes {
    private static final String PASSTHROUGH_RULE = "allow_any";
    private static final String BLOCK_RULE = "block_all";
    private static final int ALL = 100;

    private final Plan plan;
    private final WorkloadPlan client;
    private final Pods pods;
    private final Set<WorkloadPlan> servers = new LinkedHashSet<>();
    /** The service ports that a gateway's routes lead to, by id of the server. */
    private final Map<Integer, Service.Port> portsOfServers = new HashMap<>();
    /** The clusters that lead to them. */
    private final Map<Integer, ClusterConfig> clustersOfServers = new HashMap<>();

    private Routes(Plan plan, List<PodView> pods, WorkloadPlan client) {
        this.plan = plan;
        this.pods = new Pods(plan, pods);
        this.client = client;
    }

    /**
     * The hops of a request: the sidecar of the client (or what stands in for one), then that of each workload that it
     * may reach.
     *
     * @param pods the pods that there are
     * @param client the calling workload, of this plan
     */
    public static List<Hop> of(Plan plan, List<PodView> pods, WorkloadPlan client, RequestHead request) {
        Routes routes = new Routes(plan, pods, client);
        List<Hop> hops = new ArrayList<>();
        hops.add(client.sidecar() ? routes.throughSidecar(request) : routes.direct(request));
        for (WorkloadPlan server : routes.servers) {
            if (server.sidecar()) {
                hops.add(routes.inbound(server, request));
            }
        }
        return hops;
    }

    private HopBuilder hop() {
        return new HopBuilder(name(client));
    }

    private String name(WorkloadPlan workload) {
        return workload.displayName(plan.scenario().namespace());
    }

    // ---------------------------------------------------------------- names

    private @Nullable WorkloadPlan external(RequestHead request, @Nullable Service service) {
        String host = service != null && service.externalName() != null ? service.externalName() : request.dialled();
        return WorkloadPlan.outside(plan.workloads(), host);
    }

    private @Nullable Service service(RequestHead request) {
        return plan.directory().lookUp(request.dialled(), client.namespace());
    }

    private Hop unknownName(RequestHead request) {
        return hop().ends(Outcome.REFUSED, "the name " + request.dialled() + " does not resolve")
                .build();
    }

    private boolean resolves(RequestHead request) {
        if (!plan.scenario().cluster().platform().dns() && !isAddress(request.dialled())) {
            return false;
        }
        Service service = service(request);
        if (service != null && service.externalName() == null && (service.entry() == null || client.sidecar())) {
            return true;
        }
        return external(request, service) != null || isAddress(request.dialled());
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }

    /** To the address that was dialled: a pod of the service, a host outside, or a pod. */
    private HopBuilder toAddress(RequestHead request, String how) {
        Service service = service(request);
        HopBuilder hop = hop();
        hop.outcome = Outcome.PASSTHROUGH;
        hop.note = how;
        boolean kubernetes = service != null && service.entry() == null && service.externalName() == null;
        WorkloadPlan external = kubernetes ? null : external(request, service);
        if (external != null) {
            hop.destinations.add(new Destination(
                    ClusterConfig.PASSTHROUGH, external.name(), request.port(), null, ALL, 1, pods.of(external)));
            return hop;
        }
        if (service != null && service.entry() == null) {
            Service.Port port = ServiceDirectory.port(service, request.port());
            if (port == null) {
                return hop.ends(Outcome.REFUSED, "service " + service.name() + " has no port " + request.port());
            }
            List<PodView> endpoints = pods.selected(service, port);
            endpoints.forEach(pod -> servers.add(pod.workload()));
            hop.destinations.add(new Destination(
                    ClusterConfig.PASSTHROUGH, service.fullName(), port.port(), null, ALL, 1, Pods.names(endpoints)));
            return endpoints.isEmpty() ? hop.ends(Outcome.REFUSED, "the service has no ready pod") : hop;
        }
        PodView pod = pods.byAddress(request.dialled());
        if (pod == null) {
            return hop.ends(Outcome.REFUSED, "nobody listens at " + request.dialled());
        }
        servers.add(pod.workload());
        hop.destinations.add(new Destination(
                ClusterConfig.PASSTHROUGH, request.dialled(), request.port(), null, ALL, 1, List.of(pod.name())));
        return hop;
    }

    // ---------------------------------------------------------------- the client

    private Hop direct(RequestHead request) {
        if (!resolves(request)) {
            return unknownName(request);
        }
        Service asked = service(request);
        Service.Port port = asked == null ? null : ServiceDirectory.port(asked, request.port());
        boolean tls = request.scheme().equals("https") || request.scheme().equals("tls");
        if (tls && port != null && !plan.takesTlsOfApps(port)) {
            return hop().ends(
                            Outcome.REFUSED,
                            "port " + request.port() + " is one of HTTP: TLS finds nobody who reads it")
                    .build();
        }
        return toAddress(request, name(client) + " has no sidecar: kube-proxy takes a pod for each connection")
                .build();
    }

    private Hop throughSidecar(RequestHead request) {
        ProxyConfig own = plan.config(client);
        if (own.gateway()) {
            return atGateway(own, request);
        }
        if (request.dialled().equals("localhost") || request.dialled().startsWith("127.")) {
            HopBuilder hop = hop();
            hop.outcome = Outcome.PASSTHROUGH;
            hop.note = "localhost is never redirected to the sidecar";
            return hop.build();
        }
        if (!resolves(request)) {
            return unknownName(request);
        }
        boolean informed = plan.scenario().cluster().platform().dns(); // else no proxy ever finds its control plane
        ProxyConfig config = informed ? plan.config(client) : ProxyConfig.EMPTY;
        Service service = service(request);
        Service.Port port = service == null ? null : ServiceDirectory.port(service, request.port());
        boolean tls = request.scheme().equals("https") || request.scheme().equals("tls");
        boolean bytes = tls || request.scheme().equals("tcp");
        if (service != null
                && service.externalName() == null
                && port != null
                && (!plan.protocol(port).isHttp()
                        || bytes && config.tcp().containsKey(ProxyConfig.portKey(service, port)))) {
            return tcp(config, service, port, request);
        }
        if (bytes && service != null && port != null) {
            return hop().ends(
                            Outcome.BLOCKED,
                            "port " + request.port() + " is one of HTTP: "
                                    + (tls ? "TLS finds" : "bytes that are none find")
                                    + " nobody who reads " + (tls ? "it" : "them"))
                    .build();
        }
        RouteTable table = bytes ? null : config.routeTable(request.port());
        return table != null ? routed(config, table, request) : withoutListener(config, request);
    }

    private Hop atGateway(ProxyConfig own, RequestHead request) {
        int port = request.port();
        boolean tls = request.scheme().equals("https") || request.scheme().equals("tls");
        TcpRouting bytes = own.forwardedByGateway(port, tls, request.dialled());
        if (bytes != null) {
            return tcp(own, bytes, request);
        }
        if (!own.gatewayListensOn(port)) {
            return hop().ends(Outcome.REFUSED, "the gateway does not listen on port " + port)
                    .build();
        }
        RouteTable table = own.routeTable(port);
        boolean tcp = request.scheme().equals("tcp") || request.scheme().equals("tls");
        if (table != null && !tcp && table.takes(request.scheme(), request.dialled())) {
            return routed(own, table, request);
        }
        return hop().ends(Outcome.REFUSED, whyClosed(own, table, request, tls)).build();
    }

    private static String whyClosed(ProxyConfig own, @Nullable RouteTable table, RequestHead request, boolean tls) {
        String port = "port " + request.port();
        if (table != null && table.takes(tls ? "https" : "http", request.dialled())) {
            return port + " is one of HTTP: bytes that are none find nobody who reads them";
        }
        if (!tls) {
            return port + " takes TLS alone";
        }
        return own.tls().containsKey(ProxyConfig.portKey(request.port()))
                ? "no route of " + port + " takes the name " + request.dialled()
                : port + " has no certificate for " + request.dialled();
    }

    /** The listener for all other ports knows two clusters: the address that was dialled, and one without hosts. */
    private Hop withoutListener(ProxyConfig config, RequestHead request) {
        String none = "no listener for port " + request.port();
        if (plan.era().is2017()) {
            return hop().ends(
                            Outcome.BLOCKED,
                            "the sidecar has no listener for port " + request.port()
                                    + " and closes the connection at once")
                    .build();
        }
        if (config.registryOnly()) {
            HopBuilder blocked = hop().ends(
                            Outcome.BLOCKED,
                            none
                                    + ", and REGISTRY_ONLY: handed to BlackHoleCluster, which has no host; the connection is closed"
                                    + " at once, flag UH");
            blocked.flag = "UH";
            return blocked.build();
        }
        HopBuilder through = toAddress(request, none + ": sent to the address that was dialled");
        if (through.outcome == Outcome.REFUSED) {
            through.ends(
                    Outcome.PASSTHROUGH,
                    none + ": handed to PassthroughCluster, and " + through.note
                            + "; the connection is closed, flags UF,URX");
            through.flag = "UF,URX";
        }
        return through.build();
    }

    private Hop tcp(ProxyConfig config, Service service, Service.Port port, RequestHead request) {
        HopBuilder hop = hop();
        hop.outcome = Outcome.TCP;
        TlsRouting tls = config.tls().get(ProxyConfig.portKey(service, port));
        TcpRouting routing =
                tls != null ? tls.of(request.dialled()) : config.tcp().get(ProxyConfig.portKey(service, port));
        if (routing != null) {
            return tcp(config, routing, request);
        }
        if (tls != null) {
            return hop.ends(
                            Outcome.BLOCKED,
                            "no tls route takes the name " + request.dialled()
                                    + ": the sidecar closes the connection at once")
                    .build();
        }
        for (ClusterConfig cluster : config.clusters().values()) {
            if (cluster.subset() == null && service.equals(cluster.service()) && port.equals(cluster.port())) {
                hop.destinations.add(destination(cluster.name(), cluster, ALL, 1, request));
                return hop.build();
            }
        }
        return hop.ends(Outcome.BLOCKED, "the sidecar knows no such cluster and closes the connection at once")
                .build();
    }

    private Hop tcp(ProxyConfig config, TcpRouting routing, RequestHead request) {
        HopBuilder hop = hop();
        hop.outcome = Outcome.TCP;
        hop.rule = routing.rule();
        for (RouteAction.WeightedCluster each : routing.clusters()) {
            ClusterConfig known = config.cluster(each.cluster());
            if (known == null) {
                return hop.ends(Outcome.BLOCKED, "the proxy knows no such cluster and closes the connection at once")
                        .build();
            }
            int weight = routing.clusters().size() == 1 ? ALL : each.weight();
            double share = each.weight() / (double) routing.totalWeight();
            hop.destinations.add(destination(each.cluster(), known, weight, share, request));
        }
        return hop.build();
    }

    private Hop routed(ProxyConfig config, RouteTable table, RequestHead request) {
        HopBuilder hop = hop();
        Admission asks = config.gateway() ? config.admission() : config.outbound();
        if (!asks.isOpen()
                && new Limiting(
                                plan.scenario().cluster().rateLimitService(),
                                asks,
                                request,
                                Reception.NO_ADDRESS,
                                table,
                                request.port(),
                                request.port())
                        .ends(hop)) {
            return hop.build();
        }
        VirtualHost virtualHost = table.virtualHost(request.host());
        if (virtualHost == null) {
            return hop.answers(Outcome.NOT_FOUND, 404, "NR").build();
        }
        hop.virtualHost = virtualHost.name();
        hop.skipped.addAll(UnsentRules.of(plan.mesh(), virtualHost, service(request), request.port()));
        Route taken = null;
        for (Route route : virtualHost.routes()) {
            String mismatch = RouteMatcher.mismatch(route.match(), request);
            if (mismatch == null) {
                taken = route;
                break;
            }
            hop.skipped.add(new Skipped(route.rule(), mismatch));
        }
        if (taken == null) {
            return hop.answers(Outcome.NOT_FOUND, 404, "NR").build();
        }
        hop.rule = taken.rule();
        RouteAction action = taken.action();
        if (action instanceof RouteAction.Redirect redirect) {
            hop.redirect = Redirects.location(request, taken.match(), redirect.redirect());
            return hop.answers(Outcome.REDIRECT, redirect.redirect().code(), null)
                    .build();
        }
        if (action instanceof RouteAction.Direct direct) {
            boolean blocked = taken.rule().equals(BLOCK_RULE);
            return hop.answers(blocked ? Outcome.BLOCKED : Outcome.DIRECT, direct.status(), null)
                    .build();
        }
        if (action instanceof RouteAction.Forward forward
                && forward.cors() != null
                && Cors.answers(forward.cors(), request)) {
            return hop.answers(Outcome.DIRECT, 200, null).build();
        }
        if (action instanceof RouteAction.Forward forward) {
            return forward(hop, config, taken, forward, request);
        }
        HopBuilder through = toAddress(request, "no rule knows this host: sent to the address that was dialled");
        through.virtualHost = virtualHost.name();
        through.rule = PASSTHROUGH_RULE;
        return through.outcome == Outcome.REFUSED
                ? through.answers(Outcome.PASSTHROUGH, 503, "UH").build()
                : through.build();
    }

    private Hop forward(
            HopBuilder hop, ProxyConfig config, Route route, RouteAction.Forward forward, RequestHead request) {
        hop.timeoutNanos = forward.timeoutNanos();
        hop.retry = forward.retry();
        addFaults(hop, config, forward, request);
        forward.mirrors().forEach(mirror -> hop.mirrors.add(new Mirror(mirror.cluster(), mirror.fraction())));
        boolean single = forward.clusters().size() == 1;
        boolean anyCluster = false;
        for (RouteAction.WeightedCluster target : forward.clusters()) {
            ClusterConfig cluster = config.cluster(target.cluster());
            anyCluster |= cluster != null;
            double share = target.weight() / (double) forward.totalWeight();
            hop.destinations.add(
                    cluster == null
                            ? new Destination(
                                    target.cluster(),
                                    target.destination().host(),
                                    target.destination().port(),
                                    target.destination().subset(),
                                    single ? ALL : target.weight(),
                                    share,
                                    List.of())
                            : destination(target.cluster(), cluster, single ? ALL : target.weight(), share, request));
        }
        RequestHead rewritten = Rewriter.rewrite(
                request,
                route.match(),
                forward.rewrite(),
                forward.clusters().isEmpty()
                        ? HttpRoute.HeaderOperations.NONE
                        : forward.clusters().get(0).headers(),
                forward.headers());
        if (!rewritten.target().equals(request.target())
                || !rewritten.authority().equals(request.authority())) {
            hop.rewrite = new Rewritten(rewritten.target(), rewritten.authority());
        }
        for (HttpRoute.Fault fault : hop.faults) {
            if (fault.abortFraction() >= 1 && fault.abortHttpStatus() > 0) {
                servers.clear();
                return hop.answers(Outcome.FAULT, fault.abortHttpStatus(), "FI").build();
            }
        }
        if (!anyCluster) {
            int code = plan.era().unknownClusterCode();
            return hop.answers(Outcome.NO_CLUSTER, code, code == 404 ? "NR" : "NC")
                    .build();
        }
        if (hop.destinations.stream()
                .allMatch(destination -> destination.endpoints().isEmpty())) {
            return hop.answers(Outcome.FORWARD, 503, "UH").build();
        }
        return hop.build();
    }

    private static void addFaults(
            HopBuilder hop, ProxyConfig config, RouteAction.Forward forward, RequestHead request) {
        if (forward.fault() != null) {
            hop.faults.add(forward.fault());
        }
        for (ProxyConfig.ListenerFault fault : config.listenerFaults()) {
            boolean acts = forward.clusters().stream()
                    .anyMatch(target -> target.cluster().equals(fault.cluster()));
            if (acts && RouteMatcher.matches(fault.headers(), request)) {
                hop.faults.add(fault.fault());
            }
        }
    }

    private Destination destination(String name, ClusterConfig cluster, int weight, double share, RequestHead request) {
        Service service = cluster.service();
        Service.Port port = cluster.port();
        if (service == null || port == null) {
            return new Destination(name, null, null, cluster.subset(), weight, share, List.of());
        }
        List<PodView> endpoints = service.followsCaller() ? dialled(request) : pods.of(service, port, cluster.labels());
        endpoints.forEach(pod -> servers.add(pod.workload()));
        endpoints.forEach(pod -> clustersOfServers.putIfAbsent(pod.workload().id(), cluster));
        endpoints.forEach(pod -> portsOfServers.putIfAbsent(pod.workload().id(), port));
        return new Destination(
                name, service.fullName(), port.port(), cluster.subset(), weight, share, Pods.names(endpoints));
    }

    /** What is behind the name or address that the caller dialled. */
    private List<PodView> dialled(RequestHead request) {
        WorkloadPlan external = external(request, service(request));
        if (external != null) {
            return pods.podsOf(external);
        }
        PodView pod = pods.byAddress(request.dialled());
        return pod == null ? List.of() : List.of(pod);
    }

    // ---------------------------------------------------------------- the server

    private Hop inbound(WorkloadPlan server, RequestHead request) {
        HopBuilder hop = new HopBuilder("inbound " + name(server));
        Service service = service(request);
        Service.Port port =
                service == null ? portsOfServers.get(server.id()) : ServiceDirectory.port(service, request.port());
        int target = port == null ? request.port() : Plan.targetPort(port, server.workload());
        int servicePort = service == null && port != null ? port.port() : request.port();
        hop.virtualHost = "inbound|http|" + servicePort;
        hop.rule = "default";
        hop.timeoutNanos = plan.era().inboundTimeoutNanos();
        hop.destinations.add(new Destination("inbound|" + target + "||", null, target, null, ALL, 1, pods.of(server)));
        new Reception(plan, client, clustersOfServers.get(server.id()), server, servicePort, target)
                .judge(hop, request);
        return hop.build();
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.kernel.Agenda;
import dev.windtunnel.mesh.CorsPolicy;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.ProxyConfig;
import dev.windtunnel.plan.ServiceDirectory;
import dev.windtunnel.plan.TcpRouting;
import dev.windtunnel.plan.TlsRouting;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.retry.RetryPolicy;
import dev.windtunnel.proxy.route.Cors;
import dev.windtunnel.proxy.route.Grpc;
import dev.windtunnel.proxy.route.Redirects;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.proxy.route.Rewriter;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteAction;
import dev.windtunnel.proxy.route.RouteMatcher;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.proxy.route.VirtualHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides where requests go: names, listeners, routes, clusters. Each decision is made once and kept. */
final class Resolver {

    private static final long MILLION = 1_000_000L;

    private final Core core;
    private final Agenda agenda;
    private final Map<String, Integer> clusterIds = new HashMap<>();
    private final IdentityHashMap<ProxyConfig, Routing> routings = new IdentityHashMap<>();
    private final Map<String, Routing> withoutSidecar = new HashMap<>();

    Resolver(Core core) {
        this.core = core;
        this.agenda = core.agenda;
    }

    /** The plan has changed: names and services may mean something else now. */
    void planChanged() {
        withoutSidecar.clear();
        for (Pod pod : core.pods) {
            if (pod.sidecar != null) {
                pod.sidecar.routing = new Routing(pod.sidecar.config());
            }
        }
        routings.clear();
    }

    /** The routing of a configuration, shared by all proxies that have it. */
    Routing routing(ProxyConfig config) {
        return routings.computeIfAbsent(config, Routing::new);
    }

    /** The number of a cluster in this run. */
    int clusterId(String name) {
        Integer known = clusterIds.get(name);
        if (known == null) {
            known = clusterIds.size();
            clusterIds.put(name, known);
        }
        return known;
    }

    /** Where a request of a pod goes, as its sidecar (if it has one) is configured now. */
    Decision decide(Pod pod, int head) {
        Sidecar sidecar = pod.sidecar;
        Routing routing = sidecar != null ? sidecar.routing : plain(pod);
        Decision decision = routing.known(head);
        if (decision == null) {
            decision = sidecar != null
                    ? throughSidecar(pod, sidecar.config(), core.heads.get(head))
                    : direct(pod, core.heads.get(head));
            if (decision.kind != Decision.Kind.ADDRESS || decision.pod != pod.id) { // others share the routing
                routing.remember(head, decision);
            }
        }
        return decision;
    }

    private Routing plain(Pod pod) {
        return withoutSidecar.computeIfAbsent(pod.plan.namespace(), namespace -> new Routing(ProxyConfig.EMPTY));
    }

    // ---------------------------------------------------------------- names

    /** What a host means to the pods of a namespace: a service, and where its name or address leads outside of it. */
    private record Target(@Nullable Service service, @Nullable WorkloadPlan external, @Nullable Pod pod) {

        /** The service when kube-proxy knows it, too. */
        @Nullable
        Service ofKubernetes() {
            return service == null || service.entry() != null ? null : service;
        }
    }

    /** What was dialled means nothing to a gateway. */
    private static final Target NOWHERE = new Target(null, null, null);

    /**
     * What a host means; null when it is no name. Hosts of ServiceEntries are names to those who have a sidecar, as its DNS
     * proxy answers for them.
     */
    private @Nullable Target lookUp(Pod client, String host, boolean sidecar) {
        boolean address = isAddress(host);
        if (!core.scenario.cluster().platform().dns() && !address) {
            return null;
        }
        Service service = core.plan.directory().lookUp(host, client.plan.namespace());
        Service concrete = service == null ? null : core.plan.directory().concrete(service);
        if (concrete != null && concrete.entry() == null) {
            return new Target(concrete, null, null);
        }
        Service entry = sidecar ? concrete : null;
        String name = service != null && service.externalName() != null ? service.externalName() : host;
        WorkloadPlan external = WorkloadPlan.outside(core.plan.workloads(), name);
        if (external != null) {
            return new Target(entry, external, null);
        }
        Pod pod = core.endpoints.byAddress(host);
        return pod != null || address || entry != null ? new Target(entry, null, pod) : null;
    }

    static boolean isAddress(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return host.indexOf(':') >= 0;
            }
        }
        return true;
    }

    // ---------------------------------------------------------------- without a sidecar

    private Decision direct(Pod client, RequestHead request) {
        if (isLoopback(request.dialled())) {
            return toItself(client);
        }
        Target target = lookUp(client, request.dialled(), false);
        if (target == null) {
            return new Decision.Builder(Decision.Kind.NO_SUCH_NAME).build();
        }
        return toAddress(target, request.port(), false, Heads.isTls(request));
    }

    private Decision toAddress(Target target, int port, boolean passedOn, boolean tls) {
        if (target.external() != null) {
            Decision.Builder builder = new Decision.Builder(Decision.Kind.ADDRESS);
            builder.external = target.external();
            builder.passedOn = passedOn;
            return builder.build();
        }
        Service service = target.ofKubernetes();
        if (service != null) {
            Service.Port servicePort = ServiceDirectory.port(service, port);
            if (servicePort == null) {
                return new Decision.Builder(Decision.Kind.REFUSED).build();
            }
            if (tls && !core.plan.takesTlsOfApps(servicePort)) {
                return new Decision.Builder(Decision.Kind.CLOSED_AT_ONCE).build();
            }
            Decision.Builder builder = new Decision.Builder(Decision.Kind.KUBE_PROXY);
            builder.service = service;
            builder.port = servicePort;
            builder.passedOn = passedOn;
            return builder.build();
        }
        if (target.pod() == null) {
            return new Decision.Builder(Decision.Kind.REFUSED).build();
        }
        Decision.Builder builder = new Decision.Builder(Decision.Kind.ADDRESS);
        builder.pod = target.pod().id;
        builder.passedOn = passedOn;
        return builder.build();
    }

    // ---------------------------------------------------------------- through the sidecar

    private Decision throughSidecar(Pod client, ProxyConfig config, RequestHead request) {
        // Never redirected; what goes to the pod's own address is, and meets the inbound listener first.
        if (config.gateway()) {
            return atGateway(config, request);
        }
        if (isLoopback(request.dialled()) || request.dialled().equals(client.ip)) {
            return toItself(client);
        }
        Target target = lookUp(client, request.dialled(), true);
        if (target == null) {
            return new Decision.Builder(Decision.Kind.NO_SUCH_NAME).build();
        }
        Service service = target.service();
        Service.Port servicePort = service == null ? null : ServiceDirectory.port(service, request.port());
        boolean bytes = Heads.isTcp(request) || Heads.isTls(request); // no proxy reads what is in the TLS of an app
        if (service != null && servicePort != null) {
            TlsRouting tls = config.tls().get(ProxyConfig.portKey(service, servicePort));
            TcpRouting tcp = tls != null
                    ? tls.of(request.dialled())
                    : config.tcp().get(ProxyConfig.portKey(service, servicePort));
            if (tls != null && tcp == null) {
                return new Decision.Builder(Decision.Kind.CLOSED_AT_ONCE).build(); // no filter chain has the name
            }
            if (!core.plan.protocol(servicePort).isHttp() || bytes && tcp != null) {
                return tcp == null
                        ? asBytes(config, service, servicePort, request, target)
                        : asBytes(config, tcp, request, target);
            }
        }
        if (bytes && servicePort != null) {
            Decision.Builder closed = new Decision.Builder(Decision.Kind.CLOSED_AT_ONCE); // a listener that wants HTTP
            if (config.registryOnly() && !core.era.is2017()) {
                closed.flags = ResponseFlag.UH.addTo(0); // what is none goes to BlackHoleCluster
            }
            return closed.build();
        }
        RouteTable table = bytes ? null : config.routeTable(request.port());
        return table != null
                ? routed(config, table, request, target)
                : withoutListener(config, target, request.port(), Heads.isTls(request));
    }

    /** Of a server of TLS the name in the handshake is the one that was dialled. */
    private Decision atGateway(ProxyConfig config, RequestHead request) {
        int port = request.port();
        TcpRouting bytes = config.forwardedByGateway(port, Heads.isTls(request), request.dialled());
        if (bytes != null) {
            return asBytes(config, bytes, request, NOWHERE);
        }
        if (!config.gatewayListensOn(port)) {
            return new Decision.Builder(Decision.Kind.REFUSED).build();
        }
        RouteTable table = config.routeTable(port);
        return table != null && !Heads.isTcp(request) && table.takes(request.scheme(), request.dialled())
                ? routed(config, table, request, NOWHERE)
                : new Decision.Builder(Decision.Kind.CLOSED_AT_ONCE).build();
    }

    /**
     * A port for which there is no listener of its own: the one for the rest hands the connection to BlackHoleCluster, which
     * has no hosts, or to PassthroughCluster, the address that was dialled ({@code pilot/pkg/networking/core/listener.go},
     * buildOutboundCatchAllNetworkFiltersOnly). The proxy of 2017 had no filter for it and closed it.
     */
    private Decision withoutListener(ProxyConfig config, Target target, int port, boolean tls) {
        Decision.Builder closed = new Decision.Builder(Decision.Kind.CLOSED_AT_ONCE);
        if (core.era.is2017()) {
            return closed.build();
        }
        if (config.registryOnly()) {
            closed.flags = ResponseFlag.UH.addTo(0);
            return closed.build();
        }
        Decision passedThrough = toAddress(target, port, true, tls);
        if (passedThrough.kind == Decision.Kind.REFUSED) {
            closed.flags = ResponseFlag.notConnected(core.era);
            return closed.build();
        }
        return passedThrough;
    }

    private Decision asBytes(
            ProxyConfig config, Service service, Service.Port port, RequestHead request, Target target) {
        ClusterConfig cluster = clusterOf(config, service, port);
        if (cluster == null) {
            return new Decision.Builder(Decision.Kind.CLOSED_AT_ONCE).build();
        }
        Decision.Builder builder = new Decision.Builder(Decision.Kind.TCP);
        dialled(builder, target, request);
        builder.choices = new Decision.Choice[] {
            new Decision.Choice(1, cluster, clusterId(cluster.name()), core.heads.id(request), new HttpRoute.Fault[0])
        };
        return builder.build();
    }

    private Decision asBytes(ProxyConfig config, TcpRouting tcp, RequestHead request, Target target) {
        Decision.Builder builder = new Decision.Builder(Decision.Kind.TCP);
        dialled(builder, target, request);
        int head = core.heads.id(request);
        List<Decision.Choice> choices = new ArrayList<>();
        long limit = 0;
        for (RouteAction.WeightedCluster each : tcp.clusters()) {
            limit += each.weight();
            choices.add(new Decision.Choice(
                    limit, config.cluster(each.cluster()), clusterId(each.cluster()), head, new HttpRoute.Fault[0]));
        }
        builder.totalWeight = limit;
        builder.tcp = tcp;
        builder.hash = tcp.hashKeys().isEmpty() ? null : new RequestHashes(tcp.hashKeys());
        builder.choices = choices.toArray(new Decision.Choice[0]);
        return builder.build();
    }

    private static Decision toItself(Pod client) {
        Decision.Builder builder = new Decision.Builder(Decision.Kind.ADDRESS);
        builder.pod = client.id;
        return builder.build();
    }

    /** Whether a host is the caller's own pod, past any redirection. */
    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.");
    }

    private static @Nullable ClusterConfig clusterOf(ProxyConfig config, Service service, Service.Port port) {
        for (ClusterConfig cluster : config.clusters().values()) {
            if (cluster.subset() == null && service.equals(cluster.service()) && port.equals(cluster.port())) {
                return cluster;
            }
        }
        return null;
    }

    private Decision routed(ProxyConfig config, RouteTable table, RequestHead request, Target target) {
        VirtualHost virtualHost = table.virtualHost(request.host());
        Route route = virtualHost == null ? null : virtualHost.route(request);
        if (route == null) {
            return new Decision.Builder(Decision.Kind.NO_ROUTE).build();
        }
        RouteAction action = route.action();
        Decision.Builder builder;
        if (action instanceof RouteAction.Redirect redirect) {
            builder = new Decision.Builder(Decision.Kind.REDIRECT);
            builder.localCode = redirect.redirect().code();
            builder.localText = Redirects.location(request, route.match(), redirect.redirect());
            return builder.route(route).build();
        }
        if (action instanceof RouteAction.Direct direct) {
            builder = new Decision.Builder(Decision.Kind.DIRECT);
            builder.localCode = direct.status();
            builder.localText = direct.body();
            return builder.route(route).build();
        }
        if (action instanceof RouteAction.Forward forward) {
            return forward(config, route, forward, request, target);
        }
        builder = new Decision.Builder(Decision.Kind.FORWARD);
        dialled(builder, target, request);
        builder.choices = new Decision.Choice[] {
            new Decision.Choice(
                    1,
                    config.cluster(ClusterConfig.PASSTHROUGH),
                    clusterId(ClusterConfig.PASSTHROUGH),
                    core.heads.id(request),
                    new HttpRoute.Fault[0])
        };
        return builder.route(route).build();
    }

    /** Notes where the caller's own connection would go. */
    private static void dialled(Decision.Builder builder, Target target, RequestHead request) {
        Service service = target.ofKubernetes();
        builder.external = target.external();
        builder.service = service;
        builder.port = service == null ? null : ServiceDirectory.port(service, request.port());
        builder.pod = target.pod() == null ? -1 : target.pod().id;
    }

    private Decision forward(
            ProxyConfig config, Route route, RouteAction.Forward forward, RequestHead request, Target asked) {
        CorsPolicy cors = forward.cors();
        Decision.Builder builder = new Decision.Builder(Decision.Kind.FORWARD);
        if (cors != null) {
            builder.addedHeaders = Cors.headers(cors, request);
            builder.preflight = Cors.answers(cors, request);
        }
        dialled(builder, asked, request);
        builder.totalWeight = forward.totalWeight();
        RequestHead plain = request.withoutClaims();
        List<Decision.Choice> choices = new ArrayList<>();
        long limit = 0;
        for (RouteAction.WeightedCluster target : forward.clusters()) {
            limit += target.weight();
            RequestHead forwarded =
                    Rewriter.rewrite(plain, route.match(), forward.rewrite(), target.headers(), forward.headers());
            choices.add(new Decision.Choice(
                    limit,
                    config.cluster(target.cluster()),
                    clusterId(target.cluster()),
                    core.heads.id(forwarded),
                    faults(config, forward, target.cluster(), request)));
        }
        builder.choices = choices.toArray(new Decision.Choice[0]);
        List<Decision.Copy> copies = new ArrayList<>();
        for (RouteAction.MirrorCluster mirror : forward.mirrors()) {
            RequestHead copy = Rewriter.rewrite(
                    plain, route.match(), forward.rewrite(), HttpRoute.HeaderOperations.NONE, forward.headers());
            copies.add(new Decision.Copy(
                    Math.round(mirror.fraction() * MILLION),
                    config.cluster(mirror.cluster()),
                    clusterId(mirror.cluster()),
                    core.heads.id(copy)));
        }
        builder.copies = copies.toArray(new Decision.Copy[0]);
        long timeout = timeout(forward.timeoutNanos(), request);
        if (timeout > 0) {
            builder.routeTimeoutNanos = timeout;
            builder.routeTimerClass = agenda.timerClass(timeout);
        }
        if (!forward.hashKeys().isEmpty()) {
            builder.hash = new RequestHashes(forward.hashKeys());
        }
        RetryPolicy retry = forward.retry();
        builder.retry = retry;
        if (retry != null && retry.perTryTimeoutNanos() > 0) {
            // A per-try timeout that is not below the route's is dropped (router.cc, finalTimeout).
            boolean dropped = timeout > 0 && retry.perTryTimeoutNanos() >= timeout;
            builder.tryTimerClass = dropped ? -1 : agenda.timerClass(retry.perTryTimeoutNanos());
        }
        return builder.route(route).build();
    }

    /** Of a gRPC call the lesser of its own deadline and the route's timeout, as Istio sets max_grpc_timeout (router.cc). */
    private static long timeout(long routeNanos, RequestHead request) {
        long deadline = Grpc.isCall(request) ? Grpc.timeoutNanos(request) : 0;
        return deadline == 0 || routeNanos > 0 && routeNanos < deadline ? routeNanos : deadline;
    }

    private static HttpRoute.Fault[] faults(
            ProxyConfig config, RouteAction.Forward forward, String cluster, RequestHead request) {
        List<HttpRoute.Fault> faults = new ArrayList<>();
        if (forward.fault() != null) {
            faults.add(forward.fault());
        }
        for (ProxyConfig.ListenerFault fault : config.listenerFaults()) {
            if (fault.cluster().equals(cluster) && RouteMatcher.matches(fault.headers(), request)) {
                faults.add(fault.fault());
            }
        }
        return faults.toArray(new HttpRoute.Fault[0]);
    }

    /** The pods that a cluster of dialled addresses may mean for a decision. */
    int[] dialled(Decision decision) {
        if (decision.external != null) {
            return core.endpoints.ofExternal(decision.external.id());
        }
        if (decision.service != null && decision.port != null) {
            return core.endpoints.selected(decision.service, decision.port, Map.of());
        }
        return decision.pod >= 0 ? new int[] {decision.pod} : new int[0];
    }
}

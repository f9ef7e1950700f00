package dev.windtunnel.explain;

import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.InboundSettings;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.PortProtocol;
import dev.windtunnel.plan.ProxyConfig;
import dev.windtunnel.plan.TcpRouting;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteAction;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.proxy.route.VirtualHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the policy of one edge: what belongs to it as a whole, then its routes, then their destinations. */
final class PolicyOfEdge {
    private static final SetBy SCENARIO = new SetBy("scenario", null, 0);
    private static final SetBy INJECTION = new SetBy("injection", null, 0);
    private static final SetBy KUBE_PROXY = new SetBy("kube-proxy", null, 0);

    private final Plan plan;
    private final Edge edge;
    private final List<Setting> settings = new ArrayList<>();

    PolicyOfEdge(Plan plan, Edge edge) {
        this.plan = plan;
        this.edge = edge;
    }

    EdgePolicy policy() {
        WorkloadPlan source = edge.source();
        add("sidecar", source.sidecar(), source.behaviour().sidecar() != null ? SCENARIO : INJECTION);
        addProtocol();
        new PolicyOfServer(plan, edge, settings).add();
        if (source.sidecar() || plan.config(source).gateway()) {
            throughProxy();
        } else {
            add("loadBalancer", "a random pod for each connection", KUBE_PROXY);
        }
        addInboundPool();
        addInboundTimeout();
        Service service = edge.service();
        return new EdgePolicy(
                source.displayName(plan.scenario().namespace()),
                service.shortName(),
                edge.port().port(),
                settings);
    }

    private void add(String field, @Nullable Object value, SetBy by) {
        settings.add(new Setting(field, value, null, by.text(), by.file(), by.line(), null, null));
    }

    private void addProtocol() {
        Service.Port port = edge.port();
        PortProtocol protocol = plan.protocol(port);
        PortProtocol unnamed = plan.protocol(new Service.Port(
                null, port.port(), port.targetPort(), port.targetPortName(), port.protocol(), null, port.nodePort()));
        Origin origin = edge.service().origin();
        boolean declared = protocol != unnamed
                || port.appProtocol() != null && !port.appProtocol().isEmpty()
                || port.name() != null && startsWithProtocol(port.name(), protocol);
        add(
                "protocol",
                protocol.name().toLowerCase(Locale.ROOT),
                declared ? SetBy.object(origin, "ports") : SetBy.ISTIO_DEFAULT);
    }

    private static boolean startsWithProtocol(String name, PortProtocol protocol) {
        return name.toLowerCase(Locale.ROOT).startsWith(protocol.name().toLowerCase(Locale.ROOT));
    }

    private void throughProxy() {
        ProxyConfig config = plan.config(edge.source());
        Map<String, @Nullable ClusterConfig> destinations = new LinkedHashMap<>();
        TcpRouting bytes = config.gateway()
                ? config.forwardedByGateway(edge.listener(), true, edge.host())
                : plan.protocol(edge.port()).isHttp()
                        ? null
                        : config.tcp().get(ProxyConfig.portKey(edge.service(), edge.port()));
        if (bytes != null) {
            new PolicyOfTcpRoute(plan, edge, bytes, settings).add(config);
            for (RouteAction.WeightedCluster target : bytes.clusters()) {
                destinations.putIfAbsent(target.cluster(), config.cluster(target.cluster()));
            }
        } else if (plan.protocol(edge.port()).isHttp()) {
            RouteTable table = config.routeTable(edge.listener());
            VirtualHost host = table == null ? null : table.virtualHost(edge.host());
            if (host != null) {
                for (Route route : host.routes()) {
                    new PolicyOfRoute(plan, edge, config, route, settings).add();
                    addDestinations(route, config, destinations);
                }
            }
        } else {
            for (ClusterConfig cluster : config.clusters().values()) {
                if (cluster.subset() == null
                        && edge.service().equals(cluster.service())
                        && edge.port().equals(cluster.port())) {
                    destinations.put(cluster.name(), cluster);
                }
            }
        }
        destinations.forEach((name, cluster) -> new PolicyOfCluster(plan, edge, name, cluster, settings).add());
    }

    private static void addDestinations(
            Route route, ProxyConfig config, Map<String, @Nullable ClusterConfig> destinations) {
        if (route.action() instanceof RouteAction.Forward forward) {
            for (RouteAction.WeightedCluster target : forward.clusters()) {
                destinations.putIfAbsent(target.cluster(), config.cluster(target.cluster()));
            }
        }
    }

    /** What a DestinationRule says of connections holds from the server's sidecar to its app, too. */
    private void addInboundPool() {
        for (WorkloadPlan workload : plan.workloads()) {
            if (!workload.sidecar() || !Plan.selects(edge.service(), workload)) {
                continue;
            }
            InboundSettings inbound =
                    plan.config(workload).inbound().get(ProxyConfig.portKey(edge.service(), edge.port()));
            if (inbound == null || inbound.origin() == null) {
                return;
            }
            SetBy by = SetBy.object(inbound.origin(), "connectionPool");
            addInbound("maxConnections", inbound.limits().maxConnections(), by);
            addInbound("http1MaxPendingRequests", inbound.limits().maxPendingRequests(), by);
            addInbound("http2MaxRequests", inbound.limits().maxRequests(), by);
            return;
        }
    }

    private void addInbound(String field, long limit, SetBy by) {
        if (limit < PolicyOfCluster.UNLIMITED) {
            settings.add(new Setting("inbound." + field, limit, null, by.text(), by.file(), by.line(), null, null));
        }
    }

    /** In 2017 the server's own sidecar ended requests too. */
    private void addInboundTimeout() {
        long timeout = plan.era().inboundTimeoutNanos();
        if (timeout > 0
                && plan.workloads().stream()
                        .anyMatch(workload -> workload.sidecar() && Plan.selects(edge.service(), workload))) {
            SetBy by = SetBy.ISTIO_DEFAULT;
            settings.add(new Setting(
                    "inbound.timeout", Seconds.of(timeout), "s", by.text(), by.file(), by.line(), null, null));
        }
    }
}

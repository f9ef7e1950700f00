package dev.windtunnel.explain;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.Program;
import dev.windtunnel.plan.ProxyConfig;
import dev.windtunnel.plan.ServiceDirectory;
import dev.windtunnel.plan.TcpRouting;
import dev.windtunnel.plan.TrafficPlan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteAction;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.proxy.route.VirtualHost;
import dev.windtunnel.scenario.Traffic;
import dev.windtunnel.simulation.RequestHeads;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A workload that calls, and the service port that it calls.
 *
 * @param host the host that its callers ask for, by which a proxy finds its routes
 * @param listener the port on which the proxy takes the requests
 */
record Edge(WorkloadPlan source, Service service, Service.Port port, String host, int listener) {

    /** Of a workload that asks for the service by its name. */
    Edge(WorkloadPlan source, Service service, Service.Port port) {
        this(source, service, port, service.fullName().toLowerCase(Locale.ROOT), port.port());
    }

    /** The edges that traffic makes, in file order, then those that calls of handlers make, by workload. */
    static List<Edge> made(Plan plan) {
        Set<Edge> edges = new LinkedHashSet<>();
        for (TrafficPlan traffic : plan.traffic()) {
            if (traffic.workload() >= 0) {
                WorkloadPlan source = plan.workloads().get(traffic.workload());
                for (Traffic.MixEntry entry : traffic.traffic().mix()) {
                    add(edges, plan, source, entry.request().url().text());
                }
            }
        }
        for (WorkloadPlan workload : plan.workloads()) {
            for (Program program : workload.programs()) {
                for (Program.Instruction instruction : program.code) {
                    if (instruction.call != null && !workload.external()) {
                        add(edges, plan, workload, instruction.call.call().url());
                    }
                }
            }
        }
        return List.copyOf(edges);
    }

    /** A url whose host is made of variables leads to no edge that is known before a run. */
    private static void add(Set<Edge> edges, Plan plan, WorkloadPlan source, String url) {
        RequestHead head;
        try {
            head = RequestHeads.of("GET", url, Map.of(), 0);
        } catch (IllegalArgumentException e) {
            return;
        }
        ProxyConfig config = plan.config(source);
        if (config.gateway()) {
            addBehind(edges, config, source, head);
            return;
        }
        Service service = plan.directory().lookUp(head.dialled(), source.namespace());
        Service.Port port = service == null ? null : ServiceDirectory.port(service, head.port());
        if (service != null && port != null) {
            edges.add(new Edge(source, service, port));
        }
    }

    /** What is behind a gateway for a request from outside: every service that one of its host's routes leads to. */
    private static void addBehind(Set<Edge> edges, ProxyConfig config, WorkloadPlan gateway, RequestHead head) {
        TcpRouting bytes = config.forwardedByGateway(head.port(), true, head.dialled());
        if (bytes != null) {
            bytes.clusters().forEach(target -> addBehind(edges, config, gateway, head, target));
            return;
        }
        RouteTable table = config.routeTable(head.port());
        VirtualHost host = table == null ? null : table.virtualHost(head.host());
        if (host == null) {
            return;
        }
        for (Route route : host.routes()) {
            if (route.action() instanceof RouteAction.Forward forward) {
                for (RouteAction.WeightedCluster target : forward.clusters()) {
                    addBehind(edges, config, gateway, head, target);
                }
            }
        }
    }

    private static void addBehind(
            Set<Edge> edges,
            ProxyConfig config,
            WorkloadPlan gateway,
            RequestHead head,
            RouteAction.WeightedCluster target) {
        ClusterConfig cluster = config.cluster(target.cluster());
        Service service = cluster == null ? null : cluster.service();
        Service.Port port = cluster == null ? null : cluster.port();
        if (service != null && port != null) {
            edges.add(new Edge(gateway, service, port, head.host(), head.port()));
        }
    }

    /** Every edge between workloads of the mesh and service ports, called or not. */
    static List<Edge> possible(Plan plan) {
        List<Edge> edges = new ArrayList<>();
        for (WorkloadPlan source : plan.workloads()) {
            if (!source.external()) {
                for (Service service : plan.directory().services(source.namespace())) {
                    for (Service.Port port : service.ports()) {
                        edges.add(new Edge(source, service, port));
                    }
                }
            }
        }
        return edges;
    }
}

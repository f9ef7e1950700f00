package dev.windtunnel.advice;

import dev.windtunnel.measure.RunResult.EdgeResult;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.ProxyConfig;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteAction;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.proxy.route.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An edge that was used, and the routes that its caller's proxy has for it.
 *
 * @param edge its figures
 * @param config of the caller's proxy
 * @param routes routes of the service's virtual host that forward, in order
 */
record Taken(EdgeResult edge, ProxyConfig config, List<Forwarding> routes) {

    /** A route that forwards. */
    record Forwarding(Route route, RouteAction.Forward action) {}

    /** The edges whose callers have a proxy and whose service is known; there are rules for no others. */
    static List<Taken> of(Plan plan, List<EdgeResult> edges) {
        List<Taken> taken = new ArrayList<>();
        for (EdgeResult edge : edges) {
            WorkloadPlan source = plan.workload(edge.source());
            Service service = service(plan, edge.service());
            if (source == null || service == null || !source.sidecar()) {
                continue;
            }
            ProxyConfig config = plan.config(source);
            RouteTable table = config.routeTable(edge.port());
            VirtualHost host =
                    table == null ? null : table.virtualHost(service.fullName().toLowerCase(Locale.ROOT));
            List<Forwarding> routes = new ArrayList<>();
            if (host != null) {
                for (Route route : host.routes()) {
                    if (route.action() instanceof RouteAction.Forward forward) {
                        routes.add(new Forwarding(route, forward));
                    }
                }
            }
            taken.add(new Taken(edge, config, List.copyOf(routes)));
        }
        return taken;
    }

    private static @Nullable Service service(Plan plan, String name) {
        for (Service service : plan.directory().services()) {
            if (name.equals(service.name() + "." + service.namespace())) {
                return service;
            }
        }
        return null;
    }

    /** The subset that a cluster stands for, if it is one of this edge's service; null when it is not. */
    @Nullable
    String subset(String cluster) {
        ClusterConfig found = config.cluster(cluster);
        Service service = found == null ? null : found.service();
        return found == null || service == null || !edge.service().equals(service.name() + "." + service.namespace())
                ? null
                : found.subset();
    }

    /** {@code web to ratings}. */
    String name() {
        int dot = edge.service().indexOf('.');
        return edge.source() + " to "
                + (dot < 0 ? edge.service() : edge.service().substring(0, dot));
    }
}

package dev.windtunnel.explain;

import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.TcpRoute;
import dev.windtunnel.mesh.VirtualService;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.ProxyConfig;
import dev.windtunnel.plan.TcpRouting;
import dev.windtunnel.proxy.route.RouteAction;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Adds what a {@code tcp} or {@code tls} route says: how connections are divided. */
final class PolicyOfTcpRoute {
    private final Plan plan;
    private final Edge edge;
    private final TcpRouting routing;
    private final List<Setting> settings;

    PolicyOfTcpRoute(Plan plan, Edge edge, TcpRouting routing, List<Setting> settings) {
        this.plan = plan;
        this.edge = edge;
        this.routing = routing;
        this.settings = settings;
    }

    /** Nothing where no VirtualService says where connections go. */
    void add(ProxyConfig config) {
        Origin origin = origin();
        if (origin == null) {
            return;
        }
        SetBy by = SetBy.object(origin, "route");
        for (RouteAction.WeightedCluster target : routing.clusters()) {
            String name = Destinations.name(config.cluster(target.cluster()), target.cluster(), edge.service());
            double share = target.weight() / (double) routing.totalWeight();
            settings.add(new Setting(
                    "split[" + name + "]", share, "share", by.text(), by.file(), by.line(), routing.rule(), null));
        }
    }

    private @Nullable Origin origin() {
        for (VirtualService virtualService : plan.mesh().virtualServices()) {
            for (TcpRoute route : Stream.concat(virtualService.tcp().stream(), virtualService.tls().stream())
                    .toList()) {
                if (route.origin().text().equals(routing.rule())) {
                    return route.origin();
                }
            }
        }
        return null;
    }
}

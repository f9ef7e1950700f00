package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.topology.Topology.Branch;
import dev.windtunnel.app.ui.topology.Topology.Node;
import dev.windtunnel.app.ui.topology.Topology.Row;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.ProxyConfig;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteAction;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.proxy.route.VirtualHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which rule governs a call, and the ways that it opens: as the caller's own sidecar is configured. */
final class RuleBranches {

    private final Plan plan;
    private final Collection<Node> nodes;

    /** A rule, null when nobody wrote one, and the ways of the requests. */
    record Governed(@Nullable ObjectKey rule, List<Branch> branches) {}

    RuleBranches(Plan plan, Collection<Node> nodes) {
        this.plan = plan;
        this.nodes = nodes;
    }

    /** What holds for a request of a caller. No branches: no pod of the mesh answers. */
    Governed of(WorkloadPlan caller, RequestHead head, @Nullable Service service, boolean tcp) {
        Governed plain = new Governed(null, service == null ? List.of() : ways(service, Map.of(), null, Double.NaN));
        if (!caller.sidecar() || tcp) {
            return plain;
        }
        ProxyConfig config = plan.config(caller);
        RouteTable table = config.routeTable(head.port());
        VirtualHost host = table == null ? null : table.virtualHost(head.host());
        Route taken = host == null ? null : host.route(head);
        if (host == null || taken == null || taken.origin() == null) {
            return plain;
        }
        ObjectKey rule = taken.origin().object();
        List<Branch> branches = new ArrayList<>();
        add(branches, config, taken, true);
        for (Route route : host.routes()) {
            if (route != taken
                    && route.origin() != null
                    && route.origin().object().equals(rule)) {
                add(branches, config, route, false);
            }
        }
        return new Governed(rule, branches.isEmpty() ? plain.branches() : branches);
    }

    private void add(List<Branch> branches, ProxyConfig config, Route route, boolean taken) {
        if (!(route.action() instanceof RouteAction.Forward forward)) {
            return;
        }
        for (RouteAction.WeightedCluster target : forward.clusters()) {
            ClusterConfig cluster = config.cluster(target.cluster());
            if (cluster == null || cluster.service() == null) {
                continue;
            }
            double share = taken ? target.weight() / (double) Math.max(1, forward.totalWeight()) : Double.NaN;
            for (Branch way : ways(cluster.service(), cluster.labels(), cluster.subset(), share)) {
                if (!leadsThere(branches, way)) {
                    branches.add(way);
                }
            }
        }
    }

    /** Whether a list has a way to the same place. */
    static boolean leadsThere(List<Branch> branches, Branch way) {
        return branches.stream()
                .anyMatch(each -> each.target().equals(way.target())
                        && each.row() == way.row()
                        && each.workloads().equals(way.workloads()));
    }

    /** One way per node that has pods of a service with these labels; to a row when only that row has. */
    private List<Branch> ways(Service service, Map<String, String> labels, @Nullable String subset, double share) {
        Set<String> names = new LinkedHashSet<>();
        for (WorkloadPlan workload : plan.workloads()) {
            boolean alias = workload.external() && workload.name().equalsIgnoreCase(service.externalName());
            if (alias
                    || !workload.external()
                            && Plan.selects(service, workload)
                            && workload.labels().entrySet().containsAll(labels.entrySet())) {
                names.add(workload.displayName(plan.scenario().namespace()));
            }
        }
        List<Branch> ways = new ArrayList<>();
        for (Node node : nodes) {
            Set<String> here = new LinkedHashSet<>();
            int row = -1;
            for (int i = 0; i < node.rows().size(); i++) {
                Row each = node.rows().get(i);
                if (names.contains(each.workload())) {
                    row = here.isEmpty() ? i : -1;
                    here.add(each.workload());
                }
            }
            if (!here.isEmpty()) {
                int version = row >= 0 && node.rows().size() > 1
                        ? node.rows().get(row).version()
                        : -1;
                ways.add(new Branch(node.id(), row, version, here, subset, share));
            }
        }
        return ways;
    }
}

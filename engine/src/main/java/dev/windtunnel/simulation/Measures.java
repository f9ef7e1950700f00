package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.measure.SessionStatistics;
import dev.windtunnel.measure.TrafficStatistics;
import dev.windtunnel.measure.Windows;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.ServiceDirectory;
import dev.windtunnel.plan.TrafficPlan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.route.RequestHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run counts while it goes: by traffic and by edge, and for each threshold that has filters. */
final class Measures {

    final TrafficStatistics[] traffic;
    final List<Edge> edges = new ArrayList<>();

    final long warmupNanos;
    /** When new requests stopped: what happens in the drain after it is no load of the measured time. */
    long endNanos = Long.MAX_VALUE;

    final Selections selections;
    final @Nullable Windows[] trafficWindows;
    private final long stepNanos;
    private final String defaultNamespace;
    /** Edges by workload and head. */
    private @Nullable Edge[][] known = new @Nullable Edge[16][];

    Measures(Plan plan, long stepNanos, Selections selections) {
        this.stepNanos = stepNanos;
        this.selections = selections;
        this.defaultNamespace = plan.scenario().namespace();
        this.warmupNanos = plan.scenario().run().warmupNanos();
        this.traffic = new TrafficStatistics[plan.traffic().size()];
        this.trafficWindows = new Windows[traffic.length];
        for (TrafficPlan each : plan.traffic()) {
            traffic[each.id()] =
                    new TrafficStatistics(each.traffic().name(), each.traffic().from());
            if (each.traffic().mix().stream().anyMatch(entry -> entry.request().session() != null)) {
                traffic[each.id()].sessions = new SessionStatistics();
            }
            trafficWindows[each.id()] = stepNanos > 0 ? new Windows(stepNanos) : null;
        }
    }

    /** The edge from a workload to what a request asks for. */
    Edge edge(Core core, WorkloadPlan source, int head) {
        int workload = source.id();
        if (workload >= known.length) {
            known = Arrays.copyOf(known, Math.max(workload + 1, 2 * known.length));
        }
        @Nullable Edge[] byHead = known[workload];
        if (byHead == null || head >= byHead.length) {
            byHead = byHead == null ? new @Nullable Edge[Math.max(8, head + 1)] : Arrays.copyOf(byHead, 2 * (head + 1));
            known[workload] = byHead;
        }
        Edge edge = byHead[head];
        if (edge == null) {
            edge = find(core, source, core.heads.get(head));
            byHead[head] = edge;
        }
        return edge;
    }

    private Edge find(Core core, WorkloadPlan source, RequestHead request) {
        Service service = core.plan.directory().lookUp(request.dialled(), source.namespace());
        String name = service == null ? request.dialled() : service.shortName();
        Service.Port port = service == null ? null : ServiceDirectory.port(service, request.port());
        boolean http = port == null || core.plan.protocol(port).isHttp();
        return find(source, name, request.port(), http);
    }

    /** The edge from a workload to a service port that nobody dialled: that of mirrored copies. */
    Edge edgeTo(Core core, WorkloadPlan source, Service service, Service.Port port) {
        String name = service.shortName();
        return find(source, name, port.port(), core.plan.protocol(port).isHttp());
    }

    private Edge find(WorkloadPlan source, String service, int port, boolean http) {
        String from = source.displayName(defaultNamespace);
        for (Edge edge : edges) {
            EdgeStatistics known = edge.statistics;
            if (known.source.equals(from) && known.service.equals(service) && known.port == port) {
                return edge;
            }
        }
        EdgeStatistics statistics = new EdgeStatistics(from, service, port, http ? "http" : "tcp");
        Edge edge = new Edge(
                edges.size(), statistics, selections.ofEdge(statistics), stepNanos > 0 ? new Windows(stepNanos) : null);
        edges.add(edge);
        return edge;
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
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
    final List<EdgeStatistics> edges = new ArrayList<>();
    /** Full names of the services of the edges; null for hosts that are no service. */
    final List<@Nullable Service> edgeServices = new ArrayList<>();

    final long warmupNanos;
    final Selections selections;
    final @Nullable Windows[] trafficWindows;
    final List<Windows> edgeWindows = new ArrayList<>();
    private final long stepNanos;
    private final String defaultNamespace;
    /** Edge numbers plus 1 by workload and head. */
    private int[][] known = new int[16][];

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
            trafficWindows[each.id()] = stepNanos > 0 ? new Windows(stepNanos) : null;
        }
    }

    /** The edge from a workload to what a request asks for. */
    int edge(Core core, WorkloadPlan source, int head) {
        int workload = source.id();
        if (workload >= known.length) {
            known = Arrays.copyOf(known, Math.max(workload + 1, 2 * known.length));
        }
        int[] byHead = known[workload];
        if (byHead == null || head >= byHead.length) {
            byHead = byHead == null ? new int[Math.max(8, head + 1)] : Arrays.copyOf(byHead, 2 * (head + 1));
            known[workload] = byHead;
        }
        if (byHead[head] == 0) {
            byHead[head] = find(core, source, core.heads.get(head)) + 1;
        }
        return byHead[head] - 1;
    }

    private int find(Core core, WorkloadPlan source, RequestHead request) {
        Service service = core.plan.directory().lookUp(request.dialled(), source.namespace());
        String name = service == null ? request.dialled() : service.name() + "." + service.namespace();
        Service.Port port = service == null ? null : ServiceDirectory.port(service, request.port());
        String protocol = port == null || core.plan.protocol(port).isHttp() ? "http" : "tcp";
        String from = source.displayName(defaultNamespace);
        for (int i = 0; i < edges.size(); i++) {
            EdgeStatistics edge = edges.get(i);
            if (edge.source.equals(from) && edge.service.equals(name) && edge.port == request.port()) {
                return i;
            }
        }
        return add(new EdgeStatistics(from, name, request.port(), protocol), service);
    }

    /** The edge from a workload to a service port that nobody dialled: that of mirrored copies. */
    int edgeTo(Core core, WorkloadPlan source, Service service, Service.Port port) {
        String name = service.name() + "." + service.namespace();
        String from = source.displayName(defaultNamespace);
        for (int i = 0; i < edges.size(); i++) {
            EdgeStatistics edge = edges.get(i);
            if (edge.source.equals(from) && edge.service.equals(name) && edge.port == port.port()) {
                return i;
            }
        }
        return add(new EdgeStatistics(
                from, name, port.port(), core.plan.protocol(port).isHttp() ? "http" : "tcp"), service);
    }

    private int add(EdgeStatistics edge, @Nullable Service service) {
        edges.add(edge);
        edgeServices.add(service);
        if (stepNanos > 0) {
            edgeWindows.add(new Windows(stepNanos));
        }
        selections.edgeAdded(edge);
        return edges.size() - 1;
    }

    /** The number of a destination of an edge. */
    int destination(int edge, WorkloadPlan workload, @Nullable String subset) {
        return edges.get(edge).destination(workload.displayName(defaultNamespace), workload.version(), subset);
    }

    /** The windows of an edge; null when no series is wanted. */
    @Nullable Windows windowsOfEdge(int edge) {
        return stepNanos > 0 ? edgeWindows.get(edge) : null;
    }

}

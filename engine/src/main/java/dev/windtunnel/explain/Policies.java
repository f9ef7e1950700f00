package dev.windtunnel.explain;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.WorkloadPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The effective policies of a plan. */
public final class Policies {
    private Policies() {}

    /** Of every edge that traffic and calls of handlers make; a url whose host has variables makes none. */
    public static List<EdgePolicy> ofEdges(Plan plan) {
        return of(plan, Edge.made(plan));
    }

    /**
     * Of every service port that could be called.
     *
     * @param from by this workload alone; null for by every workload
     * @param to of this service alone; null for of every service
     */
    public static List<EdgePolicy> ofPossible(Plan plan, @Nullable WorkloadPlan from, @Nullable Service to) {
        List<Edge> edges = new ArrayList<>(Edge.possible(plan));
        edges.removeIf(edge -> from != null && !edge.source().equals(from)
                || to != null && !edge.service().equals(to));
        return of(plan, edges);
    }

    private static List<EdgePolicy> of(Plan plan, List<Edge> edges) {
        List<EdgePolicy> policies = new ArrayList<>();
        for (Edge edge : edges) {
            policies.add(new PolicyOfEdge(plan, edge).policy());
        }
        return policies;
    }
}

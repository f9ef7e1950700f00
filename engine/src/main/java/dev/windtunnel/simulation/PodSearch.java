package dev.windtunnel.simulation;

import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.plan.EndpointSearch;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.Run.PodView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the pods behind services among those that a run shows. */
public final class PodSearch implements EndpointSearch.View<PodView> {

    private final Plan plan;

    private PodSearch(Plan plan) {
        this.plan = plan;
    }

    /** A search among these pods with the services of a plan. */
    public static EndpointSearch<PodView> of(Plan plan, List<PodView> pods) {
        List<PodView> created = pods.stream()
                .filter(pod -> !pod.state().equals("BLOCKED") && !pod.state().equals("PENDING"))
                .toList();
        return new EndpointSearch<>(plan.directory(), created, new PodSearch(plan));
    }

    @Override
    public WorkloadPlan workload(PodView pod) {
        return pod.workload();
    }

    @Override
    public String address(PodView pod) {
        return pod.ip();
    }

    @Override
    public boolean ready(PodView pod) {
        return pod.state().equals("READY");
    }

    /** The labels of the place are those of the node. */
    @Override
    public @Nullable String label(PodView pod, String name) {
        return switch (name) {
            case "topology.kubernetes.io/zone" -> pod.zone();
            case "kubernetes.io/hostname" -> pod.node();
            case "topology.kubernetes.io/region" ->
                plan.nodes().stream()
                        .filter(node -> node.name().equals(pod.node()))
                        .map(ClusterNode::region)
                        .findFirst()
                        .orElse(null);
            default -> pod.workload().labels().get(name);
        };
    }
}

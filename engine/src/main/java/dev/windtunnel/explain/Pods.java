package dev.windtunnel.explain;

import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.Run.PodView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pods that are ready, as services select them. */
final class Pods {
    private final Plan plan;
    private final List<PodView> ready;

    Pods(Plan plan, List<PodView> pods) {
        this.plan = plan;
        ready = pods.stream().filter(pod -> pod.state().equals("READY")).toList();
    }

    List<PodView> of(Service service, Service.Port port, Map<String, String> labels) {
        return ready.stream()
                .filter(pod -> !pod.workload().external()
                        && Plan.selects(service, pod.workload())
                        && hasLabels(pod, labels)
                        && Plan.targetPort(port, pod.workload().workload()) != 0)
                .toList();
    }

    private boolean hasLabels(PodView pod, Map<String, String> labels) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!label.getValue().equals(label(pod, label.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** The labels of the place are those of the node. */
    private @Nullable String label(PodView pod, String name) {
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

    List<String> of(WorkloadPlan workload) {
        return names(ready.stream()
                .filter(pod -> pod.workload().id() == workload.id())
                .toList());
    }

    @Nullable
    PodView byAddress(String address) {
        for (PodView pod : ready) {
            if (pod.ip().equals(address)) {
                return pod;
            }
        }
        return null;
    }

    static List<String> names(List<PodView> pods) {
        return pods.stream().map(PodView::name).toList();
    }
}

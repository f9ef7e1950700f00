package dev.windtunnel.explain;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.EndpointSearch;
import dev.windtunnel.plan.EndpointSearch.Found;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.PodSearch;
import dev.windtunnel.simulation.Run.PodView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pods that are ready, as services lead to them. */
final class Pods {
    private final EndpointSearch<PodView> search;
    private final List<PodView> ready;

    Pods(Plan plan, List<PodView> pods) {
        search = PodSearch.of(plan, pods);
        ready = pods.stream().filter(pod -> pod.state().equals("READY")).toList();
    }

    /** Those that a selector takes, as kube-proxy knows them. */
    List<PodView> selected(Service service, Service.Port port) {
        return search.selected(service, port, Map.of()).stream().map(Found::pod).toList();
    }

    /** Those that proxies are told of. */
    List<PodView> of(Service service, Service.Port port, Map<String, String> labels) {
        return search.of(service, port, labels).stream().map(Found::pod).toList();
    }

    List<String> of(WorkloadPlan workload) {
        return names(podsOf(workload));
    }

    List<PodView> podsOf(WorkloadPlan workload) {
        return ready.stream()
                .filter(pod -> pod.workload().id() == workload.id())
                .toList();
    }

    @Nullable
    PodView byAddress(String address) {
        PodView pod = search.at(address);
        return pod != null && ready.contains(pod) ? pod : null;
    }

    static List<String> names(List<PodView> pods) {
        return pods.stream().map(PodView::name).toList();
    }
}

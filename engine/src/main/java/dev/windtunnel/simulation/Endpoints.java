package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.EndpointSearch;
import dev.windtunnel.plan.EndpointSearch.Found;
import dev.windtunnel.plan.ServiceDirectory;
import dev.windtunnel.plan.WorkloadPlan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pods of one instant, as the control plane lists them behind services. Immutable but for a cache. */
final class Endpoints {

    private static final Endpoint[] NONE = new Endpoint[0];

    /** How the search sees pods: ready or not as they were at that instant. */
    private record View(BitSet ready) implements EndpointSearch.View<Pod> {

        @Override
        public WorkloadPlan workload(Pod pod) {
            return pod.plan;
        }

        @Override
        public String address(Pod pod) {
            return pod.ip;
        }

        @Override
        public boolean ready(Pod pod) {
            return ready.get(pod.id);
        }

        @Override
        public @Nullable String label(Pod pod, String name) {
            return pod.label(name);
        }
    }

    private final List<Pod> ready = new ArrayList<>();
    private final View view = new View(new BitSet());
    private final EndpointSearch<Pod> search;
    private final Map<Key, Endpoint[]> cache = new HashMap<>();
    private final Map<Key, int[]> podCache = new HashMap<>();

    /** What these pods, all that ever were, look like now. */
    Endpoints(ServiceDirectory directory, List<Pod> pods) {
        List<Pod> created = new ArrayList<>();
        for (Pod pod : pods) {
            if (pod.state != Pod.State.BLOCKED && pod.state != Pod.State.PENDING) {
                created.add(pod);
            }
            if (pod.endpoint) {
                ready.add(pod);
                view.ready().set(pod.id);
            }
        }
        search = new EndpointSearch<>(directory, created, view);
    }

    private record Key(Service service, Service.Port port, Map<String, String> labels) {}

    /** The hosts of a cluster: pods in order of creation, then endpoints as declared. */
    Endpoint[] of(ClusterConfig cluster) {
        return cluster.service() == null || cluster.port() == null
                ? NONE
                : cache.computeIfAbsent(new Key(cluster.service(), cluster.port(), cluster.labels()), this::find);
    }

    private Endpoint[] find(Key key) {
        return search.of(key.service(), key.port(), key.labels()).stream()
                .map(Endpoint::of)
                .toArray(Endpoint[]::new);
    }

    /** The pods that a Service of Kubernetes selects and that carry these labels too, as kube-proxy knows them. */
    int[] selected(Service service, Service.Port port, Map<String, String> labels) {
        return podCache.computeIfAbsent(
                new Key(service, port, labels), key -> search.selected(key.service(), key.port(), key.labels()).stream()
                        .map(Found::pod)
                        .mapToInt(pod -> pod.id)
                        .toArray());
    }

    /** Addresses of an external host. */
    int[] ofExternal(int workload) {
        return ready.stream()
                .filter(pod -> pod.plan.id() == workload)
                .mapToInt(pod -> pod.id)
                .toArray();
    }

    /** The ready pod of an address; null when there is none. */
    @Nullable
    Pod byAddress(String address) {
        Pod pod = search.at(address);
        return pod != null && view.ready(pod) ? pod : null;
    }
}

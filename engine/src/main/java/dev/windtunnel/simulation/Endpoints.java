package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The pods that were ready at one instant, as the control plane lists them behind services. Immutable but for a cache. */
final class Endpoints {

    private final List<Pod> ready;
    private final Map<Key, int[]> cache = new HashMap<>();

    Endpoints(List<Pod> ready) {
        this.ready = List.copyOf(ready);
    }

    private record Key(Service service, Service.Port port, Map<String, String> labels) {}

    /** The pods of a cluster, in order of creation. */
    int[] of(ClusterConfig cluster) {
        if (cluster.service() == null || cluster.port() == null) {
            return new int[0];
        }
        return of(cluster.service(), cluster.port(), cluster.labels());
    }

    /** The pods behind a service port that carry these labels too. */
    int[] of(Service service, Service.Port port, Map<String, String> labels) {
        return cache.computeIfAbsent(new Key(service, port, labels), this::find);
    }

    private int[] find(Key key) {
        List<Integer> pods = new ArrayList<>();
        for (Pod pod : ready) {
            if (!pod.plan.external()
                    && Plan.selects(key.service(), pod.plan)
                    && hasLabels(pod, key.labels())
                    && Plan.targetPort(key.port(), pod.plan.workload()) != 0) {
                pods.add(pod.id);
            }
        }
        return pods.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean hasLabels(Pod pod, Map<String, String> labels) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            String actual = pod.label(label.getKey());
            if (!Objects.equals(actual, label.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Addresses of an external host. */
    int[] ofExternal(int workload) {
        List<Integer> pods = new ArrayList<>();
        for (Pod pod : ready) {
            if (pod.plan.id() == workload) {
                pods.add(pod.id);
            }
        }
        return pods.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The ready pod of an address; null when there is none. */
    @Nullable
    Pod byAddress(String address) {
        for (Pod pod : ready) {
            if (pod.ip.equals(address)) {
                return pod;
            }
        }
        return null;
    }
}

package dev.windtunnel.app.ui.topology;

import dev.windtunnel.simulation.Frame.PodFrame;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The zones that pods of each workload are or were in. They only become more, so that a frame does not go when its last
 * pod does; a mesh in one zone has none to show.
 */
final class Zones {

    private final Map<String, Set<String>> byWorkload = new LinkedHashMap<>();
    private final Set<String> all = new TreeSet<>();

    void clear() {
        byWorkload.clear();
        all.clear();
    }

    /** Takes the pods of now; whether there is another frame to show. */
    boolean take(List<PodFrame> pods) {
        boolean more = false;
        for (PodFrame pod : pods) {
            all.add(pod.zone());
            more |= byWorkload
                    .computeIfAbsent(pod.workload(), name -> new TreeSet<>())
                    .add(pod.zone());
        }
        return more && all.size() > 1;
    }

    /** The zones of each workload, by name; none when all pods are in one. */
    Map<String, List<String>> byWorkload() {
        Map<String, List<String>> zones = new LinkedHashMap<>();
        if (all.size() > 1) {
            byWorkload.forEach((workload, its) -> zones.put(workload, List.copyOf(its)));
        }
        return zones;
    }
}

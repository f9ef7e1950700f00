package dev.windtunnel.app.ui.dock;

import dev.windtunnel.cluster.StoredObjects;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names that console lines can use just now.
 *
 * @param objects names of objects by kind, pods among them
 * @param files files that a line can apply
 */
record Vocabulary(Map<String, List<String>> objects, List<String> files) {

    /** Names of nothing. */
    static final Vocabulary EMPTY = new Vocabulary(Map.of(), List.of());

    Vocabulary {
        objects = Collections.unmodifiableMap(new LinkedHashMap<>(objects));
        files = List.copyOf(files);
    }

    /** Those of a run. */
    static Vocabulary of(Run run, List<String> files) {
        Map<String, TreeSet<String>> names = new LinkedHashMap<>();
        for (Run.PodView pod : run.pods()) {
            if (!pod.state().equals("GONE")) {
                add(names, "Pod", pod.name());
            }
        }
        for (Service service : run.plan().directory().services()) {
            add(names, "Service", service.name());
        }
        for (WorkloadPlan workload : run.plan().workloads()) {
            if (workload.workload() != null) {
                add(names, workload.workload().key().kind(), workload.name());
            }
        }
        for (KubeObject object : ((StoredObjects) run.objects()).store().objects()) {
            add(names, object.key().kind(), object.key().name());
        }
        Map<String, List<String>> lists = new LinkedHashMap<>();
        names.forEach((kind, all) -> lists.put(kind, new ArrayList<>(all)));
        return new Vocabulary(lists, files);
    }

    private static void add(Map<String, TreeSet<String>> names, String kind, String name) {
        names.computeIfAbsent(kind, key -> new TreeSet<>()).add(name);
    }

    /** The names of a kind. */
    List<String> of(@Nullable String kind) {
        return kind == null ? List.of() : objects.getOrDefault(kind, List.of());
    }
}

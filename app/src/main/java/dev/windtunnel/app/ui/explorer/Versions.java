package dev.windtunnel.app.ui.explorer;

import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.WorkloadPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which version of its app a workload is: colours and shapes go by that number. */
public final class Versions {

    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    private Versions() {}

    /** The versions of a plan: those of an app in the order of their names. */
    public static Versions of(Plan plan) {
        Map<String, TreeSet<String>> byApp = new LinkedHashMap<>();
        for (WorkloadPlan workload : plan.workloads()) {
            byApp.computeIfAbsent(app(workload), key -> new TreeSet<>()).add(version(workload));
        }
        Versions versions = new Versions();
        for (WorkloadPlan workload : plan.workloads()) {
            List<String> all = new ArrayList<>(byApp.getOrDefault(app(workload), new TreeSet<>()));
            versions.numbers.put(
                    workload.displayName(plan.scenario().namespace()), Math.max(0, all.indexOf(version(workload))));
        }
        return versions;
    }

    private static String app(WorkloadPlan workload) {
        return workload.namespace() + "/" + workload.labels().getOrDefault("app", workload.name());
    }

    private static String version(WorkloadPlan workload) {
        String version = workload.version();
        return version == null ? "" : version;
    }

    /** The number of a workload's version, from 0; 0 for one that is not known. */
    public int of(@Nullable String workload) {
        return workload == null ? 0 : numbers.getOrDefault(workload, 0);
    }
}

package dev.windtunnel.app.ui.topology;

import dev.windtunnel.plan.Plan;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which version of its app each workload is: colours and shapes go by that number, the same in every pane. */
public final class Versions {

    private final Map<String, Integer> numbers;

    private Versions(Map<String, Integer> numbers) {
        this.numbers = numbers;
    }

    /** The versions of a plan: those of an app in the order of their names. */
    public static Versions of(Plan plan) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (Topology.Node node : TopologyBuilder.apps(plan)) {
            for (Topology.Row row : node.rows()) {
                numbers.put(row.workload(), row.version());
            }
        }
        return new Versions(numbers);
    }

    /** The number of a workload's version, from 0; 0 for one that is not known. */
    public int of(@Nullable String workload) {
        return workload == null ? 0 : numbers.getOrDefault(workload, 0);
    }
}

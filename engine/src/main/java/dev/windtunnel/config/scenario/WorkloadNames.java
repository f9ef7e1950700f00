package dev.windtunnel.config.scenario;

import dev.windtunnel.config.RefusedWorkloads;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.scenario.TimelineEntry.Apply;
import dev.windtunnel.scenario.TimelineEntry.Exec;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.Spelling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The workloads that a scenario may name: those of the mesh, and those that its timeline applies. */
final class WorkloadNames {
    private static final int LISTED = 8;

    private final String namespace;
    private final Set<String> qualified = new LinkedHashSet<>();
    private final Map<String, String> refused;
    private final Set<String> told = new LinkedHashSet<>();
    private final boolean open;
    private final boolean growing;

    /**
     * The names.
     *
     * @param refused workloads that the cluster does not take ({@code ns/name}), with where they are written
     */
    WorkloadNames(Scenario scenario, Mesh mesh, Map<String, String> refused) {
        this.namespace = scenario.namespace();
        this.refused = refused;
        for (Workload workload : mesh.workloads()) {
            qualified.add(workload.namespace() + "/" + workload.name());
        }
        boolean console = false;
        boolean applies = false;
        for (TimelineEntry entry : scenario.timeline()) {
            if (entry.action() instanceof Apply apply) {
                applies = true;
                apply.documents().forEach(this::addApplied);
            }
            console |= entry.action() instanceof Exec;
        }
        this.open = console;
        this.growing = console || applies;
    }

    private void addApplied(MapNode document) {
        if (document.get("items") instanceof ListNode items) {
            for (Node item : items.items()) {
                if (item instanceof MapNode map) {
                    addApplied(map);
                }
            }
        }
        if (document.get("kind") instanceof ScalarNode kind
                && RefusedWorkloads.KINDS.contains(kind.text())
                && document.get("metadata") instanceof MapNode metadata
                && metadata.get("name") instanceof ScalarNode name) {
            String own = metadata.get("namespace") instanceof ScalarNode written && !written.isNull()
                    ? written.text()
                    : namespace;
            qualified.add(own + "/" + name.text());
        }
    }

    /** Whether a console line of the timeline may make workloads that nobody can know before. */
    boolean isOpen() {
        return open;
    }

    /** Whether the timeline may bring anything at all. */
    boolean mayGrow() {
        return growing;
    }

    /** Whether a workload is, or may have, a pod of a name: pods are called after their workload. */
    boolean mayHavePod(String name) {
        String full = name.indexOf('/') < 0 ? namespace + "/" + name : name;
        return qualified.stream().anyMatch(workload -> full.equals(workload) || full.startsWith(workload + "-"));
    }

    /** Whether a pod of a workload may have a name. */
    boolean isPodOf(String pod, String workload) {
        String plain = workload.substring(workload.indexOf('/') + 1);
        return pod.equals(plain) || pod.startsWith(plain + "-");
    }

    /** The names, those of the scenario's namespace without it. */
    List<String> names() {
        return qualified.stream()
                .map(name -> name.startsWith(namespace + "/") ? name.substring(namespace.length() + 1) : name)
                .toList();
    }

    boolean has(String name) {
        return qualified.contains(full(name));
    }

    private String full(String name) {
        return name.indexOf('/') < 0 ? namespace + "/" + name : name;
    }

    /** Whether the manifests have a workload of a name that the cluster does not take. */
    boolean isRefused(String name) {
        return !has(name) && refused.containsKey(full(name));
    }

    /** Whether only workloads that the cluster does not take fit a pattern. */
    boolean isForRefused(String pattern) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return isRefused(pattern);
        }
        String head = full(pattern.substring(0, star));
        return !fits(pattern) && refused.keySet().stream().anyMatch(name -> star == 0 || name.startsWith(head));
    }

    /** Whether a name is missing for a reason that was told already: the cluster refuses that workload. */
    boolean wasTold(String name) {
        return isRefused(name) && !told.add(full(name));
    }

    /** What is the matter with a name that is not there. */
    String problem(String name) {
        return isRefused(name)
                ? "the cluster refuses the workload " + name + ", so it has no pods"
                : "there is no workload " + name;
    }

    /** Whether any workload fits {@code name}, {@code ns/name}, {@code ns/*}, {@code reviews-*} or {@code *}. */
    boolean fits(String pattern) {
        if (!pattern.endsWith("*")) {
            return has(pattern);
        }
        String head = pattern.substring(0, pattern.length() - 1);
        if (head.isEmpty()) {
            return !qualified.isEmpty();
        }
        String full = head.indexOf('/') < 0 ? namespace + "/" + head : head;
        return qualified.stream().anyMatch(name -> name.startsWith(full));
    }

    /** What to do about a name that does not exist: the near one, else those that there are. */
    String fix(String unknown) {
        if (isRefused(unknown)) {
            return "correct the " + refused.get(full(unknown));
        }
        List<String> shown = names();
        return Spelling.closest(unknown, shown)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElseGet(() -> {
                    if (shown.isEmpty()) {
                        return "add the manifests to spec.resources: there is no workload at all";
                    }
                    String names = String.join(", ", shown.subList(0, Math.min(LISTED, shown.size())));
                    return "the workloads are " + names
                            + (shown.size() > LISTED ? " and " + (shown.size() - LISTED) + " more" : "");
                });
    }
}

package dev.windtunnel.console;

import dev.windtunnel.cluster.LineInterpreter;
import dev.windtunnel.cluster.StoredObjects;
import dev.windtunnel.config.MeshReader;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.scenario.TimelineEntry.Kill;
import dev.windtunnel.scenario.TimelineEntry.PodSelection;
import dev.windtunnel.simulation.ClusterObjects;
import dev.windtunnel.simulation.ClusterObjects.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Console lines of a timeline: those of kubectl and istioctl that change objects. */
public final class ConsoleLines implements LineInterpreter {

    private final ConsoleFiles files;

    /** Lines whose files are these. */
    public ConsoleLines(ConsoleFiles files) {
        this.files = files;
    }

    /** Why a timeline cannot carry out a line, whatever the state of the cluster; null when it can. */
    public static @Nullable String refusal(String line) {
        try {
            return ObjectCommands.understands(Words.of(line))
                    ? null
                    : "a timeline carries out kubectl apply, create, replace, delete, scale and rollout, and istioctl"
                            + " create, replace, delete and mixer rule create and delete; not: " + line;
        } catch (ConsoleException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public Change interpret(String line, StoredObjects objects) {
        String refusal = refusal(line);
        if (refusal != null) {
            return objects.failed(refusal);
        }
        List<String> words = Words.of(line);
        ObjectCommands.Effect effect = ObjectCommands.effect(words, objects, files, new PodsToBe(objects));
        ClusterObjects after = objects;
        Mesh mesh = null;
        List<Action> consequences = new ArrayList<>();
        for (Action action : effect.actions()) {
            if (action instanceof Kill) {
                consequences.add(action);
                continue;
            }
            Change change = after.change(action);
            after = change.after();
            mesh = change.mesh() == null ? mesh : change.mesh();
            consequences.addAll(change.consequences());
        }
        Output output = effect.output();
        String message = (output.stdout() + output.stderr()).strip().replace("\n", "; ");
        return new Change(
                after,
                mesh,
                output.exit() == 0 ? "applied" : "failed",
                message.isEmpty() ? null : message,
                consequences);
    }

    /** The pods that these objects will have, as far as that can be said without a cluster. */
    private record PodsToBe(StoredObjects objects) implements ObjectCommands.Pods {
        /** The workload that a pod must belong to by its name: pinned, or the workload's name and a number. */
        @Override
        public @Nullable String workload(String namespace, String pod) {
            for (var pinned : objects.scenario().cluster().pinnedPods().entrySet()) {
                if (pinned.getValue().stream().anyMatch(each -> pod.equals(each.name()))) {
                    return pinned.getKey();
                }
            }
            int dash = pod.lastIndexOf('-');
            if (dash <= 0 || !pod.substring(dash + 1).chars().allMatch(Character::isDigit)) {
                return null;
            }
            String name = pod.substring(0, dash);
            return mesh().workloads().stream()
                            .anyMatch(each -> each.namespace().equals(namespace)
                                    && each.name().equals(name))
                    ? namespace + "/" + name
                    : null;
        }

        @Override
        public Map<String, PodSelection> selected(String namespace, Predicate<Map<String, String>> wanted) {
            Map<String, PodSelection> selected = new LinkedHashMap<>();
            for (Workload workload : mesh().workloads()) {
                if (workload.namespace().equals(namespace) && wanted.test(workload.labels())) {
                    selected.put(namespace + "/" + workload.name(), new PodSelection.All());
                }
            }
            return selected;
        }

        private Mesh mesh() {
            Scenario scenario = objects.scenario();
            return MeshReader.read(objects.store(), scenario.profile(), scenario.lenient01(), new Findings());
        }
    }
}

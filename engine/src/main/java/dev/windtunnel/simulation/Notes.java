package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.RunNote.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Collects what a run comes upon: of each workload and entry the first of a kind. */
final class Notes {

    private record Key(Kind kind, int number) {}

    private final Map<Key, RunNote> notes = new LinkedHashMap<>();

    /** Looks which pods wait for a node now. */
    void pending(Core core, Function<Pod, String> why) {
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        for (Pod pod : core.pods) {
            if (pod.state == Pod.State.PENDING) {
                counts.merge(pod.plan.id(), 1, Integer::sum);
            }
        }
        for (Pod pod : core.pods) {
            Integer count = pod.state == Pod.State.PENDING ? counts.remove(pod.plan.id()) : null;
            Workload workload = pod.plan.workload();
            if (count == null || workload == null) {
                continue;
            }
            Key key = new Key(Kind.PENDING, pod.plan.id());
            RunNote known = notes.get(key);
            if (known == null) {
                notes.put(key, new RunNote(Kind.PENDING, workload, -1, core.now(), count, why.apply(pod)));
            } else if (known.count() < count) {
                notes.put(key, new RunNote(Kind.PENDING, workload, -1, known.atNanos(), count, known.text()));
            }
        }
    }

    /** Pods of a workload are on a node that they may not be on. */
    void anyway(WorkloadPlan workload) {
        notes.putIfAbsent(
                new Key(Kind.ANYWAY, workload.id()), new RunNote(Kind.ANYWAY, workload.workload(), -1, 0, 1, ""));
    }

    /** An entry of the timeline has found no pod, or not all that it means. */
    void missing(int entry, long nowNanos, int found, String text) {
        notes.putIfAbsent(
                new Key(Kind.MISSING_PODS, entry), new RunNote(Kind.MISSING_PODS, null, entry, nowNanos, found, text));
    }

    /** In the order in which they were come upon. */
    List<RunNote> list() {
        return List.copyOf(notes.values());
    }
}

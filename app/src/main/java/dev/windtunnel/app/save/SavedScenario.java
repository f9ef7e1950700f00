package dev.windtunnel.app.save;

import dev.windtunnel.app.session.Recording;
import dev.windtunnel.app.session.TimelineWords;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.scenario.RunSettings;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.source.Durations;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.ScalarNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A live session as the files of a scenario: the manifests as they were when it was opened, and a Scenario document with
 * the edits as entries of the timeline at their instants, the seed, and the end. Run headless it gives the same figures.
 *
 * @param files the bytes of each file, by its path in the folder
 * @param references files beside the scenario that it names: to be copied, by their path in the folder
 * @param notes what the files cannot hold, one sentence each
 */
public record SavedScenario(Map<String, byte[]> files, List<String> references, List<String> notes) {

    private static final String SCENARIO = "scenario.yaml";

    /** Where the saved run ends. */
    public enum End {
        /** Where the session stands: the figures on the screen. */
        NOW,
        /** Where the scenario ends. */
        OF_SCENARIO
    }

    /**
     * The files.
     *
     * @param opened the bytes of the manifests when the session began, by the names that its objects have for them
     * @param folder of the scenario that was opened, for the files that it names
     */
    public static SavedScenario of(
            Experiment experiment,
            Map<String, byte[]> opened,
            Recording recording,
            End end,
            String name,
            String folder) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        Map<String, byte[]> manifests = Manifests.of(experiment, opened);
        References references = new References(folder);
        Node root = references.rewritten(experiment.document());
        root = set(root, "apiVersion", ScalarNode.of("windtunnel.dev/v1"));
        root = set(root, "kind", ScalarNode.of("Scenario"));
        root = set(root, "metadata.name", ScalarNode.of(name));
        root = set(root, "spec.resources", texts(List.copyOf(manifests.keySet())));
        root = set(root, "spec.run.seed", ScalarNode.of(recording.seed()));
        root = end(root, experiment.scenario().run(), recording, end, notes);
        long warmup = experiment.scenario().run().warmupNanos();
        if (warmup > 0) {
            notes.add("Its figures leave out the warm-up, the first " + Durations.format(warmup)
                    + "; those on the screen count it.");
        }
        root = set(root, "spec.timeline", timeline(root, experiment, recording));
        if (recording.requestsByHand() > 0) {
            notes.add(
                    recording.requestsByHand() == 1
                            ? "A request was made by hand in the console. A timeline cannot hold it, so figures may differ a little."
                            : recording.requestsByHand()
                                    + " requests were made by hand in the console. A timeline cannot hold"
                                    + " them, so figures may differ a little.");
        }
        files.put(
                SCENARIO,
                head(experiment, recording, notes).concat(Nodes.toYaml(root)).getBytes(StandardCharsets.UTF_8));
        files.putAll(manifests);
        return new SavedScenario(files, references.files(), notes);
    }

    /** Whether the saved run may end where the session stands: not before anything has been measured. */
    public static boolean canEndNow(Experiment experiment, Recording recording) {
        return recording.nowNanos() > experiment.scenario().run().warmupNanos() && !recording.closing();
    }

    private static Node end(Node root, RunSettings run, Recording recording, End end, List<String> notes) {
        if (end == End.OF_SCENARIO || recording.closing()) {
            return root;
        }
        if (recording.nowNanos() <= run.warmupNanos()) {
            notes.add("Nothing has been measured yet, so the run ends where the scenario does.");
            return root;
        }
        Node cut = set(root, "spec.run.duration", ScalarNode.of(Durations.format(recording.nowNanos())));
        return set(cut, "spec.run.drain", ScalarNode.of("0s"));
    }

    private static ListNode timeline(Node root, Experiment experiment, Recording recording) {
        List<Node> entries = new ArrayList<>();
        Node written = Paths.get(root, Paths.parse("spec.timeline"));
        List<TimelineEntry> known = experiment.scenario().timeline();
        for (int i = 0; written instanceof ListNode list && i < list.items().size(); i++) {
            Node entry = list.items().get(i);
            // Its documents as they were read, wherever they stood.
            entries.add(
                    entry instanceof MapNode map && known.get(i).action() instanceof TimelineEntry.Apply apply
                            ? map.with("apply", ListNode.of(apply.documents()))
                            : entry);
        }
        for (Run.Edit edit : recording.edits()) {
            entries.add(ActionYaml.entry(edit));
        }
        return ListNode.of(entries);
    }

    private static String head(Experiment experiment, Recording recording, List<String> notes) {
        StringBuilder text = new StringBuilder("# Saved from a live session of ")
                .append(experiment.scenario().name())
                .append(" at ")
                .append(Durations.format(recording.nowNanos()))
                .append(", seed ")
                .append(recording.seed())
                .append(".\n");
        for (Run.Edit edit : recording.edits()) {
            text.append("# ")
                    .append(Durations.format(edit.atNanos()))
                    .append("  ")
                    .append(TimelineWords.of(edit.action()).replace('\n', ' '))
                    .append('\n');
        }
        notes.forEach(note -> text.append("# ").append(note).append('\n'));
        return text.toString();
    }

    private static Node set(Node root, String path, Node value) {
        return Paths.set(root, Paths.parse(path), value);
    }

    private static ListNode texts(List<String> values) {
        List<Node> nodes = new ArrayList<>();
        values.forEach(value -> nodes.add(ScalarNode.of(value)));
        return ListNode.of(nodes);
    }
}

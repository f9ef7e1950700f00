package dev.windtunnel.app.ui.shell;

import dev.windtunnel.app.rules.PolicyChanges;
import dev.windtunnel.app.rules.PolicyChanges.Change;
import dev.windtunnel.app.session.TimelineWords;
import dev.windtunnel.app.ui.shell.Comparing.Difference;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.scenario.TimelineEntry.Apply;
import dev.windtunnel.scenario.TimelineEntry.Delete;
import dev.windtunnel.scenario.TimelineEntry.Patch;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is not the same in two branches of a run: values of policies first, then what was done to pods and traffic. */
final class Differences {

    private Differences() {}

    static List<Difference> of(Plan base, Plan now, long forkNanos, List<Run.Edit> edits) {
        List<Run.Edit> since =
                edits.stream().filter(edit -> edit.atNanos() >= forkNanos).toList();
        List<Difference> differences = new ArrayList<>();
        for (Change change : PolicyChanges.between(base, now)) {
            Run.Edit cause = null;
            for (Run.Edit edit : since) {
                if (change.rule() != null && touches(edit.action(), change.rule())) {
                    cause = edit;
                }
            }
            differences.add(new Difference(change, cause == null ? change.origin() : at(cause)));
        }
        for (Run.Edit edit : since) {
            boolean rules =
                    edit.action() instanceof Apply || edit.action() instanceof Patch || edit.action() instanceof Delete;
            if (!rules) {
                String words = TimelineWords.of(edit.action());
                differences.add(new Difference(new Change("", words, words, "no", "yes", "", null), at(edit)));
            }
        }
        return List.copyOf(differences);
    }

    private static String at(Run.Edit edit) {
        return "edit at " + Instants.minutes(edit.atNanos() / 1e9);
    }

    /** Whether an action is about an object; by kind and name, as namespaces may be left out. */
    private static boolean touches(Action action, ObjectKey key) {
        if (action instanceof Apply apply) {
            return apply.documents().stream().anyMatch(document -> isOf(document, key));
        }
        if (action instanceof Patch patch) {
            return patch.fields().keySet().stream().anyMatch(name -> isOf(name, key));
        }
        return action instanceof Delete delete && isOf(delete.object(), key);
    }

    private static boolean isOf(String object, ObjectKey key) {
        return object.substring(object.lastIndexOf('/') + 1).equals(key.name())
                && object.substring(0, Math.max(0, object.indexOf('/'))).equalsIgnoreCase(key.kind());
    }

    private static boolean isOf(MapNode document, ObjectKey key) {
        return document.get("metadata") instanceof MapNode metadata
                && key.name().equals(text(metadata, "name"))
                && key.kind().equals(kind(document));
    }

    private static @Nullable String kind(MapNode document) {
        String kind = text(document, "kind");
        return kind == null ? text(document, "type") : kind;
    }

    private static @Nullable String text(MapNode map, String key) {
        return map.get(key) instanceof ScalarNode scalar ? scalar.text() : null;
    }
}

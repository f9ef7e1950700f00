package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.rules.ChangeWords;
import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.rules.RuleText;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.cluster.ObjectNames;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.source.MapNode;
import java.util.List;

/**
 * How an object's text stands to the cluster and to the disk.
 *
 * @param kind which of them it differs from
 * @param sentence in words
 */
record EditState(Kind kind, String sentence) {

    enum Kind {
        /** Text, cluster and disk agree. */
        CLEAN,
        /** The text cannot be read. */
        BROKEN,
        /** The text is not in force. */
        WAITS,
        /** The text is in force, the file says something else. */
        UNSAVED
    }

    /** Of an object; {@code since} is when what is in force came to be, in seconds. */
    static EditState of(RuleDocuments documents, ObjectKey key, double since) {
        RuleText text = documents.text(key);
        if (text == null) {
            return new EditState(Kind.CLEAN, "");
        }
        if (text.broken() != null) {
            return new EditState(
                    Kind.BROKEN,
                    "Line " + text.broken().line() + " does not parse; the rules of " + Instants.minutes(since)
                            + " stay in force.");
        }
        KubeObject edited = documents.edited(key);
        if (edited == null) {
            return new EditState(
                    Kind.WAITS, "Not in force yet: the text no longer holds " + key.kind() + " " + key.name());
        }
        if (documents.waits(key)) {
            KubeObject old = documents.inForce(key);
            return new EditState(
                    Kind.WAITS, "Not in force yet: " + ChangeWords.of(old == null ? null : old.root(), edited.root()));
        }
        return documents.unsaved(key)
                ? new EditState(Kind.UNSAVED, "In force, not saved in " + text.place(0))
                : new EditState(Kind.CLEAN, "");
    }

    /** When the timeline last changed an object before an instant; 0 when it did not. */
    static long changedByTimeline(Scenario scenario, RuleDocuments documents, ObjectKey key, long nowNanos) {
        long last = 0;
        for (TimelineEntry entry : scenario.timeline()) {
            if (entry.atNanos() <= nowNanos && touches(entry.action(), scenario, documents, key)) {
                last = Math.max(last, entry.atNanos());
            }
        }
        return last;
    }

    private static boolean touches(
            TimelineEntry.Action action, Scenario scenario, RuleDocuments documents, ObjectKey key) {
        if (action instanceof TimelineEntry.Patch patch) {
            return patch.fields().keySet().stream().anyMatch(name -> {
                KubeObject found = ObjectNames.find(documents.inForce(), name, scenario.namespace());
                return found != null && found.key().equals(key);
            });
        }
        if (action instanceof TimelineEntry.Apply apply) {
            List<MapNode> roots = apply.documents();
            List<dev.windtunnel.source.Document> all = roots.stream()
                    .map(root -> new dev.windtunnel.source.Document(root, "", 0))
                    .toList();
            return dev.windtunnel.config.Manifests.objects(
                            all, scenario.namespace(), new dev.windtunnel.finding.Findings())
                    .stream()
                    .anyMatch(object -> object.key().equals(key));
        }
        return false;
    }
}

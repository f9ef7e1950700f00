package dev.windtunnel.cluster;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pod templates that workloads have had, as their controllers remember them. Immutable. */
public final class Templates {

    /** Kinds whose controllers replace pods when the template changes. */
    static final List<String> REPLACED = List.of("Deployment", "StatefulSet", "DaemonSet", "Rollout");

    /** The annotation that {@code kubectl rollout restart} sets; here a number, as a run has no date. */
    static final String RESTARTED = "kubectl.kubernetes.io/restartedAt";

    /** Nothing but what the objects say. */
    static final Templates NONE = new Templates(Map.of());

    /** So many templates of the past are kept, unless an object asks for more (spec.revisionHistoryLimit of apps/v1). */
    private static final int HISTORY = 10;

    private final Map<ObjectKey, List<Revision>> revisions;

    /** A template, and the number of the revision that it is. */
    public record Revision(int number, Node template) {}

    private Templates(Map<ObjectKey, List<Revision>> revisions) {
        this.revisions = revisions;
    }

    /** After the objects have become others. */
    Templates after(ObjectStore before, ObjectStore next) {
        Map<ObjectKey, List<Revision>> changed = new LinkedHashMap<>(revisions);
        boolean any = false;
        for (KubeObject object : next.objects()) {
            Node now = REPLACED.contains(object.key().kind()) ? template(object) : null;
            List<Revision> known = now == null ? List.of() : of(before, object.key());
            if (now == null
                    || known.isEmpty()
                    || Nodes.sameValue(known.get(known.size() - 1).template(), now)) {
                continue;
            }
            List<Revision> more = new ArrayList<>(known);
            more.removeIf(revision -> Nodes.sameValue(revision.template(), now));
            while (more.size() > history(object)) {
                more.remove(0);
            }
            more.add(new Revision(known.get(known.size() - 1).number() + 1, now));
            changed.put(object.key(), List.copyOf(more));
            any = true;
        }
        return any ? new Templates(changed) : this;
    }

    /** Those of a workload, the present one last; empty when it has none. */
    List<Revision> of(ObjectStore store, ObjectKey workload) {
        List<Revision> known = revisions.get(workload);
        if (known != null) {
            return known;
        }
        KubeObject object = store.get(workload);
        Node template = object == null ? null : template(object);
        return template == null ? List.of() : List.of(new Revision(1, template));
    }

    /** How many templates of the past are kept: without an end, each change of a long run would look at more of them. */
    private static long history(KubeObject object) {
        Long limit = object.root().get("spec") instanceof MapNode spec
                        && spec.get("revisionHistoryLimit") instanceof ScalarNode scalar
                ? scalar.asLong()
                : null;
        return limit == null ? HISTORY : Math.min(1000, Math.max(HISTORY, limit));
    }

    static boolean isPaused(KubeObject object) {
        return object.root().get("spec") instanceof MapNode spec
                && spec.get("paused") instanceof ScalarNode paused
                && Boolean.TRUE.equals(paused.asBoolean());
    }

    static @Nullable Node template(KubeObject object) {
        return object.root().get("spec") instanceof MapNode spec ? spec.get("template") : null;
    }

    /** The template with another annotation; null when there is none. */
    static @Nullable Node restarted(KubeObject object) {
        Node template = template(object);
        if (template == null) {
            return null;
        }
        return annotated(template, restarts(template) + 1);
    }

    private static Node annotated(Node template, long restarts) {
        Map<String, Object> annotations = Map.of(RESTARTED, Long.toString(restarts));
        return Nodes.merge(
                template, Nodes.fromPlain(Map.of("metadata", Map.of("annotations", annotations)), Position.NONE));
    }

    /** What somebody applies says nothing of restarts, and so takes none back. */
    static KubeObject keepingRestarts(@Nullable KubeObject old, KubeObject object) {
        Node before = old == null ? null : template(old);
        Node now = template(object);
        long restarts = before == null ? 0 : restarts(before);
        return restarts == 0 || now == null || restarts(now) > 0
                ? object
                : object.withRoot((MapNode) Nodes.with(object.root(), "spec.template", annotated(now, restarts)));
    }

    private static long restarts(Node template) {
        Node metadata = template instanceof MapNode map ? map.get("metadata") : null;
        Node annotations = metadata instanceof MapNode map ? map.get("annotations") : null;
        Node value = annotations instanceof MapNode map ? map.get(RESTARTED) : null;
        String text = value instanceof ScalarNode scalar ? scalar.text() : "0";
        return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
    }
}

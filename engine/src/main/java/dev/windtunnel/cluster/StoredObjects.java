package dev.windtunnel.cluster;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.Manifests;
import dev.windtunnel.config.MeshReader;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.simulation.ClusterObjects;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The manifests' objects as a run's API server keeps them: what is invalid is refused, its old version stays. */
public final class StoredObjects implements ClusterObjects {

    private static final List<String> SCALABLE =
            List.of("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "Rollout");

    private final ObjectStore store;
    private final Scenario scenario;
    private final List<LineInterpreter> interpreters;
    private final Templates templates;

    /**
     * Objects at one instant.
     *
     * @param interpreters what carries out console lines; the first is asked
     */
    public StoredObjects(ObjectStore store, Scenario scenario, List<LineInterpreter> interpreters) {
        this(store, scenario, List.copyOf(interpreters), Templates.NONE);
    }

    private StoredObjects(
            ObjectStore store, Scenario scenario, List<LineInterpreter> interpreters, Templates templates) {
        this.store = store;
        this.scenario = scenario;
        this.interpreters = interpreters;
        this.templates = templates;
    }

    /** The objects. */
    public ObjectStore store() {
        return store;
    }

    /** The scenario that they belong to. */
    public Scenario scenario() {
        return scenario;
    }

    /** The same with other objects. */
    public StoredObjects with(ObjectStore next) {
        return new StoredObjects(next, scenario, interpreters, templates.after(store, next));
    }

    /** The templates that a workload has had, the present one last, each with the number of its revision. */
    public List<Templates.Revision> revisions(ObjectKey workload) {
        return templates.of(store, workload);
    }

    @Override
    public Change change(Action action) {
        if (action instanceof TimelineEntry.Apply apply) {
            return apply(apply.documents(), apply.text());
        } else if (action instanceof TimelineEntry.Delete delete) {
            return delete(delete.object());
        } else if (action instanceof TimelineEntry.Patch patch) {
            return patch(patch.fields());
        } else if (action instanceof TimelineEntry.Scale scale) {
            return scale(scale.workload(), scale.replicas());
        } else if (action instanceof TimelineEntry.Restart restart) {
            return restart(restart.workload());
        } else if (action instanceof TimelineEntry.Exec exec && !interpreters.isEmpty()) {
            return interpreters.get(0).interpret(exec.line(), this);
        }
        return failed("nothing carries out " + action.getClass().getSimpleName());
    }

    /** As {@code kubectl apply}; {@code from} names the documents in findings. */
    public Change apply(List<MapNode> roots, String from) {
        List<Document> documents = new ArrayList<>();
        for (MapNode root : roots) {
            documents.add(new Document(root, from, documents.size()));
        }
        Findings findings = new Findings();
        List<KubeObject> objects = Manifests.objects(documents, scenario.namespace(), findings);
        ObjectStore next = store;
        StringBuilder message = new StringBuilder();
        boolean refused = false;
        for (KubeObject object : objects) {
            Findings own = new Findings();
            if (!MeshReader.accepts(object, scenario.profile(), scenario.lenient01(), own)) {
                refused = true;
                for (Finding finding : own.atLeast(Level.ERROR)) {
                    line(message, finding.text());
                }
                continue;
            }
            ObjectStore.Applied applied = next.apply(Templates.keepingRestarts(next.get(object.key()), object));
            next = applied.store();
            line(message, object.key().text() + " " + applied.verb().text());
        }
        for (Finding finding : findings.atLeast(Level.ERROR)) {
            refused = true;
            line(message, finding.text());
        }
        return changed(next, refused ? "failed" : "applied", message.toString());
    }

    /** As {@code kubectl delete}. */
    public Change delete(String name) {
        KubeObject object = ObjectNames.find(store, name, scenario.namespace());
        if (object == null) {
            return failed("there is no " + name);
        }
        return changed(store.delete(object.key()), "applied", object.key().text() + " deleted");
    }

    private Change patch(Map<String, Map<String, Node>> fields) {
        ObjectStore next = store;
        StringBuilder message = new StringBuilder();
        for (Map.Entry<String, Map<String, Node>> each : fields.entrySet()) {
            KubeObject object = ObjectNames.find(next, each.getKey(), scenario.namespace());
            if (object == null) {
                return failed("there is no " + each.getKey());
            }
            ObjectStore patched = next;
            for (Map.Entry<String, Node> field : each.getValue().entrySet()) {
                try {
                    Node value = field.getValue();
                    boolean remove = value instanceof ScalarNode scalar && scalar.isNull();
                    patched = patched.patch(object.key(), field.getKey(), remove ? null : value);
                } catch (IllegalArgumentException e) {
                    return failed(each.getKey() + " " + field.getKey() + ": " + e.getMessage());
                }
            }
            KubeObject after = patched.get(object.key());
            Findings own = new Findings();
            if (after != null && !MeshReader.accepts(after, scenario.profile(), scenario.lenient01(), own)) {
                StringBuilder why = new StringBuilder();
                own.atLeast(Level.ERROR).forEach(finding -> line(why, finding.text()));
                return failed(why.toString());
            }
            line(message, object.key().text() + (patched.saysTheSame(next) ? " patched (no change)" : " patched"));
            next = patched;
        }
        return changed(next, "applied", message.toString());
    }

    /** As {@code kubectl scale}. */
    public Change scale(String workload, int replicas) {
        for (String kind : SCALABLE) {
            KubeObject object = ObjectNames.find(store, kind + "/" + workload, scenario.namespace());
            if (object != null) {
                ObjectStore next = isOf(object, replicas)
                        ? store
                        : store.patch(object.key(), "spec.replicas", ScalarNode.of(replicas));
                return changed(next, "applied", object.key().text() + " scaled");
            }
        }
        return failed("there is no workload " + workload + " that can be scaled");
    }

    /** Whether a workload says that it has so many pods: then scaling it is no change that anybody is told of. */
    private static boolean isOf(KubeObject object, int replicas) {
        return object.root().get("spec") instanceof MapNode spec
                && spec.get("replicas") instanceof ScalarNode scalar
                && Long.valueOf(replicas).equals(scalar.asLong());
    }

    /** As {@code kubectl rollout restart}: the template gets another annotation, so that its pods are replaced. */
    public Change restart(String workload) {
        for (String kind : Templates.REPLACED) {
            KubeObject object = ObjectNames.find(store, kind + "/" + workload, scenario.namespace());
            if (object == null) {
                continue;
            }
            if (Templates.isPaused(object)) {
                return failed("can't restart paused " + object.key().text() + " (run rollout resume first)");
            }
            Node template = Templates.restarted(object);
            if (template == null) {
                return failed(object.key().text() + " has no template");
            }
            ObjectStore next = store.patch(object.key(), "spec.template", template);
            return changed(next, "applied", object.key().text() + " restarted");
        }
        return failed("there is no workload " + workload + " that can be restarted");
    }

    /** A change to these objects, with the mesh that follows; none when they say what they said. */
    public Change changed(ObjectStore next, String result, @Nullable String message) {
        String text = message == null || message.isEmpty() ? null : message;
        if (next.saysTheSame(store)) {
            return new Change(this, null, result, text, List.of());
        }
        Mesh mesh = MeshReader.read(next, scenario.profile(), scenario.lenient01(), new Findings());
        return new Change(with(next), mesh, result, text, List.of());
    }

    /** No change, and why. */
    public Change failed(String why) {
        return new Change(this, null, "failed", why, List.of());
    }

    private static void line(StringBuilder message, String text) {
        message.append(message.length() == 0 ? "" : "; ").append(text);
    }
}

package dev.windtunnel.config;

import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Workloads that are written in the manifests and that the cluster does not take. The object has its own Error; what is
 * missing only because of it is no further mistake.
 */
public final class RefusedWorkloads {

    /** Kinds of objects that have pods. */
    public static final Set<String> KINDS =
            Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "ReplicationController", "Rollout");

    private RefusedWorkloads() {}

    /** The refused ones among the objects of which a mesh was read, in order of creation. */
    public static List<KubeObject> of(ObjectStore store, Mesh mesh, Profile profile) {
        Set<ObjectKey> taken = new HashSet<>();
        for (Workload workload : mesh.workloads()) {
            taken.add(workload.key());
        }
        List<KubeObject> refused = new ArrayList<>();
        for (KubeObject object : store.objects()) {
            if (KINDS.contains(object.key().kind())
                    && !taken.contains(object.key())
                    && !MeshReader.accepts(object, profile, false, new Findings())) {
                refused.add(object);
            }
        }
        return refused;
    }

    /** Where each of them is written ({@code Deployment at a.yaml:12}), by namespace and name ({@code ns/name}). */
    public static Map<String, String> places(ObjectStore store, Mesh mesh, Profile profile) {
        Map<String, String> places = new LinkedHashMap<>();
        for (KubeObject object : of(store, mesh, profile)) {
            places.put(
                    object.key().namespace() + "/" + object.key().name(),
                    object.key().kind() + " at " + object.place());
        }
        return places;
    }

    /** The labels that the pods of one would have, as far as they can be read. */
    public static Map<String, String> podLabels(KubeObject object) {
        String path = object.key().kind().equals("Pod") ? "metadata.labels" : "spec.template.metadata.labels";
        Node node = Paths.get(object.root(), Paths.parse(path));
        Map<String, String> labels = new LinkedHashMap<>();
        if (node instanceof MapNode map) {
            map.entries().forEach(entry -> {
                if (entry.value() instanceof ScalarNode scalar) {
                    labels.put(entry.key(), scalar.text());
                }
            });
        }
        return labels;
    }
}

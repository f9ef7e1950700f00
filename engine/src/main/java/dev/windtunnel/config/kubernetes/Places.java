package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.Namespace;
import java.util.List;
import java.util.Map;

/** Namespaces and nodes: where pods live. */
public final class Places {
    private static final List<String> REGION =
            List.of("topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region");
    private static final List<String> ZONE =
            List.of("topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone");

    private Places() {}

    /** A Namespace. */
    public static void namespace(ObjectReading object, MeshParts parts) {
        Metadata metadata = Metadata.of(object.root());
        object.root().harmless("spec");
        parts.add(new Namespace(object.key().name(), metadata.labels()));
    }

    /** A Node; its place is in its labels. */
    public static void node(ObjectReading object, MeshParts parts) {
        Map<String, String> labels = Metadata.of(object.root()).labels();
        Block spec = object.root().blockOrEmpty("spec");
        spec.notSimulated(Level.INFO, "taints", "unschedulable");
        spec.harmlessRest();
        parts.add(new ClusterNode(object.key().name(), first(labels, REGION), first(labels, ZONE), labels));
    }

    private static String first(Map<String, String> labels, List<String> names) {
        for (String name : names) {
            String value = labels.get(name);
            if (value != null) {
                return value;
            }
        }
        return "";
    }
}

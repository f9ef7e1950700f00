package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.ClusterNode.Taint;
import dev.windtunnel.mesh.Namespace;
import java.util.ArrayList;
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
        List<Taint> taints = new ArrayList<>();
        for (Block taint : spec.blocks("taints")) {
            taints.add(new Taint(taint.text("key", ""), taint.text("value", ""), taint.text("effect", "NoSchedule")));
            taint.harmless("timeAdded");
        }
        if (spec.isTrue("unschedulable")) {
            taints.add(new Taint("node.kubernetes.io/unschedulable", "", "NoSchedule"));
        }
        spec.harmlessRest();
        Block status = object.root().blockOrEmpty("status");
        Block info = status.blockOrEmpty("nodeInfo");
        String version = info.text("kubeletVersion");
        info.harmlessRest();
        status.harmlessRest();
        parts.add(new ClusterNode(
                object.key().name(), first(labels, REGION), first(labels, ZONE), labels, List.copyOf(taints), version));
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

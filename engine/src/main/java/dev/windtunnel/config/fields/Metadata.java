package dev.windtunnel.config.fields;

import java.util.Map;

/** The {@code metadata} of an object or of a pod template. */
public record Metadata(Map<String, String> labels, Map<String, String> annotations) {

    /** Reads the {@code metadata} below a block; name and namespace are known already. */
    public static Metadata of(Block owner) {
        Block metadata = owner.blockOrEmpty("metadata");
        metadata.harmless(
                "name",
                "namespace",
                "generateName",
                "creationTimestamp",
                "uid",
                "resourceVersion",
                "generation",
                "selfLink",
                "ownerReferences",
                "finalizers",
                "managedFields",
                "deletionTimestamp",
                "deletionGracePeriodSeconds",
                "clusterName",
                "initializers");
        Map<String, String> labels = metadata.textMap("labels");
        Labels.check(metadata, "labels", labels);
        return new Metadata(labels, metadata.textMap("annotations"));
    }
}

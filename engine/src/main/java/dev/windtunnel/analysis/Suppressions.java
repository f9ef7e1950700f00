package dev.windtunnel.analysis;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The annotation {@code galley.istio.io/analyze-suppress}: codes, or {@code *}, that an object does not want to hear. */
public final class Suppressions {
    private static final String ANNOTATION = "galley.istio.io/analyze-suppress";

    private Suppressions() {}

    /** The findings without those that their objects suppress. */
    public static List<Finding> keep(ObjectStore store, List<Finding> findings) {
        Map<ObjectKey, List<String>> codes = new HashMap<>();
        for (KubeObject object : store.objects()) {
            Node metadata = object.root().get("metadata");
            Node annotations = metadata instanceof MapNode map ? map.get("annotations") : null;
            if (annotations instanceof MapNode map && map.get(ANNOTATION) instanceof ScalarNode scalar) {
                codes.put(object.key(), Arrays.asList(scalar.text().split("\\s*,\\s*")));
            }
        }
        return findings.stream()
                .filter(finding -> !isSuppressed(codes, finding))
                .toList();
    }

    private static boolean isSuppressed(Map<ObjectKey, List<String>> codes, Finding finding) {
        if (finding.kind() == null || finding.name() == null) {
            return false;
        }
        String namespace = finding.namespace() == null ? "" : finding.namespace();
        List<String> own = codes.getOrDefault(new ObjectKey(finding.kind(), namespace, finding.name()), List.of());
        return own.contains("*") || own.contains(finding.code());
    }
}

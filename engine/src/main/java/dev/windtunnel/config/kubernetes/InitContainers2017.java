package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Workload.Container;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Init containers as Kubernetes 1.5 had them and kube-inject of Istio 0.1 wrote them: JSON in an annotation. */
final class InitContainers2017 {
    private static final String ANNOTATION = "pod.beta.kubernetes.io/init-containers";

    private InitContainers2017() {}

    static List<Container> of(ObjectReading object, Block spec, Map<String, String> annotations) {
        String json = annotations.get(ANNOTATION);
        if (json == null) {
            return List.of();
        }
        Findings problems = new Findings();
        List<Document> documents = YamlReader.read("annotation", json, problems);
        if (problems.hasErrors() || documents.size() != 1 || !(documents.get(0).root() instanceof ListNode list)) {
            spec.refuseWhole("the annotation " + ANNOTATION + " is no JSON list of containers", null);
            return List.of();
        }
        List<Container> containers = new ArrayList<>();
        for (Node item : list.items()) {
            if (item instanceof MapNode map) {
                Block block = object.embedded(map, "metadata.annotations[" + ANNOTATION + "]", spec.position());
                containers.add(Containers.one(block));
            }
        }
        return containers;
    }
}

package dev.windtunnel.config.inject;

import dev.windtunnel.config.inject.YamlStream.Part;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code istioctl kube-inject} of Istio 0.1.6 writes, without asking a cluster: mutual TLS is taken to be off, as in the
 * install file of that release. Deployments, DaemonSets, ReplicaSets, Jobs and ReplicationControllers get a sidecar unless
 * their template says something about {@value #SIDECAR}; every other document passes as it is. A {@code ---} follows each.
 */
public final class KubeInject {
    private static final String SIDECAR = "alpha.istio.io/sidecar";
    private static final String VERSION = "alpha.istio.io/version";
    private static final String INIT_CONTAINERS = "pod.beta.kubernetes.io/init-containers";
    private static final Set<String> INJECTED =
            Set.of("Deployment", "DaemonSet", "ReplicaSet", "Job", "ReplicationController");
    private static final Set<String> PODS_WITHOUT = Set.of("Pod", "StatefulSet", "CronJob", "List");

    private final InjectionOptions options;
    private final Sidecar sidecar;
    private final Findings findings;

    private KubeInject(InjectionOptions options, Findings findings) {
        this.options = options;
        this.sidecar = new Sidecar(options);
        this.findings = findings;
    }

    /**
     * The text with sidecars. When the findings have errors (not YAML, a workload without a template, an annotation
     * that is no list of containers) the documents they are about are missing from it.
     *
     * @param file the name for findings, as the user gave it
     */
    public static String inject(String file, String text, InjectionOptions options, Findings findings) {
        List<Document> documents = YamlReader.read(file, text, findings);
        KubeInject inject = new KubeInject(options, findings);
        StringBuilder out = new StringBuilder();
        for (Part part : YamlStream.split(text)) {
            String written = part.text();
            for (Document document : documents) {
                if (document.root() instanceof MapNode root
                        && part.holds(root.position().line())) {
                    written = inject.document(root, part.text());
                }
            }
            if (written != null) {
                out.append(written).append("---\n");
            }
        }
        return out.toString();
    }

    private @Nullable String document(MapNode root, String text) {
        String kind = root.get("kind") instanceof ScalarNode scalar ? scalar.text() : "";
        if (!INJECTED.contains(kind)) {
            if (PODS_WITHOUT.contains(kind)) {
                findings.add(about(
                        root,
                        kind,
                        Finding.warning("WT3201", "kube-inject of Istio 0.1 does not inject into a " + kind)));
            }
            return text;
        }
        if (!(GoObject.mapAt(root, "spec").get("template") instanceof MapNode template)) {
            findings.add(about(root, kind, Finding.error("IST0106", "this " + kind + " has no spec.template"))
                    .withFix("add the template of its pods"));
            return null;
        }
        MapNode annotations = GoObject.mapAt(GoObject.mapAt(template, "metadata"), "annotations");
        if (annotations.entry(SIDECAR) != null) {
            return Nodes.toYaml(GoObject.workload(root, kind));
        }
        List<Node> initContainers = declaredInitContainers(annotations);
        if (initContainers == null) {
            findings.add(about(
                    root,
                    kind,
                    Finding.error("IST0106", "the annotation " + INIT_CONTAINERS + " is no JSON list of containers")));
            return null;
        }
        initContainers.addAll(sidecar.initContainers());
        MapNode injected = template(template, annotations, initContainers);
        MapNode spec = GoObject.mapAt(root, "spec").with("template", injected);
        return FoldedText.fold(Nodes.toYaml(GoObject.workload(root.with("spec", spec), kind)), INIT_CONTAINERS);
    }

    private MapNode template(MapNode template, MapNode annotations, List<Node> initContainers) {
        MapNode annotated = annotations
                .with(SIDECAR, ScalarNode.of("injected"))
                .with(VERSION, ScalarNode.of(options.version()))
                .with(INIT_CONTAINERS, ScalarNode.of(GoJson.write(ListNode.of(initContainers))));
        MapNode podSpec = GoObject.mapAt(template, "spec");
        List<Node> containers = new ArrayList<>();
        if (podSpec.get("containers") instanceof ListNode own) {
            containers.addAll(own.items());
        }
        containers.add(sidecar.proxy(List.copyOf(containers)));
        return template.with("metadata", GoObject.mapAt(template, "metadata").with("annotations", annotated))
                .with("spec", podSpec.with("containers", ListNode.of(containers)));
    }

    /** The init containers that the annotation holds already, in a list to add to; null when it is no list. */
    private static @Nullable List<Node> declaredInitContainers(MapNode annotations) {
        if (!(annotations.get(INIT_CONTAINERS) instanceof ScalarNode json)) {
            return new ArrayList<>();
        }
        Findings problems = new Findings();
        List<Document> documents = YamlReader.read("", json.text(), problems);
        return !problems.hasErrors()
                        && documents.size() == 1
                        && documents.get(0).root() instanceof ListNode list
                ? new ArrayList<>(list.items())
                : null;
    }

    private static Finding about(MapNode root, String kind, Finding finding) {
        MapNode metadata = GoObject.mapAt(root, "metadata");
        String name = metadata.get("name") instanceof ScalarNode scalar ? scalar.text() : null;
        String namespace = metadata.get("namespace") instanceof ScalarNode scalar ? scalar.text() : null;
        return root.position().on(finding.withObject(kind, namespace, name));
    }
}

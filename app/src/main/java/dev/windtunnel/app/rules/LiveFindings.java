package dev.windtunnel.app.rules;

import dev.windtunnel.analysis.Checks;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.Manifests;
import dev.windtunnel.config.MeshReader;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.plan.Sidecars;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.YamlReader;
import java.util.ArrayList;
import java.util.List;

/** What there is to say about an edited text, as the cluster would say it and {@code windtunnel analyze} would. */
public final class LiveFindings {

    private LiveFindings() {}

    /**
     * The findings about the objects of a text, with lines of its file. Uses nothing that changes, so that it can be done
     * on any thread.
     *
     * @param others all objects in force
     */
    public static List<Finding> of(RuleText text, ObjectStore others, Scenario scenario) {
        Findings findings = new Findings();
        List<Document> documents = YamlReader.read(text.file(), text.text(), findings);
        List<KubeObject> objects = Manifests.objects(documents, scenario.namespace(), findings);
        ObjectStore store = others;
        List<ObjectKey> accepted = new ArrayList<>();
        for (KubeObject object : objects) {
            if (MeshReader.accepts(object, scenario.profile(), scenario.lenient01(), findings)) {
                store = store.apply(object).store();
                accepted.add(object.key());
            }
        }
        if (!accepted.isEmpty()) {
            Findings checks = new Findings();
            Mesh mesh = MeshReader.read(store, scenario.profile(), scenario.lenient01(), new Findings());
            Checks.run(mesh, store, scenario.profile(), Sidecars.of(mesh, scenario), checks);
            for (Finding finding : checks.list()) {
                if (accepted.stream().anyMatch(key -> isAbout(finding, key))) {
                    findings.add(finding);
                }
            }
        }
        return findings.sorted().stream()
                .distinct()
                .map(finding -> finding.line() == 0 ? finding : RuleText.moved(finding, text.firstLine()))
                .toList();
    }

    private static boolean isAbout(Finding finding, ObjectKey key) {
        return key.kind().equals(finding.kind()) && key.name().equals(finding.name());
    }
}

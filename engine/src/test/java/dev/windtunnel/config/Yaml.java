package dev.windtunnel.config;

import dev.windtunnel.analysis.Checks;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.source.YamlReader;
import java.util.List;
import java.util.stream.Collectors;

/** YAML in, mesh and findings out, as the tests of this package want them. */
public final class Yaml {
    private final Findings findings = new Findings();
    private final ObjectStore store;
    private final Mesh mesh;
    private final Profile profile;

    private Yaml(String text, Profile profile, boolean lenient01) {
        this.profile = profile;
        store = Manifests.store(YamlReader.read("a.yaml", text, findings), "default", findings);
        mesh = MeshReader.read(store, profile, lenient01, findings);
    }

    public static Yaml modern(String text) {
        return new Yaml(text, Profile.ISTIO_1_30, false);
    }

    public static Yaml of2017(String text) {
        return new Yaml(text, Profile.ENVOY_2017, false);
    }

    public static Yaml lenient2017(String text) {
        return new Yaml(text, Profile.ENVOY_2017, true);
    }

    public Mesh mesh() {
        return mesh;
    }

    public ObjectStore store() {
        return store;
    }

    public List<Finding> list() {
        return findings.list();
    }

    /** {@code IST0106 a.yaml:12}, one a line, sorted. */
    public String rows() {
        return rows(findings);
    }

    /** {@code IST0106 spec.http[0].timeout}, in the order they were found, joined by commas. */
    public String paths() {
        return findings.list().stream()
                .map(finding -> finding.code() + " " + finding.path())
                .collect(Collectors.joining(", "));
    }

    /** As {@link #rows} for the checks over the mesh. */
    public String checkRows() {
        Findings checked = new Findings();
        Checks.run(mesh, store, profile, checked);
        return rows(checked);
    }

    /** The messages of one code. */
    public List<String> messages(String code) {
        return findings.list().stream()
                .filter(finding -> finding.code().equals(code))
                .map(Finding::message)
                .toList();
    }

    private static String rows(Findings findings) {
        return findings.sorted().stream()
                .map(finding -> finding.code() + " " + finding.file() + ":" + finding.line())
                .collect(Collectors.joining("\n"));
    }
}

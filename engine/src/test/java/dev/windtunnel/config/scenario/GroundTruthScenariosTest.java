package dev.windtunnel.config.scenario;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.Manifests;
import dev.windtunnel.config.MeshReader;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.scenario.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Scenarios that were run against a real Envoy, where they are at hand. */
class GroundTruthScenariosTest {
    private static final Path FOLDER = Path.of("..", "..", "shared", "ground-truth");
    private static final List<String> FAMILIES = List.of(
            "timeout", "retry", "fault", "weighted", "match", "route", "connect", "hangup", "chain", "lb", "tail");

    static boolean atHand() {
        return Files.isDirectory(FOLDER);
    }

    @Test
    @EnabledIf("atHand")
    void scenariosOfRealRunsReadWithoutErrors() throws IOException {
        FileAccess files = FileAccess.disk(InputStream.nullInputStream());
        List<Path> cases;
        try (Stream<Path> all = Files.list(FOLDER)) {
            cases = all.filter(path ->
                            FAMILIES.contains(path.getFileName().toString().split("-")[0]))
                    .sorted()
                    .toList();
        }
        assertTrue(cases.size() > 50, cases::toString);
        for (Path folder : cases) {
            Findings findings = new Findings();
            for (ScenarioFile file : ScenarioFiles.load(folder.toString(), files, findings)) {
                Scenario scenario = ScenarioReader.read(file.root(), file.folder(), files, file.name(), findings);
                assertNotNull(scenario, () -> Texts.texts(findings));
                Mesh mesh = MeshReader.read(
                        Manifests.store(file.others(), scenario.namespace(), new Findings()),
                        scenario.profile(),
                        scenario.lenient01(),
                        new Findings());
                ScenarioChecks.check(scenario, mesh, file.root(), findings);
            }
            assertFalse(findings.hasErrors(), () -> Texts.texts(findings));
        }
    }
}

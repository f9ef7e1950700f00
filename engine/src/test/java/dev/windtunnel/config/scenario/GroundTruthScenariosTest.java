package dev.windtunnel.config.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Findings;
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
    void scenariosOfRealRunsReadWithoutFindings() throws IOException {
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
                ScenarioReader.read(file.root(), file.folder(), files, file.name(), findings);
            }
            assertEquals("", Texts.texts(findings), folder.toString());
        }
    }
}

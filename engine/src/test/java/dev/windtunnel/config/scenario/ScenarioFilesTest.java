package dev.windtunnel.config.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Findings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioFilesTest {
    private static final String SCENARIO = "apiVersion: windtunnel.dev/v1\nkind: Scenario\n";
    private static final String SERVICE = "kind: Service\nmetadata: {name: s}\n";

    private final Findings findings = new Findings();

    private List<ScenarioFile> load(String path, String... files) {
        return ScenarioFiles.load(path, Texts.Memory.of(files), findings);
    }

    private void assertOneError(String code, String words) {
        assertEquals(1, findings.size(), Texts.texts(findings));
        assertEquals(code, findings.list().get(0).code());
        assertTrue(findings.list().get(0).text().contains(words), Texts.texts(findings));
        assertTrue(findings.hasErrors());
    }

    @Test
    void aFileHoldsOneScenarioAndManifestsBesideIt() {
        List<ScenarioFile> loaded = load("d/x.yaml", "d/x.yaml", SERVICE + "---\n" + SCENARIO + "---\n" + SERVICE);
        assertEquals(1, loaded.size());
        ScenarioFile file = loaded.get(0);
        assertEquals("x", file.name());
        assertEquals("d", file.folder());
        assertEquals(2, file.others().size());
        assertTrue(file.written());
        assertEquals(List.of("apiVersion", "kind"), file.root().keys());
        assertTrue(findings.isEmpty());
    }

    @Test
    void aFolderWithAScenarioIsThatScenario() {
        List<ScenarioFile> loaded = load(
                "d/hello",
                "d/hello/scenario.yaml",
                SCENARIO,
                "d/hello/other.yaml",
                SCENARIO,
                "d/hello/m/a.yaml",
                SERVICE);
        assertEquals(List.of("hello"), loaded.stream().map(ScenarioFile::name).toList());
        assertEquals("d/hello", loaded.get(0).folder());
    }

    @Test
    void aFolderWithoutOneStandsForAllDirectlyInIt() {
        List<ScenarioFile> loaded = load(
                "d",
                "d/b.yaml",
                SCENARIO,
                "d/a/scenario.yaml",
                SCENARIO,
                "d/c/scenario.yaml",
                SCENARIO,
                "d/manifest.yaml",
                SERVICE,
                "d/template.yaml",
                "{{ .Values.x }}: [",
                "d/deep/er/scenario.yaml",
                SCENARIO,
                "d/notes.txt",
                SCENARIO);
        assertEquals("", Texts.texts(findings));
        assertEquals(
                List.of("a", "b", "c"), loaded.stream().map(ScenarioFile::name).toList());
    }

    @Test
    void twoScenariosInOneFileAreNamedBoth() {
        load("x.yaml", "x.yaml", SCENARIO + "---\n" + SCENARIO);
        assertOneError("WT0052", "x.yaml:4:1");
        assertTrue(findings.list().get(0).text().contains("x.yaml:1:1"), Texts.texts(findings));
    }

    @Test
    void aFileWithoutAScenarioSaysWhatToWrite() {
        load("x.yaml", "x.yaml", SERVICE);
        assertOneError("WT0051", "kind: Scenario");
    }

    @Test
    void aFolderWithoutAnyScenarioSaysWhatToWrite() {
        load("d", "d/x.yaml", SERVICE);
        assertOneError("WT0051", "kind: Scenario");
    }

    @Test
    void whatIsNotThereIsSaid() {
        load("no.yaml");
        assertOneError("WT0050", "there is no file or folder no.yaml");
    }

    @Test
    void whatIsNoYamlIsSaid() {
        assertTrue(load("x.yaml", "x.yaml", "kind: [Scenario").isEmpty());
        assertTrue(findings.hasErrors());
    }

    @Test
    void plainManifestsDoWhereNoScenarioIsNeeded() {
        List<ScenarioFile> loaded =
                ScenarioFiles.loadOrPlain("d/shop.yaml", Texts.Memory.of("d/shop.yaml", SERVICE), findings);
        assertEquals(1, loaded.size());
        ScenarioFile file = loaded.get(0);
        assertFalse(file.written());
        assertEquals(1, file.others().size());
        assertEquals(
                "shop",
                ScenarioReader.read(file.root(), file.folder(), Texts.NO_FILES, file.name(), findings)
                        .name());
        assertTrue(findings.isEmpty(), Texts.texts(findings));
    }

    @Test
    void aFolderOfManifestsIsItsOwnResource() {
        List<ScenarioFile> loaded =
                ScenarioFiles.loadOrPlain("d/shop", Texts.Memory.of("d/shop/a.yaml", SERVICE), findings);
        ScenarioFile file = loaded.get(0);
        assertEquals("d/shop", file.folder());
        assertEquals(
                List.of("."),
                ScenarioReader.read(file.root(), file.folder(), Texts.NO_FILES, file.name(), findings)
                        .resources());
    }

    @Test
    void theDiskIsReadAsItIs(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("scenario.yaml"), SCENARIO);
        Files.createDirectories(folder.resolve("sub"));
        FileAccess disk = FileAccess.disk(InputStream.nullInputStream());
        List<ScenarioFile> loaded = ScenarioFiles.load(folder.toString(), disk, findings);
        assertEquals(folder.getFileName().toString(), loaded.get(0).name());
        assertEquals(List.of("scenario.yaml", "sub"), disk.list(folder.toString()));
        assertFalse(disk.exists("no\u0000file"));
        ScenarioFiles.load("no\u0000file", disk, findings);
        assertOneError("WT0050", "there is no file");
    }

    @Test
    void aDashIsStdin() {
        FileAccess disk = FileAccess.disk(new ByteArrayInputStream(SCENARIO.getBytes(StandardCharsets.UTF_8)));
        ScenarioFile file = ScenarioFiles.load("-", disk, findings).get(0);
        assertEquals("", file.folder());
        assertEquals("-", file.file());
        assertEquals("<stdin>:1:1", file.root().position().toString());
    }

    @Test
    void namesComeFromFilesAndFolders() {
        assertEquals("a", ScenarioFiles.nameOf("x/a.yaml"));
        assertEquals("a", ScenarioFiles.nameOf("x/a/scenario.yaml"));
        assertEquals("a", ScenarioFiles.nameOf("x/a/"));
        assertEquals("scenario", ScenarioFiles.nameOf("scenario.yaml"));
        assertEquals("scenario", ScenarioFiles.nameOf("."));
    }
}

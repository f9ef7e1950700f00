package dev.windtunnel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.ResourceFiles.Resource;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Position;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceFilesTest {
    @TempDir
    private Path folder = Path.of("");

    private final Findings findings = new Findings();

    @BeforeEach
    void someFiles() throws IOException {
        for (String name : List.of(
                "a.yaml",
                "b.yml",
                "c.json",
                "notes.txt",
                ".hidden.yaml",
                "sub/a.yaml",
                "sub/deep/z.yaml",
                "sub.yaml")) {
            write(name, "# " + name);
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<String> names(String... patterns) {
        List<Resource> resources = Arrays.stream(patterns)
                .map(pattern -> new Resource(pattern, new Position("scenario.yaml", 7, 3)))
                .toList();
        List<String> names = new ArrayList<>();
        String prefix = folder.toString().replace('\\', '/') + "/";
        for (ResourceFile file : ResourceFiles.read(folder, resources, stdin(), findings)) {
            names.add(file.name().startsWith(prefix) ? file.name().substring(prefix.length()) : file.name());
        }
        return names;
    }

    private static ByteArrayInputStream stdin() {
        return new ByteArrayInputStream("kind: List".getBytes(StandardCharsets.UTF_8));
    }

    private List<String> found() {
        return findings.list().stream()
                .map(one -> one.code() + " " + one.file() + ":" + one.line())
                .map(row -> row.replace(folder.toString().replace('\\', '/') + "/", ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    .               | a.yaml b.yml c.json sub.yaml sub/a.yaml sub/deep/z.yaml
                    a.yaml          | a.yaml
                    ./a.yaml        | a.yaml
                    notes.txt       | notes.txt
                    *.yaml          | a.yaml sub.yaml
                    ?.yml           | b.yml
                    *               | a.yaml b.yml c.json sub.yaml sub/a.yaml sub/deep/z.yaml
                    **/*.yaml       | a.yaml sub.yaml sub/a.yaml sub/deep/z.yaml
                    sub/**/z.yaml   | sub/deep/z.yaml
                    s*              | sub.yaml sub/a.yaml sub/deep/z.yaml
                    {a,b}.y{a,}ml   | a.yaml b.yml
                    [a-b].*         | a.yaml b.yml
                    [!a].*          | b.yml c.json
                    sub             | sub/a.yaml sub/deep/z.yaml
                    sub/../a.yaml   | a.yaml
                    """)
    void patternsFindFilesByPath(String pattern, String expected) {
        assertEquals(expected, String.join(" ", names(pattern)));
        assertTrue(findings.isEmpty());
    }

    @Test
    void aFileThatTwoPatternsNameIsReadOnce() {
        assertEquals(List.of("sub/a.yaml", "a.yaml", "sub.yaml"), names("sub/a.yaml", "*.yaml", "sub/a.yaml"));
    }

    @Test
    void aDashIsStandardInput() {
        assertEquals(List.of("<stdin>", "a.yaml"), names("-", "a.yaml", "-"));
    }

    @ParameterizedTest
    @CsvSource({"missing.yaml", "missing/*.yaml", "*.toml", "'bad[.yaml'"})
    void aPatternThatMatchesNothingIsAnErrorAtItsPlace(String pattern) {
        assertEquals(List.of(), names(pattern));
        assertEquals(List.of("WT0022 scenario.yaml:7"), found());
    }

    @Test
    void aFolderWithoutManifestsMatchesNothing() throws IOException {
        write("empty/readme.md", "");
        assertEquals(List.of(), names("empty"));
        assertEquals(List.of("WT0022 scenario.yaml:7"), found());
    }

    @Test
    void aPlainKustomizationIsItsResources() throws IOException {
        write("over/kustomization.yaml", "kind: Kustomization\nresources:\n- ../base\n- own.yaml\n");
        write("over/own.yaml", "");
        write("over/not-listed.yaml", "");
        write("base/kustomization.yml", "bases: []\nresources: [x.yaml]\n");
        write("base/x.yaml", "");
        write("base/y.yaml", "");
        assertEquals(List.of("base/x.yaml", "over/own.yaml"), names("over"));
        assertTrue(findings.isEmpty());
    }

    @Test
    void whatKustomizeAndHelmWouldChangeIsLeftToThem() throws IOException {
        write("k/kustomization.yaml", "resources: [x.yaml]\nnamePrefix: a-\n");
        write("k/x.yaml", "");
        write("h/Chart.yaml", "name: h\n");
        write("h/templates/x.yaml", "");
        assertEquals(List.of(), names("k", "h"));
        assertEquals(List.of("WT0023 k/kustomization.yaml:2", "WT0023 h/Chart.yaml:1"), found());
        assertTrue(String.valueOf(findings.list().get(0).fix()).contains("kubectl kustomize"));
        assertTrue(String.valueOf(findings.list().get(1).fix()).contains("helm template"));
    }

    @Test
    void aMissingResourceOfAKustomizationIsAnError() throws IOException {
        write("k/kustomization.yaml", "\nresources:\n- https://example.org/x\n");
        assertEquals(List.of(), names("k"));
        assertEquals(List.of("WT0022 k/kustomization.yaml:2"), found());
    }

    @Test
    void binaryFilesAreFindings() throws IOException {
        Files.write(folder.resolve("bin.yaml"), new byte[] {(byte) 0xC3, 0x28});
        assertEquals(List.of(), names("bin.yaml"));
        assertEquals(List.of("WT0024 bin.yaml:1"), found());
    }

    @Test
    void linksThatLeadBackAreFollowedOnce() throws IOException {
        for (String name : List.of("one", "two", "three", "four", "five")) {
            Files.createSymbolicLink(folder.resolve("sub/" + name), folder);
            Files.createSymbolicLink(folder.resolve("sub/deep/" + name), folder.resolve("sub"));
        }
        List<String> all = List.of("a.yaml", "b.yml", "c.json", "sub.yaml", "sub/a.yaml", "sub/deep/z.yaml");
        assertEquals(all, assertTimeoutPreemptively(Duration.ofSeconds(10), () -> names(".")));
        assertEquals(
                List.of("a.yaml", "sub.yaml", "sub/a.yaml", "sub/deep/z.yaml"),
                assertTimeoutPreemptively(Duration.ofSeconds(10), () -> names("**/*.yaml")));
        assertTrue(findings.isEmpty(), findings.list().toString());
    }

    @Test
    void kustomizationsThatNameEachOtherEnd() throws IOException {
        write("k/a/kustomization.yaml", "resources: [../b, ../c, x.yaml]\n");
        write("k/b/kustomization.yaml", "resources: [../a, ../c]\n");
        write("k/c/kustomization.yaml", "resources: [../b, ../a, ../c]\n");
        write("k/a/x.yaml", "# x");
        assertEquals(List.of("k/a/x.yaml"), assertTimeoutPreemptively(Duration.ofSeconds(10), () -> names("k/a")));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aTreeWithoutAnEndIsRefused() {
        ResourceFiles.read(
                folder, List.of(new Resource("/proc/**", new Position("scenario.yaml", 7, 3))), stdin(), findings);
        assertEquals("WT0025", findings.list().get(findings.size() - 1).code());
        assertEquals(7, findings.list().get(findings.size() - 1).line());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileWithoutAnEndIsReadAsFarAsItIsTooLarge() {
        List<ResourceFile> read = ResourceFiles.read(folder, List.of(Resource.of("/dev/zero")), stdin(), findings);
        assertEquals(64 * 1024 * 1024 + 1, read.get(0).text().length());
    }

    @Test
    void anEmptyNameIsNoFolder() {
        assertEquals(List.of(), names(""));
        assertEquals(
                "the name of a file or folder is empty", findings.list().get(0).message());
    }
}

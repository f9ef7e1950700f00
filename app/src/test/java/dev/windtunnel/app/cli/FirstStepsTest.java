package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.windtunnel.app.cli.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The first steps with Istio 0.1.6, of November 2017: what was printed then is what the simulation gives. */
class FirstStepsTest {
    private static final Path FOLDER = Path.of("..", "scenarios", "first-steps");
    /** The files of 2017 themselves, where somebody has put them beside this project. */
    private static final Path ORIGINALS = Path.of("..", "..", "shared", "seed");

    private static final String[] RULES = {"rules/default.yaml", "rules/timeout.yaml", "rules/retry.yaml"};

    private static Result run(String... args) {
        return Shell.in(FOLDER).run(args);
    }

    private static String text(String file) throws IOException {
        return Files.readString(FOLDER.resolve(file));
    }

    // ---------------------------------------------------------------- the runs

    @Test
    void everyFigureOf2017IsReproduced() throws IOException {
        Result result = run("run", ".", "-o", "json");
        Map<String, String> missed = new TreeMap<>();
        List<String> named = new ArrayList<>();
        for (JsonNode item : new ObjectMapper().readTree(result.out()).path("items")) {
            String scenario = item.path("scenario").path("name").asText();
            for (JsonNode threshold : item.path("thresholds")) {
                named.add(threshold.path("name").asText());
                assertFalse(threshold.path("reference").isNull(), threshold.toString());
                if (!threshold.path("ok").asBoolean()) {
                    missed.put(scenario, threshold.toString());
                }
            }
        }
        assertEquals(Map.of(), missed);
        assertEquals(0, result.status());
        for (String row : List.of(
                "E1 ", "E1b", "E1c", "E2 ", "E2b", "E2c", "E2d", "E3 ", "E3b", "E3c", "E3d", "E3e", "E3f", "E3g", "F1 ",
                "F2", "F3", "F5", "F6", "F8", "F9", "F10a", "F10b", "F12", "O5", "O6", "K9", "C7")) {
            assertTrue(named.stream().anyMatch(name -> name.startsWith(row)), "no threshold of " + row);
        }
    }

    @Test
    void oneTableHoldsAllThresholdsWithTheirReferences() {
        Result result = run("run", "e2b-timeout-hides-split.yaml", "e3b-counters.yaml");
        assertEquals(0, result.status());
        assertTrue(result.out().contains("  REFERENCE   SIMULATED   HELD\n"), result.out());
        assertTrue(result.out().endsWith("✓ 2 of 2 scenarios passed, 5 of 5 thresholds held\n"), result.out());
    }

    @Test
    void theSecondRuleOfANameIsRefusedAndTheFirstStays() throws IOException {
        Result result = run("run", "f12-name-taken.yaml", "-o", "json");
        JsonNode timeline = new ObjectMapper().readTree(result.out()).path("timeline");
        assertEquals("failed", timeline.path(0).path("result").asText());
        assertTrue(timeline.path(0).path("message").asText().contains("\"helloworld-timeout\" already exists"));
        assertEquals(
                "Created config: route-rule helloworld-timeout",
                timeline.path(2).path("message").asText());
    }

    // ---------------------------------------------------------------- files

    @Test
    void analyzeHasNothingAgainstTheFiles() {
        List<String> args = new ArrayList<>(List.of("analyze", "--profile", "envoy-2017", "manifests"));
        args.addAll(List.of(RULES));
        Result result = run(args.toArray(new String[0]));
        assertEquals(0, result.status());
        assertFalse(result.out().contains("Error ["), result.out());
        assertTrue(
                result.out()
                        .contains("Warning [WT0021] (route-rule default/helloworld-timeout rules/retry.yaml:2:1) this"
                                + " object is also in rules/timeout.yaml:2;"),
                result.out());
        assertTrue(
                result.out().endsWith("; not simulated: 1 PersistentVolume, 1 PersistentVolumeClaim\n"), result.out());
    }

    @Test
    void analyzeHasNothingAgainstTheOriginals() {
        assumeTrue(Files.isDirectory(ORIGINALS));
        Result result = Shell.in(ORIGINALS).run("analyze", "--profile", "envoy-2017", ".");
        assertEquals(0, result.status());
        assertFalse(result.out().contains("Error ["), result.out());
        assertTrue(
                result.out().endsWith("; not simulated: 1 PersistentVolume, 1 PersistentVolumeClaim\n"), result.out());
    }

    @Test
    void eachRefusalOfThePlatformNamesItsCure() {
        Map<String, String> cures = Map.of(
                "f1-no-service-accounts.yaml", "Add ServiceAccount to the API server's --admission-control",
                "f3-no-dns.yaml", "Install the cluster's DNS add-on",
                "f5-not-privileged.yaml", "--allow-privileged=true",
                "f6-security-context-deny.yaml", "Remove SecurityContextDeny");
        cures.forEach((scenario, cure) -> {
            Result result = run("analyze", scenario);
            assertEquals(1, result.status());
            assertTrue(result.out().contains(cure), result.out());
        });
    }

    @Test
    void injectionGivesTheManifestsButForThePullPolicy() throws IOException {
        for (String name : List.of("helloworld-v1.yaml", "helloworld-v2.yaml", "tool.yaml")) {
            Result result = run("inject", "apps/" + name);
            assertEquals(0, result.status());
            assertEquals(
                    text("manifests/" + name),
                    result.out()
                            .replace("imagePullPolicy: Always", "imagePullPolicy: IfNotPresent")
                            .replace("\"imagePullPolicy\":\"Always\"", "\"imagePullPolicy\":\"IfNotPresent\""));
        }
    }

    @Test
    void injectionOfTheOriginalGivesWhatWasPrintedThen() throws IOException {
        assumeTrue(Files.isDirectory(ORIGINALS));
        Result result = Shell.in(ORIGINALS)
                .run(
                        "inject",
                        "rc-v1.yaml",
                        "--setVersionString=jenkins@ubuntu-16-04-build-12ac793f80be71-0.1.6-dab2033");
        assertEquals(
                Files.readString(ORIGINALS.resolve("rc-v1-istio.yaml")).stripTrailing(),
                result.out()
                        .replace("imagePullPolicy: Always", "imagePullPolicy: IfNotPresent")
                        .replace("\"imagePullPolicy\":\"Always\"", "\"imagePullPolicy\":\"IfNotPresent\"")
                        .stripTrailing());
    }

    @Test
    void theConvertedRulesAreWhatConvertGives() throws IOException {
        assertEquals(
                text("converted/split.yaml"),
                run("convert", "rules/default.yaml").out());
        assertEquals(
                text("converted/retry.yaml"),
                run("convert", "rules/default.yaml", "rules/retry.yaml").out());
        assertEquals(
                text("converted/retry-literal.yaml"),
                run("convert", "--literal", "rules/default.yaml", "rules/retry.yaml")
                        .out());
    }
}

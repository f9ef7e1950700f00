package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is given to a command may be empty, enormous or something else than was meant: each is said, none takes long. */
class InputLimitsTest {
    private static final String MANY =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: many}
            spec:
              replicas: %s
              selector: {matchLabels: {app: many}}
              template: {metadata: {labels: {app: many}}, spec: {containers: [{name: a, image: x}]}}
            """;

    @TempDir
    private Path folder;

    private Result run(String... args) {
        return assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> Shop.in(folder).run(args));
    }

    @Test
    void aHundredThousandPodsHaveAnAddressEach() {
        Shop.write(folder, "many.yaml", MANY.formatted(99_990));
        Result result = run("get", "shop", "pods", "-f", "many.yaml", "-o", "wide");
        assertEquals(0, result.status(), result.err());
        assertEquals(
                99_990,
                result.out().lines().filter(line -> line.startsWith("many-")).count());
        assertTrue(result.out().contains(" 10.2.134."), "more than a 10.1 can hold");
    }

    @Test
    void morePodsThanCanBeSimulatedAreRefusedWithTheLimit() {
        Shop.write(folder, "many.yaml", MANY.formatted(2_000_000_000));
        Result one = run("run", "shop", "-f", "many.yaml");
        assertEquals(1, one.status());
        assertTrue(
                one.out()
                        .contains("Error [WT1003] (Deployment default/many many.yaml:5:13)"
                                + " replicas is 2000000000, and at most 100000 pods can be simulated."),
                one.out());
        Shop.write(folder, "many.yaml", MANY.formatted(100_000));
        Result all = run("run", "shop", "-f", "many.yaml");
        assertEquals(2, all.status());
        assertTrue(all.err().contains("Error [WT0048] (Deployment default/many many.yaml:5:"), all.err());
        Result scaled = run("exec", "shop", "-c", "kubectl scale deployment web --replicas=2000000000");
        assertEquals("error: --replicas=2000000000: at most 100000 pods can be simulated\n", scaled.err());
    }

    @Test
    void errorsInManifestsExplainWhatTheScenarioMisses() {
        Shop.write(folder, "shop/mesh.yaml", "{}");
        Shop.in(folder);
        Shop.write(
                folder,
                "shop/mesh.yaml",
                Shop.read(folder.resolve("shop/mesh.yaml")).replaceFirst("replicas: [0-9]+", "replicas: many"));
        Result result = Shell.in(folder).run("run", "shop");
        assertEquals(2, result.status());
        assertTrue(result.err().contains("WT0040") && result.err().contains("IST0106"), result.err());
    }

    @Test
    void aScenarioInItsOwnResourcesIsReadOnce() {
        Shop.write(
                folder,
                "own/scenario.yaml",
                """
                apiVersion: windtunnel.dev/v1
                kind: Scenario
                metadata: {name: own}
                spec: {resources: [.]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: a}
                spec: {ports: [{port: 80}]}
                """);
        Result result = run("analyze", "own");
        assertFalse(result.out().contains("WT0021"), result.out());
        assertTrue(run("analyze", "own", "-o", "json").out().contains("\"objects\": 1,"));
    }

    @Test
    void aScenarioIsNoManifestToApply() {
        Result named = run("run", "shop", "-f", "shop/scenario.yaml");
        assertEquals(2, named.status());
        assertTrue(
                named.err()
                        .startsWith(
                                "Error [WT0074] (shop/scenario.yaml:1:1) -f shop/scenario.yaml: a Scenario cannot be"
                                        + " applied on top of another, only manifests can."),
                named.err());
        Result folder = run("run", "shop", "-f", "shop");
        assertEquals(0, folder.status());
        assertTrue(folder.out().contains("Warning [WT0074] (shop/scenario.yaml:1:1) -f shop: "), folder.out());
    }

    @Test
    void nothingToApplyIsSaid() {
        Shop.write(folder, "empty.yaml", "# nothing\n");
        assertTrue(run("run", "shop", "-f", "empty.yaml")
                .out()
                .contains("Warning [WT0075] (empty.yaml) -f empty.yaml: there is no object in it"));
        assertTrue(run("run", "shop", "-f", "-").out().contains("Warning [WT0075] (<stdin>) -f -: there is no object"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run||Error [WT0050] the path of the scenario is empty.",
                "analyze||Error [WT0050] the path of the scenario is empty.",
                "convert||Error [WT0070] the path is empty.",
                "inject||Error [WT0070] the path is empty.",
                "run shop -f||Error [WT0022] -f : the name of a file or folder is empty.",
                "run shop --junit||Error [WT0070] the path is empty.",
                "run shop --csv||Error [WT0070] the path is empty.",
                "run shop -f|none.yaml|Error [WT0022] -f none.yaml: \"none.yaml\" matches no file."
            })
    void aPathThatNamesNothingIsSaid(String command, String path, String message) {
        String[] words = (command + " x").split(" ");
        words[words.length - 1] = path == null ? "" : path;
        Result result = run(words);
        assertEquals(2, result.status(), result.out());
        assertTrue(result.err().startsWith(message), result.err());
    }

    @Test
    void aRegexThatGrowsTooLargeIsRefused() {
        String regex = "'((a{1000}){1000}){1000}'";
        Result manifest = run(
                "run",
                "shop",
                "--set",
                "VirtualService/ratings:spec.http[0].match[0].headers.end-user={regex: " + regex + "}");
        assertEquals(1, manifest.status());
        assertTrue(manifest.out().contains("is no RE2 expression: it is too large"), manifest.out());
        Result scenario = run("run", "shop", "--set", "workloads.web.handlers[0].match={uri: {regex: " + regex + "}}");
        assertEquals(2, scenario.status());
        assertTrue(scenario.err().contains("this is no RE2 expression: it is too large"), scenario.err());
    }
}

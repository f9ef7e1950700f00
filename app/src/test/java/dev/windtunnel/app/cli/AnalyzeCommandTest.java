package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeCommandTest {
    private static final String BAD =
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: reviews}
            spec:
              hosts: [reviews]
              http: [{route: [{destination: {host: reviews, subset: v9}}]}]
            ---
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: pv}
            """;

    private static final String LOG =
            """
            Error [IST0101] (VirtualService default/reviews %1$s:6:34) there is no host "reviews.default.svc.cluster.local": its requests get 503 NC. Check the name, or add the Service.
            Info [WT1000] (PersistentVolume %1$s:8:1) 1 object of kind PersistentVolume is not simulated
            ✗ 1 error, 1 info in 2 objects; not simulated: 1 PersistentVolume
            """;

    @TempDir
    private Path folder;

    private Result analyze(String... args) {
        Shop.write(folder, "bad.yaml", BAD);
        String[] all = new String[args.length + 1];
        all[0] = "analyze";
        System.arraycopy(args, 0, all, 1, args.length);
        return Shop.in(folder).typing(BAD).run(all);
    }

    @Test
    void findingsAreLinesAsThoseOfIstioctl() {
        assertEquals(new Result(1, LOG.formatted("bad.yaml"), ""), analyze("bad.yaml"));
    }

    @Test
    void manifestsMayComeFromAPipe() {
        assertEquals(new Result(1, LOG.formatted("<stdin>"), ""), analyze("-"));
    }

    @Test
    void theDocumentCountsObjectsAndIgnoredKinds() {
        Result json = analyze("bad.yaml", "-o", "json");
        assertEquals(1, json.status());
        assertTrue(
                json.out().startsWith("{\n  \"apiVersion\": \"windtunnel.dev/v1\",\n  \"kind\": \"Findings\",\n"),
                json.out());
        assertTrue(
                json.out()
                        .endsWith(
                                """
                                  "objects": 2,
                                  "ignored": [{"kind": "PersistentVolume", "count": 1}]
                                }
                                """),
                json.out());
        assertTrue(analyze("bad.yaml", "-o", "yaml").out().contains("\nobjects: 2\n"));
        assertTrue(analyze("bad.yaml", "-o", "sarif").out().contains("\"version\": \"2.1.0\""));
        assertTrue(analyze("bad.yaml", "-o", "junit").out().startsWith("<?xml"));
    }

    @Test
    void allManifestsAreOneCluster() {
        Shop.write(
                folder,
                "service.yaml",
                """
                apiVersion: v1
                kind: Service
                metadata: {name: reviews}
                spec: {ports: [{name: http, port: 80}]}
                """);
        Result result = analyze("bad.yaml", "service.yaml");
        assertTrue(result.out().contains("no subset"), result.out());
        assertFalse(result.out().contains("there is no host"), result.out());
    }

    @Test
    void foldersAndScenariosAreLookedAt() {
        Shop.write(folder, "manifests/bad.yaml", BAD);
        assertTrue(analyze("manifests").out().contains(" manifests/bad.yaml:6:34)"));
        Result scenario = analyze("shop");
        assertEquals(0, scenario.status());
        assertTrue(scenario.out().endsWith("✓ 1 info in 8 objects\n"), scenario.out());
    }

    @Test
    void anErrorInAScenarioIsAFinding() {
        Shop.in(folder);
        Shop.write(folder, "shop/scenario.yaml", Shop.SCENARIO.replace("from: client", "from: nobody"));
        Result result = Shell.in(folder).run("analyze", "shop");
        assertEquals(2, result.status());
        assertTrue(result.out().startsWith("Error [WT0040] (Scenario shop shop/scenario.yaml:"), result.out());
    }

    @Test
    void yamlThatCannotBeReadIsAFinding() {
        Shop.write(folder, "syntax.yaml", "a: [");
        Result result = analyze("syntax.yaml");
        assertEquals(1, result.status());
        assertTrue(result.out().startsWith("Error [WT0001] (syntax.yaml:"), result.out());
    }

    @Test
    void aPathWithNothingIsStatus2() {
        Result missing = analyze("none.yaml");
        assertEquals(2, missing.status());
        assertEquals("", missing.out());
        assertTrue(missing.err().startsWith("Error [WT0050] (none.yaml)"), missing.err());
        assertTrue(folder.resolve("empty").toFile().mkdir());
        assertEquals(2, analyze("empty").status());
        assertTrue(analyze("none.yaml", "-o", "json").out().contains("\"kind\": \"Findings\""));
        assertEquals(2, analyze().status());
    }

    @Test
    void thresholdsDecideWhatFailsAndWhatIsShown() {
        assertEquals(0, analyze("bad.yaml", "--failure-threshold", "Never").status());
        assertEquals(0, analyze("shop").status());
        assertEquals(1, analyze("shop", "--failure-threshold", "info").status());
        Result errors = analyze("bad.yaml", "--output-threshold", "Error");
        assertFalse(errors.out().contains("WT1000"), errors.out());
        Result failing = analyze("bad.yaml", "--output-threshold", "Never", "--failure-threshold", "Error");
        assertTrue(failing.out().contains("IST0101"), failing.out());
        assertTrue(analyze("bad.yaml", "--failure-threshold", "worst").err().contains("Info, Warning, Error, Never"));
    }

    @Test
    void suppressionsTakeTheWildcardsOfIstioctl() {
        for (String object : new String[] {
            "VirtualService/reviews",
            "VirtualService/default/reviews",
            "VirtualService reviews.default",
            "VirtualService reviews",
            "VirtualService *.default",
            "*/rev*"
        }) {
            assertEquals(
                    0, analyze("bad.yaml", "--suppress", "IST0101=" + object).status(), object);
        }
        assertEquals(
                1, analyze("bad.yaml", "-S", "IST0101=VirtualService/review").status());
        assertEquals(
                1, analyze("bad.yaml", "-S", "IST0102=VirtualService/reviews").status());
        assertEquals(2, analyze("bad.yaml", "-S", "IST0101").status());
    }

    @Test
    void aNamespaceIsWhereObjectsAreAndWhatIsShown() {
        assertTrue(analyze("bad.yaml", "-n", "shop").out().contains("(VirtualService shop/reviews"));
        Shop.write(folder, "other.yaml", BAD.replace("{name: reviews}", "{name: reviews, namespace: other}"));
        assertEquals(0, analyze("other.yaml", "-n", "shop").status());
        assertEquals(1, analyze("other.yaml", "-n", "shop", "-A").status());
    }

    @Test
    void theProfileDecidesWhichRulesAreKnown() {
        assertTrue(analyze("bad.yaml", "--profile", "envoy-2017").out().contains("Warning [WT0031]"));
        assertEquals(2, analyze("bad.yaml", "--profile", "istio-9").status());
    }

    @Test
    void analyzersAreListed() {
        Result list = analyze("--list-analyzers");
        assertEquals(0, list.status());
        assertTrue(list.out().startsWith("CODE      MAKES SURE THAT\n"), list.out());
        assertTrue(list.out().contains("\nIST0101   hosts and subsets of destinations exist\n"), list.out());
        assertTrue(analyze("-L", "-o", "json").out().contains("\"kind\": \"AnalyzerList\""));
        assertEquals(2, analyze("-L", "-o", "sarif").status());
    }

    @Test
    void errorsInTheScenarioItselfAreStatus2() {
        Result result = Shop.in(folder).run("analyze", "shop", "--set", "run.seed=x", "--failure-threshold", "Never");
        assertEquals(2, result.status());
        assertTrue(
                result.out()
                        .startsWith("Error [WT0011] (Scenario shop) --set run.seed=x: wanted a whole number, got the"
                                + " text \"x\""),
                result.out());
        Result json = Shop.in(folder).run("analyze", "shop", "--set", "run.seed=x", "-o", "json");
        assertEquals(2, json.status());
        assertTrue(json.out().contains("\"kind\": \"Findings\""), json.out());
    }
}

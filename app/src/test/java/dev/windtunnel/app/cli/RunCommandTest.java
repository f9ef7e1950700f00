package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {
    @TempDir
    private Path folder;

    private Result run(String... args) {
        return Shop.in(folder).run(args);
    }

    private static String[] with(String... more) {
        String[] args = new String[more.length + 2];
        args[0] = "run";
        args[1] = "shop";
        System.arraycopy(more, 0, args, 2, more.length);
        return args;
    }

    @Test
    void theSummaryBeginsWithTheScenarioAndTheTotals() {
        Result result = run("run", "shop");
        assertEquals("", result.err());
        assertEquals(0, result.status());
        assertTrue(
                result.out()
                        .startsWith(
                                """
                                shop   istio-1.30, seed 7, 401 ms simulated
                                50 requests, 50 completed, 109 attempts, 9 retries
                                """),
                result.out());
        assertTrue(result.out().contains("✓   p99(people) < 1s"), result.out());
    }

    @Test
    void filesAreShownAsTheirUserNamedThem() {
        assertTrue(run("run", "./shop").out().contains("(Scenario shop ./shop/scenario.yaml:1:1)"));
        assertTrue(run("run", "shop/scenario.yaml").out().contains("(Scenario shop shop/scenario.yaml:1:1)"));
    }

    @Test
    void sameInputAndSeedGiveTheSameBytes() {
        assertEquals(run(with("-o", "json")), run(with("-o", "json")));
        assertNotEquals(
                run(with("-o", "json")).out(),
                run(with("-o", "json", "--seed", "8")).out());
    }

    @Test
    void noFigureDependsOnTheNumberOfJobs() {
        Result one = run(with("-o", "json", "--replications", "4"));
        assertEquals(one, run(with("-o", "json", "--replications", "4", "--jobs", "2")));
        assertTrue(one.out().contains("\"replications\": 4"), one.out());
    }

    @Test
    void severalScenariosAreAList() {
        Result json = run("run", "shop", "shop/scenario.yaml", "-o", "json");
        assertTrue(json.out().contains("\"kind\": \"RunResultList\""));
        Result table = run("run", "shop", "shop");
        assertTrue(table.out().contains("✓ 2 of 2 scenarios passed, 2 of 2 thresholds held"), table.out());
    }

    @Test
    void aScenarioMayComeFromStdin() {
        Result result = Shop.in(folder)
                .typing(Shop.SCENARIO.replace("mesh.yaml", "shop/mesh.yaml"))
                .run("run", "-");
        assertEquals(0, result.status(), result.err());
    }

    @Test
    void stdinIsReadOnce() {
        Result result = Shop.in(folder).typing(Shop.SCENARIO).run("run", "-", "-f", "-");
        assertEquals(2, result.status());
        assertTrue(result.err().contains("'-' is there 2 times"), result.err());
    }

    @Test
    void aMissedThresholdIsStatus1() {
        Result result = run(with("--set", "thresholds[0]=p99(people) < 1ms"));
        assertEquals(1, result.status(), result.err());
        assertTrue(result.out().contains("✗ 1 of 1 threshold did not hold"), result.out());
    }

    @Test
    void aFindingAtTheFailureThresholdIsStatus1() {
        String[] wrongHost = with("--set", "VirtualService/ratings:spec.http[1].route[0].destination.subset=v9");
        Result error = run(wrongHost);
        assertEquals(1, error.status());
        assertTrue(error.out().contains("Error [IST0101]"), error.out());
        String[] never = with(
                "--set",
                "VirtualService/ratings:spec.http[1].route[0].destination.subset=v9",
                "--set",
                "run.failureThreshold=Never");
        assertEquals(0, run(never).status());
        assertEquals(1, run(with("--set", "run.failureThreshold=Info")).status());
    }

    @Test
    void anErrorInTheScenarioIsStatus2WithFindingsOnStderr() {
        Result result = run(with("--set", "traffic[people].from=nobody"));
        assertEquals(2, result.status());
        assertEquals("", result.out());
        assertTrue(
                result.err().startsWith("Error [WT0040] (Scenario shop) --set traffic[people].from=nobody: "),
                result.err());
    }

    @Test
    void anErrorInTheScenarioIsADocumentWhenOneIsAskedFor() {
        Result json = run(with("--set", "traffic[people].from=nobody", "-o", "json"));
        assertEquals(2, json.status());
        assertEquals("", json.err());
        assertTrue(
                json.out().startsWith("{\n  \"apiVersion\": \"windtunnel.dev/v1\",\n  \"kind\": \"Findings\""),
                json.out());
        assertFalse(json.out().contains("RunResult"));
        Result yaml = run(with("--set", "traffic[people].from=nobody", "-o", "yaml"));
        assertTrue(yaml.out().startsWith("apiVersion: windtunnel.dev/v1\nkind: Findings\n"), yaml.out());
    }

    @Test
    void couldNotRunBeatsAMissedThreshold() {
        Shop.write(folder, "broken.yaml", "apiVersion: windtunnel.dev/v1\nkind: Scenario\nspec: {trafic: []}\n");
        Result result = run("run", "shop", "broken.yaml", "--set", "run.failureThreshold=Info");
        assertEquals(2, result.status());
        assertTrue(result.err().contains("trafic"), result.err());
    }

    @Test
    void aLoopThatKeepsTimeFromMovingIsSaid() {
        Shop.write(
                folder,
                "stuck.yaml",
                """
                apiVersion: windtunnel.dev/v1
                kind: Scenario
                metadata: {name: stuck}
                spec:
                  run: {duration: 1s}
                  traffic: [{name: hammer, from: client, request: {url: "http://nowhere/"}}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: client}
                spec: {containers: [{name: c, image: c}]}
                """);
        Result result = Shell.in(folder).run("run", "stuck.yaml");
        assertEquals(2, result.status(), result.err());
        assertTrue(result.err().startsWith("Warning [WT0041] (Scenario stuck stuck.yaml:6:57) "), result.err());
        assertTrue(result.err().contains("\nError [WT0060] (Scenario stuck stuck.yaml:6:13) "), result.err());
        assertTrue(result.err().contains("hammer"), result.err());
    }

    @Test
    void csvReplacesItsOwnFilesAlone() throws IOException {
        Shop.write(folder, "out/csv/traffic.csv", "old");
        Shop.write(folder, "out/csv/notes.txt", "mine");
        assertEquals(0, run(with("--csv", "out/csv", "--series", "100ms")).status());
        assertTrue(Shop.read(folder.resolve("out/csv/traffic.csv")).startsWith("scenario,name,from,"));
        assertEquals("mine", Shop.read(folder.resolve("out/csv/notes.txt")));
        assertTrue(Shop.read(folder.resolve("out/csv/series.csv")).contains("\nshop,0.1,0.2,"));
        try (var files = Files.list(folder.resolve("out/csv"))) {
            assertEquals(10, files.count());
        }
    }

    @Test
    void junitHoldsThresholds() {
        run(with("--junit", "new/folder/junit.xml"));
        assertTrue(Shop.read(folder.resolve("new/folder/junit.xml")).contains("name=\"p99(people) &lt; 1s\""));
    }

    @Test
    void statsOfOneProxyOrNone() {
        String all = run(with("-o", "json")).out();
        assertTrue(all.contains("\"default/web-0\": {"), all);
        String one = run(with("-o", "json", "--stats", "client-0")).out();
        assertTrue(one.contains("\"default/client-0\": {"), one);
        assertFalse(one.contains("\"default/web-0\": {"), one);
        assertTrue(run(with("-o", "json", "--stats", "none")).out().contains("\"stats\": {}"));
        Result unknown = run(with("--stats", "wbe-0"));
        assertEquals(2, unknown.status());
        assertTrue(unknown.err().contains("no pod with a sidecar has this name"), unknown.err());
    }

    @Test
    void optionsThatMakeNoSenseAreUsage() {
        assertEquals(
                new Result(
                        2,
                        "",
                        """
                        windtunnel: Invalid value for option '--jobs': '0' is no whole number from 1 to 100000
                        See 'windtunnel help run'.
                        """),
                run(with("--jobs", "0")));
        assertEquals(2, run(with("--replications", "0")).status());
        assertTrue(run(with("--series", "1")).err().contains("has no unit"));
        assertTrue(run(with("--series", "0s")).err().contains("longer than nothing"));
        assertEquals(2, run(with("--report", "x")).status());
    }

    @Test
    void documentsOnTopAndDeletionsChangeTheMesh() {
        Shop.write(
                folder,
                "all-v1.yaml",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: ratings}
                spec: {hosts: [ratings], http: [{route: [{destination: {host: ratings, subset: v1}}]}]}
                """);
        Result onTop = run(with("-f", "all-v1.yaml"));
        assertTrue(onTop.out().contains("50 requests, 50 completed, 100 attempts\n"), onTop.out());
        Result deleted = run(with("--delete", "VirtualService/ratings", "--delete", "dr/ratings"));
        assertEquals(0, deleted.status(), deleted.err());
        assertEquals(2, run(with("--delete", "VirtualService/rating")).status());
    }

    @Test
    void progressGoesToStderrWhenItIsATerminalOrAskedFor() {
        Result quiet = run("run", "shop");
        assertEquals("", quiet.err());
        Result asked = run(with("--progress"));
        assertTrue(asked.err().contains("shop"), asked.err());
        assertEquals(quiet.out(), asked.out());
        Result terminal = Shop.in(folder).onATerminal().run(with("--color", "never"));
        assertTrue(terminal.err().contains("shop"), terminal.err());
        assertEquals(quiet.out(), terminal.out());
        assertEquals(
                "", Shop.in(folder).onATerminal().run(with("--no-progress")).err());
    }

    @Test
    void coloursOnlyWhereTheyAreWanted() {
        assertTrue(run(with("--color", "always")).out().contains("\u001b[32m✓\u001b[0m"));
        assertFalse(run(with()).out().contains("\u001b"));
        assertFalse(run(with("--color", "always", "-o", "json")).out().contains("\u001b"));
    }

    @Test
    void ctrlCPrintsWhatThereIs() {
        Result result = Shop.in(folder).interrupted().run(with("--replications", "3"));
        assertEquals(130, result.status(), result.err());
        assertTrue(result.out().contains("interrupted"), result.out());
        assertTrue(result.out().contains("0 requests, 0 completed"), result.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--set|run.duration=5|(Scenario shop) --set run.duration=5: a bare number is no duration",
                "--set|nonsense.x=1|(Scenario shop) --set nonsense.x=1: unknown key \"nonsense\"",
                "--set|traffic[nobody].load.rate=1/s|--set traffic[nobody].load.rate=1/s: spec.traffic has no element",
                "--set|traffic[people].from=nobody|--set traffic[people].from=nobody: there is no workload nobody",
                "--profile|istio-9|(Scenario shop) --profile istio-9: wanted istio-1.30 or envoy-2017"
            })
    void whatIsWrongWithAnOptionNamesIt(String option, String value, String message) {
        Result result = run(with(option, value));
        assertEquals(2, result.status());
        assertTrue(result.err().contains(message), result.err());
    }

    @Test
    void aValueOfAManifestNamesItsOption() {
        String set = "VirtualService/ratings:spec.http[1].retries.attempts=many";
        Result result = run(with("--set", set));
        assertTrue(result.out().contains("(VirtualService default/ratings) --set " + set + ": wanted"), result.out());
    }

    @Test
    void aMissedFigureHasAsManyDigitsAsTellItMissed() {
        Result result = run(with("--set", "thresholds=[mean(people) < 1us, count(people) == 49]"));
        assertTrue(result.out().matches("(?s).*mean\\(people\\) < 1us +[0-9.]{1,7} ms +no.*"), result.out());
    }
}

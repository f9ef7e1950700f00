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
                "F2", "F3", "F4", "F5", "F6", "F8", "F9", "F10a", "F10b", "F12", "O5", "O6", "K5", "K9", "K14", "C7")) {
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

    @Test
    void theProxyCountedThreeTriesOfOneRequest() throws IOException {
        Result result = run("run", "e3b-counters.yaml", "-o", "json");
        Map<String, Integer> counters = new TreeMap<>();
        new ObjectMapper()
                .readTree(result.out())
                .path("stats")
                .path("default/tool-0")
                .properties()
                .forEach(field -> counters.put(
                        field.getKey().replaceFirst("cluster\\.out\\.[0-9a-f]{40}\\.", ""),
                        field.getValue().asInt()));
        assertEquals(3, counters.get("upstream_rq_total"));
        assertEquals(2, counters.get("upstream_rq_retry"));
        assertEquals(3, counters.get("upstream_rq_per_try_timeout"));
        assertFalse(counters.containsKey("upstream_rq_timeout"));
        assertFalse(counters.containsKey("upstream_rq_retry_success"));
    }

    // ---------------------------------------------------------------- the console

    @Test
    void theTablesAreThoseOf2017() {
        assertEquals(
                """
                NAME                                     READY     STATUS    RESTARTS   AGE
                helloworld-service-2437162702-x8w05      2/2       Running   0          1h
                helloworld-service-v2-2637126738-s7l4s   2/2       Running   0          1h
                istio-egress-0                           1/1       Running   2          14h
                istio-ingress-0                          1/1       Running   2          14h
                istio-mixer-0                            1/1       Running   2          14h
                istio-pilot-0                            2/2       Running   4          14h
                tool-185907110-fsr04                     2/2       Running   0          1h
                """,
                run("get", "c-tables.yaml", "pods").out());
        assertEquals(
                """
                NAME            CLUSTER-IP       EXTERNAL-IP   PORT(S)                       AGE
                helloworldsvc   10.254.145.112   <none>        8080/TCP                      47m
                istio-egress    10.254.164.118   <none>        80/TCP                        14h
                istio-ingress   10.254.234.8     <pending>     80:32031/TCP,443:32559/TCP    14h
                istio-mixer     10.254.227.198   <none>        9091/TCP,9094/TCP,42422/TCP   14h
                istio-pilot     10.254.15.121    <none>        8080/TCP,8081/TCP             14h
                kubernetes      10.254.0.1       <none>        443/TCP                       1d
                tool            10.254.87.52     <none>        8080/TCP                      44m
                """,
                run("get", "c-tables.yaml", "services").out());
        String service = run("describe", "c-tables.yaml", "service", "helloworldsvc")
                .out()
                .replaceAll("[ \t]+", " ");
        for (String line : List.of(
                "Name: helloworldsvc",
                "Annotations: <none>",
                "Selector: tomcat-app=helloworld",
                "Type: ClusterIP",
                "IP: 10.254.145.112",
                "Port: http 8080/TCP",
                "Endpoints: 10.1.40.3:8080,10.1.40.7:8080",
                "Session Affinity: None",
                "Events: <none>")) {
            assertTrue(service.contains(line + "\n"), service);
        }
    }

    @Test
    void theFirstCallIsAnsweredByTheVersionOfTenPercent() {
        assertEquals(
                """
                HostAddress=10.1.40.3
                HostName=helloworld-service-v2-2637126738-s7l4s
                SERVICE_VERSION=2
                """,
                run(
                                "curl",
                                "c-tables.yaml",
                                "--from",
                                "tool",
                                "--",
                                "-s",
                                "http://helloworldsvc:8080/HelloWorld/index.jsp")
                        .out());
    }

    @Test
    void aHundredCurlsAreSplitTenToNinety() {
        List<String> lines = run(
                        "curl",
                        "c-tables.yaml",
                        "--from",
                        "tool",
                        "--count",
                        "100",
                        "--",
                        "-s",
                        "http://helloworldsvc:8080/HelloWorld/index.jsp")
                .out()
                .lines()
                .toList();
        assertEquals(10, lines.stream().filter("SERVICE_VERSION=2"::equals).count());
        assertEquals(90, lines.stream().filter("SERVICE_VERSION=1"::equals).count());
    }

    @Test
    void curlSeesTheTimeout() {
        Result result = run(
                "curl",
                "e2-timeout.yaml",
                "--from",
                "tool",
                "--",
                "-s",
                "-w",
                "\\n%{http_code} %{size_download} %{time_total}",
                "http://helloworldsvc:8080/HelloWorld/delay.jsp");
        assertEquals(0, result.status());
        assertEquals("upstream request timeout\n504 24 2.000000", result.out());
    }

    @Test
    void aProxyThatIsDownRefusesButLocalhostWorks() {
        String[] curl = {"curl", "f8-proxy-down.yaml", "--from", "tool", "--at", "5s", "--", "-s", "URL"};
        curl[curl.length - 1] = "http://helloworldsvc:8080/HelloWorld/index.jsp";
        assertEquals(7, run(curl).status());
        curl[curl.length - 1] = "http://localhost:8080/";
        assertEquals(0, run(curl).status());
        curl[curl.length - 1] = "http://helloworldsvc:8080/HelloWorld/index.jsp";
        curl[5] = "15s";
        assertEquals(0, run(curl).status());
    }

    @Test
    void aClientThatIsDeletedComesBackUnderItsNextName() {
        Result result = run(
                "exec",
                "c-tables.yaml",
                "-c",
                "kubectl delete pod tool-185907110-fsr04",
                "-c",
                "sleep 40s",
                "-c",
                "kubectl get pods");
        assertEquals(0, result.status());
        assertTrue(result.out().startsWith("pod \"tool-185907110-fsr04\" deleted\n"), result.out());
        assertTrue(result.out().contains("\ntool-185907110-nrn9l "), result.out());
    }

    @Test
    void aNameThatIsTakenIsRefusedUntilItIsDeleted() {
        Result refused = run("exec", "e2-timeout.yaml", "-c", "istioctl create -f rules/retry.yaml");
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("\"helloworld-timeout\" already exists"), refused.err());
        Result created = run(
                "exec", "e2-timeout.yaml",
                "-c", "istioctl delete route-rule helloworld-timeout",
                "-c", "istioctl create -f rules/retry.yaml");
        assertEquals(0, created.status());
        assertEquals(
                "Deleted config: route-rule helloworld-timeout\nCreated config: route-rule helloworld-timeout\n",
                created.out());
    }

    @Test
    void podsThatThePlatformStopsAreInThatState() {
        String crashing = run("get", "f1-no-service-accounts.yaml", "pods").out();
        assertTrue(crashing.contains("istio-pilot-0             0/2       CrashLoopBackOff"), crashing);
        assertTrue(crashing.contains("istio-egress-0            0/1       CrashLoopBackOff"), crashing);
        assertTrue(crashing.contains("tool-0                    1/2       CrashLoopBackOff"), crashing);
        for (String refused : List.of("f5-not-privileged.yaml", "f6-security-context-deny.yaml")) {
            assertFalse(run("get", refused, "pods").out().contains("tool"), refused);
            String replicaSet = run("get", refused, "rs")
                    .out()
                    .lines()
                    .filter(line -> line.startsWith("tool-"))
                    .findFirst()
                    .orElse("");
            assertTrue(replicaSet.matches("tool-\\d+ +1 +0 +0 +0s"), replicaSet);
        }
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

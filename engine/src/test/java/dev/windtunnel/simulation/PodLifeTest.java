package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.measure.RunResult;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods begin by their probes and end by hooks, signals and the drain of their sidecar. */
class PodLifeTest {

    private static String deployment(String name, int replicas, boolean sidecar, String container, String spec) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: %2$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s, sidecar.istio.io/inject: '%3$s'}}
                    spec: {%5$s containers: [{name: app, image: example/app, ports: [{name: http, containerPort: 8080}]%4$s}]}
                """
                .formatted(name, replicas, sidecar, container, spec);
    }

    private static Bed bed(boolean sidecar, String container, String spec, String behaviour) {
        return Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .document(deployment("app", 1, sidecar, container, spec))
                .workload("app", behaviour);
    }

    private static Bed constant(Bed bed, int perSecond, int requests) {
        return bed.traffic("name: curl, from: client, request: {url: 'http://app:8080/x'}, load: {rate: " + perSecond
                + "/s, arrivals: constant}, requests: " + requests);
    }

    /** The seconds after the start of the second pod at which it gets its first request. */
    private static double readyAfter(String container, String behaviour) {
        Outcome run = constant(bed(true, container, "", behaviour), 20, 20 * 60)
                .rule("app", "retries: {attempts: 0}")
                .at("0s", "kill: {workload: app}")
                .go();
        double down = run.flag("curl", "UH") + run.flag("curl", "UF");
        return down / 20;
    }

    @ParameterizedTest(name = "{0} startup {1}: {2} s")
    @CsvSource(
            delimiter = '|',
            value = {
                "                                                                                    | 1s   | 1",
                "readinessProbe: {tcpSocket: {port: 8080}}                                           | 1s   | 10",
                "readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 3}                         | 4s   | 6",
                "readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 2, initialDelaySeconds: 5} | 1s   | 6",
                "readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 2, successThreshold: 3}    | 3s   | 8",
                "readinessProbe: {httpGet: {port: http, path: /ready}, periodSeconds: 2}             | 3s   | 4",
                "startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 5}, readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 2} | 3s | 5",
                "startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 5, failureThreshold: 1}      | 3s   | 60",
            })
    void probesSayWhenAPodIsReady(String probes, String startup, double seconds) {
        String container = probes == null || probes.isBlank() ? "" : ", " + probes;
        assertEquals(seconds, readyAfter(container, "{startup: " + startup + "}"), 0.06);
    }

    @Test
    void aStartupProbeThatGivesUpTooEarlyIsTold() {
        String probe = ", startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 2, failureThreshold: 3}";
        assertEquals(1, told(probe, "8s"));
        assertEquals(0, told(probe, "4s"));
    }

    private static long told(String probe, String startup) {
        return bed(true, probe, "", "{startup: " + startup + "}").load().findings().stream()
                .filter(finding -> finding.code().equals("WT0105"))
                .count();
    }

    /** A probe gets what the app answers to its path; a path that no handler is for is answered well. */
    @ParameterizedTest(name = "{0}: {1} s")
    @CsvSource(
            delimiter = '|',
            value = {
                "[{match: {uri: /ready}, response: {status: 503}}, {}]        | 60",
                "[{match: {uri: /ready}, errors: [{rate: 100%, hang: true}]}, {}] | 60",
                "[{match: {uri: /x}}]                                         | 2",
                "[{match: {uri: /ready}, response: {status: 204}}, {}]        | 2",
            })
    void theAppAnswersItsProbe(String handlers, double seconds) {
        String probe = ", readinessProbe: {httpGet: {port: 8080, path: /ready}, periodSeconds: 2}";
        assertEquals(seconds, readyAfter(probe, "{handlers: " + handlers + "}"), 0.06);
    }

    @Test
    void aPodThatIsNotReadyGetsNothingNewAndFinishesWhatItHas() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", 2, "{handlers: [{steps: [{sleep: 400ms}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/x'}, load: {rate: 10/s, arrivals: "
                        + "constant}, requests: 100")
                .at("2050ms", "unready: {workload: app, pods: [app-0]}, for: 5s")
                .threshold("count(pod/app-0, from=2050ms, to=7050ms) == 0")
                .threshold("count(pod/app-0, from=7050ms) > 5")
                .go();
        assertEquals("200:100", run.codes("curl"));
        run.thresholds().forEach(threshold -> assertTrue(threshold.ok(), threshold::toString));
        RunResult.TimelineResult entry = run.result().timeline().get(0);
        assertEquals("app-0", entry.message());
        assertEquals(2.05, entry.inForceFirst(), 1e-9);
    }

    // ---------------------------------------------------------------- the end

    /** Proxies never hear that the pod ends: what they send afterwards shows what is left of it. */
    private static Outcome ended(boolean sidecar, String container, String spec, String behaviour, String cluster) {
        Bed bed = constant(bed(sidecar, container, spec, behaviour), 10, 10 * 60)
                .rule("app", "retries: {attempts: 0}")
                .deaf()
                .at("9950ms", "scale: {workload: app, replicas: 0}");
        return (cluster.isEmpty() ? bed : bed.proxy(cluster)).go();
    }

    private static final String ORDINARY = "{latency: 0s, workers: 1, native: false}";

    /** Served, refused by the sidecar for its app, and not even connected to; 10 requests a second. */
    @ParameterizedTest(name = "{0}, sidecar {1}, preStop {2}: {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "finish | false | 0  |        | 200:100 503:500",
                "finish | false | 5  |        | 200:150 503:450",
                "ignore | false | 0  |        | 200:400 503:200",
                "finish | true  | 0  | native | 200:100 503:500",
                "finish | true  | 10 | native | 200:200 503:400",
                "ignore | true  | 0  | native | 200:400 503:200",
                "finish | true  | 10 |        | 200:150 503:450",
                "ignore | true  | 0  |        | 200:150 503:450",
            })
    void whatIsServedWhileAPodEnds(String shutdown, boolean sidecar, int preStop, String isNative, String expected) {
        String hook = preStop == 0 ? "" : ", lifecycle: {preStop: {sleep: {seconds: " + preStop + "}}}";
        Outcome run = ended(sidecar, hook, "", "{shutdown: " + shutdown + "}", isNative == null ? ORDINARY : "");
        assertEquals(expected, run.codes("curl"));
    }

    /** A native sidecar answers for its app until 5 s after it is gone: 503 of the pod, then nobody takes connections. */
    @Test
    void theSidecarAnswersForAnAppThatIsGone() {
        Outcome run = ended(true, "", "", "{}", "");
        assertEquals(50, run.code("curl", 503) - run.flag("curl", "UF"), 1);
        Outcome none = ended(false, "", "", "{}", "");
        assertEquals(500, none.flag("curl", "UF"), 1);
    }

    @Test
    void theDrainOfASidecarIsSetByAnnotation() {
        String annotated = deployment("app", 1, true, ", lifecycle: {preStop: {sleep: {seconds: 20}}}", "")
                .replace(
                        "metadata: {labels",
                        "metadata: {annotations: {proxy.istio.io/config: 'terminationDrainDuration: 12s'}, labels");
        Outcome run = constant(
                        Scenarios.bed()
                                .client("client")
                                .service("app", "app: app", "{name: http, port: 8080}")
                                .document(annotated),
                        10,
                        600)
                .rule("app", "retries: {attempts: 0}")
                .proxy(ORDINARY)
                .deaf()
                .at("9950ms", "scale: {workload: app, replicas: 0}")
                .go();
        assertEquals("200:220 503:380", run.codes("curl"));
    }

    @Test
    void theGraceEndsEverything() {
        Outcome run = ended(false, "", "terminationGracePeriodSeconds: 7,", "{shutdown: ignore}", "");
        assertEquals("200:170 503:430", run.codes("curl"));
    }

    @Test
    void whatAnAppServesIsFinishedOrCutOff() {
        String[] expected = {"200:3", "503:3"};
        String[] shutdowns = {"finish", "exit"};
        for (int i = 0; i < 2; i++) {
            Outcome run = bed(true, "", "", "{shutdown: " + shutdowns[i] + ", handlers: [{steps: [{sleep: 2s}]}]}")
                    .traffic("name: curl, from: client, request: {url: 'http://app:8080/x'}, load: {users: 3}, "
                            + "requests: 3")
                    .at("1s", "scale: {workload: app, replicas: 0}")
                    .go();
            assertEquals(expected[i], run.codes("curl"), shutdowns[i]);
            assertEquals("-:3", run.flags("curl"), "the pod's sidecar answers");
        }
    }

    /** Sidecars that are ordinary containers cut off what takes longer than their drain. */
    @Test
    void aDrainOfFiveSecondsCutsLongRequestsOff() {
        Outcome run = bed(true, "", "", "{handlers: [{steps: [{sleep: 8s}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/x'}, load: {users: 3}, requests: 3")
                .proxy(ORDINARY)
                .at("1s", "scale: {workload: app, replicas: 0}")
                .go();
        assertEquals("UC:3", run.flags("curl"));
        assertEquals(6, run.latency("curl").max(), 1e-9);
    }

    @Test
    void unlessItWaitsForItsConnections() {
        Outcome run = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .document(deployment("app", 1, true, "", "")
                        .replace(
                                "metadata: {labels",
                                "metadata: {annotations: {proxy.istio.io/config: '{proxyMetadata: "
                                        + "{EXIT_ON_ZERO_ACTIVE_CONNECTIONS: \"true\"}}'}, labels"))
                .workload("app", "{handlers: [{steps: [{sleep: 8s}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/x'}, load: {users: 3}, requests: 3")
                .proxy(ORDINARY)
                .at("1s", "scale: {workload: app, replicas: 0}")
                .go();
        assertEquals("200:3", run.codes("curl"));
    }
}

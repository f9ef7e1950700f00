package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.measure.RunResult.TimelineResult;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probes are asked for as long as a pod runs: when it leaves and comes back, and when its app is started again. */
class ProbesTest {

    private static final String READY = "httpGet: {port: 8080, path: /ready}";

    /** A pod that is made at 0 s, so that the times of its probes are known, and a client that sends nothing by itself. */
    private static Bed bed(String probes, String behaviour) {
        return bed(probes, behaviour, "");
    }

    private static Bed bed(String probes, String behaviour, String spec) {
        return bare(probes, behaviour, spec)
                .traffic("name: t, from: client, request: {url: 'http://app:8080/x'}, load: {rate: 1/s, arrivals: "
                        + "constant}, start: 1000h")
                .run("{seed: 1, duration: 20m}");
    }

    private static Bed bare(String probes, String behaviour, String spec) {
        return Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .deployment(
                        "app",
                        1,
                        "%s containers: [{name: app, image: example/app, ports: [{containerPort: 8080}], %s}]"
                                .formatted(spec, probes))
                .workload("app", behaviour.replaceFirst("\\{", "{sidecar: false, "))
                .rule("app", "retries: {attempts: 0}")
                .at("0s", "kill: {workload: app}");
    }

    private static String told(Outcome run) {
        return run.result().timeline().stream()
                .filter(entry -> entry.message() != null && entry.entry() < 0)
                .map(ProbesTest::told)
                .collect(Collectors.joining("; "));
    }

    private static String told(TimelineResult entry) {
        return entry.at() + " " + entry.message();
    }

    private static String leaves(String probe, String failing) {
        return told(bed("readinessProbe: {" + READY + ", " + probe + "}", "{startup: 0s, handlers: [{}]}")
                .at("4500ms", "fail: {workload: app, " + failing + "}, for: 95s")
                .go());
    }

    /**
     * The first probe that fails is the first one after 4.5 s; the pod leaves when the last of {@code failureThreshold} is
     * over. A probe that takes longer than its period is followed by the next at once.
     */
    @ParameterizedTest(name = "{0}, {1}: {2}, back at {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "periodSeconds: 2                                         | hang: true  | 11.0 timed out after 1 s, 3 times | 100.0",
                "timeoutSeconds: 1                                        | hang: true  | 31.0 timed out after 1 s, 3 times | 100.0",
                "periodSeconds: 5, failureThreshold: 1, timeoutSeconds: 4 | hang: true  | 9.0 timed out after 4 s, once     | 100.0",
                "periodSeconds: 1, failureThreshold: 2, timeoutSeconds: 3 | hang: true  | 11.0 timed out after 3 s, 2 times | 101.0",
                "periodSeconds: 2                                         | status: 503 | 10.0 got 503, 3 times             | 100.0",
                "periodSeconds: 2, successThreshold: 3                    | status: 503 | 10.0 got 503, 3 times             | 104.0",
                "periodSeconds: 2                                         | reset: true | 10.0 lost its connection, 3 times | 100.0",
            })
    void aPodLeavesAfterSoManyFailuresAndComesBack(String probe, String failing, String leaves, String back) {
        int space = leaves.indexOf(' ');
        assertEquals(
                leaves.substring(0, space) + " app-1 is not ready: readiness probe" + leaves.substring(space) + "; "
                        + back + " app-1 is ready again",
                leaves(probe, failing));
    }

    @ParameterizedTest
    @CsvSource({"200,READY", "302,READY", "399,READY", "400,UNREADY", "503,UNREADY"})
    void statusesFrom200To399AreGood(int status, String state) {
        String handlers = "{handlers: [{match: {uri: /ready}, response: {status: " + status + "}}, {}]}";
        Run run = bed("readinessProbe: {" + READY + "}", handlers).load().start(RunOptions.ofSeed(1));
        run.advanceTo(60_000_000_000L);
        assertEquals(state, app(run).state());
    }

    private static Run.PodView app(Run run) {
        List<Run.PodView> pods = run.pods().stream()
                .filter(pod ->
                        pod.workload().name().equals("app") && !pod.state().equals("GONE"))
                .toList();
        return pods.get(pods.size() - 1);
    }

    /** Proxies hear of it as of any endpoint: 500 ms later, here. */
    @Test
    void endpointsLeaveWithTheUsualPropagation() {
        Outcome run = bed("readinessProbe: {" + READY + ", periodSeconds: 2}", "{}")
                .at("4500ms", "fail: {workload: app, hang: true}")
                .cluster("propagation: {debounce: 100ms, push: 400ms}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/x'}, timeout: 10ms, load: {rate: "
                        + "10/s, arrivals: constant}, start: 4550ms")
                .run("{seed: 1, duration: 14550ms}")
                .go();
        // Requests at 4.65 s and each 100 ms hang; the pod leaves at 11 s, the proxy knows at 11.5 s.
        double all = run.traffic("curl").completed();
        assertEquals((14.55 - 11.5) * 10, run.flag("curl", "UH"), 1);
        assertEquals(all, run.flag("curl", "UH") + run.code("curl", 0), 1e-9);
    }

    // ---------------------------------------------------------------- what a probe is to the app

    /** One thread, 10 requests a second of 400 ms each: what comes t seconds after the start waits 3 t. */
    private static Bed overloaded(String probe) {
        return bed(
                        "readinessProbe: {" + probe + ", periodSeconds: 2}",
                        "{startup: 0s, concurrency: 1, handlers: [{match: {uri: /x}, steps: [{sleep: 400ms}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/x'}, load: {rate: 10/s, arrivals: "
                        + "constant}, start: 1ms, requests: 1000")
                .run("{seed: 1, duration: 70s}");
    }

    @Test
    void aProbeWaitsInTheQueueOfItsApp() {
        String told = told(overloaded(READY).go());
        // Probes at 2, 4 and 6 s wait more than 1 s.
        assertTrue(told.startsWith("7.0 app-1 is not ready: readiness probe timed out after 1 s, 3 times; "), told);
        // 70 requests take 28 s: the probe at 28 s waits no second, and succeeds.
        String back = told.split("; ")[1];
        double seconds = Double.parseDouble(back.substring(0, back.indexOf(' ')));
        assertEquals(28, seconds, 0.41, told);
    }

    @Test
    void aConnectionIsAllThatTcpSocketAsksFor() {
        assertEquals("", told(overloaded("tcpSocket: {port: 8080}").go()));
    }

    @Test
    void aQueueThatIsFullRefusesProbes() {
        Outcome run = bed(
                        "readinessProbe: {" + READY + ", periodSeconds: 2}",
                        "{startup: 0s, concurrency: 1, queue: 1, handlers: [{match: {uri: /x}, steps: [{sleep: 1m}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/x'}, load: {rate: 10/s, arrivals: "
                        + "constant}, start: 1s, requests: 5")
                .run("{seed: 1, duration: 10s}")
                .go();
        assertEquals("6.0 app-1 is not ready: readiness probe got 503, 3 times", told(run));
    }

    /** Probes come from the pod itself: limits and faults of its sidecar, and of callers, are none of theirs. */
    @Test
    void aProbePassesTheSidecarBy() {
        Bed bed = bed("readinessProbe: {" + READY + ", periodSeconds: 2}", "{}")
                .workload(
                        "app", "{sidecar: true, concurrency: 9, handlers: [{match: {uri: /x}, steps: [{sleep: 1m}]}]}")
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: Sidecar
                        metadata: {name: app}
                        spec: {workloadSelector: {labels: {app: app}}, inboundConnectionPool: {tcp: {maxConnections: 1}, http: {http1MaxPendingRequests: 1}}}
                        """)
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/x'}, load: {rate: 10/s, arrivals: "
                        + "constant}, start: 1s, requests: 5")
                .run("{seed: 1, duration: 30s}");
        Outcome run = bed.go();
        assertEquals("", told(run));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{steps: [{sleep: 1s}]}]                          | 1",
                "[{match: {uri: /ready}}, {steps: [{sleep: 1s}]}]  | 0",
                "[{match: {uri: {prefix: /}}, steps: [{sleep: 1s}]}] | 0",
                "[{response: {status: 204}}]                       | 0",
            })
    void aProbeThatCostsWhatARequestDoesIsTold(String handlers, int expected) {
        long told = bed("readinessProbe: {" + READY + "}", "{handlers: " + handlers + "}").load().findings().stream()
                .filter(finding -> finding.code().equals("WT0107"))
                .count();
        assertEquals(expected, told);
    }

    /** What probes cost shows in cores; requests are counted without them. */
    @Test
    void aProbeUsesCoresAndIsNoRequest() {
        Outcome run = bed(
                        "readinessProbe: {" + READY + ", periodSeconds: 1}",
                        "{cpu: 1, handlers: [{match: {uri: /ready}, steps: [{work: 250ms}]}]}")
                .run("{seed: 1, duration: 100s}")
                .go();
        assertEquals(0.25, run.pod("app-1").utilization(), 1e-9);
        assertEquals(0, run.pod("app-1").arrived(), 0);
        assertEquals(0, run.pod("app-1").completed(), 0);
        assertNull(run.pod("app-1").latency());
    }

    @ParameterizedTest
    @CsvSource({"0,READY", "14,UNREADY"})
    void grpcHasToServe(int status, String state) {
        String handlers =
                "{handlers: [{match: {uri: /grpc.health.v1.Health/Check}, response: {grpcStatus: " + status + "}}]}";
        Run run = bed("readinessProbe: {grpc: {port: 8080}, periodSeconds: 2}", handlers)
                .load()
                .start(RunOptions.ofSeed(1));
        run.advanceTo(20_000_000_000L);
        assertEquals(state, app(run).state());
    }

    // ---------------------------------------------------------------- apps that are started again

    private static final String ALIVE = "livenessProbe: {httpGet: {port: 8080, path: /alive}, periodSeconds: 2}";

    /** When it was told of an app that its probe has it end, which each time is told once with the reason. */
    private static String deaths(Outcome run) {
        return restarts(run).stream()
                .filter(line -> line.matches(".*: (liveness|startup) probe .*"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.joining(" "));
    }

    /** What the timeline tells of ends and restarts, with the time of each. */
    private static List<String> restarts(Outcome run) {
        return run.result().timeline().stream()
                .filter(entry -> entry.message() != null)
                .filter(entry -> entry.message().matches(".*(told to end|started again).*"))
                .map(entry -> entry.at() + " " + entry.message())
                .toList();
    }

    /** The run ends while the second restart waits for its time. */
    @Test
    void theTimelineTellsOfABackOffAndOfARestartWhenItIs() {
        String refused = ": liveness probe timed out after 1 s, 3 times";
        Bed bed = bed(ALIVE, "{startup: 1s, shutdown: exit}").at("4500ms", "fail: {workload: app, hang: true}");
        assertEquals(
                List.of(
                        "11.0 app-1 is started again" + refused,
                        "16.0 app-1 has ended and will be started again in 10 s" + refused,
                        "26.0 app-1 is started again",
                        "31.0 app-1 has ended and will be started again in 20 s" + refused),
                restarts(bed.run("{seed: 1, duration: 40s}").go()));
    }

    /** What it serves is finished first. */
    @Test
    void theTimelineTellsOfAnAppThatTakesItsTimeToEnd() {
        Outcome run = bed(
                        ALIVE,
                        "{shutdown: finish, concurrency: 3, handlers: [{match: {uri: /x}, steps: [{sleep: 20s}]}]}")
                .traffic(
                        "name: curl, from: client, request: {url: 'http://app:8080/x'}, load: {users: 3}, requests: 3, "
                                + "start: 3s")
                .run("{seed: 1, duration: 60s}")
                .go();
        assertEquals(
                List.of(
                        "9.0 app-1 is told to end: liveness probe timed out after 1 s, 3 times",
                        "23.0 app-1 is started again"),
                restarts(run).subList(0, 2));
    }

    /** Each app is up after 1 s and hangs: probes at 0 (refused), 2 and 4 s after its start fail, it ends after 5 s. */
    @Test
    void anAppThatDoesNotAnswerIsStartedAgainAndWaitsLongerEachTime() {
        Bed bed = bed(ALIVE, "{startup: 1s, shutdown: exit}").at("4500ms", "fail: {workload: app, hang: true}");
        Outcome run = bed.at("5s", "fail: {workload: app, hang: true}").go();
        // The first at 6, 8, 10 + 1 s. Then 5 s after starts at 11, 16 + 10, 31 + 20, 56 + 40, 101 + 80, 186 + 160, 351
        // + 300.
        assertEquals("11.0 16.0 31.0 56.0 101.0 186.0 351.0 656.0 961.0", deaths(run));
        Run started = bed.load().start(RunOptions.ofSeed(1));
        started.advanceTo(20_000_000_000L);
        assertEquals(1, app(started).restarts());
        assertEquals("CrashLoopBackOff", app(started).waitsFor());
        assertEquals("UNREADY", app(started).state());
        started.advanceTo(26_500_000_000L);
        assertEquals(2, app(started).restarts());
        assertEquals("", app(started).waitsFor());
        List<PodEvent> events = app(started).events();
        assertTrue(
                events.stream().anyMatch(event -> event.reason().equals("Killing") && event.count() == 2),
                events::toString);
        assertTrue(events.stream().anyMatch(event -> event.reason().equals("BackOff")), events::toString);
        assertTrue(events.stream().anyMatch(event -> event.reason().equals("Unhealthy")), events::toString);
    }

    @Test
    void anAppThatRanForTenMinutesIsStartedAgainAtOnce() {
        long second = 1_000_000_000L;
        Probing probing = new Probing();
        assertEquals(0, AppRestarts.backOff(probing, 100 * second));
        assertEquals(10 * second, AppRestarts.backOff(probing, 200 * second));
        assertEquals(20 * second, AppRestarts.backOff(probing, 810 * second), "600 s after its start at 210 s");
        assertEquals(0, AppRestarts.backOff(probing, 1431 * second), "601 s after its start at 830 s");
        assertEquals(10 * second, AppRestarts.backOff(probing, 1432 * second));
    }

    /** Started again, an app that is well is ready as soon as it is up. */
    @ParameterizedTest(name = "shutdown {0}, {1}, {2}: up at {3} s")
    @CsvSource(
            delimiter = '|',
            value = {
                "exit   |                                           |                                   | 12",
                "ignore |                                           |                                   | 42",
                "ignore |                                           | terminationGracePeriodSeconds: 7, | 19",
                "ignore | , terminationGracePeriodSeconds: 3        |                                   | 15",
                "exit   | }, lifecycle: {preStop: {sleep: {seconds: 5}} |                               | 17",
            })
    void howLongARestartTakes(String shutdown, String more, String spec, double up) {
        String probe = "livenessProbe: {httpGet: {port: 8080, path: /alive}, periodSeconds: 2"
                + (more == null ? "" : more) + "}";
        Bed bed = bed(probe, "{startup: 1s, shutdown: " + shutdown + "}", spec == null ? "" : spec)
                .at("4500ms", "fail: {workload: app, hang: true}, for: 7s");
        Run run = bed.load().start(RunOptions.ofSeed(1));
        run.advanceTo(Math.round((up - 0.001) * 1e9));
        assertTrue(app(run).state().equals("UNREADY") || app(run).restarts() == 0, () -> app(run).toString());
        run.advanceTo(Math.round((up + 0.001) * 1e9));
        assertEquals("READY", app(run).state());
        assertEquals(1, app(run).restarts());
        assertEquals("app-1", app(run).name(), "the same pod");
    }

    /** An app that is merely slow is ended by its own health check; what it serves is lost, or finished first. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"exit, 503:3", "finish, 200:3"})
    void whatAnAppServesWhenItIsStartedAgain(String shutdown, String expected) {
        Outcome run = bed(
                        ALIVE,
                        "{shutdown: " + shutdown
                                + ", concurrency: 3, handlers: [{match: {uri: /x}, steps: [{sleep: 30s}]}]}")
                .traffic(
                        "name: curl, from: client, request: {url: 'http://app:8080/x'}, load: {users: 3}, requests: 3, "
                                + "start: 3s")
                .run("{seed: 1, duration: 60s}")
                .go();
        assertEquals("9.0", deaths(run), "probes at 4, 6 and 8 s wait for a thread");
        assertEquals(expected, run.codes("curl"));
    }

    /** While its app is away the sidecar of a pod answers for it those who have not heard of it. */
    @Test
    void theSidecarStaysAndAnswers() {
        Outcome run = bed("livenessProbe: {httpGet: {port: 8080}, periodSeconds: 2, initialDelaySeconds: 12}", "{}")
                .workload("app", "{sidecar: true, startup: 10s, shutdown: exit, handlers: [{}]}")
                .at("14500ms", "fail: {workload: app, hang: true}, for: 6s")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/x'}, load: {rate: 10/s, arrivals: "
                        + "constant}, start: 22s, requests: 100")
                .cluster("propagation: {debounce: 5s, push: 0s}")
                .run("{seed: 1, duration: 40s}")
                .go();
        assertEquals("21.0", deaths(run));
        // It is away from 21 s to 31 s; the caller's sidecar hears of it at 26 s and at 36 s.
        assertEquals("503:100", run.codes("curl"));
        assertEquals((26 - 22) * 10, run.flag("curl", "-"), 1);
        assertEquals((32 - 26) * 10, run.flag("curl", "UH"), 1);
    }

    @Test
    void aStartupProbeThatFailsForGoodStartsTheAppAgain() {
        Outcome run = bed(
                        "startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 2, failureThreshold: 3}",
                        "{startup: 8s}")
                .run("{seed: 1, duration: 60s}")
                .go();
        // Probes at 0, 2 and 4 s after each start are refused.
        assertEquals("4.0 8.0 22.0 46.0", deaths(run));
    }

    /** Liveness is not asked for before the startup probe has succeeded. */
    @Test
    void aStartupProbeKeepsLivenessAway() {
        String startup = "startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 5, failureThreshold: 30}, ";
        assertEquals("", deaths(bed(startup + ALIVE, "{startup: 1m}").go()));
        assertEquals(
                "4.0",
                deaths(bed(ALIVE, "{startup: 1m}")
                        .run("{seed: 1, duration: 5s}")
                        .go()));
    }

    /** A pod that ends is not asked any more, and one whose app is away ends at once. */
    @Test
    void aPodThatWaitsForItsAppCanEnd() {
        Run run = bed(ALIVE, "{startup: 1s, shutdown: exit}")
                .at("4500ms", "fail: {workload: app, hang: true}")
                .at("20s", "scale: {workload: app, replicas: 0}")
                .load()
                .start(RunOptions.ofSeed(1));
        run.advanceTo(19_000_000_000L);
        assertEquals("CrashLoopBackOff", app(run).waitsFor());
        run.advanceTo(20_001_000_000L);
        assertTrue(run.pods().stream()
                .filter(pod -> pod.workload().name().equals("app"))
                .allMatch(pod -> pod.state().equals("GONE")));
    }

    /** A run that has no end of its own waits for a probe that will notice what is wrong, and not for ever. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {"httpGet: {port: 8080, path: /alive} | 503:1", "tcpSocket: {port: 8080} | ''"})
    void runsEnd(String probe, String expected) {
        Outcome run = bare("livenessProbe: {" + probe + ", periodSeconds: 2}", "{shutdown: exit, concurrency: 1}", "")
                .at("4500ms", "fail: {workload: app, hang: true}, for: 1s")
                .traffic(
                        "name: curl, from: client, request: {url: 'http://app:8080/x'}, load: {users: 1}, requests: 1, "
                                + "start: 5s")
                .run("{seed: 1}")
                .go();
        assertEquals(expected, run.codes("curl"));
    }

    /** Pods of the input have been running for long: their probes are due at instants of their own. */
    @Test
    void podsOfTheInputAreNotAskedAtOneInstant() {
        Outcome run = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .document(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: app}
                        spec:
                          replicas: 20
                          selector: {matchLabels: {app: app}}
                          template:
                            metadata: {labels: {app: app, sidecar.istio.io/inject: 'false'}}
                            spec: {containers: [{name: app, image: a, readinessProbe: {httpGet: {port: 8080}}}]}
                        """)
                .at("0s", "fail: {workload: app, status: 500}")
                .traffic("name: t, from: client, request: {url: 'http://app:8080/x'}, load: {rate: 1/s}")
                .run("{seed: 1, duration: 60s}")
                .go();
        List<Double> times = run.result().timeline().stream()
                .filter(entry -> entry.entry() < 0)
                .map(TimelineResult::at)
                .toList();
        assertEquals(20, times.size());
        assertEquals(20, times.stream().distinct().count());
        assertTrue(times.stream().allMatch(at -> at >= 20 && at < 30), times::toString);
    }
}

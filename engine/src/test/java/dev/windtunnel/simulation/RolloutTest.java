package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Scenarios;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Controllers at work: how many pods of which template there are at which time. */
class RolloutTest {

    private static Bed bed(String kind, int replicas, String spec, String behaviour) {
        return Scenarios.bed()
                .document(
                        """
                        apiVersion: apps/v1
                        kind: %s
                        metadata: {name: app}
                        spec:
                          replicas: %d
                          %s
                          selector: {matchLabels: {app: app}}
                          template:
                            metadata: {labels: {app: app, version: old}}
                            spec: {containers: [{name: app, image: example/app}]}
                        """
                                .formatted(kind, replicas, spec))
                .workload("app", behaviour.replaceFirst("\\{", "{sidecar: false, "))
                .plainClient("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .traffic("name: t, from: client, request: {url: 'http://app:8080/'}, load: {rate: 1/s}")
                .run("{duration: 10m}");
    }

    private static final String NEW = "patch: {%s/app: {\"spec.template.metadata.labels.version\": new}}";

    private static Run start(Bed bed) {
        return bed.load().start(RunOptions.ofSeed(1));
    }

    /** Old and new pods that are ready, that start, and that end: {@code old 3+0-1 new 1+2-0}. */
    private static String pods(Run run, double seconds) {
        run.advanceTo(Math.round(seconds * 1e9));
        return List.of("old", "new").stream()
                .map(version -> version + " " + count(run, version, "READY") + "+" + count(run, version, "STARTING")
                        + "-" + count(run, version, "TERMINATING"))
                .collect(Collectors.joining(" "));
    }

    private static long count(Run run, String version, String state) {
        return run.pods().stream()
                .filter(pod -> pod.workload().name().equals("app")
                        && version.equals(pod.workload().version())
                        && pod.state().equals(state))
                .count();
    }

    /** Kubernetes' rounding: surge up, unavailable down; with 25 % of 4 and of 10, with numbers, with nothing to spare. */
    @ParameterizedTest(name = "{0} replicas, surge {1}, unavailable {2}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "4  | 25% | 25% | old 3+0-0 new 0+2-0 | old 1+0-0 new 2+2-0 | old 0+0-0 new 4+0-0",
                "10 | 25% | 25% | old 8+0-0 new 0+5-0 | old 3+0-0 new 5+5-0 | old 0+0-0 new 10+0-0",
                "3  | 1   | 0   | old 3+0-0 new 0+1-0 | old 2+0-0 new 1+1-0 | old 1+0-0 new 2+1-0",
                "3  | 0   | 1   | old 2+0-0 new 0+1-0 | old 1+0-0 new 1+1-0 | old 0+0-0 new 2+1-0",
                "1  | 25% | 25% | old 1+0-0 new 0+1-0 | old 0+0-0 new 1+0-0 | old 0+0-0 new 1+0-0",
                "2  | 100% | 0  | old 2+0-0 new 0+2-0 | old 0+0-0 new 2+0-0 | old 0+0-0 new 2+0-0",
            })
    void someAtATime(int replicas, String surge, String unavailable, String first, String second, String third) {
        Run run = start(bed(
                        "Deployment",
                        replicas,
                        "strategy: {rollingUpdate: {maxSurge: " + surge + ", maxUnavailable: " + unavailable + "}}",
                        "{startup: 10s}")
                .at("5s", NEW.formatted("Deployment")));
        assertEquals("old " + replicas + "+0-0 new 0+0-0", pods(run, 4.9));
        assertEquals(first, pods(run, 5.1));
        assertEquals(second, pods(run, 15.1));
        assertEquals(third, pods(run, 25.1));
        assertEquals("old 0+0-0 new " + replicas + "+0-0", pods(run, 120));
    }

    @Test
    void aPodIsAvailableWhenItHasBeenReadyForLongEnough() {
        Run run = start(bed(
                        "Deployment",
                        2,
                        "minReadySeconds: 20\n  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}",
                        "{startup: 10s}")
                .at("5s", NEW.formatted("Deployment")));
        assertEquals("old 2+0-0 new 1+0-0", pods(run, 34.9));
        assertEquals("old 1+0-0 new 1+1-0", pods(run, 35.1));
        assertEquals("old 0+0-0 new 2+0-0", pods(run, 65.1));
    }

    @Test
    void recreateWaitsUntilAllOldOnesAreGone() {
        Run run = start(bed("Deployment", 3, "strategy: {type: Recreate}", "{startup: 10s, shutdown: ignore}")
                .at("5s", NEW.formatted("Deployment")));
        assertEquals("old 0+0-3 new 0+0-0", pods(run, 34.9));
        assertEquals("old 0+0-0 new 0+3-0", pods(run, 35.1));
        assertEquals("old 0+0-0 new 3+0-0", pods(run, 45.1));
    }

    @Test
    void aRestartReplacesAllPodsByOthersOfTheSameTemplate() {
        Run run = start(bed("Deployment", 3, "", "{startup: 10s}").at("5s", "restart: {workload: app}"));
        run.advanceTo(60_000_000_000L);
        assertEquals(
                "app-3 app-4 app-5",
                run.pods().stream()
                        .filter(pod -> pod.workload().name().equals("app")
                                && pod.state().equals("READY"))
                        .map(Run.PodView::name)
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void aReplicaSetKeepsItsPods() {
        Run run = start(bed("ReplicaSet", 2, "", "{startup: 10s}")
                .at("5s", NEW.formatted("ReplicaSet"))
                .at("10s", "kill: {workload: app, pods: 1}"));
        assertEquals("old 2+0-0 new 0+0-0", pods(run, 9));
        assertEquals("old 1+0-0 new 1+0-0", pods(run, 30));
    }

    @Test
    void aPausedDeploymentWaits() {
        Run run = start(bed("Deployment", 2, "paused: true", "{startup: 1s}")
                .at("5s", NEW.formatted("Deployment"))
                .at("20s", "patch: {Deployment/app: {\"spec.paused\": false}}"));
        assertEquals("old 2+0-0 new 0+0-0", pods(run, 19));
        assertEquals("old 0+0-0 new 2+0-0", pods(run, 40));
    }

    /** New pods that are never ready: the old ones that may not be missing stay. */
    @Test
    void aBadTemplateStopsHalfWay() {
        Run run = start(bed("Deployment", 4, "", "{handlers: [{match: {uri: /ready}, response: {status: 500}}, {}]}")
                .at(
                        "5s",
                        "patch: {Deployment/app: {\"spec.template.metadata.labels.version\": new, "
                                + "\"spec.template.spec.containers[0].readinessProbe\": "
                                + "{httpGet: {path: /ready, port: 8080}}}}"));
        run.advanceTo(300_000_000_000L);
        assertEquals(3, count(run, "old", "READY"));
        assertEquals(2, count(run, "new", "UNREADY"));
        assertEquals(0, count(run, "new", "READY"));
    }

    // ---------------------------------------------------------------- scaling down

    /** Those that are not ready go first, then the younger. */
    @Test
    void scalingDownTakesTheLeastUseful() {
        Run run = start(bed("Deployment", 3, "", "{startup: 20s}")
                .at("5s", "unready: {workload: app, pods: [app-0]}")
                .at("10s", "scale: {workload: app, replicas: 5}")
                .at("15s", "scale: {workload: app, replicas: 3}")
                .at("40s", "scale: {workload: app, replicas: 2}")
                .at("45s", "scale: {workload: app, replicas: 1}"));
        assertEquals("app-0 app-1 app-2", alive(run, 16), "those that had not started");
        assertEquals("app-1 app-2", alive(run, 41), "the one that was not ready");
        assertEquals("app-1", alive(run, 46), "the younger");
    }

    /** A node with more pods of a kind gives one first. */
    @Test
    void scalingDownSpares() {
        Run run = start(bed("Deployment", 4, "", "{placement: {a: 2, b: 1, c: 1}}")
                .cluster("nodes: [{name: a}, {name: b}, {name: c}]")
                .at("5s", "scale: {workload: app, replicas: 3}"));
        assertEquals("app-0 app-2 app-3", alive(run, 10));
    }

    private static String alive(Run run, double seconds) {
        run.advanceTo(Math.round(seconds * 1e9));
        return run.pods().stream()
                .filter(pod -> pod.workload().name().equals("app")
                        && !pod.state().equals("TERMINATING")
                        && !pod.state().equals("GONE"))
                .map(Run.PodView::name)
                .collect(Collectors.joining(" "));
    }

    // ---------------------------------------------------------------- places

    @Test
    void aStatefulSetGoesFromTheLastOneOnAndComesOneByOne() {
        Run run = start(bed("StatefulSet", 3, "", "{startup: 10s}")
                .at("5s", NEW.formatted("StatefulSet"))
                .at("60s", "scale: {workload: app, replicas: 5}")
                .at("100s", "scale: {workload: app, replicas: 1}"));
        assertEquals("old 2+0-0 new 0+1-0", pods(run, 5.1));
        assertEquals("old 1+0-0 new 1+1-0", pods(run, 15.1));
        assertEquals("old 0+0-0 new 2+1-0", pods(run, 25.1));
        assertEquals("old 0+0-0 new 3+0-0", pods(run, 35.1));
        assertEquals("old 0+0-0 new 3+1-0", pods(run, 60.1));
        assertEquals("old 0+0-0 new 4+1-0", pods(run, 70.1));
        assertEquals("old 0+0-0 new 1+0-0", pods(run, 130));
    }

    @Test
    void aPartitionKeepsTheFirstOnes() {
        Run run = start(bed("StatefulSet", 3, "updateStrategy: {rollingUpdate: {partition: 2}}", "{startup: 1s}")
                .at("5s", NEW.formatted("StatefulSet")));
        assertEquals("old 2+0-0 new 1+0-0", pods(run, 60));
    }

    @Test
    void aDaemonSetReplacesOneNodeAtATime() {
        Run run = start(bed("DaemonSet", 1, "", "{startup: 10s}")
                .cluster("nodes: [{name: n, count: 3}]")
                .at("5s", NEW.formatted("DaemonSet")));
        assertEquals("old 2+0-0 new 0+1-0", pods(run, 5.1));
        assertEquals("old 1+0-0 new 1+1-0", pods(run, 15.1));
        assertEquals("old 0+0-0 new 3+0-0", pods(run, 60));
        assertEquals(
                3,
                run.pods().stream()
                        .filter(pod -> pod.workload().name().equals("app")
                                && pod.state().equals("READY"))
                        .map(Run.PodView::node)
                        .distinct()
                        .count());
    }

    // ---------------------------------------------------------------- what requests make of it

    /** The classic: proxies hear late that a pod ends, and its app takes no connections any more. */
    @Test
    void aRolloutCostsErrorsUnlessItsPodsWait() {
        String traffic = "name: curl, from: client, request: {url: 'http://app:8080/'}, "
                + "load: {rate: 200/s, arrivals: constant}, start: 1s, stop: 60s";
        String[] hooks = {"", ", lifecycle: {preStop: {sleep: {seconds: 5}}}"};
        double[] errors = new double[2];
        for (int i = 0; i < 2; i++) {
            errors[i] = Scenarios.bed()
                    .client("client")
                    .service("app", "app: app", "{name: http, port: 8080}")
                    .deployment("app", 3, "containers: [{name: app, image: example/app%s}]".formatted(hooks[i]))
                    .workload("app", "{handlers: [{steps: [{sleep: 5ms}]}]}")
                    .traffic(traffic)
                    .cluster("propagation: {debounce: 100ms, push: {uniform: [5ms, 50ms]}}")
                    .run("{duration: 60s}")
                    .at("10s", "restart: {workload: app}")
                    .go()
                    .code("curl", 503);
        }
        assertTrue(errors[0] >= 10, "without a hook " + errors[0]);
        assertEquals(0, errors[1], "with a hook");
    }

    /** Controllers look at the pods that are there and not at all that ever were; nothing is missing among those. */
    @ParameterizedTest
    @CsvSource({"Deployment", "StatefulSet"})
    void theListOfAWorkloadHasThePodsThatAreThere(String kind) {
        Bed bed = bed(kind, 4, "", "{startup: 1s, shutdown: exit}");
        for (int at = 1; at < 60; at++) {
            bed = bed.at(
                    10 * at + "s",
                    at % 9 == 0
                            ? "restart: {workload: app}"
                            : at % 7 == 0
                                    ? "scale: {workload: app, replicas: " + at % 5 + "}"
                                    : "kill: {workload: app}");
        }
        Run run = start(bed);
        int most = 0;
        while (!run.isOver()) {
            run.advanceTo(run.nowNanos() + 500_000_000L);
            Core core = run.core();
            for (var workload : core.plan.workloads()) {
                assertEquals(
                        core.pods.stream()
                                .filter(pod -> pod.plan.id() == workload.id() && pod.state != Pod.State.GONE)
                                .toList(),
                        core.podsOf(workload));
                most = Math.max(most, core.podsOf(workload).size());
            }
        }
        assertTrue(run.core().pods.size() > 100, "pods " + run.core().pods.size());
        assertTrue(most <= 10, "at once " + most);
    }
}

package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentRunner;
import dev.windtunnel.experiment.RunFindings;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Scenarios;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pods that no node takes stay Pending, until one does; entries of the timeline that find no pods say so. */
class PendingPodsTest {

    private static final String APART =
            "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey:"
                    + " kubernetes.io/hostname, labelSelector: {matchLabels: {app: app}}}]}},";

    private static Bed bed(String nodes, String spec) {
        Bed bed = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .deployment("app", 3, "containers: [{name: app, image: example/app}], " + spec);
        return nodes.isEmpty() ? bed : bed.cluster("nodes: " + nodes);
    }

    private static String pods(Run run, double seconds) {
        run.advanceTo((long) (seconds * 1e9));
        return run.pods().stream()
                .filter(pod ->
                        pod.workload().name().equals("app") && !pod.state().equals("GONE"))
                .map(pod -> pod.name() + ":" + pod.state() + "@" + pod.node())
                .collect(Collectors.joining(" "));
    }

    private static Run run(Experiment experiment) {
        return experiment.start(RunOptions.ofSeed(1));
    }

    private static List<Finding> findings(Experiment experiment) {
        return new ExperimentRunner(experiment, ExperimentRunner.Settings.DEFAULT)
                .run(ExperimentRunner.Progress.NONE)
                .findings();
    }

    @Test
    void theOneTooManyGetsNoRequestAndHasAReason() {
        Bed bed = bed("[{name: a, zone: a}, {name: b, zone: b}]", APART).curl("curl", "http://app:8080/", 40);
        Run run = run(bed.load());
        assertEquals("app-0:READY@b app-1:READY@a app-2:PENDING@", pods(run, 0));
        int waiting = run.pods().stream()
                .filter(pod -> pod.state().equals("PENDING"))
                .findFirst()
                .orElseThrow()
                .id();
        assertEquals(
                "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules.", run.whyPending(waiting));
        assertEquals(0, bed.go().pod("app-2").arrived());
        Finding finding = findings(bed.load()).get(0);
        assertEquals("WT2006", finding.code());
        assertTrue(finding.message().startsWith("1 pod is Pending from 0s on"), finding.message());
        assertEquals("spec.template.spec.affinity", finding.path());
        assertTrue(finding.line() > 0 && finding.column() > 0);
    }

    @Test
    void itIsBoundAndStartsWhenThereIsRoom() {
        Bed bed = bed("[{name: a, zone: a}, {name: b, zone: b}]", APART)
                .workload("app", "{startup: 2s}")
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {rate: 1/s}")
                .at("5s", "kill: {workload: app, pods: [app-1]}");
        Run run = run(bed.load());
        pods(run, 0);
        assertEquals("app-0:READY@b app-2:STARTING@a app-3:PENDING@", pods(run, 6));
        assertEquals("app-0:READY@b app-2:READY@a app-3:PENDING@", pods(run, 8));
    }

    @Test
    void podsThatWantToBeNearOthersOfTheInputAreReadyFromTheBeginning() {
        String near = "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey:"
                + " kubernetes.io/hostname, labelSelector: {matchLabels: {app: later}}}]}}";
        Bed bed = bed("[{name: a, zone: a}, {name: b, zone: b}]", near).pods("later", 1, "app: later", "{}");
        Run run = run(bed.load());
        assertEquals("app-0:READY@b app-1:READY@b app-2:READY@b", pods(run, 0));
        assertEquals(List.of(), run.notes());
    }

    @Test
    void pendingPodsGoFirstWhenFewerAreWanted() {
        Bed bed = bed("[{name: a, zone: a}, {name: b, zone: b}]", APART)
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {rate: 1/s}")
                .at("5s", "scale: {workload: app, replicas: 2}");
        assertEquals("app-0:READY@b app-1:READY@a", pods(run(bed.load()), 6));
    }

    @Test
    void podsThatWaitForALostMachineStartWhenItIsBack() {
        Bed bed = bed("[{name: a, zone: a, labels: {disk: ssd}}, {name: b, zone: b}]", "nodeSelector: {disk: ssd}")
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {rate: 1/s}")
                .run("{duration: 20s}")
                .at("2s", "node: {down: a, detect: 1s}, for: 10s")
                .at("5s", "scale: {workload: app, replicas: 4}");
        Run run = run(bed.load());
        assertTrue(pods(run, 6).endsWith("app-3:PENDING@"), pods(run, 6));
        int last = run.pods().size() - 1;
        assertEquals(
                "0/2 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) had untolerated"
                        + " taint {node.kubernetes.io/unreachable: }.",
                run.pods().stream()
                        .filter(pod -> pod.state().equals("PENDING"))
                        .map(pod -> run.whyPending(pod.id()))
                        .findFirst()
                        .orElse(""));
        assertTrue(last > 0);
        assertTrue(pods(run, 14).endsWith("app-3:READY@a"), pods(run, 14));
    }

    @Test
    void aNodeThatNobodyDeclaredTakesEveryPodAndThatIsSaid() {
        Experiment experiment = bed("", "nodeSelector: {disk: ssd}")
                .curl("curl", "http://app:8080/", 1)
                .load();
        assertEquals("app-0:READY@node-0 app-1:READY@node-0 app-2:READY@node-0", pods(run(experiment), 0));
        Finding finding = findings(experiment).get(0);
        assertEquals("WT2006", finding.code());
        assertTrue(finding.message().endsWith("there all the same: app"), finding.message());
    }

    @Test
    void labelsThatNoNodeHasAreFoundBeforeTheRunAndOnlyOnce() {
        Experiment experiment = bed("[{name: a, zone: a}]", "nodeSelector: {disk: ssd}")
                .curl("curl", "http://app:8080/", 1)
                .load();
        Finding finding = experiment.findings().stream()
                .filter(each -> each.code().equals("WT2006"))
                .findFirst()
                .orElseThrow();
        assertEquals("spec.template.spec.nodeSelector", finding.path());
        assertEquals("app", finding.name());
        assertEquals(List.of(), findings(experiment));
    }

    @Test
    void entriesThatFindNoPodsSaySo() {
        Experiment experiment = bed("", "")
                .run("{duration: 20s}")
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {rate: 1/s}")
                .at("2s", "slow: {workload: app, factor: 2, pods: [app-1]}, for: 1s")
                .at("3s", "scale: {workload: app, replicas: 1}")
                .at("10s", "slow: {workload: app, factor: 2, pods: [app-1, app-0]}, for: 1s")
                .at("11s", "kill: {workload: app, pods: 2}")
                .at("12s", "scale: {workload: app, replicas: 0}")
                .at("15s", "unready: {workload: app}, for: 1s")
                .load();
        List<Finding> findings = findings(experiment);
        assertEquals(
                List.of(
                        "at 10s there is no pod app-1 of app, so the entry does less than it says",
                        "at 11s there are 1 of 2 pods of app, so the entry does less than it says",
                        "at 15s there is no pod of app, so the entry does nothing"),
                findings.stream().map(Finding::message).toList());
        assertTrue(findings.stream().allMatch(each -> each.code().equals("WT0046") && each.line() > 0));
        assertEquals(List.of(), RunFindings.of(experiment, List.of()));
    }
}

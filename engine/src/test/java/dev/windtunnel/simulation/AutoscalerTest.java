package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.measure.RunResult;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HorizontalPodAutoscalers by their arithmetic: use of CPU, tolerance, limits, windows and policies. */
class AutoscalerTest {

    /** 20 ms of work at 100/s are two cores; pods request half a core and may use two. */
    private static Bed bed(String autoscaler, String apiVersion, String startup) {
        return Scenarios.bed()
                .plainClient("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .document(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: app}
                        spec:
                          replicas: 2
                          selector: {matchLabels: {app: app}}
                          template:
                            metadata: {labels: {app: app, sidecar.istio.io/inject: 'false'}}
                            spec:
                              containers:
                              - {name: app, image: example/app, resources: {requests: {cpu: 500m}, limits: {cpu: 4}}}
                        """)
                .document(
                        """
                        apiVersion: autoscaling/%s
                        kind: HorizontalPodAutoscaler
                        metadata: {name: app}
                        spec:
                          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: app}
                          %s
                        """
                                .formatted(apiVersion, autoscaler))
                .workload("app", "{startup: " + startup + ", handlers: [{steps: [{work: 20ms}]}]}")
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {rate: 100/s, arrivals: "
                        + "constant}, connection: {keepAlive: false}")
                .run("{duration: 15m}");
    }

    private static final String EIGHTY = "minReplicas: 1\n  maxReplicas: 10\n  metrics: [{type: Resource, resource: "
            + "{name: cpu, target: {type: Utilization, averageUtilization: 80}}}]";

    private static String scalings(Outcome run) {
        return run.result().timeline().stream()
                .filter(each -> each.entry() < 0)
                .map(each -> Math.round(each.at()) + "s " + each.message().replaceAll(".* from | of its.*|: .*", ""))
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "v2 | maxReplicas: 10, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}] | 15s 2 to 5",
                "v1 | maxReplicas: 10, targetCPUUtilizationPercentage: 80        | 15s 2 to 5",
                "v1 | maxReplicas: 10                                            | 15s 2 to 5",
                "v1 | maxReplicas: 4, targetCPUUtilizationPercentage: 80         | 15s 2 to 4",
                "v1 | maxReplicas: 10, minReplicas: 3, targetCPUUtilizationPercentage: 200 | 15s 2 to 3",
                "v1 | maxReplicas: 10, targetCPUUtilizationPercentage: 185       | ''",
                "v1 | maxReplicas: 10, targetCPUUtilizationPercentage: 20        | 15s 2 to 6, 30s 6 to 8, 45s 8 to 10",
                "v2 | maxReplicas: 10, metrics: [{type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 250m}}}] | 15s 2 to 6, 45s 6 to 8",
            })
    void asManyPodsAsTheUseOfCpuCallsFor(String version, String spec, String expected) {
        Outcome run = bed(spec.replace(", m", "\n  m").replace(", targetCPU", "\n  targetCPU"), version, "1s")
                .go();
        assertEquals(expected, scalings(run));
    }

    /** {@code podautoscaler/horizontal.go}, condition AmbiguousSelector: bounds hold, use counts for nothing. */
    @Test
    void ofTwoForTheSamePodsNeitherGoesByTheirUse() {
        Bed bed = bed(EIGHTY, "v2", "1s")
                .document(
                        """
                        apiVersion: autoscaling/v2
                        kind: HorizontalPodAutoscaler
                        metadata: {name: other}
                        spec:
                          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: app}
                          minReplicas: 3
                          maxReplicas: 9
                          metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
                        """)
                .run("{duration: 2m}");
        assertEquals("15s 2 to 3", scalings(bed.go()));
        List<Finding> findings = bed.load().findings().stream()
                .filter(each -> each.code().equals("WT3025"))
                .toList();
        assertEquals(2, findings.size());
        assertTrue(
                findings.get(0).message().contains("AmbiguousSelector"),
                findings.get(0).message());
        assertTrue(findings.get(0).line() > 0);
    }

    @Test
    void thereAreFiveMinutesOfPatienceBeforeItScalesDown() {
        Outcome run = bed(EIGHTY, "v2", "1s")
                .at("60s", "load: {traffic: web, factor: 0.25}")
                .go();
        String all = scalings(run);
        assertTrue(all.startsWith("15s 2 to 5, "), all);
        long down = Long.parseLong(all.replaceAll(".*, |s .*", ""));
        assertTrue(down >= 360 && down <= 390, all);
        assertTrue(all.endsWith("5 to 2"), all);
        RunResult.TimelineResult first = run.result().timeline().stream()
                .filter(each -> each.entry() < 0)
                .findFirst()
                .orElseThrow();
        assertEquals(
                "HorizontalPodAutoscaler/default/app scaled app from 2 to 5: its pods use 250 % of what is wanted",
                first.message());
    }

    @Test
    void behaviourSaysHowFast() {
        String behavior = "\n  behavior: {scaleUp: {policies: [{type: Pods, value: 1, periodSeconds: 60}]}, "
                + "scaleDown: {stabilizationWindowSeconds: 0, policies: [{type: Percent, value: 50, periodSeconds: 15}]}}";
        Outcome run = bed(EIGHTY + behavior, "v2", "1s")
                .at("405s", "load: {traffic: web, factor: 0.25}")
                .go();
        assertEquals("15s 2 to 3, 75s 3 to 4, 135s 4 to 5, 420s 5 to 2", scalings(run));
        Outcome never = bed(EIGHTY + "\n  behavior: {scaleUp: {selectPolicy: Disabled}}", "v2", "1s")
                .go();
        assertEquals("", scalings(never));
    }

    /** Pods that are not ready yet count as if they used nothing, so that more than enough is not made. */
    @Test
    void podsThatStartAreTakenIntoAccount() {
        Outcome run = bed(EIGHTY, "v2", "100s").go();
        assertEquals("15s 2 to 5", scalings(run));
    }

    @Test
    void aRunEndsThoughAnAutoscalerLooksOn() {
        Outcome run = bed(EIGHTY, "v2", "1s")
                .run("{}")
                .traffic("name: few, from: client, request: {url: 'http://app:8080/'}, requests: 3")
                .at("0s", "load: {traffic: web, factor: 0}")
                .go();
        assertEquals(60, run.result().scenario().durationSeconds(), 1e-9);
        String hangs = "{handlers: [{errors: [{rate: 100%, hang: true}]}]}";
        Outcome hung = Scenarios.bed()
                .plainClient("client")
                .app("app", hangs)
                .document(
                        """
                        apiVersion: autoscaling/v1
                        kind: HorizontalPodAutoscaler
                        metadata: {name: app}
                        spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: app}}
                        """)
                .curl("curl", "http://app:8080/", 1)
                .go();
        assertEquals(1, hung.traffic("curl").unfinished());
    }

    @Test
    void whatCannotScaleIsTold() {
        Experiment experiment = Scenarios.bed()
                .client("client")
                .app("app", "{}")
                .document(
                        """
                        apiVersion: autoscaling/v2
                        kind: HorizontalPodAutoscaler
                        metadata: {name: app}
                        spec:
                          maxReplicas: 3
                          scaleTargetRef: {kind: Deployment, name: app}
                          metrics: [{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}},
                                    {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
                        """)
                .document(
                        """
                        apiVersion: autoscaling/v2
                        kind: HorizontalPodAutoscaler
                        metadata: {name: other}
                        spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: nobody}}
                        """)
                .curl("curl", "http://app:8080/", 1)
                .load();
        String told = experiment.findings().stream()
                .filter(finding -> "HorizontalPodAutoscaler".equals(finding.kind()))
                .map(Finding::text)
                .collect(Collectors.joining("\n"));
        assertTrue(told.contains("WT3025") && told.contains("request no cpu"), told);
        assertTrue(told.contains("there is no Deployment nobody to scale"), told);
        assertTrue(told.contains("WT1002") && told.contains("only cpu scales"), told);
    }
}

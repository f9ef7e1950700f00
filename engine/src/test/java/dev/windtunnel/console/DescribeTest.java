package dev.windtunnel.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code kubectl describe} of autoscalers, endpoints, ReplicaSets and what kubectl knows nothing of. */
class DescribeTest {
    @TempDir
    private Path folder;

    private static final String CPU =
            "metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]";

    private Console console(String rate, String documents) {
        String yaml =
                """
                apiVersion: windtunnel.dev/v1
                kind: Scenario
                metadata: {name: described}
                spec:
                  workloads: {web: {cpu: 1, startup: 1s, sidecar: false, handlers: [{steps: [{work: 10ms}]}]}, tool: {sidecar: false}, bare: {sidecar: false}}
                  traffic: [{name: t, from: tool, request: {url: "http://web/"}, load: {rate: %s, arrivals: constant}}]
                ---
                {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: tool}, spec: {selector: {matchLabels: {app: tool}}, template: {metadata: {labels: {app: tool}}, spec: {containers: [{name: c, image: c}]}}}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: bare}, spec: {selector: {matchLabels: {app: bare}}, template: {metadata: {labels: {app: bare}}, spec: {containers: [{name: app, image: c}]}}}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: c, resources: {requests: {cpu: 500m}}}]}}}}
                ---
                """
                        .formatted(rate);
        Experiment experiment = Hello.experiment(folder, yaml + documents);
        Run run = Run.open(experiment.plan(), experiment.objects(), RunOptions.ofSeed(1), true);
        return new Console(run, ConsoleFiles.of(FileAccess.disk(InputStream.nullInputStream()), folder.toString()));
    }

    private static String autoscaler(String name, String target, String spec) {
        return "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: " + name
                + "}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: " + target + "}, " + spec
                + "}}\n---\n";
    }

    private static String says(Console console, String line) {
        Output output = console.execute(line).output();
        return output.stdout() + output.stderr();
    }

    /** As kubectl: the object of that name, else all whose names begin so. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "pod web, 2",
        "pod tool, 1",
        "pods web tool, 3",
        "deployment web, 1",
        "deployment w, 1",
        "service web, 1",
        "pod we-, 0"
    })
    void namesMayBeTheBeginningOfSeveral(String words, int described) {
        String said = says(console("10/s", ""), "kubectl describe " + words);
        assertEquals(
                described, said.lines().filter(line -> line.startsWith("Name:")).count());
        assertEquals(described == 0, said.contains("NotFound"));
    }

    @Test
    void anAutoscalerSaysWhatItSeesAndWhatItDid() {
        Console console = console("100/s", autoscaler("web", "web", "minReplicas: 2, maxReplicas: 3, " + CPU));
        assertEquals(
                """
                Name:                                                  web
                Namespace:                                             default
                Labels:                                                <none>
                Annotations:                                           <none>
                Reference:                                             Deployment/web
                Metrics:                                               ( current / target )
                  resource cpu on pods  (as a percentage of request):  <unknown> / 50%
                Min replicas:                                          2
                Max replicas:                                          3
                Deployment pods:                                       2 current / 2 desired
                Events:                                                <none>
                """,
                says(console, "kubectl describe hpa web"));
        says(console, "sleep 20s");
        // 100 requests of 10 ms in a second are one core of two pods that request half of one each; a part of the last
        // is still to be done.
        assertEquals(
                """
                Name:                                                  web
                Namespace:                                             default
                Labels:                                                <none>
                Annotations:                                           <none>
                Reference:                                             Deployment/web
                Metrics:                                               ( current / target )
                  resource cpu on pods  (as a percentage of request):  99% (499m) / 50%
                Min replicas:                                          2
                Max replicas:                                          3
                Deployment pods:                                       3 current / 3 desired
                Conditions:
                  Type            Status  Reason            Message
                  ----            ------  ------            -------
                  AbleToScale     True    SucceededRescale  the HPA controller was able to update the target scale to 3
                  ScalingActive   True    ValidMetricFound  the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)
                  ScalingLimited  True    TooManyReplicas   the desired replica count is more than the maximum replica count
                Events:
                  Type    Reason             Age   From                       Message
                  ----    ------             ----  ----                       -------
                  Normal  SuccessfulRescale  5s    horizontal-pod-autoscaler  New size: 3; reason: cpu resource utilization (percentage of request) above target
                """,
                says(console, "kubectl describe hpa web"));
    }

    /** The condition that tells why it does nothing, or not more. */
    @ParameterizedTest(name = "{3} {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a | nobody | maxReplicas: 3 | AbleToScale     False   FailedGetScale | deployments.apps \"nobody\" not found",
                "a | bare | maxReplicas: 3 | ScalingActive  False   FailedGetResourceMetric | missing request for cpu in container app of Pod bare-0",
                "a | web | maxReplicas: 3 | ScalingActive  False   AmbiguousSelector | multiple HPAs: [default/a default/other]",
                "a | web | maxReplicas: 9 | ScalingLimited  False   DesiredWithinRange | within the acceptable range",
                "a | web | 'maxReplicas: 9, behavior: {scaleUp: {policies: [{type: Pods, value: 1, periodSeconds: 60}]}}' | ScalingLimited  True    ScaleUpLimit | increasing faster than the maximum scale rate",
                "a | web | 'minReplicas: 1, maxReplicas: 9, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 900}}}]' | AbleToScale     True    ScaleDownStabilized | applying the highest recent recommendation",
            })
    void conditionsTellWhatHoldsAnAutoscaler(
            String name, String target, String spec, String condition, String message) {
        boolean two = condition.contains("Ambiguous");
        String cpu = spec.contains("metrics") ? spec : spec + ", " + CPU;
        Console console = console(
                "100/s", autoscaler(name, target, cpu) + (two ? autoscaler("other", "web", "maxReplicas: 5") : ""));
        says(console, "sleep 20s");
        String described = says(console, "kubectl describe hpa " + name);
        assertTrue(described.replaceAll(" +", " ").contains(condition.replaceAll(" +", " ")), described);
        assertTrue(described.contains(message), described);
    }

    @Test
    void behaviourIsShownWhereItIsWritten() {
        Console console = console(
                "1/s",
                autoscaler(
                        "web",
                        "web",
                        "maxReplicas: 3, behavior: {scaleDown: {selectPolicy: Min, policies: [{type: Pods, value: 1,"
                                + " periodSeconds: 60}]}}"));
        assertTrue(
                says(console, "kubectl describe hpa web")
                        .contains(
                                """
                                Behavior:
                                  Scale Up:
                                    Stabilization Window: 0 seconds
                                    Select Policy: Max
                                    Policies:
                                      - Type: Pods     Value: 4    Period: 15 seconds
                                      - Type: Percent  Value: 100  Period: 15 seconds
                                  Scale Down:
                                    Stabilization Window: 300 seconds
                                    Select Policy: Min
                                    Policies:
                                      - Type: Pods  Value: 1  Period: 60 seconds
                                """));
    }

    @Test
    void endpointsAreTheReadyPodsAndThoseThatAreNot() {
        Console console = console("1/s", "");
        String ready = says(console, "kubectl describe endpoints web");
        assertTrue(ready.contains("  Addresses:          10.1."), ready);
        assertTrue(ready.contains("  NotReadyAddresses:  <none>\n"), ready);
        assertTrue(ready.contains("    Name  Port  Protocol\n    ----  ----  --------\n    http  8080  TCP\n"), ready);
        says(console, "kubectl scale deployment web --replicas=3");
        says(console, "sleep 500ms");
        assertTrue(
                says(console, "kubectl describe ep web").contains("  NotReadyAddresses:  10.1."),
                says(console, "kubectl describe ep web"));
    }

    @Test
    void aReplicaSetIsItsDeployments() {
        Console console = console("1/s", "");
        String name = says(console, "kubectl get rs --no-headers -l app=web").split(" ")[0];
        String described = says(console, "kubectl describe rs " + name);
        assertTrue(described.contains("Controlled By:  Deployment/web\n"), described);
        assertTrue(described.contains("Replicas:       2 current / 2 desired\n"), described);
        assertTrue(described.contains("Pods Status:    2 Running / 0 Waiting / 0 Succeeded / 0 Failed\n"), described);
    }

    @Test
    void objectsOfIstioAreShownFieldByField() {
        Console console = console(
                "1/s",
                "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: web, labels: {team: shop}},"
                        + " spec: {hosts: [web], http: [{retries: {attempts: 2, perTryTimeout: 1s}, route: [{destination:"
                        + " {host: web}}]}]}}");
        assertEquals(
                """
                Name:         web
                Namespace:    default
                Labels:       team=shop
                Annotations:  <none>
                API Version:  networking.istio.io/v1
                Kind:         VirtualService
                Spec:
                  Hosts:
                    web
                  Http:
                    Retries:
                      Attempts:         2
                      Per Try Timeout:  1s
                    Route:
                      Destination:
                        Host:  web
                Events:        <none>
                """,
                says(console, "kubectl describe vs web"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hpa nope | Error from server (NotFound): horizontalpodautoscalers.autoscaling \"nope\" not found",
                "vs nope | Error from server (NotFound): virtualservices.networking.istio.io \"nope\" not found",
                "rs nope | Error from server (NotFound): replicasets.apps \"nope\" not found",
                "node node-0 | error: describe knows no nodes, use get -o yaml; it knows pods, services, endpoints, what makes pods, horizontalpodautoscalers and the objects of Istio",
            })
    void whatIsNotThereOrNotKnownIsSaid(String words, String message) {
        assertEquals(
                message, says(console("1/s", ""), "kubectl describe " + words).strip());
    }
}

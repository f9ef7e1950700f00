package dev.windtunnel.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.simulation.Run;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The columns that kubectl has for autoscalers, budgets and policies, and for pods without a machine. */
class ScalingTablesTest {
    @TempDir
    private Path folder;

    private Console console(String cluster, String documents) {
        String yaml =
                """
                apiVersion: windtunnel.dev/v1
                kind: Scenario
                metadata: {name: tables}
                spec:
                  %s
                  workloads: {web: {cpu: 1, handlers: [{steps: [{work: 10ms}]}]}}
                  traffic: [{name: t, from: tool, request: {url: "http://web/"}, load: {rate: 20/s, arrivals: constant}}]
                ---
                {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{name: http, port: 80}]}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: tool}, spec: {selector: {matchLabels: {app: tool}}, template: {metadata: {labels: {app: tool}}, spec: {containers: [{name: c, image: c}]}}}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: c, resources: {requests: {cpu: 500m}}}]}}}}
                ---
                """
                        .formatted(cluster);
        Run run = Run.open(
                Hello.experiment(folder, yaml + documents).plan(),
                Hello.experiment(folder, yaml + documents).objects(),
                dev.windtunnel.simulation.RunOptions.ofSeed(1),
                true);
        return new Console(run, ConsoleFiles.of(FileAccess.disk(InputStream.nullInputStream()), folder.toString()));
    }

    private static String says(Console console, String line) {
        return console.execute(line).output().stdout();
    }

    @Test
    void autoscalersShowWhatTheySawLast() {
        Console console = console(
                "description: none",
                "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec:"
                        + " {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: 2,"
                        + " maxReplicas: 5, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization,"
                        + " averageUtilization: 50}}}]}}");
        assertEquals(
                """
                NAME   REFERENCE        TARGETS              MINPODS   MAXPODS   REPLICAS   AGE
                web    Deployment/web   cpu: <unknown>/50%   2         5         2          0s
                """,
                says(console, "kubectl get hpa"));
        says(console, "sleep 20s");
        // 20 requests of 10 ms in a second are 0.1 core of a pod that requests 0.5.
        assertTrue(says(console, "kubectl get hpa").contains("cpu: 20%/50%"), says(console, "kubectl get hpa"));
    }

    @Test
    void budgetsSayHowManyPodsMayGo() {
        String budget = "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: %s}, spec: {%s, selector:"
                + " {matchExpressions: [{key: app, operator: In, values: [web]}]}}}\n---\n";
        Console console = console(
                "description: none",
                budget.formatted("a", "minAvailable: 1")
                        + budget.formatted("b", "maxUnavailable: 30%")
                        + budget.formatted("c", "minAvailable: 100%"));
        assertEquals(
                """
                NAME   MIN AVAILABLE   MAX UNAVAILABLE   ALLOWED DISRUPTIONS   AGE
                a      1               N/A               1                     0s
                b      N/A             30%               1                     0s
                c      100%            N/A               0                     0s
                """,
                says(console, "kubectl get poddisruptionbudgets"));
    }

    @Test
    void policiesHaveTheColumnsOfTheirDefinitions() {
        Console console = console(
                "description: none",
                """
                {apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: web}, spec: {mtls: {mode: STRICT}}}
                ---
                {apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: web}, spec: {action: DENY, rules: [{}]}}
                ---
                {apiVersion: security.istio.io/v1, kind: RequestAuthentication, metadata: {name: web}, spec: {jwtRules: [{issuer: me}]}}
                """);
        assertEquals("NAME   MODE     AGE\nweb    STRICT   0s\n", says(console, "kubectl get peerauthentication"));
        assertEquals("NAME   ACTION   AGE\nweb    DENY     0s\n", says(console, "kubectl get authorizationpolicies"));
        assertEquals("NAME   AGE\nweb    0s\n", says(console, "kubectl get requestauthentication"));
    }

    @Test
    void podsOfALostMachineStayAsTheyWereReportedLast() {
        Console console = console(
                "cluster: {nodes: [{name: a, zone: a}, {name: b, zone: b}]}\n"
                        + "  timeline: [{at: 5s, node: {down: b, detect: 40s}}]",
                "");
        String pods = says(console, "kubectl get pods");
        says(console, "sleep 10s");
        assertEquals(pods.replace("0s ", "10s").replaceAll("0s\n", "10s\n"), says(console, "kubectl get pods"));
        assertTrue(!says(console, "kubectl get nodes").contains("NotReady"));
        says(console, "sleep 40s");
        assertTrue(says(console, "kubectl get nodes").contains("b      NotReady"));
        says(console, "sleep 310s");
        assertTrue(
                says(console, "kubectl get pods").contains("2/2     Terminating"), says(console, "kubectl get pods"));
    }

    @Test
    void pendingPodsAreOnNoNode() {
        Console console = console(
                "cluster: {nodes: [{name: a, zone: a}]}",
                "{apiVersion: v1, kind: Pod, metadata: {name: gpu, labels: {app: gpu}}, spec: {nodeSelector: {gpu: big},"
                        + " containers: [{name: c, image: c}]}}");
        assertEquals(
                """
                NAME    READY   STATUS    RESTARTS   AGE   IP       NODE     NOMINATED NODE   READINESS GATES
                gpu-0   0/2     Pending   0          0s    <none>   <none>   <none>           <none>
                """,
                says(console, "kubectl get pods -l app=gpu -o wide"));
        String described = says(console, "kubectl describe pod gpu-0");
        assertTrue(described.contains("Status:       Pending"), described);
        assertTrue(
                described.contains(
                        "Warning  FailedScheduling  0/1 nodes are available: 1 node(s) didn't match Pod's node"
                                + " affinity/selector."),
                described);
    }
}

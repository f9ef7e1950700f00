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

/** What kubectl shows of pods whose probes fail. */
class ProbedPodsTest {
    @TempDir
    private Path folder;

    private Console console(String probes) {
        return console(probes, false);
    }

    private Console console(String probes, boolean sidecar) {
        String yaml =
                """
                apiVersion: windtunnel.dev/v1
                kind: Scenario
                metadata: {name: probed}
                spec:
                  workloads: {web: {sidecar: %s, shutdown: exit, handlers: [{}]}}
                  timeline:
                  - {at: 0s, kill: {workload: web}}
                  - {at: 4500ms, fail: {workload: web, hang: true}}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: c, %s}]}}}
                """
                        .formatted(sidecar, probes);
        Experiment experiment = Hello.experiment(folder, yaml);
        Run run = Run.open(experiment.plan(), experiment.objects(), RunOptions.ofSeed(1), true);
        return new Console(run, ConsoleFiles.of(FileAccess.disk(InputStream.nullInputStream()), folder.toString()));
    }

    private static String says(Console console, String line) {
        return console.execute(line).output().stdout();
    }

    @Test
    void aPodThatIsNotReadyRunsAndSaysWhy() {
        Console console = console("readinessProbe: {httpGet: {port: 8080, path: /ready}, periodSeconds: 2}");
        says(console, "sleep 12s");
        String pods = says(console, "kubectl get pods");
        assertEquals(
                "web-1 0/1 Running 0 12s",
                pods.lines().skip(1).findFirst().orElse("").replaceAll(" +", " "));
        String described = says(console, "kubectl describe pod web-1");
        assertTrue(described.contains("    State:          Running"), described);
        // Probes at 6, 8 and 10 s are given up after 1 s each; that of 0 s was refused.
        assertTrue(
                described.contains("  Warning  Unhealthy  1s (x3 over 5s)  kubelet  Readiness probe failed: Get"),
                described);
    }

    @Test
    void anAppThatWaitsToBeStartedAgainIsInBackOff() {
        Console console = console("livenessProbe: {httpGet: {port: 8080, path: /alive}, periodSeconds: 2}");
        says(console, "sleep 17s");
        String pods = says(console, "kubectl get pods");
        assertEquals(
                "web-1 0/1 CrashLoopBackOff 1 (1s ago) 17s",
                pods.lines().skip(1).findFirst().orElse("").replaceAll(" +", " "));
        String described = says(console, "kubectl describe pod web-1");
        assertTrue(described.contains("      Reason:       CrashLoopBackOff"), described);
        assertTrue(described.contains("    Restart Count:  1"), described);
        assertTrue(described.contains("Container c failed liveness probe, will be restarted"), described);
    }

    @Test
    void beneathASidecarTheAppIsWhatWaits() {
        Console console = console("livenessProbe: {httpGet: {port: 8080, path: /alive}, periodSeconds: 2}", true);
        says(console, "sleep 17s");
        String described = says(console, "kubectl describe pod web-1");
        int proxy = described.indexOf("  istio-proxy:");
        String app = described.substring(0, proxy);
        assertTrue(app.contains("      Reason:       CrashLoopBackOff"), described);
        assertTrue(app.contains("    Ready:          False"), described);
        assertTrue(described.substring(proxy).contains("    State:          Running"), described);
        assertTrue(described.substring(proxy).contains("    Ready:          True"), described);
    }
}

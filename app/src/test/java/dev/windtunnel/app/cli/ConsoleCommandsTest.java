package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Console lines on the mesh of a first experiment with Istio 0.1. */
class ConsoleCommandsTest extends HelloCommands {
    private static final String CURL = "kubectl exec tool-185907110-fsr04 -c tool -- curl -s ";

    @Test
    void aNameThatIsTakenIsRefusedUntilItIsDeleted() {
        Result refused =
                exec("istioctl create -f delay.yaml", "istioctl create -f retry.yaml", "istioctl get route-rules");
        assertEquals(1, refused.status());
        assertEquals("Created config: route-rule helloworld-timeout\n", refused.out());
        assertTrue(refused.err().contains("\"helloworld-timeout\" already exists"), refused.err());
        assertEquals(
                new Result(
                        0,
                        """
                Created config: route-rule helloworld-timeout
                Deleted config: route-rule helloworld-timeout
                Created config: route-rule helloworld-timeout
                Updated config: route-rule helloworld-timeout
                helloworld-timeout
                """,
                        ""),
                exec(
                        "istioctl create -f delay.yaml",
                        "istioctl delete route-rule helloworld-timeout",
                        "istioctl create -f retry.yaml",
                        "istioctl replace -f delay.yaml",
                        "istioctl get route-rules"));
    }

    @Test
    void wrongRulesAndUnknownNamesAreRefused() {
        Result wrong = exec("istioctl create -f wrong.yaml");
        assertEquals(1, wrong.status());
        assertTrue(wrong.err().contains("100"), wrong.err());
        assertTrue(exec("istioctl replace -f delay.yaml").err().contains("could not find"));
        assertTrue(exec("istioctl delete route-rule nothing").err().startsWith("Error: cannot delete nothing: "));
        assertEquals("No resources found.\n", exec("istioctl get route-rules").err());
    }

    @Test
    void changesTakeEffectAfterThePoll() {
        Result result = exec(
                "istioctl create -f delay.yaml",
                "sleep 3s",
                CURL + "-w ' %{http_code}' helloworldsvc:8080/HelloWorld/delay.jsp");
        assertEquals("Created config: route-rule helloworld-timeout\nupstream request timeout 504", result.out());
    }

    @Test
    void staleRoutesLastUntilThePodIsReplaced() {
        String stale = "timeline=[{at: 0s, staleRoutes: {workload: tool}}]";
        String request = "-o /dev/null -w '%{http_code} %{time_total}\\n' helloworldsvc:8080/HelloWorld/delay.jsp";
        Result result = run(
                "exec",
                "scenario.yaml",
                "--set",
                stale,
                "-c",
                "istioctl create -f delay.yaml",
                "-c",
                "sleep 3s",
                "-c",
                CURL + request,
                "-c",
                "kubectl delete pod tool-185907110-fsr04",
                "-c",
                "sleep 3s",
                "-c",
                "kubectl exec tool-185907110-nrn9l -c tool -- curl -s " + request);
        List<String> lines = result.out().lines().toList();
        assertTrue(lines.get(1).startsWith("200 10.0"), result.out() + result.err());
        assertEquals("pod \"tool-185907110-fsr04\" deleted", lines.get(2));
        assertTrue(lines.get(3).startsWith("504 2.00"), result.out() + result.err());
    }

    @Test
    void aShellInAPodIsAnnouncedAndTakesPlainLines() {
        Result result = exec(
                "kubectl exec -it tool-185907110-fsr04 bash",
                "# the service has two versions",
                "curl -s -o /dev/null -w '%{http_code}\\n' helloworldsvc:8080/HelloWorld/index.jsp",
                "exit",
                "curl helloworldsvc:8080");
        assertEquals("200\n", result.out());
        assertTrue(result.err().startsWith("Defaulting container name to tool.\n"), result.err());
        assertEquals(1, result.status());
    }

    @Test
    void kubectlChangesTheClusterAndWaits() {
        Result result = exec(
                "kubectl scale deployment tool --replicas=2",
                "kubectl get pods -l name=tool",
                "kubectl rollout status deployment/tool",
                "kubectl delete service tool",
                "kubectl get services tool");
        assertEquals(
                """
                deployment "tool" scaled
                NAME                   READY     STATUS              RESTARTS   AGE
                tool-185907110-fsr04   2/2       Running             0          1h
                tool-185907110-nrn9l   0/2       ContainerCreating   0          0s
                Waiting for rollout to finish: 1 of 2 updated replicas are available...
                deployment "tool" successfully rolled out
                service "tool" deleted
                """,
                result.out());
        assertEquals("Error from server (NotFound): services \"tool\" not found\n", result.err());
        assertEquals(1, result.status());
    }

    @Test
    void whatCurlWritesStaysInItsPod() throws IOException {
        String before = Files.readString(folder.resolve("default.yaml"));
        Result result = run(
                "exec",
                "scenario.yaml",
                "-f",
                "default.yaml",
                "-c",
                "kubectl exec -it tool-185907110-fsr04 bash",
                "-c",
                "curl -s -o default.yaml -c jar.txt helloworldsvc:8080/",
                "-c",
                "cat default.yaml",
                "-c",
                "exit",
                "-c",
                "kubectl exec helloworld-service-2437162702-x8w05 -- cat default.yaml");
        assertTrue(result.out().startsWith("HostAddress="), result.out());
        assertTrue(result.err().contains("cat: default.yaml: No such file or directory"), result.err());
        curl("default.yaml", "-s", "-o", "default.yaml", "-c", "jar.txt", "helloworldsvc:8080/");
        assertEquals(before, Files.readString(folder.resolve("default.yaml")));
        assertFalse(Files.exists(folder.resolve("jar.txt")));
    }

    @Test
    void linesComeAsADocument() {
        Result result = run(
                "exec",
                "scenario.yaml",
                "-o",
                "json",
                "--keep-going",
                "-c",
                "sleep 2s",
                "-c",
                "frobnicate",
                "-c",
                "kubectl get svc | grep tool");
        assertEquals(127, result.status());
        assertTrue(result.out().contains("\"kind\": \"Console\""), result.out());
        assertTrue(result.out().contains("\"line\": \"frobnicate\""), result.out());
        assertTrue(result.out().contains("\"at\": 2.0"), result.out());
        assertTrue(result.out().contains("the console is no shell"), result.out());
    }

    @Test
    void scriptsAreReadFromStdin() {
        Result result = Shell.in(folder)
                .typing(
                        "# nothing yet\nistioctl create -f default.yaml\n\nistioctl get route-rule helloworld-default\n")
                .run("exec", "scenario.yaml", "--script", "-");
        assertEquals(0, result.status(), result.err());
        assertTrue(
                result.out().startsWith("Created config: route-rule helloworld-default\ndestination: "), result.out());
    }

    @Test
    void theTimelineCarriesOutConsoleLines() {
        Result result = run(
                "get",
                "scenario.yaml",
                "route-rules",
                "--at",
                "5s",
                "--set",
                "timeline=[{at: 1s, exec: \"istioctl create -f default.yaml\"}, {at: 2s, exec: \"istioctl create -f default.yaml\"}]");
        assertEquals(
                1,
                result.out()
                        .lines()
                        .filter(line -> line.startsWith("helloworld-default "))
                        .count(),
                result.out());
    }
}

package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console commands on the mesh of a first experiment with Istio 0.1. */
class ConsoleCommandsTest {
    private static final String RULE =
            """
            type: route-rule
            name: %s
            spec:
              destination: helloworldsvc.default.svc.cluster.local
              precedence: %d
              route:
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                folder.resolve("scenario.yaml"),
                """
                apiVersion: windtunnel.dev/v1
                kind: Scenario
                metadata: {name: hello}
                spec:
                  profile: envoy-2017
                  resources: [manifests.yaml]
                  cluster:
                    network: {sameNode: 0s}
                    pins:
                      pods:
                        helloworld-service: [{name: helloworld-service-2437162702-x8w05, ip: 10.1.40.7, age: 1h}]
                        helloworld-service-v2: [{name: helloworld-service-v2-2637126738-s7l4s, ip: 10.1.40.3, age: 1h}]
                        istio-pilot: [{name: istio-pilot-1, ip: 10.1.40.2, age: 14h, restarts: 4}]
                        tool: [{name: tool-185907110-fsr04, ip: 10.1.40.9, age: 1h, restarts: 0}, {name: tool-185907110-nrn9l}]
                      services:
                        helloworldsvc: {clusterIP: 10.254.145.112, age: 47m}
                        istio-ingress: {clusterIP: 10.254.234.8, age: 14h, nodePorts: {80: 32031, 443: 32559}}
                        istio-pilot: {clusterIP: 10.254.15.121, age: 14h}
                        kubernetes: {clusterIP: 10.254.0.1, age: 24h}
                        tool: {clusterIP: 10.254.87.52, age: 44m}
                  workloads:
                    tool: {sidecar: true}
                    helloworld-*:
                      sidecar: true
                      handlers:
                      - match: {uri: {exact: /HelloWorld/delay.jsp}}
                        steps: [{sleep: 10s}]
                      - steps: [{work: 3ms}]
                        response: {body: "HostAddress=${pod.ip}\\nHostName=${pod.name}\\nSERVICE_VERSION=${env.SERVICE_VERSION}\\n"}
                """);
        Files.writeString(
                folder.resolve("manifests.yaml"),
                deployment("helloworld-service", "tomcat-app: helloworld", "1", "{name: tomcat, image: tomcat}")
                        + deployment(
                                "helloworld-service-v2", "tomcat-app: helloworld", "2", "{name: tomcat, image: tomcat}")
                        + deployment("tool", "name: tool", "1", "{name: tool, image: tomcat}")
                        + deployment(
                                "istio-pilot",
                                "istio: pilot",
                                "0",
                                "{name: discovery, image: pilot}, {name: apiserver, image: pilot}")
                        + service("helloworldsvc", "", "{port: 8080, name: http}", "tomcat-app: helloworld")
                        + service("tool", "", "{port: 8080, name: http}", "name: tool")
                        + service(
                                "istio-ingress",
                                "type: LoadBalancer, ",
                                "{port: 80, name: http}, {port: 443, name: https}",
                                "istio: ingress")
                        + service(
                                "istio-pilot",
                                "",
                                "{port: 8080, name: http-d}, {port: 8081, name: http-a}",
                                "istio: pilot")
                        + service("kubernetes", "", "{port: 443, name: https}", ""));
        Files.writeString(
                folder.resolve("default.yaml"),
                RULE.formatted("helloworld-default", 1)
                        + "  - {tags: {version: \"2\"}, weight: 10}\n  - {tags: {version: \"1\"}, weight: 90}\n");
        Files.writeString(
                folder.resolve("delay.yaml"),
                RULE.formatted("helloworld-timeout", 9)
                        + "  - tags: {version: \"1\"}\n  httpReqTimeout: {simpleTimeout: {timeout: 2s}}\n");
        Files.writeString(
                folder.resolve("retry.yaml"),
                RULE.formatted("helloworld-timeout", 9)
                        + "  - tags: {version: \"1\"}\n"
                        + "  httpReqRetries: {simpleRetry: {attempts: 2, perTryTimeout: 2s}}\n");
        Files.writeString(
                folder.resolve("wrong.yaml"),
                RULE.formatted("wrong", 1)
                        + "  - {tags: {version: \"2\"}, weight: 10}\n  - {tags: {version: \"1\"}, weight: 80}\n");
    }

    private static String deployment(String name, String label, String version, String containers) {
        return """
                ---
                apiVersion: extensions/v1beta1
                kind: Deployment
                metadata: {name: %s}
                spec:
                  template:
                    metadata: {labels: {%s, version: "%s"}}
                    spec:
                      containers: [%s]
                """
                .formatted(
                        name,
                        label,
                        version,
                        containers.replace(
                                "image: tomcat}",
                                "image: 'tomcat:9', env: [{name: SERVICE_VERSION, value: \"" + version + "\"}]}"));
    }

    private static String service(String name, String type, String ports, String selector) {
        return """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %s, labels: {%s}}
                spec: {%sports: [%s], selector: {%s}}
                """
                .formatted(name, selector, type, ports, selector);
    }

    private Result run(String... words) {
        return Shell.in(folder).run(words);
    }

    private Result exec(String... lines) {
        String[] words = new String[2 + 2 * lines.length];
        words[0] = "exec";
        words[1] = "scenario.yaml";
        for (int i = 0; i < lines.length; i++) {
            words[2 + 2 * i] = "-c";
            words[3 + 2 * i] = lines[i];
        }
        return run(words);
    }

    private static final String CURL = "kubectl exec tool-185907110-fsr04 -c tool -- curl -s ";

    // ---------------------------------------------------------------- tables

    @Test
    void servicesOf2017HaveNoTypeColumn() {
        assertEquals(
                new Result(
                        0,
                        """
                NAME            CLUSTER-IP       EXTERNAL-IP   PORT(S)                      AGE
                helloworldsvc   10.254.145.112   <none>        8080/TCP                     47m
                istio-ingress   10.254.234.8     <pending>     80:32031/TCP,443:32559/TCP   14h
                istio-pilot     10.254.15.121    <none>        8080/TCP,8081/TCP            14h
                kubernetes      10.254.0.1       <none>        443/TCP                      1d
                tool            10.254.87.52     <none>        8080/TCP                     44m
                """,
                        ""),
                run("get", "scenario.yaml", "services"));
    }

    @Test
    void podsCountTheirProxy() {
        assertEquals(
                new Result(
                        0,
                        """
                NAME                                     READY     STATUS    RESTARTS   AGE
                helloworld-service-2437162702-x8w05      2/2       Running   0          1h
                helloworld-service-v2-2637126738-s7l4s   2/2       Running   0          1h
                istio-pilot-1                            2/2       Running   4          14h
                tool-185907110-fsr04                     2/2       Running   0          1h
                """,
                        ""),
                run("get", "scenario.yaml", "pods"));
    }

    @Test
    void describeServiceShowsBothEndpoints() {
        assertEquals(
                new Result(
                        0,
                        """
                Name:                   helloworldsvc
                Namespace:              default
                Labels:                 tomcat-app=helloworld
                Annotations:            <none>
                Selector:               tomcat-app=helloworld
                Type:                   ClusterIP
                IP:                     10.254.145.112
                Port:                   http    8080/TCP
                Endpoints:              10.1.40.3:8080,10.1.40.7:8080
                Session Affinity:       None
                Events:                 <none>
                """,
                        ""),
                run("describe", "scenario.yaml", "service", "helloworldsvc"));
    }

    @Test
    void todaysTablesHaveTodaysColumns() {
        Result services = run("get", "scenario.yaml", "svc", "tool", "--profile", "istio-1.30");
        assertEquals(
                """
                NAME   TYPE        CLUSTER-IP     EXTERNAL-IP   PORT(S)    AGE
                tool   ClusterIP   10.254.87.52   <none>        8080/TCP   44m
                """,
                services.out());
    }

    @Test
    void objectsComeAsDocumentsAndNames() {
        String json = run("get", "scenario.yaml", "pod", "tool-185907110-fsr04", "-o", "json")
                .out();
        assertTrue(json.contains("\"podIP\": \"10.1.40.9\""), json);
        assertTrue(json.contains("\"phase\": \"Running\""), json);
        assertEquals(
                "services/tool\n",
                run("get", "scenario.yaml", "svc", "tool", "-o", "name").out());
        assertEquals(
                "", run("get", "scenario.yaml", "pods", "-l", "name=nobody").out());
        assertEquals(
                "No resources found.\n",
                run("get", "scenario.yaml", "pods", "-l", "name=nobody").err());
        assertEquals(
                new Result(1, "", "Error from server (NotFound): pods \"nobody\" not found\n"),
                run("get", "scenario.yaml", "pod", "nobody"));
        assertEquals(1, run("get", "scenario.yaml", "nonsense").status());
    }

    @Test
    void refusedPodsHaveNoRowButTheirReplicaSetWantsOne() {
        String[] blocked = {"--set", "cluster.platform.allowPrivileged=false", "-f", "privileged.yaml"};
        write(
                "privileged.yaml",
                deployment(
                        "closed", "name: closed", "1", "{name: a, image: 'a:1', securityContext: {privileged: true}}"));
        Result pods = run("get", "scenario.yaml", "pods", blocked[0], blocked[1], blocked[2], blocked[3]);
        assertFalse(pods.out().contains("closed"), pods.out());
        Result sets =
                run("get", "scenario.yaml", "rs", "-l", "name=closed", blocked[0], blocked[1], blocked[2], blocked[3]);
        assertTrue(
                sets.out().matches("(?s)NAME +DESIRED +CURRENT +READY +AGE\nclosed-\\d+ +1 +0 +0 +0s\n"), sets.out());
    }

    private void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // ---------------------------------------------------------------- curl

    private Result curl(String rules, String... words) {
        String[] all = new String[words.length + 7];
        all[0] = "curl";
        all[1] = "scenario.yaml";
        all[2] = "--from";
        all[3] = "tool";
        all[4] = "-f";
        all[5] = rules;
        all[6] = "--";
        System.arraycopy(words, 0, all, 7, words.length);
        return run(all);
    }

    @Test
    void aTimeoutIsA504Of24BytesAfterTwoSeconds() {
        Result result = curl(
                "delay.yaml",
                "-s",
                "-w",
                "%{http_code} %{size_download} %{time_total}",
                "helloworldsvc:8080/HelloWorld/delay.jsp");
        assertEquals("", result.err());
        assertTrue(result.out().matches("upstream request timeout504 24 2\\.00\\d{4}"), result.out());
    }

    @Test
    void retriesTakeSixSecondsAndTheirBackOffs() {
        Result result = curl(
                "retry.yaml",
                "-s",
                "-o",
                "/dev/null",
                "-w",
                "%{time_total}",
                "helloworldsvc:8080/HelloWorld/delay.jsp");
        double seconds = Double.parseDouble(result.out());
        assertTrue(seconds >= 6 && seconds < 6.1, result.out());
    }

    @Test
    void theBodyIsThatOfTheChosenPod() {
        Result result = curl("default.yaml", "-si", "http://helloworldsvc:8080/HelloWorld/index.jsp");
        assertEquals(
                """
                HTTP/1.1 200 OK
                content-length: 88
                x-envoy-upstream-service-time: 3
                server: envoy

                HostAddress=10.1.40.3
                HostName=helloworld-service-v2-2637126738-s7l4s
                SERVICE_VERSION=2
                """,
                result.out());
    }

    @Test
    void anyHundredCallsSplitTenToNinety() {
        Result result = run(
                "curl",
                "scenario.yaml",
                "--from",
                "tool",
                "--count",
                "100",
                "-f",
                "default.yaml",
                "--",
                "-s",
                "helloworldsvc:8080/HelloWorld/index.jsp");
        assertEquals(
                10, result.out().lines().filter("SERVICE_VERSION=2"::equals).count());
        assertEquals(
                90, result.out().lines().filter("SERVICE_VERSION=1"::equals).count());
    }

    @Test
    void failuresHaveCurlsWordsAndStatus() {
        assertEquals(
                new Result(6, "", "curl: (6) Could not resolve host: nobody\n"),
                curl("default.yaml", "http://nobody/"));
        assertEquals(new Result(6, "", ""), curl("default.yaml", "-s", "http://nobody/"));
        assertEquals(
                new Result(
                        28,
                        "",
                        "curl: (28) Operation timed out after 500 milliseconds with 0 out of 0 bytes received\n"),
                curl("default.yaml", "-sS", "-m", "0.5", "helloworldsvc:8080/HelloWorld/delay.jsp"));
        assertEquals(
                new Result(22, "", "curl: (22) The requested URL returned error: 504 Gateway Timeout\n"),
                curl("delay.yaml", "-sSf", "helloworldsvc:8080/HelloWorld/delay.jsp"));
        assertEquals(52, curl("default.yaml", "-s", "helloworldsvc:9999/").status());
        Result unknown = curl("default.yaml", "--compressed", "helloworldsvc:8080/");
        assertEquals(2, unknown.status());
        assertTrue(
                unknown.err().contains("--compressed: is unknown")
                        && unknown.err().contains("--retry"),
                unknown.err());
    }

    @Test
    void withoutAProxyOnlyLocalhostAnswers() {
        String[] down = {"--set", "timeline=[{at: 1s, proxy: {workload: helloworld-service, state: down}}]"};
        assertEquals(0, fromV1(down, "localhost:8080/").status());
        assertEquals(
                new Result(7, "", "curl: (7) Failed to connect to 10.1.40.7 port 8080: Connection refused\n"),
                fromV1(down, "10.1.40.7:8080/"));
        assertEquals(7, fromV1(down, "helloworldsvc:8080/").status());
        assertEquals(
                0,
                fromV1(new String[] {"--set", "timeline=[]"}, "10.1.40.7:8080/").status());
    }

    private Result fromV1(String[] set, String url) {
        return run(
                "curl",
                "scenario.yaml",
                "--from",
                "helloworld-service",
                "--at",
                "2s",
                set[0],
                set[1],
                "--",
                "-sS",
                url);
    }

    @Test
    void curlNeedsAPodThatRuns() {
        Result result = run("curl", "scenario.yaml", "--from", "nobody", "--", "x");
        assertEquals(2, result.status());
        assertTrue(
                result.err().contains("--from nobody") && result.err().contains("tool-185907110-fsr04"), result.err());
    }

    // ---------------------------------------------------------------- exec

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

    @Test
    void selectorsAreReadAsKubectlReadsThem() {
        for (String wrong : List.of("=,!", ",", "!", "a=b=c", "a b", "a in", "in (x)", "a=ü")) {
            Result result = run("get", "scenario.yaml", "pods", "-l", wrong);
            assertEquals(1, result.status(), wrong);
            assertTrue(
                    result.err().startsWith("error: unable to parse the label selector \"" + wrong + "\": write"),
                    result.err());
        }
        String all = run("get", "scenario.yaml", "pods").out();
        assertEquals(all, run("get", "scenario.yaml", "pods", "-l", "").out());
        assertEquals(
                all,
                run("get", "scenario.yaml", "pods", "-l", "!nobody,x!=y, x notin (y,z)")
                        .out());
    }

    @Test
    void objectsComeBackWithTheirNamespace() {
        String yaml = run("get", "scenario.yaml", "svc", "tool", "-o", "yaml").out();
        assertTrue(yaml.contains("  name: tool\n  namespace: default\n"), yaml);
    }
}

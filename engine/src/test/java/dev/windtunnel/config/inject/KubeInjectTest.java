package dev.windtunnel.config.inject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeInjectTest {
    private static final String GREETER =
            """
            kind: Deployment
            apiVersion: extensions/v1beta1
            metadata: {name: greeter}
            spec:
              replicas: 1
              template:
                metadata:
                  labels: {version: "1", app: greeter}
                spec:
                  containers:
                  - name: web
                    image: tomcat:9
            """;

    private static String inject(String text, InjectionOptions options) {
        Findings findings = new Findings();
        String injected = KubeInject.inject("a.yaml", text, options, findings);
        assertEquals(List.of(), findings.list());
        return injected;
    }

    private static Node injected(String text, InjectionOptions options) {
        return only(inject(text, options));
    }

    private static Node only(String text) {
        Findings findings = new Findings();
        List<Document> documents = YamlReader.read("b.yaml", text, findings);
        assertEquals(List.of(), findings.list());
        assertEquals(1, documents.size());
        return documents.get(0).root();
    }

    private static String text(Node root, String path) {
        Node node = Paths.get(root, Paths.parse(path));
        return node instanceof ScalarNode scalar ? scalar.text() : String.valueOf(node);
    }

    private static Node initContainers(Node root) {
        return only(text(root, "spec.template.metadata.annotations[\"pod.beta.kubernetes.io/init-containers\"]"));
    }

    @Test
    void aDeploymentBecomesWhatKubeInjectWrote() {
        assertEquals(
                """
                apiVersion: extensions/v1beta1
                kind: Deployment
                metadata:
                  creationTimestamp: null
                  name: greeter
                spec:
                  replicas: 1
                  strategy: {}
                  template:
                    metadata:
                      annotations:
                        alpha.istio.io/sidecar: injected
                        alpha.istio.io/version: windtunnel@localhost-0.1.6-dab2033
                        pod.beta.kubernetes.io/init-containers: '[{"args":["-p","15001","-u","1337"],"image":"docker.io/istio/init:0.1","imagePullPolicy":"Always","name":"init","securityContext":{"capabilities":{"add":["NET_ADMIN"]}}},{"args":["-c","sysctl
                          -w kernel.core_pattern=/tmp/core.%e.%p.%t \\u0026\\u0026 ulimit -c unlimited"],"command":["/bin/sh"],"image":"alpine","imagePullPolicy":"Always","name":"enable-core-dump","securityContext":{"privileged":true}}]'
                      creationTimestamp: null
                      labels:
                        app: greeter
                        version: "1"
                    spec:
                      containers:
                      - image: tomcat:9
                        name: web
                        resources: {}
                      - args:
                        - proxy
                        - sidecar
                        - -v
                        - "2"
                        env:
                        - name: POD_NAME
                          valueFrom:
                            fieldRef:
                              fieldPath: metadata.name
                        - name: POD_NAMESPACE
                          valueFrom:
                            fieldRef:
                              fieldPath: metadata.namespace
                        - name: POD_IP
                          valueFrom:
                            fieldRef:
                              fieldPath: status.podIP
                        image: docker.io/istio/proxy_debug:0.1
                        imagePullPolicy: Always
                        name: proxy
                        resources: {}
                        securityContext:
                          runAsUser: 1337
                status: {}
                ---
                """,
                inject(GREETER, InjectionOptions.DEFAULT));
    }

    @Test
    void theFirstExperimentIsInjectedAsItsAuthorPublishedIt() throws IOException {
        Path seed = seed();
        Assumptions.assumeTrue(seed != null, "the author's files are not here");
        InjectionOptions options = new InjectionOptions(
                "docker.io/istio",
                "0.1",
                2,
                1337,
                "jenkins@ubuntu-16-04-build-12ac793f80be71-0.1.6-dab2033",
                true,
                null);
        String injected = inject(Files.readString(seed.resolve("rc-v1.yaml")), options);
        String published = Files.readString(seed.resolve("rc-v1-istio.yaml"));
        assertEquals(published, injected.replace("Always", "IfNotPresent"));
    }

    private static @Nullable Path seed() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("shared/seed"))) {
                return folder.resolve("shared/seed");
            }
        }
        return null;
    }

    @Test
    void flagsShowInTheContainers() {
        Node root = injected(
                GREETER, new InjectionOptions("example.com/mesh", "0.1.6", 4, 2000, "me@here-1", false, "10.0.0.0/8"));
        assertEquals("me@here-1", text(root, "spec.template.metadata.annotations[\"alpha.istio.io/version\"]"));
        Node wanted = only(
                """
                - {args: ["-p", "15001", "-u", "2000", "-i", 10.0.0.0/8], image: "example.com/mesh/init:0.1.6",
                   imagePullPolicy: Always, name: init, securityContext: {capabilities: {add: [NET_ADMIN]}}}
                """);
        assertTrue(
                Nodes.sameValue(wanted, initContainers(root)),
                initContainers(root).toString());
        assertEquals("example.com/mesh/proxy_debug:0.1.6", text(root, "spec.template.spec.containers[proxy].image"));
        assertEquals("4", text(root, "spec.template.spec.containers[proxy].args[3]"));
        assertEquals("2000", text(root, "spec.template.spec.containers[proxy].securityContext.runAsUser"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Deployment            | extensions/v1beta1 | {}",
                "Job                   | batch/v1           | {}",
                "ReplicaSet            | extensions/v1beta1 | {replicas: 0}",
                "ReplicationController | v1                 | {replicas: 0}",
                "DaemonSet             | extensions/v1beta1 |"
                        + " {currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0}"
            })
    void everyKindWithATemplateIsInjected(String kind, String apiVersion, String status) {
        String workload = GREETER.replace("kind: Deployment", "kind: " + kind)
                .replace("extensions/v1beta1", apiVersion)
                .replace("  replicas: 1\n", "");
        Node root = injected(workload, InjectionOptions.DEFAULT);
        assertEquals("proxy", text(root, "spec.template.spec.containers[1].name"));
        assertTrue(Nodes.sameValue(only(status), ((MapNode) root).get("status")), root.toString());
        assertEquals(kind.equals("Deployment"), Paths.get(root, Paths.parse("spec.strategy")) != null);
        assertEquals(kind.equals("DaemonSet"), Paths.get(root, Paths.parse("spec.updateStrategy")) != null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"injected", "ignore", ""})
    void anAnnotatedTemplateGetsNoSidecar(String value) {
        String annotated = GREETER.replace(
                "      labels:", "      annotations: {alpha.istio.io/sidecar: \"" + value + "\"}\n      labels:");
        Node root = injected(annotated, InjectionOptions.DEFAULT);
        assertEquals(value, text(root, "spec.template.metadata.annotations[\"alpha.istio.io/sidecar\"]"));
        assertEquals("null", text(root, "spec.template.spec.containers[1]"));
    }

    @Test
    void injectingTwiceIsInjectingOnce() {
        String once = inject(GREETER, InjectionOptions.DEFAULT);
        String twice = inject(once, InjectionOptions.DEFAULT);
        assertTrue(Nodes.sameValue(only(once), only(twice)));
    }

    @Test
    void otherDocumentsPassLetterByLetter() {
        String service =
                """
                # who answers
                kind:   Service   # odd blanks
                apiVersion: v1
                metadata: {name: greeter}
                """;
        String out = inject(
                "---\n" + service + "---\n---\n" + GREETER + "--- # the last\n" + service, InjectionOptions.DEFAULT);
        String[] parts = out.split("(?m)^---\n");
        assertEquals(3, parts.length);
        assertEquals(service, parts[0]);
        assertTrue(parts[1].startsWith("apiVersion: extensions/v1beta1\n"));
        assertEquals("# the last\n" + service, parts[2]);
    }

    @Test
    void initContainersOfThePodComeFirst() {
        String annotated = GREETER.replace(
                "      labels:",
                "      annotations: {pod.beta.kubernetes.io/init-containers: '[{\"name\":\"own\",\"image\":\"a<b\"}]'}\n"
                        + "      labels:");
        Node root = injected(annotated, InjectionOptions.DEFAULT);
        Node list = initContainers(root);
        assertEquals(
                List.of("own", "init", "enable-core-dump"),
                List.of(text(list, "[0].name"), text(list, "[1].name"), text(list, "[2].name")));
        assertTrue(
                inject(annotated, InjectionOptions.DEFAULT).contains("'[{\"image\":\"a\\u003cb\",\"name\":\"own\"},"));
    }

    @Test
    void probesOfThePodPassTheProxyBy() {
        String probed = GREETER
                + """
                        ports:
                        - {name: health, containerPort: 8090}
                        livenessProbe: {httpGet: {port: 8080}}
                        readinessProbe: {httpGet: {port: health}}
                      - name: second
                        livenessProbe: {httpGet: {port: 8080}}
                        readinessProbe: {tcpSocket: {port: 1}}
                """;
        Node root = injected(probed, InjectionOptions.DEFAULT);
        assertEquals(
                List.of("proxy", "sidecar", "-v", "2", "--passthrough", "8080", "--passthrough", "8090"),
                Nodes.toPlain(Paths.get(root, Paths.parse("spec.template.spec.containers[proxy].args"))));
    }

    @Test
    void whatCannotBeInjectedIsSaid() {
        Findings findings = new Findings();
        String out = KubeInject.inject(
                "a.yaml",
                "kind: Pod\nmetadata: {name: alone}\n---\nkind: Job\nmetadata: {name: bare}\n---\n"
                        + GREETER.replace(
                                "      labels:",
                                "      annotations: {pod.beta.kubernetes.io/init-containers: nothing}\n      labels:"),
                InjectionOptions.DEFAULT,
                findings);
        assertEquals("kind: Pod\nmetadata: {name: alone}\n---\n", out);
        assertEquals(
                List.of(
                        "Warning [WT3201] (Pod alone a.yaml:1:1) kube-inject of Istio 0.1 does not inject into a Pod",
                        "Error [IST0106] (Job bare a.yaml:4:1) this Job has no spec.template. Add the template of its pods.",
                        "Error [IST0106] (Deployment greeter a.yaml:7:1) the annotation"
                                + " pod.beta.kubernetes.io/init-containers is no JSON list of containers"),
                findings.list().stream().map(finding -> finding.text()).toList());
    }
}

package dev.windtunnel.config.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.Namespace;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.mesh.Workload.Container;
import dev.windtunnel.mesh.Workload.Port;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadsTest {
    private static final String POD =
            """
            metadata:
              labels: {app: web, version: v1}
              annotations: {sidecar.istio.io/inject: "true"}
            spec:
              serviceAccountName: web
              nodeSelector: {disk: ssd}
              volumes: [{name: data, emptyDir: {}}]
              initContainers: [{name: init, image: busybox}]
              containers:
                - name: app
                  image: web:1
                  imagePullPolicy: Always
                  command: [run]
                  ports: [{name: http, containerPort: 8080}, {containerPort: 53, protocol: UDP}]
                  env:
                    - {name: MODE, value: fast}
                    - {name: EMPTY}
                    - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                  resources: {limits: {cpu: 500m, memory: 1Gi}, requests: {cpu: 0.25}}
                  securityContext: {runAsUser: 1000, privileged: true, capabilities: {drop: [ALL]}}
            """;

    private static String workload(String apiVersion, String kind, String spec) {
        return "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: web}\nspec:\n" + spec.indent(2)
                + "  template:\n" + POD.indent(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Deployment | strategy: {type: Recreate} | ''",
                "Deployment | strategy: {type: Recreate, rollingUpdate: null} | ''",
                "Deployment | strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}} | IST0106 spec.strategy.rollingUpdate",
                "Deployment | strategy: {rollingUpdate: {maxUnavailable: 100%}} | ''",
                "Deployment | strategy: {rollingUpdate: {maxUnavailable: 150%}} | IST0106 spec.strategy.rollingUpdate.maxUnavailable",
                "Deployment | strategy: {rollingUpdate: {maxSurge: 150%}} | ''",
                "Deployment | strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}} | IST0106 spec.strategy.rollingUpdate.maxUnavailable",
                "StatefulSet | updateStrategy: {rollingUpdate: {maxUnavailable: 0}} | IST0106 spec.updateStrategy.rollingUpdate.maxUnavailable",
                "DaemonSet | updateStrategy: {rollingUpdate: {maxUnavailable: 101%}} | IST0106 spec.updateStrategy.rollingUpdate.maxUnavailable",
                "DaemonSet | updateStrategy: {rollingUpdate: {maxUnavailable: 0}} | IST0106 spec.updateStrategy.rollingUpdate.maxUnavailable",
            })
    void howPodsAreReplacedIsCheckedAsByTheApiServer(String kind, String strategy, String expected) {
        String spec = "selector: {matchLabels: {app: web}}\n" + strategy + "\n";
        assertEquals(expected, Yaml.modern(workload("apps/v1", kind, spec)).paths());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "httpGet: {port: http} | ''",
                "httpGet: {port: 8080}, periodSeconds: 1 | ''",
                "exec: {command: [x]} | WT1002 readinessProbe.exec.command",
                "grpc: {port: 8080} | ''",
                "periodSeconds: 1 | IST0106 readinessProbe",
                "httpGet: {port: 8080}, tcpSocket: {port: 8080} | IST0106 readinessProbe.tcpSocket",
                "httpGet: {path: /} | IST0106 readinessProbe.httpGet.port",
                "tcpSocket: {port: 70000} | IST0106 readinessProbe.tcpSocket.port",
                "httpGet: {port: '8080'} | IST0106 readinessProbe.httpGet.port",
                "httpGet: {port: 8080, scheme: HTTPS} | ''",
                "httpGet: {port: 8080, scheme: FTP} | IST0106 readinessProbe.httpGet.scheme",
                "exec: {command: []} | IST0106 readinessProbe.exec.command",
                "httpGet: {port: htpp} | WT3044 readinessProbe.httpGet.port",
                "httpGet: {port: 8080}, periodSeconds: 5, timeoutSeconds: 5 | ''",
                "httpGet: {port: 8080}, periodSeconds: 5, timeoutSeconds: 6 | WT3047 readinessProbe.timeoutSeconds",
                "httpGet: {port: 8080}, timeoutSeconds: 11 | WT3047 readinessProbe.timeoutSeconds",
                "httpGet: {port: 8080}, periodSeconds: 0, timeoutSeconds: 0 | ''",
            })
    void aProbeAsksInOneWayAtAPortThatThereIs(String probe, String expected) {
        String text = workload("apps/v1", "Deployment", "selector: {matchLabels: {app: web}}\n")
                .replace("command: [run]", "readinessProbe: {" + probe + "}");
        assertEquals(expected, Yaml.modern(text).paths().replace("spec.template.spec.containers[0].", ""));
    }

    @Test
    void aPodTemplateIsReadWhole() {
        Yaml yaml =
                Yaml.modern(workload("apps/v1", "Deployment", "replicas: 3\nselector: {matchLabels: {app: web}}\n"));
        assertEquals("", yaml.paths());
        Workload read = yaml.mesh().workloads().get(0);
        assertEquals("Deployment/default/web", read.key().text());
        assertEquals(3, read.replicas());
        assertEquals(Map.of("app", "web", "version", "v1"), read.labels());
        assertEquals(Map.of("sidecar.istio.io/inject", "true"), read.annotations());
        assertEquals("web", read.serviceAccount());
        assertEquals(Map.of("disk", "ssd"), read.nodeSelector());
        assertEquals(
                List.of("init"),
                read.initContainers().stream().map(Container::name).toList());
        assertEquals(
                List.of(new Container(
                        "app",
                        "web:1",
                        "Always",
                        List.of(new Port("http", 8080, "TCP"), new Port(null, 53, "UDP")),
                        Map.of("MODE", "fast", "EMPTY", ""),
                        0.5,
                        0.25,
                        1000L,
                        true,
                        null,
                        null,
                        null,
                        0)),
                read.containers());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    apps/v1             | Deployment            | {matchLabels: {app: web}}
                    apps/v1beta1        | Deployment            |
                    extensions/v1beta1  | Deployment            |
                    extensions/v1beta1  | DaemonSet             |
                    apps/v1             | DaemonSet             | {matchLabels: {app: web}}
                    apps/v1             | StatefulSet           | {matchExpressions: [{key: app, operator: In, values: [web]}]}
                    apps/v1             | ReplicaSet            | {matchExpressions: [{key: version, operator: Exists}]}
                    v1                  | ReplicationController | {app: web}
                    argoproj.io/v1alpha1 | Rollout              | {matchLabels: {app: web}}
                    """)
    void everythingThatMakesPodsIsAWorkload(String apiVersion, String kind, String selector) {
        Yaml yaml = Yaml.modern(workload(apiVersion, kind, selector == null ? "" : "selector: " + selector + "\n"));
        assertEquals("", yaml.paths());
        assertEquals(1, yaml.mesh().workloads().get(0).replicas());
        assertEquals(kind, yaml.mesh().workloads().get(0).key().kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    apps/v1 | Deployment            |                                                                          | IST0106 spec.selector
                    apps/v1 | Deployment            | selector: {matchLabels: {app: other}}                                    | IST0106 spec.selector
                    apps/v1 | Deployment            | selector: {matchExpressions: [{key: app, operator: DoesNotExist}]}       | IST0106 spec.selector
                    apps/v1 | Deployment            | selector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]} | IST0106 spec.selector
                    v1      | ReplicationController | selector: {app: other}                                                   | IST0106 spec.selector
                    """)
    void selectorsHaveToTakeTheirOwnPods(String apiVersion, String kind, String spec, String expected) {
        Yaml yaml = Yaml.modern(workload(apiVersion, kind, spec == null ? "" : spec + "\n"));
        assertEquals(expected, yaml.paths());
        assertEquals(0, yaml.mesh().workloads().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {containers: []} | IST0106 spec.containers
                    {containers: [{image: a}]} | IST0106 spec.containers[0].name
                    {containers: [{name: a}, {name: a}]} | IST0106 spec.containers
                    {containers: [{name: a, ports: [{containerPort: 70000}]}]} | IST0106 spec.containers[0].ports[0].containerPort
                    {containers: [{name: a, env: [{name: MODE, value: 5}]}]} | IST0106 spec.containers[0].env[0].value
                    {containers: [{name: a, resources: {limits: {cpu: fast}}}]} | IST0106 spec.containers[0].resources.limits.cpu
                    {containers: [{name: a, imagePullPolicy: Sometimes}]} | IST0106 spec.containers[0].imagePullPolicy
                    {containers: [{name: a, readinessProbe: {httpGet: {port: 80}}}]} |
                    {containers: [{name: a, readinessProbe: {httpGet: {prot: 80}}}]} | IST0106 spec.containers[0].readinessProbe.httpGet.port, WT1001 spec.containers[0].readinessProbe.httpGet.prot
                    {containers: [{name: a, readinessProbe: {tcpSocket: {port: 80}, periodSeconds: -1}}]} | IST0106 spec.containers[0].readinessProbe.periodSeconds
                    {containers: [{name: a, livenessProbe: {httpGet: {port: 80}, periodSeconds: 30, timeoutSeconds: 30, terminationGracePeriodSeconds: 5}}]} |
                    {containers: [{name: a, livenessProbe: {httpGet: {port: 80}, successThreshold: 2}}]} | IST0106 spec.containers[0].livenessProbe.successThreshold
                    {containers: [{name: a, startupProbe: {httpGet: {port: 80}, successThreshold: 2}}]} | IST0106 spec.containers[0].startupProbe.successThreshold
                    {containers: [{name: a, readinessProbe: {httpGet: {port: 80}, successThreshold: 2}}]} |
                    {containers: [{name: a, readinessProbe: {httpGet: {port: 80}, terminationGracePeriodSeconds: 5}}]} | IST0106 spec.containers[0].readinessProbe.terminationGracePeriodSeconds
                    {containers: [{name: a, livenessProbe: {httpGet: {port: 80}, terminationGracePeriodSeconds: 0}}]} | IST0106 spec.containers[0].livenessProbe.terminationGracePeriodSeconds
                    {containers: [{name: a, livenessProbe: {exec: {command: [cat, /tmp/ok]}}}]} | WT1002 spec.containers[0].livenessProbe.exec.command
                    {containers: [{name: a, lifecycle: {preStop: {exec: {command: [nginx, -s, quit]}}}}]} | WT1002 spec.containers[0].lifecycle.preStop.exec.command
                    {containers: [{name: a, lifecycle: {preStop: {sleep: {seconds: 5}}}}]} |
                    {containers: [{name: a}], terminationGracePeriodSeconds: -5} | IST0106 spec.terminationGracePeriodSeconds
                    {containers: [{name: a}], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Like}]}]}}}} | IST0106 spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator
                    {containers: [{name: a}], topologySpreadConstraints: [{maxSkew: 1, labelSelector: {}}]} | IST0106 spec.topologySpreadConstraints[0].topologyKey
                    {containers: [{name: a}], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}}} | IST0106 spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms
                    {containers: [{name: a}], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Inn, values: [b]}]}]}}}} | IST0106 spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator
                    {containers: [{name: a}], topologySpreadConstraints: [{maxSkew: 0, topologyKey: z, labelSelector: {}}]} | IST0106 spec.topologySpreadConstraints[0].maxSkew
                    {containers: [{name: a}], tolerations: [{key: a, operator: Exists, value: b}]} | IST0106 spec.tolerations[0].value
                    {containers: [{name: a}], tolerations: [{key: a, operator: Exists}, {key: a, operator: Equal, value: b}]} |
                    {containers: [{name: a, imagePulPolicy: Always}]} | WT1001 spec.containers[0].imagePulPolicy
                    {containers: [{name: a}], affinity: {}, tolerations: []} |
                    {containers: [{name: a}], hostNetwork: "yes"} | IST0106 spec.hostNetwork
                    """)
    void podsAreTakenAsTheApiServerTakesThem(String spec, String expected) {
        Yaml yaml = Yaml.modern("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: " + spec + "\n");
        assertEquals(expected == null ? "" : expected, yaml.paths());
    }

    @Test
    void aPodMayBringItsAddress() {
        Yaml yaml = Yaml.modern(
                "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {nodeName: n1, containers: [{name: a}]}\n"
                        + "status: {podIP: 10.1.2.3, phase: Running}\n");
        assertEquals("", yaml.paths());
        Workload pod = yaml.mesh().workloads().get(0);
        assertEquals("10.1.2.3", pod.podIp());
        assertEquals("n1", pod.nodeName());
        assertEquals("default", pod.serviceAccount());
        assertNull(pod.containers().get(0).cpuLimit());
    }

    @Test
    void initContainersOf2017StandInAnAnnotation() {
        Yaml yaml = Yaml.of2017(
                """
                apiVersion: extensions/v1beta1
                kind: Deployment
                metadata: {creationTimestamp: null, name: hello}
                spec:
                  strategy: {}
                  template:
                    metadata:
                      creationTimestamp: null
                      annotations:
                        alpha.istio.io/sidecar: injected
                        pod.beta.kubernetes.io/init-containers: '[{"name":"init","image":"istio/init:0.1","args":["-p","15001"]},{"name":"core","image":"alpine","securityContext":{"privileged":true}}]'
                    spec:
                      containers: [{name: app, image: tomcat, resources: {}}, {name: proxy, image: istio/proxy_debug:0.1}]
                """);
        assertEquals("", yaml.paths());
        Workload hello = yaml.mesh().workloads().get(0);
        assertEquals(
                List.of("init", "core"),
                hello.initContainers().stream().map(Container::name).toList());
        assertTrue(hello.initContainers().get(1).privileged());
    }

    @Test
    void namespacesAndNodesKeepTheirLabels() {
        Yaml yaml = Yaml.modern(
                """
                {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}
                ---
                {apiVersion: v1, kind: Node, metadata: {name: n1, labels: {topology.kubernetes.io/region: r, topology.kubernetes.io/zone: a}}}
                ---
                {apiVersion: v1, kind: Node, metadata: {name: n2, labels: {failure-domain.beta.kubernetes.io/zone: b}}, spec: {podCIDR: 10.0.0.0/8}}
                """);
        assertEquals("", yaml.paths());
        assertEquals(
                List.of(new Namespace("shop", Map.of("istio-injection", "enabled"))),
                yaml.mesh().namespaces());
        assertEquals(
                List.of("r", ""),
                yaml.mesh().nodes().stream().map(ClusterNode::region).toList());
        assertEquals(
                List.of("a", "b"),
                yaml.mesh().nodes().stream().map(ClusterNode::zone).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v1 | minReplicas: 1, targetCPUUtilizationPercentage: 50 | ''",
                "v2 | minReplicas: 1 | ''",
                "v2 | minReplicas: 0 | IST0106 spec.minReplicas",
                "v2 | targetCPUUtilizationPercentage: 50 | WT1001 spec.targetCPUUtilizationPercentage",
                "v1 | metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}] | WT1001 spec.metrics",
            })
    void autoscalersAreTakenAsTheApiServerTakesThem(String version, String spec, String expected) {
        assertEquals(
                expected,
                Yaml.modern("{apiVersion: autoscaling/" + version
                                + ", kind: HorizontalPodAutoscaler, metadata: {name: h}, spec: {scaleTargetRef: {kind:"
                                + " Deployment, name: a}, maxReplicas: 3, " + spec + "}}")
                        .paths());
    }

    /** The default of autoscaling/v2 holds for what the API server drops; kubectl refuses the object. */
    @Test
    void aFieldOfAnotherVersionOfAnAutoscalerIsDropped() {
        Yaml yaml = Yaml.modern(
                "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}, spec:"
                        + " {scaleTargetRef: {kind: Deployment, name: a}, maxReplicas: 3, targetCPUUtilizationPercentage: 50}}");
        assertEquals(0.8, yaml.mesh().autoscalers().get(0).utilization());
        assertEquals(
                List.of("unknown key \"targetCPUUtilizationPercentage\" in spec: it is of autoscaling/v1. kubectl apply"
                        + " refuses the object, and from others the API server takes it without the key: the autoscaler"
                        + " aims at 80 % of the requested cpu"),
                yaml.messages("WT1001"));
    }

    /** apimachinery, ValidateLabelSelector. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{matchExpressions: [{key: a, operator: In, values: [b]}, {key: a, operator: Exists}]} | ''",
                "{matchExpressions: [{key: a, operator: in, values: [b]}]} | .matchExpressions[0].operator",
                "{matchExpressions: [{key: a, values: [b]}]} | .matchExpressions[0].operator",
                "{matchExpressions: [{key: a, operator: In, values: []}]} | .matchExpressions[0].values",
                "{matchExpressions: [{key: a, operator: NotIn}]} | .matchExpressions[0].values",
                "{matchExpressions: [{key: a, operator: In, values: b}]} | .matchExpressions[0].values",
                "{matchExpressions: [{key: a, operator: Exists, values: [b]}]} | .matchExpressions[0].values",
                "{matchExpressions: [{key: -a, operator: Exists}]} | .matchExpressions[0].key",
                "{matchExpressions: [{operator: Exists}]} | .matchExpressions[0].key",
                "{matchLabels: {-a: b}} | .matchLabels",
            })
    void selectorsOfBudgetsAreTakenAsTheApiServerTakesThem(String selector, String refused) {
        String paths = Yaml.modern("{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec:"
                        + " {minAvailable: 1, selector: " + selector + "}}")
                .list()
                .stream()
                .filter(finding -> finding.code().equals("IST0106"))
                .map(finding -> String.valueOf(finding.path()))
                .collect(java.util.stream.Collectors.joining(", "));
        assertEquals(refused.isEmpty() ? "" : "spec.selector" + refused, paths);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minAvailable: 1 | WT1002 spec",
                "maxUnavailable: 100% | WT1002 spec",
                "minAvailable: -5 | IST0106 spec.minAvailable",
                "maxUnavailable: 101% | IST0106 spec.maxUnavailable",
                "minAvailable: 1, maxUnavailable: 1 | IST0106 spec.maxUnavailable",
            })
    void budgetsAreTakenAsTheApiServerTakesThem(String spec, String expected) {
        String paths = Yaml.modern(
                        "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: {selector:"
                                + " {matchLabels: {app: a}}, " + spec + "}}")
                .paths();
        assertEquals(expected, paths.split(", WT1002")[0].replaceFirst("^WT1002 spec, (IST.*)$", "$1"));
    }
}

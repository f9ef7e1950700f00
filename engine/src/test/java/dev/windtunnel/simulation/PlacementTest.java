package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Scenarios;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which nodes pods land on. */
class PlacementTest {

    /** a1 and a2 in zone a, b1 in zone b with an SSD, c1 in zone c, tainted. */
    private static Bed nodes() {
        Bed bed = Scenarios.bed();
        String[] nodes = {"a1 a x", "a2 a x", "b1 b ssd", "c1 c x"};
        for (String node : nodes) {
            String[] parts = node.split(" ");
            bed.document(
                    """
                    apiVersion: v1
                    kind: Node
                    metadata:
                      name: %s
                      labels: {topology.kubernetes.io/region: r, topology.kubernetes.io/zone: %s, disk: %s, cores: "%d"}
                    spec: {%s}
                    """
                            .formatted(
                                    parts[0],
                                    parts[1],
                                    parts[2],
                                    parts[0].equals("a2") ? 8 : 4,
                                    parts[0].equals("c1")
                                            ? "taints: [{key: only, value: batch, effect: NoSchedule}]"
                                            : ""));
        }
        return bed;
    }

    @ParameterizedTest(name = "{0} {1} of {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Deployment | 4 | | a1 a2 b1 a1",
                "Deployment | 3 | nodeSelector: {disk: ssd} | b1 b1 b1",
                "Deployment | 3 | nodeSelector: {kubernetes.io/os: linux} | a1 a2 b1",
                "Deployment | 2 | nodeSelector: {disk: nvme} | - -",
                "Deployment | 2 | nodeName: c1 | c1 c1",
                "Deployment | 1 | nodeName: c2 | -",
                "DaemonSet | 1 | nodeSelector: {disk: nvme} |",
                "Deployment | 4 | tolerations: [{key: only, operator: Exists}] | a1 a2 b1 c1",
                "Deployment | 4 | tolerations: [{key: only, value: batch, effect: NoSchedule}] | a1 a2 b1 c1",
                "Deployment | 4 | tolerations: [{key: only, value: web}] | a1 a2 b1 a1",
                "Deployment | 2 | affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: cores, operator: Gt, values: ['6']}]}]}}} | a2 a2",
                "Deployment | 2 | affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: topology.kubernetes.io/zone, operator: In, values: [b]}]}, {matchExpressions: [{key: cores, operator: Gt, values: ['6']}]}]}}} | a2 b1",
                "Deployment | 2 | affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 10, preference: {matchExpressions: [{key: disk, operator: In, values: [ssd]}]}}]}} | b1 b1",
                "Deployment | 3 | affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: topology.kubernetes.io/zone, labelSelector: {matchLabels: {app: app}}}]}} | a1 b1 -",
                "Deployment | 3 | affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: topology.kubernetes.io/zone, labelSelector: {matchLabels: {app: app}}}]}} | a1 a2 a1",
                "Deployment | 4 | affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 100, podAffinityTerm: {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: app}}}}]}} | a1 a2 b1 a1",
                "Deployment | 4 | topologySpreadConstraints: [{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: app}}}] | a1 b1 a2 b1",
                "Deployment | 4 | topologySpreadConstraints: [{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: app}}}] | a1 b1 a2 b1",
                "DaemonSet | 1 | | a1 a2 b1",
                "DaemonSet | 1 | tolerations: [{operator: Exists}] | a1 a2 b1 c1",
                "DaemonSet | 1 | nodeSelector: {topology.kubernetes.io/zone: a} | a1 a2",
            })
    void podsLandWhereTheyMayAndWouldLikeTo(String kind, int replicas, String spec, String expected) {
        Run run = nodes().document(
                        """
                        apiVersion: apps/v1
                        kind: %s
                        metadata: {name: app}
                        spec:
                          %s
                          selector: {matchLabels: {app: app}}
                          template:
                            metadata: {labels: {app: app}}
                            spec: {%s containers: [{name: app, image: example/app}]}
                        """
                                .formatted(
                                        kind,
                                        kind.equals("DaemonSet") ? "minReadySeconds: 0" : "replicas: " + replicas,
                                        spec == null ? "" : spec + ","))
                .load()
                .start(RunOptions.ofSeed(1));
        assertEquals(
                expected == null ? "" : expected,
                run.pods().stream()
                        .filter(pod -> pod.workload().name().equals("app"))
                        .map(pod -> pod.node().isEmpty() ? "-" : pod.node())
                        .collect(Collectors.joining(" ")));
    }
}

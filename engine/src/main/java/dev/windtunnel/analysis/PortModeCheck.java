package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.PeerAuthentication;
import dev.windtunnel.mesh.Security;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.mesh.Workload.Container;
import java.util.Set;
import java.util.TreeSet;

/**
 * WT3048: {@code portLevelMtls} of a port that no pod of the selector has, neither as a port of a container nor as the target
 * of a Service; a frequent mistake is the port of the Service.
 */
final class PortModeCheck implements Check {
    @Override
    public void run(Input input, Findings findings) {
        for (PeerAuthentication each : input.mesh().security().peers()) {
            String namespace = each.key().namespace();
            if (each.portLevel().isEmpty()
                    || namespace.equals(Security.ROOT_NAMESPACE)
                    || input.hasRefusedPods(namespace, each.selector())) {
                continue;
            }
            Set<Integer> known = new TreeSet<>();
            for (Workload workload : input.mesh().workloads()) {
                if (workload.namespace().equals(namespace)
                        && workload.labels()
                                .entrySet()
                                .containsAll(each.selector().entrySet())) {
                    addPorts(workload, input, known);
                }
            }
            if (known.isEmpty()) {
                continue; // no pods, which WT3040 says, or nothing is known of their ports
            }
            for (int port : each.portLevel().keySet()) {
                if (!known.contains(port)) {
                    findings.add(Input.at(
                            each.origin(),
                            "portLevelMtls." + port,
                            Finding.warning("WT3048", "no pod of the selector listens on port " + port)
                                    .withFix("their ports are " + known + "; ports of Services do not count")));
                }
            }
        }
    }

    private static void addPorts(Workload workload, Input input, Set<Integer> known) {
        for (Container container : workload.containers()) {
            container.ports().forEach(port -> known.add(port.containerPort()));
        }
        for (Service service : input.mesh().services()) {
            if (service.namespace().equals(workload.namespace()) && service.selects(workload.labels())) {
                service.ports().stream()
                        .filter(port -> port.targetPort() != 0)
                        .forEach(port -> known.add(port.targetPort()));
            }
        }
    }
}

package dev.windtunnel.analysis;

import dev.windtunnel.config.RefusedWorkloads;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.IngressGateway;

/** IST0101: the selector of a Gateway takes no pod, so nobody listens (istio {@code analyzers/gateway/gateway.go}). */
final class GatewayCheck implements Check {
    @Override
    public void run(Input input, Findings findings) {
        for (Gateway gateway : input.mesh().gateways()) {
            if (!gateway.selector().isEmpty()
                    && !gateway.isServedBy(IngressGateway.LABELS)
                    && input.mesh().workloads().stream().noneMatch(each -> gateway.isServedBy(each.labels()))
                    && input.refused().stream()
                            .noneMatch(each -> gateway.isServedBy(RefusedWorkloads.podLabels(each)))) {
                findings.add(Input.at(
                        gateway.origin(),
                        "selector",
                        Finding.error("IST0101", "no pod has the labels of the selector: nobody serves this Gateway")
                                .withFix("select istio: ingressgateway, or add the workload of the gateway")));
            }
        }
    }
}

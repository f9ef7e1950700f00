package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.ServiceEntry;
import java.util.Map;

/**
 * WT3016: a Service whose selector takes no pod, a ServiceEntry of resolution STATIC without endpoints; requests to it get
 * 503 with flag UH.
 */
final class EmptyServiceCheck implements Check {
    @Override
    public void run(Input input, Findings findings) {
        for (Service service : input.mesh().services()) {
            if (!service.selector().isEmpty() && !input.hasPods(service.namespace(), service.selector())) {
                findings.add(Input.at(
                        service.origin(),
                        "selector",
                        Finding.warning("WT3016", "the selector takes no pod of namespace " + service.namespace())
                                .withFix("add the workload to the resources, or correct the selector")));
            }
        }
        for (ServiceEntry entry : input.mesh().serviceEntries()) {
            checkEntry(entry, input, findings);
        }
    }

    private static void checkEntry(ServiceEntry entry, Input input, Findings findings) {
        Map<String, String> selector = entry.workloadSelector();
        String namespace = entry.key().namespace();
        boolean isStatic = entry.resolution() == ServiceEntry.Resolution.STATIC;
        if (!entry.endpoints().isEmpty() || selector == null && !isStatic) {
            return;
        }
        if (selector == null) {
            findings.add(Input.at(
                    entry.origin(),
                    "resolution",
                    Finding.warning(
                                    "WT3016",
                                    "the resolution is STATIC and there are no endpoints: requests get 503 UH")
                            .withFix("add endpoints or a workloadSelector, or write resolution: DNS")));
        } else if (!input.hasPods(namespace, selector)) {
            findings.add(Input.at(
                    entry.origin(),
                    "workloadSelector",
                    Finding.warning(
                                    "WT3016",
                                    "the workloadSelector takes no pod and no WorkloadEntry of namespace " + namespace)
                            .withFix("add the workload to the resources, or correct the labels")));
        }
    }
}

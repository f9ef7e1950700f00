package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Service;

/** WT3016: a Service whose selector takes no pod; requests to it get 503 with flag UH. */
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
    }
}

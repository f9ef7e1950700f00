package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.DestinationRule.Subset;
import dev.windtunnel.mesh.Service;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** IST0173: a subset takes no pod of its service; requests to it get 503 with flag UH. */
final class EmptySubsetCheck implements Check {
    /** Labels that endpoints get from their place (istio pilot/pkg/serviceregistry/util/label). */
    private static final Set<String> PLACE_LABELS = Set.of(
            "topology.kubernetes.io/region",
            "topology.kubernetes.io/zone",
            "topology.istio.io/subzone",
            "topology.istio.io/cluster",
            "topology.istio.io/network",
            "kubernetes.io/hostname");

    @Override
    public void run(Input input, Findings findings) {
        for (DestinationRule rule : input.mesh().destinationRules()) {
            Service service = input.service(Hosts.full(rule.host(), rule.key().namespace()));
            if (service == null || service.selector().isEmpty()) {
                continue;
            }
            for (Subset subset : rule.subsets()) {
                Map<String, String> labels = new LinkedHashMap<>(service.selector());
                labels.putAll(subset.labels());
                labels.keySet().removeAll(PLACE_LABELS);
                boolean contradicts = service.selector().entrySet().stream()
                        .anyMatch(label -> !label.getValue().equals(labels.getOrDefault(label.getKey(), label.getValue())));
                if (contradicts || !input.hasPods(service.namespace(), labels)) {
                    findings.add(Input.at(
                            subset.origin(),
                            "labels",
                            Finding.error(
                                            "IST0173",
                                            "the subset \"" + subset.name() + "\" takes no pod of " + service.fullName()
                                                    + ": its requests get 503 UH")
                                    .withFix("give it labels that pods of the service carry")));
                }
            }
        }
    }
}

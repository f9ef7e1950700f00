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
                if (!takesPods(input, service, subset.labels())) {
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

    private static boolean takesPods(Input input, Service service, Map<String, String> subset) {
        Map<String, String> labels = new LinkedHashMap<>(service.selector());
        for (Map.Entry<String, String> label : subset.entrySet()) {
            if (PLACE_LABELS.contains(label.getKey())) {
                if (label.getValue().isEmpty()) {
                    return false;
                }
            } else {
                String selected = labels.put(label.getKey(), label.getValue());
                if (selected != null && !selected.equals(label.getValue())) {
                    return false;
                }
            }
        }
        return input.hasPods(service.namespace(), labels);
    }
}

package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.IngressGateway;

/** WT3028: the workloadSelector of a DestinationRule, which says whose calls it is for, takes no pod of its namespace. */
final class CallerSelectorCheck implements Check {
    @Override
    public void run(Input input, Findings findings) {
        for (DestinationRule rule : input.mesh().destinationRules()) {
            String namespace = rule.key().namespace();
            if (!rule.workloadSelector().isEmpty()
                    && !IngressGateway.isTakenBy(namespace, rule.workloadSelector())
                    && !input.hasPods(namespace, rule.workloadSelector())) {
                findings.add(Input.at(
                        rule.origin(),
                        "workloadSelector",
                        Finding.warning(
                                        "WT3028",
                                        "the workloadSelector takes no pod of namespace " + namespace
                                                + ", so the rule is for nobody's calls")
                                .withFix("give it labels that the calling pods carry")));
            }
        }
    }
}

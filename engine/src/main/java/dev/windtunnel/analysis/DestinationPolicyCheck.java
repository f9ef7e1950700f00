package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.DestinationPolicy;
import dev.windtunnel.mesh.RouteRule;
import java.util.Map;

/**
 * WT3019: a destination policy of Istio 0.1 that holds nowhere: of a service that does not exist, or of tags that no route rule
 * names exactly so, and then there is no cluster for it (pilot 0.1.6, proxy/envoy/policy.go).
 */
final class DestinationPolicyCheck implements Check {
    @Override
    public void run(Input input, Findings findings) {
        for (DestinationPolicy policy : input.mesh().destinationPolicies()) {
            String destination = policy.destination();
            if (input.service(destination) == null) {
                findings.add(Input.at(
                        policy.origin(),
                        "destination",
                        Finding.warning(
                                        "WT3019",
                                        "there is no service \"" + destination + "\", so this policy does nothing")
                                .withFix("check the name, or add what is missing")));
                continue;
            }
            for (DestinationPolicy.Version version : policy.versions()) {
                Map<String, String> tags = version.tags();
                if (!tags.isEmpty() && !isNamed(input, destination, tags)) {
                    findings.add(Input.at(
                            version.origin(),
                            "tags",
                            Finding.warning(
                                            "WT3019",
                                            "no route rule sends anything to " + destination
                                                    + " with exactly these tags," + " so this policy does nothing")
                                    .withFix("write the tags as a route rule of the service has them")));
                }
            }
        }
    }

    private static boolean isNamed(Input input, String destination, Map<String, String> tags) {
        for (RouteRule rule : input.mesh().routeRules()) {
            for (RouteRule.WeightedVersion version : rule.route()) {
                String target = version.destination() == null ? rule.destination() : version.destination();
                if (target.equals(destination) && version.tags().equals(tags)) {
                    return true;
                }
            }
        }
        return false;
    }
}

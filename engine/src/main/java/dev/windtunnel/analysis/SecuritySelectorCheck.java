package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.PeerAuthentication;
import dev.windtunnel.mesh.RequestAuthentication;
import dev.windtunnel.mesh.Security;
import java.util.Map;

/**
 * WT3040: a PeerAuthentication or RequestAuthentication whose selector takes no pod, or whose namespace has none. Istio looks at AuthorizationPolicies
 * alone (IST0127).
 */
final class SecuritySelectorCheck implements Check {
    @Override
    public void run(Input input, Findings findings) {
        for (PeerAuthentication each : input.mesh().security().peers()) {
            if (each.key().namespace().equals(Security.ROOT_NAMESPACE)
                    && !each.selector().isEmpty()) {
                findings.add(
                        Input.at(
                                each.origin(),
                                "selector",
                                Finding.warning(
                                                "WT3040",
                                                "in the root namespace a selector counts for nothing: this is for nobody")
                                        .withFix(
                                                "move it to the namespace of the pods, or remove the selector to mean the mesh")));
            } else {
                check(each.key().namespace(), each.selector(), each.origin(), input, findings);
            }
        }
        for (RequestAuthentication each : input.mesh().security().requests()) {
            check(each.key().namespace(), each.selector(), each.origin(), input, findings);
        }
    }

    private static void check(
            String namespace, Map<String, String> selector, Origin origin, Input input, Findings findings) {
        if (AuthorizationPolicyCheck.hasPods(namespace, selector, input)) {
            return;
        }
        if (selector.isEmpty()) {
            findings.add(Input.at(
                    origin,
                    "",
                    Finding.warning("WT3040", "namespace " + namespace + " has no pods, so this is for nobody")
                            .withFix("move it to the namespace of the pods, or add them")));
        } else {
            findings.add(Input.at(
                    origin,
                    "selector",
                    Finding.warning("WT3040", "no pod has the labels of the selector, so this is for nobody")
                            .withFix("give it labels that pods carry")));
        }
    }
}

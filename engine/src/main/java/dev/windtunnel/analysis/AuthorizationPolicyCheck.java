package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.AuthorizationPolicy;
import dev.windtunnel.mesh.AuthorizationPolicy.Rule;
import dev.windtunnel.mesh.AuthorizationPolicy.Source;
import dev.windtunnel.mesh.IngressGateway;
import dev.windtunnel.mesh.Namespace;
import dev.windtunnel.mesh.Security;
import dev.windtunnel.mesh.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** IST0127: no pod has the labels that a policy asks for; IST0101: a policy names a namespace that nobody knows. */
final class AuthorizationPolicyCheck implements Check {

    private final boolean namespaces;

    /** @param namespaces whether namespaces are looked at, else selectors */
    AuthorizationPolicyCheck(boolean namespaces) {
        this.namespaces = namespaces;
    }

    @Override
    public void run(Input input, Findings findings) {
        Set<String> known = knownNamespaces(input);
        for (AuthorizationPolicy policy : input.mesh().security().policies()) {
            if (namespaces) {
                checkNamespaces(policy, known, findings);
            } else if (!hasPods(policy.key().namespace(), policy.selector(), input)) {
                boolean selects = !policy.selector().isEmpty();
                findings.add(Input.at(
                        policy.origin(),
                        selects ? "selector" : "",
                        Finding.warning(
                                        "IST0127",
                                        selects
                                                ? "no pod has the labels of the selector, so this policy is for nobody"
                                                : "namespace " + policy.key().namespace()
                                                        + " has no pods, so this policy is for nobody")
                                .withFix(
                                        selects
                                                ? "give it labels that pods carry"
                                                : "move it to the namespace of the pods, or add them")));
            }
        }
    }

    /** A namespace is known by its document, or by what is in it. */
    private static Set<String> knownNamespaces(Input input) {
        Set<String> known = new TreeSet<>();
        known.add(Security.ROOT_NAMESPACE);
        for (Namespace namespace : input.mesh().namespaces()) {
            known.add(namespace.name());
        }
        for (Workload workload : input.mesh().workloads()) {
            known.add(workload.namespace());
        }
        return known;
    }

    /** Istio makes the pods of its own gateway. */
    static boolean hasPods(String own, Map<String, String> selector, Input input) {
        boolean everywhere = own.equals(Security.ROOT_NAMESPACE);
        return IngressGateway.isTakenBy(own, selector)
                || (everywhere ? knownNamespaces(input) : List.of(own))
                        .stream().anyMatch(namespace -> input.hasPods(namespace, selector));
    }

    private static void checkNamespaces(AuthorizationPolicy policy, Set<String> known, Findings findings) {
        for (Rule rule : policy.rules()) {
            for (Source source : rule.from()) {
                for (String namespace : source.namespaces().any()) {
                    if (known.stream().noneMatch(each -> takes(namespace, each))) {
                        findings.add(Input.at(
                                policy.origin(),
                                "rules",
                                Finding.error("IST0101", "there is no namespace \"" + namespace + "\"")
                                        .withFix("name one that is there")));
                    }
                }
            }
        }
    }

    private static boolean takes(String pattern, String namespace) {
        if (pattern.startsWith("*")) {
            return namespace.endsWith(pattern.substring(1));
        }
        return pattern.endsWith("*")
                ? namespace.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(namespace);
    }
}

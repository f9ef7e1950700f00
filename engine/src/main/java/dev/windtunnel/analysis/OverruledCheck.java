package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.DestinationRule.Subset;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.PeerAuthentication;
import dev.windtunnel.mesh.Security;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * WT3027: what an object says counts for nothing, since an older one says it of the same: the policy or a subset of a second
 * DestinationRule of a host ({@code pilot/pkg/model/destination_rule.go}), a second PeerAuthentication of the same pods
 * ({@code pilot/pkg/security/authn/policy_applier.go}).
 */
final class OverruledCheck implements Check {
    private static final String CODE = "WT3027";

    /** Rules of one namespace with all this in common are merged. */
    private record Rules(
            String namespace, String host, Set<String> exportTo, Map<String, String> callers, String subset) {}

    private record Pods(String namespace, Map<String, String> selector) {}

    @Override
    public void run(Input input, Findings findings) {
        checkRules(input, findings);
        Map<Pods, PeerAuthentication> first = new HashMap<>();
        for (PeerAuthentication each : input.mesh().security().peers()) {
            boolean root = each.key().namespace().equals(Security.ROOT_NAMESPACE);
            if (root && !each.selector().isEmpty()) {
                continue; // for nobody, as WT3040 says
            }
            PeerAuthentication older = first.putIfAbsent(new Pods(each.key().namespace(), each.selector()), each);
            if (older != null) {
                String pods = !each.selector().isEmpty()
                        ? "the same pods"
                        : root
                                ? "the whole mesh"
                                : "all pods of namespace " + each.key().namespace();
                findings.add(Input.at(
                        each.origin(),
                        "",
                        Finding.warning(
                                        CODE,
                                        name(older.key()) + " is for " + pods
                                                + ", too: it is older and counts, this one counts for nothing")
                                .withFix("keep one of them")));
            }
        }
    }

    private static void checkRules(Input input, Findings findings) {
        Map<Rules, DestinationRule> first = new HashMap<>();
        for (DestinationRule rule : input.mesh().destinationRules()) {
            String host = Hosts.full(rule.host(), rule.key().namespace());
            if (rule.trafficPolicy() != null) {
                DestinationRule older = first.putIfAbsent(group(rule, host, ""), rule);
                if (older != null) {
                    findings.add(Input.at(
                            rule.origin(),
                            "trafficPolicy",
                            Finding.warning(
                                            CODE,
                                            name(older.key()) + " has a trafficPolicy for " + host
                                                    + ", too: it is older and counts, this one counts for nothing")
                                    .withFix("put the policies into one DestinationRule")));
                }
            }
            for (Subset subset : rule.subsets()) {
                DestinationRule older = first.putIfAbsent(group(rule, host, "subset " + subset.name()), rule);
                if (older != null && !older.key().equals(rule.key())) {
                    findings.add(Input.at(
                            subset.origin(),
                            "",
                            Finding.warning(
                                            CODE,
                                            name(older.key()) + " has a subset \"" + subset.name() + "\" of " + host
                                                    + ", too: it is older and counts, this one counts for nothing")
                                    .withFix("keep one of them, or give this one another name")));
                }
            }
        }
    }

    private static Rules group(DestinationRule rule, String host, String subset) {
        Set<String> exportTo = rule.exportTo().isEmpty() ? Set.of("*") : Set.copyOf(rule.exportTo());
        return new Rules(rule.key().namespace(), host, exportTo, rule.workloadSelector(), subset);
    }

    private static String name(ObjectKey key) {
        return "the " + key.kind() + " " + key.namespace() + "/" + key.name();
    }
}

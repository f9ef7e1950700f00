package dev.windtunnel.proxy.rbac;

import dev.windtunnel.mesh.AuthorizationPolicy;
import dev.windtunnel.mesh.AuthorizationPolicy.Action;
import dev.windtunnel.mesh.AuthorizationPolicy.Condition;
import dev.windtunnel.mesh.AuthorizationPolicy.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the AuthorizationPolicies of a pod: a DENY that takes the request refuses it; where there are ALLOWs, one has
 * to take it. AUDIT and dry runs decide nothing, CUSTOM asks others first ({@code pilot/pkg/security/authz/builder}).
 */
public final class Authorizer {

    private final List<AuthorizationPolicy> custom = new ArrayList<>();
    private final List<AuthorizationPolicy> deny = new ArrayList<>();
    private final List<AuthorizationPolicy> allow = new ArrayList<>();

    /** Decides by these policies, the oldest first. */
    public Authorizer(List<AuthorizationPolicy> policies) {
        for (AuthorizationPolicy policy : policies) {
            if (!policy.dryRun() && policy.action() != Action.AUDIT) {
                (policy.action() == Action.CUSTOM ? custom : policy.action() == Action.DENY ? deny : allow).add(policy);
            }
        }
    }

    /**
     * What is decided.
     *
     * @param allowed whether the request may pass
     * @param by the policy that decided; null when it was that none is there, or that no ALLOW takes the request
     */
    public record Verdict(boolean allowed, @Nullable AuthorizationPolicy by) {}

    /** Whether nothing is ever refused or asked. */
    public boolean isIdle() {
        return custom.isEmpty() && deny.isEmpty() && allow.isEmpty();
    }

    /** The policies that have others asked about a request, the first for each provider, in order. */
    public List<AuthorizationPolicy> asks(Facts facts) {
        List<AuthorizationPolicy> asking = new ArrayList<>();
        for (AuthorizationPolicy policy : custom) {
            if (asking.stream()
                            .noneMatch(each -> String.valueOf(each.provider()).equals(policy.provider()))
                    && Rules.take(policy, facts)) {
                asking.add(policy);
            }
        }
        return asking;
    }

    /** Whether a request may pass. */
    public Verdict decide(Facts facts) {
        for (AuthorizationPolicy policy : deny) {
            if (Rules.take(policy, facts)) {
                return new Verdict(false, policy);
            }
        }
        for (AuthorizationPolicy policy : allow) {
            if (Rules.take(policy, facts)) {
                return new Verdict(true, policy);
            }
        }
        return new Verdict(allow.isEmpty(), null);
    }

    /** Whether requests of two pods of one workload may be decided otherwise. */
    public boolean looksAtAddresses() {
        return List.of(custom, deny, allow).stream()
                .flatMap(List::stream)
                .flatMap(policy -> policy.rules().stream())
                .anyMatch(rule -> rule.from().stream().anyMatch(Authorizer::hasAddresses)
                        || rule.when().stream().anyMatch(Authorizer::isAddress));
    }

    private static boolean hasAddresses(Source source) {
        return !source.ipBlocks().isAbsent() || !source.remoteIpBlocks().isAbsent();
    }

    private static boolean isAddress(Condition condition) {
        return condition.key().endsWith(".ip");
    }
}

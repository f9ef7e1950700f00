package dev.windtunnel.plan;

import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.DestinationRule.ConnectionPool;
import dev.windtunnel.mesh.DestinationRule.LoadBalancer;
import dev.windtunnel.mesh.DestinationRule.OutlierDetection;
import dev.windtunnel.mesh.DestinationRule.RetryBudget;
import dev.windtunnel.mesh.DestinationRule.Subset;
import dev.windtunnel.mesh.DestinationRule.Tls;
import dev.windtunnel.mesh.DestinationRule.TrafficPolicy;
import dev.windtunnel.mesh.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which DestinationRule a client sees for a service, and which policy holds for a cluster
 * ({@code pilot/pkg/model/push_context.go}, {@code pilot/pkg/networking/util/util.go}).
 */
final class DestinationRules {

    private static final String ROOT_NAMESPACE = "istio-system";

    private final List<DestinationRule> rules;
    private final ClientIdentity client;

    DestinationRules(List<DestinationRule> rules, ClientIdentity client) {
        this.rules = rules;
        this.client = client;
    }

    /** The rule for a service: the client's namespace, then the service's, then the root namespace; the first level wins. */
    Merged of(String fullName, String serviceNamespace) {
        if (rules.isEmpty()) {
            return Merged.NONE;
        }
        if (!client.namespace().equals(ROOT_NAMESPACE)) {
            Merged own = level(fullName, client.namespace());
            if (own != null) {
                return own;
            }
        }
        Merged service = level(fullName, serviceNamespace);
        if (service != null) {
            return service;
        }
        Merged root = level(fullName, ROOT_NAMESPACE);
        return root != null ? root : Merged.NONE;
    }

    /** The rule for a service whose pod the client is: rules for some callers do not count. */
    Merged ofServer(String fullName, String namespace) {
        return new DestinationRules(
                        rules.stream()
                                .filter(rule -> rule.workloadSelector().isEmpty())
                                .toList(),
                        client)
                .of(fullName, namespace);
    }

    private @Nullable Merged level(String fullName, String namespace) {
        List<DestinationRule> selected = new ArrayList<>();
        List<DestinationRule> plain = new ArrayList<>();
        int best = -1;
        for (DestinationRule rule : rules) {
            if (!rule.key().namespace().equals(namespace) || !isVisible(rule)) {
                continue;
            }
            int fit = fit(ServiceDirectory.ruleHost(rule.host(), namespace), fullName);
            if (fit < 0) {
                continue;
            }
            if (!rule.workloadSelector().isEmpty()) {
                if (namespace.equals(client.namespace())
                        && client.labels()
                                .entrySet()
                                .containsAll(rule.workloadSelector().entrySet())) {
                    selected.add(rule);
                }
                continue;
            }
            if (fit > best) {
                plain.clear();
                best = fit;
            }
            if (fit == best) {
                plain.add(rule);
            }
        }
        List<DestinationRule> use = selected.isEmpty() ? plain : selected;
        return use.isEmpty() ? null : Merged.of(use);
    }

    private boolean isVisible(DestinationRule rule) {
        if (rule.exportTo().isEmpty()) {
            return true;
        }
        for (String target : rule.exportTo()) {
            if (target.equals("*")
                    || target.equals(client.namespace())
                    || target.equals(".") && rule.key().namespace().equals(client.namespace())) {
                return true;
            }
        }
        return false;
    }

    /** How well a rule's host fits: its length, exact hosts above all wildcards; -1 when not at all. */
    private static int fit(String host, String fullName) {
        if (host.equals(fullName)) {
            return Integer.MAX_VALUE;
        }
        return host.startsWith("*") && fullName.endsWith(host.substring(1)) ? host.length() : -1;
    }

    /**
     * Rules of one host and namespace, merged: subsets side by side (the first of a name stays), the policy of the first
     * that has one.
     */
    record Merged(@Nullable TrafficPolicy policy, List<Subset> subsets) {

        static final Merged NONE = new Merged(null, List.of());

        static Merged of(List<DestinationRule> rules) {
            TrafficPolicy policy = null;
            List<Subset> subsets = new ArrayList<>();
            for (DestinationRule rule : rules) {
                if (policy == null) {
                    policy = rule.trafficPolicy();
                }
                for (Subset subset : rule.subsets()) {
                    if (subsets.stream().noneMatch(known -> known.name().equals(subset.name()))) {
                        subsets.add(subset);
                    }
                }
            }
            return new Merged(policy, subsets);
        }

        /** The blocks that hold for a cluster: those of the port level replace all others, a subset's replace one by one. */
        Blocks blocks(int port, @Nullable Subset subset) {
            Blocks blocks = Blocks.of(policy, port);
            if (subset == null || subset.trafficPolicy() == null) {
                return blocks;
            }
            Map<Integer, TrafficPolicy> portLevel = subset.trafficPolicy().portLevel();
            if (portLevel.containsKey(port)) {
                return Blocks.of(subset.trafficPolicy(), port);
            }
            return blocks.replacedBy(subset.trafficPolicy());
        }
    }

    /** The blocks of a policy and where each stands. */
    record Blocks(
            @Nullable LoadBalancer loadBalancer,
            @Nullable ConnectionPool connectionPool,
            @Nullable OutlierDetection outlierDetection,
            @Nullable RetryBudget retryBudget,
            @Nullable Tls tls,
            @Nullable Origin loadBalancerOrigin,
            @Nullable Origin connectionPoolOrigin,
            @Nullable Origin outlierOrigin,
            @Nullable Origin budgetOrigin,
            @Nullable Origin tlsOrigin) {

        static Blocks of(@Nullable TrafficPolicy policy, int port) {
            if (policy == null) {
                return new Blocks(null, null, null, null, null, null, null, null, null, null);
            }
            TrafficPolicy level = policy.portLevel().getOrDefault(port, policy);
            // The port level loses the budget.
            RetryBudget budget = policy.portLevel().containsKey(port) ? null : policy.retryBudget();
            return new Blocks(
                    level.loadBalancer(),
                    level.connectionPool(),
                    level.outlierDetection(),
                    budget,
                    level.tls(),
                    level.origin(),
                    level.origin(),
                    level.origin(),
                    budget == null ? null : policy.origin(),
                    level.tls() == null ? null : level.origin());
        }

        Blocks replacedBy(TrafficPolicy policy) {
            boolean balancer = policy.loadBalancer() != null;
            boolean pool = policy.connectionPool() != null;
            boolean outliers = policy.outlierDetection() != null;
            return new Blocks(
                    balancer ? policy.loadBalancer() : loadBalancer,
                    pool ? policy.connectionPool() : connectionPool,
                    outliers ? policy.outlierDetection() : outlierDetection,
                    policy.retryBudget() != null ? policy.retryBudget() : retryBudget,
                    policy.tls() != null ? policy.tls() : tls,
                    balancer ? policy.origin() : loadBalancerOrigin,
                    pool ? policy.origin() : connectionPoolOrigin,
                    outliers ? policy.origin() : outlierOrigin,
                    policy.retryBudget() != null ? policy.origin() : budgetOrigin,
                    policy.tls() != null ? policy.origin() : tlsOrigin);
        }
    }
}

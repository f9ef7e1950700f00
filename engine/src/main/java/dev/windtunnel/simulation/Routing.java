package dev.windtunnel.simulation;

import dev.windtunnel.plan.Admission;
import dev.windtunnel.plan.ProxyConfig;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One configuration in use in this run, with the decisions already made under it, by number of the request's head. */
final class Routing {

    private final ProxyConfig config;
    private final @Nullable Gate gate;
    private final @Nullable Gate entry;
    private @Nullable Decision[] decisions = new @Nullable Decision[16];

    Routing(ProxyConfig config) {
        this.config = config;
        this.gate = gate(config, config.admission());
        this.entry = config.gateway() ? gate : gate(config, config.outbound());
    }

    ProxyConfig config() {
        return config;
    }

    /** What its proxies ask of requests to their own apps before they pass, at a gateway of all; null for nothing. */
    @Nullable
    Gate gate() {
        return gate;
    }

    /** What they ask of requests that their routes then decide about: those of apps, or at a gateway all. */
    @Nullable
    Gate entry() {
        return entry;
    }

    private static @Nullable Gate gate(ProxyConfig config, Admission admission) {
        return admission.isOpen() ? null : new Gate(config, admission);
    }

    @Nullable
    Decision known(int head) {
        return head < decisions.length ? decisions[head] : null;
    }

    /** Counts the requests that each route has taken, by the rule that it comes from. */
    void countUses(Map<String, Long> uses) {
        for (Decision decision : decisions) {
            if (decision != null && decision.route != null) {
                uses.merge(decision.route.rule(), decision.uses, Long::sum);
            }
        }
    }

    void remember(int head, Decision decision) {
        if (head >= decisions.length) {
            decisions = Arrays.copyOf(decisions, Math.max(head + 1, 2 * decisions.length));
        }
        decisions[head] = decision;
    }
}

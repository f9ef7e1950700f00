package dev.windtunnel.simulation;

import dev.windtunnel.plan.ProxyConfig;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One configuration in use in this run, with the decisions already made under it, by number of the request's head. */
final class Routing {

    private final ProxyConfig config;
    private final @Nullable Gate gate;
    private @Nullable Decision[] decisions = new @Nullable Decision[16];

    Routing(ProxyConfig config) {
        this.config = config;
        this.gate = config.admission().isOpen() ? null : new Gate(config.admission());
    }

    ProxyConfig config() {
        return config;
    }

    /** What its proxies ask of requests before they pass; null for nothing. */
    @Nullable
    Gate gate() {
        return gate;
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

package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.RouteRule;
import dev.windtunnel.mesh.StringMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * WT3013: a route rule of Istio 0.1 that one of higher precedence hides altogether: rules are not merged, the first that
 * takes every request is the last that is looked at (pilot 0.1.6, proxy/envoy/config.go).
 */
final class UnreachableRouteRuleCheck implements Check {
    private static final Comparator<RouteRule> ORDER = Comparator.comparingInt(RouteRule::precedence)
            .reversed()
            .thenComparing(
                    rule -> rule.key().namespace() + "/route-rule-" + rule.key().name());

    @Override
    public void run(Input input, Findings findings) {
        List<RouteRule> sorted = new ArrayList<>(input.mesh().routeRules());
        sorted.sort(ORDER);
        Map<String, RouteRule> catchAlls = new HashMap<>();
        for (RouteRule rule : sorted) {
            RouteRule hiding = catchAlls.get(rule.destination());
            if (hiding != null) {
                findings.add(Input.at(
                        rule.origin(),
                        "precedence",
                        Finding.warning(
                                        "WT3013",
                                        "this rule is never taken: "
                                                + hiding.key().name() + " (precedence "
                                                + hiding.precedence()
                                                + ") takes every request, and nothing of this one is merged into it")
                                .withFix("repeat in " + hiding.key().name() + " what should go on to hold")));
            } else if (takesEverything(rule)) {
                catchAlls.put(rule.destination(), rule);
            }
        }
    }

    private static boolean takesEverything(RouteRule rule) {
        RouteRule.Match match = rule.match();
        return match == null
                || match.source() == null
                        && match.sourceTags().isEmpty()
                        && match.httpHeaders().entrySet().stream()
                                .allMatch(condition -> condition.getKey().equals("uri")
                                        && condition.getValue().equals(new StringMatch.Prefix("/")));
    }
}

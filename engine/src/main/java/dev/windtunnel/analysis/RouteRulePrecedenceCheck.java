package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.RouteRule;
import java.util.HashMap;
import java.util.Map;

/**
 * WT3015: two route rules of Istio 0.1 for one service have the same precedence. The documentation left open which is looked
 * at first; the code goes by name (pilot 0.1.6, model/config.go).
 */
final class RouteRulePrecedenceCheck implements Check {
    private record Place(String destination, int precedence) {}

    @Override
    public void run(Input input, Findings findings) {
        Map<Place, RouteRule> seen = new HashMap<>();
        for (RouteRule rule : input.mesh().routeRules()) {
            RouteRule other = seen.putIfAbsent(new Place(rule.destination(), rule.precedence()), rule);
            if (other != null) {
                boolean otherFirst = other.key().text().compareTo(rule.key().text()) < 0;
                String first = otherFirst ? other.key().name() : rule.key().name();
                findings.add(Input.at(
                        rule.origin(),
                        "precedence",
                        Finding.info(
                                        "WT3015",
                                        "the rule " + other.key().name() + " has the same precedence: " + first
                                                + " is looked at first, by its name")
                                .withFix("give them different precedences")));
            }
        }
    }
}

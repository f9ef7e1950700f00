package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.RouteRule;
import dev.windtunnel.mesh.RouteRule.WeightedVersion;
import dev.windtunnel.mesh.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** WT3014: a route rule of Istio 0.1 names a service that does not exist, or a version without pods. */
final class RouteRuleReferenceCheck implements Check {
    @Override
    public void run(Input input, Findings findings) {
        for (RouteRule rule : input.mesh().routeRules()) {
            if (input.service(rule.destination()) == null) {
                report(
                        rule,
                        "destination",
                        "there is no service \"" + rule.destination() + "\", so this rule does nothing",
                        findings);
                continue;
            }
            List<WeightedVersion> versions = rule.route();
            for (int i = 0; i < versions.size(); i++) {
                checkVersion(input, rule, versions.get(i), "route[" + i + "]", findings);
            }
        }
    }

    private static void checkVersion(
            Input input, RouteRule rule, WeightedVersion version, String path, Findings findings) {
        String destination = version.destination() == null ? rule.destination() : version.destination();
        Service service = input.service(destination);
        if (service == null) {
            report(
                    rule,
                    path + ".destination",
                    "there is no service \"" + destination + "\": its requests get 404 NR",
                    findings);
            return;
        }
        Map<String, String> labels = new LinkedHashMap<>(service.selector());
        labels.putAll(version.tags());
        if (!input.hasPods(service.namespace(), labels)) {
            report(
                    rule,
                    path + ".tags",
                    "no pod of " + destination + " carries " + version.tags() + ": its requests get 503 UH",
                    findings);
        }
    }

    private static void report(RouteRule rule, String field, String message, Findings findings) {
        findings.add(Input.at(
                rule.origin(),
                field,
                Finding.warning("WT3014", message).withFix("check the name, or add what is missing")));
    }
}

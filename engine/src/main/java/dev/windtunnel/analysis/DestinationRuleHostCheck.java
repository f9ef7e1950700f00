package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.DestinationRule;

/** IST0174: a DestinationRule is for a host that nobody knows, so it does nothing. */
final class DestinationRuleHostCheck implements Check {
    @Override
    public void run(Input input, Findings findings) {
        for (DestinationRule rule : input.mesh().destinationRules()) {
            String host = Hosts.full(rule.host(), rule.key().namespace());
            if (!input.isKnown(host)) {
                String similar = input.similar(host);
                findings.add(Input.at(
                        rule.origin(),
                        "host",
                        Finding.warning("IST0174", "there is no host \"" + host + "\", so this rule does nothing")
                                .withFix(
                                        similar == null
                                                ? Hosts.fix(rule.host(), host)
                                                : "did you mean \"" + similar + "\"?")));
            }
        }
    }
}

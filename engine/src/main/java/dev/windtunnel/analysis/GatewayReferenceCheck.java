package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.VirtualService;
import dev.windtunnel.source.Spelling;
import java.util.List;
import java.util.Map;

/**
 * IST0101: a VirtualService is for a Gateway that does not exist; IST0132: its Gateway listens for none of its hosts
 * (istio {@code analyzers/virtualservice/gateways.go}).
 */
final class GatewayReferenceCheck implements Check {
    private final boolean hosts;

    /** @param hosts whether hosts are looked at, else whether the Gateways exist */
    GatewayReferenceCheck(boolean hosts) {
        this.hosts = hosts;
    }

    @Override
    public void run(Input input, Findings findings) {
        Map<String, List<String>> known = input.gatewayHosts();
        for (VirtualService owner : input.mesh().virtualServices()) {
            for (String name : owner.gateways()) {
                if (name.equals("mesh") || name.indexOf('/') < 0 && name.indexOf('.') >= 0) {
                    continue; // the old form with dots is what IST0133 speaks of
                }
                String full = name.indexOf('/') < 0 ? owner.key().namespace() + "/" + name : name;
                List<String> served = known.get(full);
                if (served == null && !hosts) {
                    findings.add(Input.at(owner.origin(), "gateways", missing(full, known)));
                } else if (served != null && hosts && !owner.hosts().isEmpty() && !anyServed(owner, served)) {
                    findings.add(Input.at(owner.origin(), "hosts", unserved(full, served)));
                }
            }
        }
    }

    private static boolean anyServed(VirtualService owner, List<String> served) {
        return owner.hosts().stream()
                .map(host -> Hosts.full(host, owner.key().namespace()))
                .anyMatch(host -> served.stream().anyMatch(own -> Hosts.overlap(own, host)));
    }

    private static Finding missing(String full, Map<String, List<String>> known) {
        return Finding.error("IST0101", "there is no Gateway " + full + ": nothing comes to these routes from it")
                .withFix(Spelling.closest(full, known.keySet())
                        .map(near -> "did you mean \"" + near + "\"?")
                        .orElse(known.isEmpty() ? "add the Gateway" : "the Gateways are " + known.keySet()));
    }

    private static Finding unserved(String full, List<String> served) {
        return Finding.warning("IST0132", "the Gateway " + full + " listens for none of these hosts")
                .withFix("its hosts are " + String.join(", ", served) + ": add the hosts there, or correct them here");
    }
}

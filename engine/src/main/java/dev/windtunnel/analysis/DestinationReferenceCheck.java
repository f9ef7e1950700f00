package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.DestinationRule.Subset;
import dev.windtunnel.mesh.HttpRoute.Destination;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.source.Spelling;
import java.util.List;
import java.util.Objects;

/** IST0101: a route leads to a host, port or subset that does not exist; what comes to it is answered 503 NC, or cut off. */
final class DestinationReferenceCheck implements Check {
    private static final String CODE = "IST0101";

    @Override
    public void run(Input input, Findings findings) {
        DestinationVisitor.visitAll(input, (route, destination, host, path) -> {
            if (!input.isKnown(host)) {
                String similar = input.similar(host);
                findings.add(Input.at(
                        route,
                        path + ".host",
                        Finding.error(CODE, "there is no host \"" + host + "\": " + lost(route))
                                .withFix(
                                        similar == null
                                                ? Hosts.fix(destination.host(), host)
                                                : "did you mean \"" + similar + "\"?")));
                if (input.rulesOf(host).isEmpty()) {
                    return;
                }
            }
            checkPort(input, route, destination, host, path, findings);
            checkSubset(input, route, destination, host, path, findings);
        });
    }

    private static void checkPort(
            Input input, Origin route, Destination destination, String host, String path, Findings findings) {
        Service service = input.service(host);
        Integer port = destination.port();
        if (service == null || port == null || service.ports().stream().anyMatch(one -> one.port() == port)) {
            return;
        }
        List<Integer> ports = service.ports().stream().map(Service.Port::port).toList();
        findings.add(Input.at(
                route,
                path + ".port.number",
                Finding.error(CODE, "the service " + host + " has no port " + port + ": " + lost(route))
                        .withFix("its ports are " + ports)));
    }

    private static void checkSubset(
            Input input, Origin route, Destination destination, String host, String path, Findings findings) {
        String subset = destination.subset();
        List<DestinationRule> rules = input.rulesOf(host);
        List<String> subsets = rules.stream()
                .flatMap(rule -> rule.subsets().stream())
                .map(Subset::name)
                .toList();
        if (subset == null || subsets.contains(subset)) {
            return;
        }
        String none = rules.isEmpty() ? "there is no DestinationRule for it" : "its subsets are " + subsets;
        findings.add(Input.at(
                route,
                path + ".subset",
                Finding.error(CODE, "the host " + host + " has no subset \"" + subset + "\": " + lost(route))
                        .withFix(Objects.requireNonNullElse(
                                Spelling.closest(subset, subsets)
                                        .map(known -> "did you mean \"" + known + "\"?")
                                        .orElse(null),
                                none))));
    }

    /** What becomes of what a route takes there. */
    private static String lost(Origin route) {
        return route.path().contains("tcp[") ? "its connections are cut off" : "its requests get 503 NC";
    }
}

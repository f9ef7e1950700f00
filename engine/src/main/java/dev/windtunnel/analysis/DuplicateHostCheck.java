package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.VirtualService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * IST0109: several VirtualServices of the mesh are for one host. Sidecars do not merge them: the oldest has the host, the
 * routes of the others are dropped.
 */
final class DuplicateHostCheck implements Check {
    @Override
    public void run(Input input, Findings findings) {
        Map<String, List<VirtualService>> owners = new LinkedHashMap<>();
        for (VirtualService one : input.mesh().virtualServices()) {
            if (one.gateways().isEmpty() || one.gateways().contains("mesh")) {
                one.hosts().stream()
                        .map(host -> Hosts.full(host, one.key().namespace()))
                        .distinct()
                        .forEach(host -> owners.computeIfAbsent(host, name -> new ArrayList<>())
                                .add(one));
            }
        }
        owners.forEach((host, all) -> {
            for (VirtualService one : all) {
                List<String> others = all.stream()
                        .filter(other -> other != one && seenTogether(one, other))
                        .map(other -> other.key().namespace() + "/" + other.key().name())
                        .toList();
                if (!others.isEmpty()) {
                    findings.add(Input.at(
                            one.origin(),
                            "hosts",
                            Finding.error(
                                            "IST0109",
                                            "the host " + host + " is also in " + String.join(", ", others)
                                                    + "; the oldest VirtualService has it, the others do nothing for it")
                                    .withFix("put the routes into one VirtualService")));
                }
            }
        });
    }

    /** Whether there is a namespace that sees both. */
    private static boolean seenTogether(VirtualService one, VirtualService other) {
        List<String> first = scope(one);
        List<String> second = scope(other);
        return first.contains("*") || second.contains("*") || first.stream().anyMatch(second::contains);
    }

    private static List<String> scope(VirtualService one) {
        return one.exportTo().isEmpty()
                ? List.of("*")
                : one.exportTo().stream()
                        .map(namespace -> namespace.equals(".") ? one.key().namespace() : namespace)
                        .toList();
    }
}

package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.VirtualService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * IST0109: several VirtualServices of the mesh are for one host. Sidecars do not merge them: the oldest has the host, the
 * routes of the others are dropped. As in istioctl a wildcard counts as being for every host that it takes, although there
 * the more specific of the two has the host.
 */
final class DuplicateHostCheck implements Check {
    private record Claim(String host, VirtualService owner) {
        boolean isWildcard() {
            return host.startsWith("*");
        }
    }

    @Override
    public void run(Input input, Findings findings) {
        List<Claim> claims = claims(input);
        Map<String, List<Claim>> byHost =
                claims.stream().collect(Collectors.groupingBy(Claim::host, LinkedHashMap::new, Collectors.toList()));
        List<Claim> wildcards = claims.stream().filter(Claim::isWildcard).toList();
        for (Claim claim : claims) {
            List<Claim> others = new ArrayList<>(byHost.getOrDefault(claim.host(), List.of()));
            for (Claim other : claim.isWildcard() ? claims : wildcards) {
                if (!other.host().equals(claim.host()) && Hosts.overlap(claim.host(), other.host())) {
                    others.add(other);
                }
            }
            others.removeIf(other ->
                    other.owner().key().equals(claim.owner().key()) || !seenTogether(claim.owner(), other.owner()));
            if (!others.isEmpty()) {
                report(claim, others, findings);
            }
        }
    }

    private static List<Claim> claims(Input input) {
        List<Claim> claims = new ArrayList<>();
        for (VirtualService one : input.mesh().virtualServices()) {
            if (one.gateways().isEmpty() || one.gateways().contains("mesh")) {
                one.hosts().stream()
                        .map(host -> Hosts.full(host, one.key().namespace()))
                        .distinct()
                        .forEach(host -> claims.add(new Claim(host, one)));
            }
        }
        return claims;
    }

    private static void report(Claim claim, List<Claim> others, Findings findings) {
        String names = others.stream()
                .map(other -> other.owner().key().namespace() + "/"
                        + other.owner().key().name())
                .distinct()
                .collect(Collectors.joining(", "));
        boolean same = others.stream().anyMatch(other -> other.host().equals(claim.host()));
        String outcome = same
                ? "the oldest VirtualService has it, the others do nothing for it"
                : "the more specific of the two hosts decides";
        findings.add(Input.at(
                claim.owner().origin(),
                "hosts",
                Finding.error("IST0109", "the host " + claim.host() + " is also taken by " + names + "; " + outcome)
                        .withFix("put the routes into one VirtualService")));
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

package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.Labels;
import dev.windtunnel.finding.Level;
import java.util.List;

/** {@code tcp} and {@code tls} routes: checked, but not simulated. */
final class OtherRoutes {
    private OtherRoutes() {}

    static void check(Block spec, List<String> hosts) {
        spec.notSimulated("tcp", "tls");
        for (Block route : spec.blocks("tcp")) {
            route.blocks("match").forEach(OtherRoutes::checkMatch);
            Destinations.checkPlain(route);
        }
        for (Block route : spec.blocks("tls")) {
            List<Block> matches = route.blocks("match");
            if (matches.isEmpty()) {
                route.refuse("match", "a tls route needs a match");
            }
            for (Block match : matches) {
                checkMatch(match);
                checkSniHosts(match, hosts);
            }
            Destinations.checkPlain(route);
        }
    }

    private static void checkMatch(Block match) {
        match.number("port", 0, 65_535);
        match.harmless("destinationSubnets", "sourceSubnet", "gateways", "sourceNamespace");
        Labels.check(match, "sourceLabels", match.textMap("sourceLabels"));
    }

    private static void checkSniHosts(Block match, List<String> hosts) {
        List<String> names = match.texts("sniHosts");
        if (names.isEmpty()) {
            match.refuse("sniHosts", "a tls match needs sniHosts");
        }
        for (String name : names) {
            if (Names.isIp(name)) {
                match.report(
                        Level.WARNING, "IST0133", "sniHosts", "an address cannot be the name in TLS: " + name, null);
            } else if (!Names.isWildcardDomain(name)) {
                match.refuse("sniHosts", "\"" + name + "\" is no host name");
            } else if (hosts.stream().noneMatch(host -> covers(host, name))) {
                match.refuse("sniHosts", "\"" + name + "\" is not among the hosts of this object");
            }
        }
    }

    private static boolean covers(String host, String name) {
        return host.equals(name) || host.startsWith("*") && name.endsWith(host.substring(1));
    }
}

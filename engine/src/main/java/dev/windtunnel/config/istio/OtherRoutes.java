package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.Labels;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.TcpRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code tcp} routes, and {@code tls} routes, which are checked, but not simulated. */
final class OtherRoutes {
    private OtherRoutes() {}

    static List<TcpRoute> tcp(Block spec) {
        List<TcpRoute> routes = new ArrayList<>();
        for (Block route : spec.blocks("tcp")) {
            List<TcpRoute.Match> matches = new ArrayList<>();
            for (Block match : route.blocks("match")) {
                match.notSimulated("destinationSubnets");
                matches.add(match(match));
            }
            routes.add(new TcpRoute(matches, Destinations.plain(route), route.origin()));
        }
        return List.copyOf(routes);
    }

    static void checkTls(Block spec, List<String> hosts) {
        spec.notSimulated("tls");
        for (Block route : spec.blocks("tls")) {
            List<Block> matches = route.blocks("match");
            if (matches.isEmpty()) {
                route.refuse("match", "a tls route needs a match");
            }
            for (Block match : matches) {
                match.harmless("destinationSubnets");
                match(match);
                checkSniHosts(match, hosts);
            }
            Destinations.plain(route);
        }
    }

    private static TcpRoute.Match match(Block match) {
        Long port = match.number("port", 0, 65_535);
        match.harmless("sourceSubnet"); // Istio reads it no more
        Map<String, String> labels = match.textMap("sourceLabels");
        Labels.check(match, "sourceLabels", labels);
        return new TcpRoute.Match(
                port == null || port == 0 ? null : port.intValue(),
                match.texts("gateways"),
                labels,
                match.filledText("sourceNamespace"),
                match.has("destinationSubnets"));
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

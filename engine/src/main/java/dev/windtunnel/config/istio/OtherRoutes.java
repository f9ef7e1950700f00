package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.Labels;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.TcpRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code tcp} and {@code tls} routes. */
final class OtherRoutes {
    private static final String NOT_LOOKED_AT = "the match takes nothing at sidecars; gateways do not look at it";

    private OtherRoutes() {}

    static List<TcpRoute> tcp(Block spec) {
        List<TcpRoute> routes = new ArrayList<>();
        for (Block route : spec.blocks("tcp")) {
            List<TcpRoute.Match> matches = new ArrayList<>();
            for (Block match : route.blocks("match")) {
                match.notSimulatedSo("destinationSubnets", NOT_LOOKED_AT);
                matches.add(match(match));
            }
            routes.add(new TcpRoute(matches, Destinations.plain(route), route.origin()));
        }
        return List.copyOf(routes);
    }

    static List<TcpRoute> tls(Block spec, List<String> hosts) {
        List<TcpRoute> routes = new ArrayList<>();
        for (Block route : spec.blocks("tls")) {
            List<Block> blocks = route.blocks("match");
            if (blocks.isEmpty()) {
                route.refuse("match", "a tls route needs a match");
            }
            List<TcpRoute.Match> matches = new ArrayList<>();
            for (Block match : blocks) {
                match.notSimulatedSo("destinationSubnets", NOT_LOOKED_AT);
                checkSniHosts(match, hosts);
                matches.add(match(match));
            }
            routes.add(new TcpRoute(matches, Destinations.plain(route), route.origin()));
        }
        return List.copyOf(routes);
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
                match.texts("sniHosts").stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList(),
                !match.texts("destinationSubnets").isEmpty());
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

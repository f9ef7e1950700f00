package dev.windtunnel.explain;

import dev.windtunnel.explain.Hop.Skipped;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.RouteRule;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.VirtualService;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules of a virtual host that the control plane keeps from a proxy, because they are for other callers. */
final class UnsentRules {
    private UnsentRules() {}

    static List<Skipped> of(Mesh mesh, VirtualHost virtualHost, @Nullable Service asked, int port) {
        List<Skipped> unsent = new ArrayList<>();
        for (VirtualService virtualService : mesh.virtualServices()) {
            boolean owns = virtualHost.routes().stream()
                    .anyMatch(route ->
                            route.origin() != null && route.origin().object().equals(virtualService.key()));
            for (int i = 0; owns && i < virtualService.http().size(); i++) {
                addOf(virtualService.http().get(i), virtualHost, port, unsent);
            }
        }
        for (RouteRule rule : mesh.routeRules()) {
            if (asked != null
                    && rule.destination().equals(asked.fullName())
                    && isMissing(rule.key().text(), virtualHost)) {
                String reason = callers(rule.match());
                if (reason != null) {
                    unsent.add(new Skipped(rule.key().text(), reason));
                }
            }
        }
        return unsent;
    }

    private static boolean isMissing(String rule, VirtualHost virtualHost) {
        for (Route route : virtualHost.routes()) {
            if (route.rule().equals(rule)) {
                return false;
            }
        }
        return true;
    }

    private static void addOf(HttpRoute entry, VirtualHost virtualHost, int port, List<Skipped> unsent) {
        for (int i = 0; i < entry.matches().size(); i++) {
            String rule = entry.origin().text() + ".match[" + i + "]";
            String reason = callers(entry.matches().get(i), port);
            if (reason != null && isMissing(rule, virtualHost)) {
                unsent.add(new Skipped(rule, reason));
            }
        }
    }

    private static @Nullable String callers(HttpMatch match, int port) {
        if (match.port() != null && match.port() != port) {
            return "only for port " + match.port();
        }
        if (!match.gateways().isEmpty() && !match.gateways().contains("mesh")) {
            return "only for the gateways " + String.join(", ", match.gateways());
        }
        if (match.sourceNamespace() != null) {
            return "only for callers in namespace " + match.sourceNamespace();
        }
        return match.sourceLabels().isEmpty() ? null : "only for callers with labels " + match.sourceLabels();
    }

    private static @Nullable String callers(RouteRule.@Nullable Match match) {
        if (match == null) {
            return null;
        }
        if (match.source() != null) {
            return "only for callers in " + match.source();
        }
        return match.sourceTags().isEmpty()
                ? "a rule with a match is for callers in a service, and this one is in none"
                : "only for callers with labels " + new TreeMap<>(match.sourceTags());
    }
}

package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.VirtualService;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** IST0130: a route can never be taken, because earlier ones take everything that it would. */
final class UnreachableRouteCheck implements Check {
    @Override
    public void run(Input input, Findings findings) {
        for (VirtualService one : input.mesh().virtualServices()) {
            Set<HttpMatch> seen = new HashSet<>();
            int catchAll = -1;
            List<HttpRoute> routes = one.http();
            for (int i = 0; i < routes.size(); i++) {
                HttpRoute route = routes.get(i);
                if (catchAll >= 0) {
                    report(route, "http[" + catchAll + "] before it has no match and takes every request", findings);
                } else if (!route.matches().isEmpty() && allSeen(route, seen)) {
                    report(route, "earlier routes have all of its matches", findings);
                }
                if (route.matches().isEmpty() && catchAll < 0) {
                    catchAll = i;
                }
            }
        }
    }

    private static boolean allSeen(HttpRoute route, Set<HttpMatch> seen) {
        boolean all = true;
        for (HttpMatch match : route.matches()) {
            all &= !seen.add(unnamed(match));
        }
        return all;
    }

    private static HttpMatch unnamed(HttpMatch match) {
        return new HttpMatch(
                null,
                match.uri(),
                match.ignoreUriCase(),
                match.method(),
                match.scheme(),
                match.authority(),
                match.headers(),
                match.withoutHeaders(),
                match.queryParams(),
                match.port(),
                match.sourceLabels(),
                match.sourceNamespace(),
                match.gateways());
    }

    private static void report(HttpRoute route, String reason, Findings findings) {
        findings.add(Input.at(
                route.origin(),
                "",
                Finding.warning("IST0130", "this route is never taken: " + reason)
                        .withFix("move it up, or remove it")));
    }
}

package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.RequestAuthentication;
import dev.windtunnel.mesh.Security;
import dev.windtunnel.mesh.VirtualService;
import java.util.Map;

/** IST0149: a route asks for claims of tokens at a gateway that looks at none. */
final class ClaimRoutingCheck implements Check {
    private static final String CLAIMS = "@request.auth.claims";

    @Override
    public void run(Input input, Findings findings) {
        for (VirtualService virtualService : input.mesh().virtualServices()) {
            for (HttpRoute route : virtualService.http()) {
                if (route.matches().stream().anyMatch(ClaimRoutingCheck::asksForClaims)) {
                    check(input, virtualService, route, findings);
                }
            }
        }
    }

    private static boolean asksForClaims(HttpMatch match) {
        return match.headers().keySet().stream().anyMatch(name -> name.startsWith(CLAIMS))
                || match.withoutHeaders().keySet().stream().anyMatch(name -> name.startsWith(CLAIMS));
    }

    private static void check(Input input, VirtualService virtualService, HttpRoute route, Findings findings) {
        for (String name : virtualService.gateways()) {
            String full = name.indexOf('/') < 0 ? virtualService.key().namespace() + "/" + name : name;
            for (Gateway gateway : input.mesh().gateways()) {
                if (gateway.fullName().equals(full)
                        && input.mesh().security().requests().stream()
                                .noneMatch(each -> isFor(each, gateway.selector()))) {
                    findings.add(Input.at(
                            route.origin(),
                            "match",
                            Finding.error(
                                            "IST0149",
                                            "the route asks for claims of tokens, but no RequestAuthentication is for"
                                                    + " the gateway " + full)
                                    .withFix("add one that selects the gateway's pods")));
                }
            }
        }
    }

    private static boolean isFor(RequestAuthentication object, Map<String, String> gateway) {
        return object.selector().isEmpty() && object.key().namespace().equals(Security.ROOT_NAMESPACE)
                || !object.selector().isEmpty()
                        && gateway.entrySet().containsAll(object.selector().entrySet());
    }
}

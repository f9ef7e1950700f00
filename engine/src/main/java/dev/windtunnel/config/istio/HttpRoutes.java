package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import java.util.List;

/** One entry of {@code http}. */
final class HttpRoutes {
    private HttpRoutes() {}

    static HttpRoute read(Block block, List<String> gateways, boolean delegateObject) {
        List<HttpMatch> matches = HttpMatches.of(block, gateways);
        HttpRoute route = new HttpRoute(
                block.filledText("name"),
                matches,
                Destinations.http(block),
                ActionReaders.redirect(block, matches),
                ActionReaders.directResponse(block),
                ActionReaders.delegate(block),
                ActionReaders.rewrite(block),
                block.durationNanos("timeout"),
                RetriesReader.of(block, "retries"),
                FaultReader.of(block),
                Destinations.mirrors(block),
                HeaderOperationsReader.of(block),
                CorsReader.of(block),
                block.origin());
        checkAction(block, delegateObject);
        return route;
    }

    /** Which actions exclude each other. */
    private static void checkAction(Block block, boolean delegateObject) {
        if (block.has("delegate")) {
            if (delegateObject) {
                block.refuse("delegate", "a delegate (an object without hosts) cannot delegate again");
            }
            exclude(block, "delegate", "route", "redirect", "directResponse");
        } else if (block.has("directResponse")) {
            exclude(block, "directResponse", "route", "fault", "rewrite", "redirect");
        } else if (block.has("redirect")) {
            exclude(block, "redirect", "route", "fault", "rewrite");
        } else if (!block.has("route") || block.blocks("route").isEmpty()) {
            block.refuseWhole(
                    "the route does nothing", "give it a route with destinations, a redirect or a directResponse");
        }
    }

    private static void exclude(Block block, String action, String... others) {
        for (String other : others) {
            if (block.has(other)) {
                block.refuse(other, action + " and " + other + " cannot be given together");
            }
        }
    }
}

package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import java.util.List;
import java.util.Set;

/** One entry of {@code http}. */
final class HttpRoutes {
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

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
                block.origin());
        checkCors(block);
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

    private static void checkCors(Block route) {
        route.notSimulated("corsPolicy");
        Block cors = route.block("corsPolicy");
        if (cors == null) {
            return;
        }
        for (Block origin : cors.blocks("allowOrigins")) {
            if (origin.isEmpty()) {
                origin.refuseWhole("an allowed origin is empty", null);
            }
            origin.harmlessRest();
        }
        for (String method : cors.texts("allowMethods")) {
            if (!METHODS.contains(method)) {
                cors.refuse("allowMethods", "\"" + method + "\" is no method that CORS knows");
            }
        }
        Long maxAge = cors.anyDurationNanos("maxAge");
        if (maxAge != null && maxAge % NANOS_PER_SECOND != 0) {
            cors.refuse("maxAge", "maxAge has to be whole seconds");
        }
        cors.harmless("allowOrigin", "allowHeaders", "exposeHeaders", "allowCredentials", "unmatchedPreflights");
    }
}

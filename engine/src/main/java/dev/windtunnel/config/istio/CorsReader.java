package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.CorsPolicy;
import dev.windtunnel.mesh.StringMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code corsPolicy} of a route. */
final class CorsReader {
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private CorsReader() {}

    static @Nullable CorsPolicy of(Block route) {
        Block cors = route.block("corsPolicy");
        if (cors == null) {
            return null;
        }
        List<StringMatch> origins = new ArrayList<>();
        for (Block origin : cors.blocks("allowOrigins")) {
            if (origin.isEmpty()) {
                origin.refuseWhole("an allowed origin is empty", null);
            }
            StringMatch match = StringMatches.element(origin);
            if (match != null) {
                origins.add(match);
            }
        }
        List<String> old = cors.texts("allowOrigin");
        if (!old.isEmpty()) {
            Percentages.deprecated(cors, "allowOrigin", "allowOrigins");
            old.forEach(origin -> origins.add(new StringMatch.Exact(origin)));
        }
        List<String> methods = cors.texts("allowMethods");
        for (String method : methods) {
            if (!METHODS.contains(method)) {
                cors.refuse("allowMethods", "\"" + method + "\" is no method that CORS knows");
            }
        }
        Long maxAge = cors.anyDurationNanos("maxAge");
        if (maxAge != null && maxAge % NANOS_PER_SECOND != 0) {
            cors.refuse("maxAge", "maxAge has to be whole seconds");
        }
        String unmatched = cors.word("unmatchedPreflights", "UNSPECIFIED", "FORWARD", "IGNORE");
        return new CorsPolicy(
                List.copyOf(origins),
                methods,
                cors.texts("allowHeaders"),
                cors.texts("exposeHeaders"),
                maxAge == null ? null : maxAge / NANOS_PER_SECOND,
                cors.flag("allowCredentials"),
                "IGNORE".equals(unmatched));
    }
}

package dev.windtunnel.mesh;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Istio's CorsPolicy as declared: what the proxy answers browsers in place of the app.
 *
 * @param allowOrigins origins that may ask, any of them; none for nobody
 * @param allowMethods methods that they may use
 * @param allowHeaders headers that they may send
 * @param exposeHeaders headers of answers that they may read
 * @param maxAgeSeconds how long they may remember this; null when not written
 * @param allowCredentials whether they may send cookies; null when not written
 * @param ignoresUnmatched whether a preflight of another origin is answered, too, and not forwarded
 */
public record CorsPolicy(
        List<StringMatch> allowOrigins,
        List<String> allowMethods,
        List<String> allowHeaders,
        List<String> exposeHeaders,
        @Nullable Long maxAgeSeconds,
        @Nullable Boolean allowCredentials,
        boolean ignoresUnmatched) {

    /** Whether an origin may ask; an origin rule that takes {@code *} takes all ({@code cors_filter.cc}). */
    public boolean allows(String origin) {
        return allowOrigins.stream().anyMatch(match -> match.matches(origin) || match.matches("*"));
    }
}

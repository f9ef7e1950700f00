package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code route-rule} of Istio 0.1, as declared ({@code proxy/v1/config/route_rule.proto} of istio/api 6e48163).
 *
 * @param key its name (kind {@code route-rule})
 * @param destination service that it belongs to, a full name
 * @param precedence higher wins
 * @param match null takes every request of every caller
 * @param route weighted versions; empty means the whole service
 * @param redirect redirect instead
 * @param rewrite change before forwarding
 * @param timeoutNanos {@code httpReqTimeout.simpleTimeout.timeout}; null when not written
 * @param retries {@code httpReqRetries.simpleRetry}; null when not written
 * @param fault {@code httpFault}; null when not written
 * @param origin where it stands
 */
public record RouteRule(
        ObjectKey key,
        String destination,
        int precedence,
        @Nullable Match match,
        List<WeightedVersion> route,
        @Nullable Redirect redirect,
        @Nullable Rewrite rewrite,
        @Nullable Long timeoutNanos,
        @Nullable SimpleRetry retries,
        HttpRoute.@Nullable Fault fault,
        Origin origin) {

    /**
     * Who the rule is for (decided when routes are made) and which requests it takes.
     *
     * @param source full name of the calling service; null for any
     * @param sourceTags labels of the calling pod
     * @param httpHeaders conditions by lower-case name; {@code uri} is the path
     */
    public record Match(
            @Nullable String source, Map<String, String> sourceTags, Map<String, StringMatch> httpHeaders) {}

    /** A version of a service: its own destination (null inherits), pod labels and weight 0..100. */
    public record WeightedVersion(@Nullable String destination, Map<String, String> tags, int weight) {}

    /** A redirect (301 on the wire); null members keep what the request says. */
    public record Redirect(@Nullable String uri, @Nullable String authority) {}

    /** A rewrite of the matched prefix or path, and of the Host. */
    public record Rewrite(@Nullable String uri, @Nullable String authority) {}

    /** {@code attempts} counts retries; the per-try timeout is null when not written (lenient reading only). */
    public record SimpleRetry(int attempts, @Nullable Long perTryTimeoutNanos) {}
}

package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Istio's HTTPMatchRequest: all conditions have to hold. The last four are static: they decide whether a proxy gets
 * the route at all ({@code pilot/pkg/networking/core/route/route.go}).
 *
 * @param name name of the match, appended to the route's
 * @param uri on the path without query; null takes every path
 * @param ignoreUriCase exact and prefix of {@code uri} ignore case
 * @param method on {@code :method}
 * @param scheme on {@code :scheme}
 * @param authority on {@code :authority}
 * @param headers by lower-case header name
 * @param withoutHeaders inverted; a missing header counts as empty, except for {@link StringMatch.Present}
 * @param queryParams by parameter name
 * @param port listener port; null for every port
 * @param sourceLabels labels that the calling pod must have
 * @param sourceNamespace namespace of the calling pod
 * @param gateways gateways, {@code mesh} for sidecars; empty inherits those of the object
 */
public record HttpMatch(
        @Nullable String name,
        @Nullable StringMatch uri,
        boolean ignoreUriCase,
        @Nullable StringMatch method,
        @Nullable StringMatch scheme,
        @Nullable StringMatch authority,
        Map<String, StringMatch> headers,
        Map<String, StringMatch> withoutHeaders,
        Map<String, StringMatch> queryParams,
        @Nullable Integer port,
        Map<String, String> sourceLabels,
        @Nullable String sourceNamespace,
        List<String> gateways) {

    /** A match without any condition. */
    public static final HttpMatch ANY = new HttpMatch(
            null, null, false, null, null, null, Map.of(), Map.of(), Map.of(), null, Map.of(), null, List.of());

    /** Whether this match takes every request that reaches it (the static conditions left aside). */
    public boolean isCatchAll() {
        boolean everyPath = uri == null
                || uri instanceof StringMatch.Prefix prefix && prefix.value().equals("/")
                || uri instanceof StringMatch.Regex regex && regex.value().equals(".*");
        return everyPath
                && method == null
                && scheme == null
                && authority == null
                && headers.isEmpty()
                && withoutHeaders.isEmpty()
                && queryParams.isEmpty();
    }
}

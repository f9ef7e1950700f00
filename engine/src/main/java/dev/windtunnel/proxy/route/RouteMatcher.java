package dev.windtunnel.proxy.route;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.StringMatch;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request fits a match, and why not. All conditions of a match have to hold; the tests follow Envoy's order:
 * headers (method, scheme and authority are headers to it), query parameters, path ({@code router/config_impl.cc}).
 */
public final class RouteMatcher {

    private RouteMatcher() {}

    /** Whether the request fits. */
    public static boolean matches(HttpMatch match, RequestHead request) {
        return mismatch(match, request) == null;
    }

    /** The first condition that does not hold, in words; null when all do. */
    public static @Nullable String mismatch(HttpMatch match, RequestHead request) {
        String reason = of("method", match.method(), request.method());
        if (reason == null) {
            reason = of("scheme", match.scheme(), request.scheme());
        }
        if (reason == null) {
            reason = of("authority", match.authority(), request.authority());
        }
        if (reason == null) {
            reason = headers(match, request);
        }
        if (reason == null) {
            reason = queryParameters(match, request);
        }
        return reason != null ? reason : path(match, request);
    }

    private static @Nullable String of(String what, @Nullable StringMatch wanted, String actual) {
        return wanted == null || wanted.matches(actual) ? null : what + ": wanted " + wanted.text() + ", was " + actual;
    }

    private static @Nullable String headers(HttpMatch match, RequestHead request) {
        for (Map.Entry<String, StringMatch> wanted : match.headers().entrySet()) {
            String actual = header(request, wanted.getKey());
            if (actual == null) {
                return "header " + wanted.getKey() + ": wanted "
                        + wanted.getValue().text() + ", absent";
            }
            if (!matches(wanted, actual)) {
                return "header " + wanted.getKey() + ": wanted "
                        + wanted.getValue().text() + ", was " + actual;
            }
        }
        for (Map.Entry<String, StringMatch> unwanted : match.withoutHeaders().entrySet()) {
            String actual = header(request, unwanted.getKey());
            boolean hit = unwanted.getValue() instanceof StringMatch.Present
                    ? actual != null
                    : matches(unwanted, actual == null ? "" : actual);
            if (hit) {
                return "header " + unwanted.getKey() + ": must not be "
                        + unwanted.getValue().text();
            }
        }
        return null;
    }

    /** Of a claim with several texts one is enough. */
    private static boolean matches(Map.Entry<String, StringMatch> wanted, String actual) {
        if (!RequestHead.isClaim(wanted.getKey())) {
            return wanted.getValue().matches(actual);
        }
        for (String text : actual.split(RequestHead.CLAIM_SEPARATOR, -1)) {
            if (wanted.getValue().matches(text)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String header(RequestHead request, String name) {
        return switch (name) {
            case ":method" -> request.method();
            case ":authority" -> request.authority();
            case ":scheme" -> request.scheme();
            case ":path" -> request.target();
            default -> request.headers().get(name);
        };
    }

    private static @Nullable String queryParameters(HttpMatch match, RequestHead request) {
        for (Map.Entry<String, StringMatch> wanted : match.queryParams().entrySet()) {
            String actual = request.queryParameter(wanted.getKey());
            if (actual == null) {
                return "query parameter " + wanted.getKey() + ": wanted "
                        + wanted.getValue().text() + ", absent";
            }
            if (!wanted.getValue().matches(actual)) {
                return "query parameter " + wanted.getKey() + ": wanted "
                        + wanted.getValue().text() + ", was " + actual;
            }
        }
        return null;
    }

    private static @Nullable String path(HttpMatch match, RequestHead request) {
        StringMatch uri = match.uri();
        if (uri == null || pathMatches(uri, match.ignoreUriCase(), request.path())) {
            return null;
        }
        return "path: wanted " + uri.text() + ", was " + request.path();
    }

    private static boolean pathMatches(StringMatch uri, boolean ignoreCase, String path) {
        if (!ignoreCase) {
            return uri.matches(path);
        }
        String lower = path.toLowerCase(Locale.ROOT);
        if (uri instanceof StringMatch.Exact exact) {
            return lower.equals(exact.value().toLowerCase(Locale.ROOT));
        }
        if (uri instanceof StringMatch.Prefix prefix) {
            return lower.startsWith(prefix.value().toLowerCase(Locale.ROOT));
        }
        return uri.matches(path);
    }
}

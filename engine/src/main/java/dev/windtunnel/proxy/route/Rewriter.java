package dev.windtunnel.proxy.route;

import com.google.re2j.Pattern;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.StringMatch;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a route changes in a request before it is forwarded: headers (those of the weighted cluster before those of the
 * route, removals before additions), then host, then path ({@code router.cc}, {@code header_parser.cc}).
 */
public final class Rewriter {

    private Rewriter() {}

    /** The request as the upstream gets it. */
    public static RequestHead rewrite(
            RequestHead request,
            HttpMatch match,
            HttpRoute.@Nullable Rewrite rewrite,
            HttpRoute.HeaderOperations clusterHeaders,
            HttpRoute.HeaderOperations routeHeaders) {
        RequestHead result = headers(headers(request, clusterHeaders), routeHeaders);
        if (rewrite == null) {
            return result;
        }
        if (rewrite.authority() != null) {
            result = result.withAuthority(rewrite.authority());
        }
        String path = result.path();
        if (rewrite.regexMatch() != null) {
            String substitution = rewrite.regexSubstitution() == null ? "" : rewrite.regexSubstitution();
            String changed =
                    Pattern.compile(rewrite.regexMatch()).matcher(path).replaceAll(javaSubstitution(substitution));
            return changed.equals(path)
                    ? result
                    : result.withHeaders(original(result)).withTarget(changed);
        }
        if (rewrite.uri() != null) {
            String changed = replaceMatched(path, match, rewrite.uri());
            return result.withHeaders(original(result)).withTarget(changed);
        }
        return result;
    }

    private static Map<String, String> original(RequestHead request) {
        Map<String, String> headers = new TreeMap<>(request.headers());
        headers.putIfAbsent("x-envoy-original-path", request.target());
        return headers;
    }

    /** The path with what the match took of it replaced: a prefix, or the whole of an exact or regular expression match. */
    static String replaceMatched(String path, HttpMatch match, String replacement) {
        if (match.uri() instanceof StringMatch.Prefix prefix) {
            return replacement + path.substring(prefix.value().length());
        }
        if (match.uri() == null) {
            return replacement + path.substring(1);
        }
        return replacement;
    }

    private static RequestHead headers(RequestHead request, HttpRoute.HeaderOperations operations) {
        if (operations.requestRemove().isEmpty()
                && operations.requestSet().isEmpty()
                && operations.requestAdd().isEmpty()) {
            return request;
        }
        Map<String, String> headers = new TreeMap<>(request.headers());
        operations.requestRemove().forEach(name -> headers.remove(lower(name)));
        String authority = null;
        for (Map.Entry<String, String> added : operations.requestAdd().entrySet()) {
            if (isAuthority(added.getKey())) {
                authority = added.getValue();
            } else {
                headers.merge(lower(added.getKey()), added.getValue(), (old, more) -> old + "," + more);
            }
        }
        for (Map.Entry<String, String> set : operations.requestSet().entrySet()) {
            if (isAuthority(set.getKey())) {
                authority = set.getValue();
            } else {
                headers.put(lower(set.getKey()), set.getValue());
            }
        }
        RequestHead changed = request.withHeaders(headers);
        return authority == null ? changed : changed.withAuthority(authority);
    }

    private static boolean isAuthority(String name) {
        return name.equalsIgnoreCase("host") || name.equalsIgnoreCase(":authority");
    }

    private static String lower(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }

    /** RE2 substitutions write groups as {@code \1}; re2j wants {@code $1}. */
    private static String javaSubstitution(String substitution) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < substitution.length(); i++) {
            char c = substitution.charAt(i);
            if (c == '\\' && i + 1 < substitution.length()) {
                char next = substitution.charAt(++i);
                if (next >= '0' && next <= '9') {
                    text.append('$').append(next);
                } else {
                    text.append('\\').append(next);
                }
            } else if (c == '$') {
                text.append("\\$");
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}

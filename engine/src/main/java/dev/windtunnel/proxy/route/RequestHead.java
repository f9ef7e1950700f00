package dev.windtunnel.proxy.route;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy sees of a request before its body.
 *
 * @param method HTTP method
 * @param scheme {@code http} or {@code https}
 * @param authority the Host header as sent, port included when it was
 * @param dialled the host that was looked up and connected to: that of the url
 * @param port the port that was dialled
 * @param path the path without query, at least {@code /}
 * @param query the query without its question mark; null when there is none
 * @param headers all other headers, by lower-case name, sorted
 * @param bytes size of the body
 */
public record RequestHead(
        String method,
        String scheme,
        String authority,
        String dialled,
        int port,
        String path,
        @Nullable String query,
        Map<String, String> headers,
        long bytes) {

    /** Between the texts of a claim that has several. */
    static final String CLAIM_SEPARATOR = "\n";

    public RequestHead {
        headers = java.util.Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    /** The Host header in lower case, without its port. */
    public String host() {
        return withoutPort(authority).toLowerCase(java.util.Locale.ROOT);
    }

    /** A host and perhaps a port, without the port. */
    public static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        if (colon < 0 || authority.indexOf(']', colon) >= 0) {
            return authority;
        }
        return authority.substring(0, colon);
    }

    /** Path and query, as in the request line. */
    public String target() {
        return query == null ? path : path + "?" + query;
    }

    /** The value of a query parameter, empty for one without a value; null when it is not there. */
    public @Nullable String queryParameter(String name) {
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (key.equals(name)) {
                return equals < 0 ? "" : pair.substring(equals + 1);
            }
        }
        return null;
    }

    /** The same request with another authority. */
    public RequestHead withAuthority(String newAuthority) {
        return new RequestHead(method, scheme, newAuthority, dialled, port, path, query, headers, bytes);
    }

    /** The same request with another path; a query in it replaces the old one, else the old one stays. */
    public RequestHead withTarget(String newPath) {
        int mark = newPath.indexOf('?');
        return mark < 0
                ? new RequestHead(method, scheme, authority, dialled, port, newPath, query, headers, bytes)
                : new RequestHead(
                        method,
                        scheme,
                        authority,
                        dialled,
                        port,
                        newPath.substring(0, mark),
                        newPath.substring(mark + 1),
                        headers,
                        bytes);
    }

    /** Whether a name of a header stands for a claim of the request's token, which proxies note beside the headers. */
    static boolean isClaim(String header) {
        return header.startsWith("@");
    }

    /**
     * The same request with the claims of its token, which routes may ask for by {@code @request.auth.claims.name}.
     *
     * @param claims texts of each claim, by name; those inside others by {@code outer.inner}
     */
    public RequestHead withClaims(Map<String, List<String>> claims) {
        Map<String, String> all = new TreeMap<>(headers);
        claims.forEach((name, texts) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            String joined = String.join(CLAIM_SEPARATOR, texts);
            all.put("@request.auth.claims." + lower, joined);
            all.put("@request.auth.claims[" + lower.replace(".", "][") + "]", joined);
        });
        return withHeaders(all);
    }

    /** The same request as the next proxy gets it: without what only this one knows. */
    public RequestHead withoutClaims() {
        if (headers.keySet().stream().noneMatch(RequestHead::isClaim)) {
            return this;
        }
        Map<String, String> plain = new TreeMap<>(headers);
        plain.keySet().removeIf(RequestHead::isClaim);
        return withHeaders(plain);
    }

    /** The same request with other headers. */
    public RequestHead withHeaders(Map<String, String> newHeaders) {
        return new RequestHead(method, scheme, authority, dialled, port, path, query, newHeaders, bytes);
    }
}

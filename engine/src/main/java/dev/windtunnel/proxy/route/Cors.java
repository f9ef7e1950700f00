package dev.windtunnel.proxy.route;

import dev.windtunnel.mesh.CorsPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a proxy answers browsers that ask whether they may ask ({@code http/cors/cors_filter.cc}). */
public final class Cors {
    private static final String PREFIX = "access-control-";

    private Cors() {}

    /** Whether a request is a browser's question before the request itself. */
    public static boolean isPreflight(RequestHead head) {
        return head.method().equals("OPTIONS")
                && head.headers().containsKey("origin")
                && head.headers().containsKey(PREFIX + "request-method");
    }

    /** Whether the proxy answers a request with 200 instead of forwarding it. */
    public static boolean answers(CorsPolicy policy, RequestHead head) {
        return isPreflight(head) && (isAllowed(policy, head) || policy.ignoresUnmatched());
    }

    private static boolean isAllowed(CorsPolicy policy, RequestHead head) {
        String origin = head.headers().get("origin");
        return origin != null && !origin.isEmpty() && policy.allows(origin);
    }

    /** The headers that the proxy adds to the answer to a request, by name. */
    public static Map<String, String> headers(CorsPolicy policy, RequestHead head) {
        Map<String, String> headers = new TreeMap<>();
        boolean allowed = isAllowed(policy, head);
        boolean answered = answers(policy, head);
        if (allowed) {
            headers.put(PREFIX + "allow-origin", String.valueOf(head.headers().get("origin")));
            put(headers, "expose-headers", policy.exposeHeaders());
        }
        if ((allowed || answered) && Boolean.TRUE.equals(policy.allowCredentials())) {
            headers.put(PREFIX + "allow-credentials", "true");
        }
        if (answered) {
            put(headers, "allow-methods", policy.allowMethods());
            put(headers, "allow-headers", policy.allowHeaders());
            if (policy.maxAgeSeconds() != null) {
                headers.put(PREFIX + "max-age", String.valueOf(policy.maxAgeSeconds()));
            }
        }
        return headers;
    }

    private static void put(Map<String, String> headers, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            headers.put(PREFIX + name, String.join(",", texts));
        }
    }
}

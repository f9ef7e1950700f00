package dev.windtunnel.testing;

import org.jspecify.annotations.Nullable;

/** EnvoyFilters that limit rates, as Istio's documentation writes them. */
public final class RateLimits {

    /** Settings that count and enforce everything. */
    public static final String ALL =
            "filter_enabled: {default_value: {numerator: 100}}, filter_enforced: {default_value: {numerator: 100}}";

    private RateLimits() {}

    /**
     * A local rate limit before the apps of some pods.
     *
     * @param app value of their label {@code app}
     * @param bucket the token bucket in flow style
     */
    public static String local(String app, String bucket) {
        return filter(
                "SIDECAR_INBOUND",
                app,
                "INSERT_BEFORE",
                null,
                "stat_prefix: limit, token_bucket: " + bucket + ", " + ALL);
    }

    /**
     * A local rate limit.
     *
     * @param app value of the label {@code app} of the pods
     * @param neighbour the filter next to which it is put; null for none
     * @param settings in flow style, without braces
     */
    public static String filter(
            String context, String app, String operation, @Nullable String neighbour, String settings) {
        String listener = neighbour == null
                ? ""
                : ", listener: {filterChain: {filter: {name: envoy.filters.network.http_connection_manager, subFilter:"
                        + " {name: " + neighbour + "}}}}";
        return patch(
                "limit",
                app,
                "HTTP_FILTER",
                context + listener,
                operation,
                "{name: envoy.filters.http.local_ratelimit, typed_config: {'@type':"
                        + " type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit, "
                        + settings + "}}");
    }

    /**
     * Settings and descriptors of routes.
     *
     * @param target {@code VIRTUAL_HOST} or {@code HTTP_ROUTE}
     * @param host name of the virtual host
     * @param value what is merged, in flow style, without braces
     */
    public static String route(String context, String app, String target, String host, String value) {
        return patch(
                "routes",
                app,
                target,
                context + ", routeConfiguration: {vhost: {name: '" + host + "', route: {action: ANY}}}",
                "MERGE",
                "{" + value + "}");
    }

    /** An EnvoyFilter of one patch. */
    public static String patch(String name, String app, String target, String match, String operation, String value) {
        return """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: %s}
                spec:
                  workloadSelector: {labels: {app: %s}}
                  configPatches:
                    - applyTo: %s
                      match: {context: %s}
                      patch: {operation: %s, value: %s}
                """
                .formatted(name, app, target, match, operation, value);
    }
}

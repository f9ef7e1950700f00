package dev.windtunnel.testing;

/** EnvoyFilters that limit rates, as Istio's documentation writes them. */
public final class RateLimits {

    private RateLimits() {}

    /**
     * A local rate limit before the apps of some pods.
     *
     * @param app value of their label {@code app}
     * @param bucket the token bucket in flow style
     */
    public static String local(String app, String bucket) {
        return """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: limit}
                spec:
                  workloadSelector: {labels: {app: %s}}
                  configPatches:
                    - applyTo: HTTP_FILTER
                      match: {context: SIDECAR_INBOUND}
                      patch:
                        operation: INSERT_BEFORE
                        value:
                          name: envoy.filters.http.local_ratelimit
                          typed_config:
                            stat_prefix: limit
                            token_bucket: %s
                            filter_enabled: {default_value: {numerator: 100}}
                            filter_enforced: {default_value: {numerator: 100}}
                """
                .formatted(app, bucket);
    }
}

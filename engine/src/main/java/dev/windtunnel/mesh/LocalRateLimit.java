package dev.windtunnel.mesh;

import java.util.Map;

/**
 * A local rate limit that an EnvoyFilter puts into the chains of some proxies.
 *
 * @param key the EnvoyFilter
 * @param workloadSelector labels of the pods; empty for all of the namespace
 * @param name what it is called in the chain
 * @param place where it is put
 * @param limit its settings, where no route has others
 * @param origin where it stands
 */
public record LocalRateLimit(
        ObjectKey key,
        Map<String, String> workloadSelector,
        String name,
        FilterPlace place,
        LocalLimit limit,
        Origin origin)
        implements InsertedFilter {

    /** The name that everybody gives it. */
    public static final String NAME = "envoy.filters.http.local_ratelimit";

    /**
     * Settings for the routes of some virtual hosts, which count there instead of those of the filter.
     *
     * @param key the EnvoyFilter
     * @param workloadSelector labels of the pods; empty for all of the namespace
     * @param filter name of the filter
     * @param scope for which routes
     * @param limit the settings
     */
    public record PerRoute(
            ObjectKey key, Map<String, String> workloadSelector, String filter, RouteScope scope, LocalLimit limit) {}
}

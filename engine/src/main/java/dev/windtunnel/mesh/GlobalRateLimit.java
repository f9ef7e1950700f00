package dev.windtunnel.mesh;

import java.util.Map;

/**
 * A filter of an EnvoyFilter that has a rate limit service asked about the requests of some proxies.
 *
 * @param key the EnvoyFilter
 * @param workloadSelector labels of the pods; empty for all of the namespace
 * @param name what it is called in the chain
 * @param place where it is put
 * @param domain the domain that is asked about
 * @param failureModeDeny whether a request is refused when the service does not answer
 * @param timeoutNanos how long it may take; 20 ms when not written
 * @param status answer to a refused request
 * @param statusOnError answer when the service does not answer
 * @param grpcResourceExhausted refused gRPC calls get RESOURCE_EXHAUSTED, not UNAVAILABLE
 * @param origin where it stands
 */
public record GlobalRateLimit(
        ObjectKey key,
        Map<String, String> workloadSelector,
        String name,
        FilterPlace place,
        String domain,
        boolean failureModeDeny,
        long timeoutNanos,
        int status,
        int statusOnError,
        boolean grpcResourceExhausted,
        Origin origin)
        implements InsertedFilter {

    /** The name that everybody gives it. */
    public static final String NAME = "envoy.filters.http.ratelimit";
}

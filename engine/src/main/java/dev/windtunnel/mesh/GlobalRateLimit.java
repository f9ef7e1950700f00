package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A filter of an EnvoyFilter that has a rate limit service asked about the requests of some proxies.
 *
 * @param key the EnvoyFilter
 * @param workloadSelector labels of the pods; empty for all of the namespace
 * @param place which proxies have it
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
        Place place,
        String domain,
        boolean failureModeDeny,
        long timeoutNanos,
        int status,
        int statusOnError,
        boolean grpcResourceExhausted,
        Origin origin) {

    /** Which proxies a patch is for ({@code match.context}). */
    public enum Place {
        /** Those of pods, for what comes to their apps. */
        SIDECAR_INBOUND,
        /** Gateways. */
        GATEWAY,
        /** Both. */
        ANY;

        /** Whether gateways, or else sidecars, are meant. */
        public boolean isFor(boolean gateway) {
            return this == ANY || gateway == (this == GATEWAY);
        }
    }

    /**
     * What is asked about requests: a list of descriptors, which an EnvoyFilter puts on virtual hosts or routes.
     *
     * @param key the EnvoyFilter
     * @param workloadSelector labels of the pods; empty for all of the namespace
     * @param place which proxies have it
     * @param virtualHost name of the virtual host; null for all
     * @param descriptors what each descriptor is made of
     */
    public record Actions(
            ObjectKey key,
            Map<String, String> workloadSelector,
            Place place,
            @Nullable String virtualHost,
            List<List<Action>> descriptors) {}

    /** Makes an entry of a descriptor from a request; where it cannot, there is no descriptor. */
    public sealed interface Action {

        /** The value of a header; without the header there is no entry, and no descriptor unless {@code optional}. */
        record Header(String name, String key, boolean optional) implements Action {}

        /** Where the request came from at first. */
        record RemoteAddress() implements Action {}

        /** A fixed entry. */
        record Fixed(String key, String value) implements Action {}

        /** A fixed entry for requests that have these headers, or that do not. */
        record HeaderMatch(String key, String value, HttpMatch headers, boolean expected) implements Action {}
    }
}

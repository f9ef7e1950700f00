package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;

/**
 * What rate limits are told of requests: a list of descriptors, which an EnvoyFilter puts on virtual hosts or routes.
 *
 * @param key the EnvoyFilter
 * @param workloadSelector labels of the pods; empty for all of the namespace
 * @param scope on which virtual hosts or routes
 * @param descriptors what each descriptor is made of
 */
public record RateLimitActions(
        ObjectKey key, Map<String, String> workloadSelector, RouteScope scope, List<List<Action>> descriptors) {

    /** Makes an entry of a descriptor from a request; where it cannot, there is no descriptor. */
    public sealed interface Action {

        /** The value of a header; without the header there is no entry, and no descriptor unless {@code optional}. */
        record Header(String name, String key, boolean optional) implements Action {}

        /** The value of a parameter of the query, as {@link Header}. */
        record QueryParameter(String name, String key, boolean optional) implements Action {}

        /** Where the request came from at first. */
        record RemoteAddress() implements Action {}

        /** A fixed entry. */
        record Fixed(String key, String value) implements Action {}

        /** A fixed entry for requests that fit, or that do not. */
        record Match(String key, String value, HttpMatch match, boolean expected) implements Action {}
    }
}

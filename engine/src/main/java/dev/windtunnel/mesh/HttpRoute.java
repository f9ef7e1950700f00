package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a VirtualService's {@code http} list, as declared.
 *
 * @param name route name, null when none
 * @param matches alternatives; empty takes everything
 * @param destinations weighted destinations; empty for redirect, direct response and delegate
 * @param redirect answer with a redirect instead
 * @param directResponse answer directly instead
 * @param delegate continue in another VirtualService instead
 * @param rewrite change path or authority before forwarding
 * @param timeoutNanos route timeout; null when not declared
 * @param retries retry policy; null when not declared
 * @param fault injected faults
 * @param mirrors copies to send
 * @param headers header operations of the route
 * @param cors what the proxy answers browsers; null for nothing
 * @param origin where the entry stands
 */
public record HttpRoute(
        @Nullable String name,
        List<HttpMatch> matches,
        List<WeightedDestination> destinations,
        @Nullable Redirect redirect,
        @Nullable DirectResponse directResponse,
        @Nullable Delegate delegate,
        @Nullable Rewrite rewrite,
        @Nullable Long timeoutNanos,
        @Nullable Retries retries,
        @Nullable Fault fault,
        List<Mirror> mirrors,
        HeaderOperations headers,
        @Nullable CorsPolicy cors,
        Origin origin) {

    /**
     * Where requests go.
     *
     * @param host host as written (short names are resolved against the object's namespace)
     * @param port service port; null when not written
     * @param subset subset name; null for all endpoints
     */
    public record Destination(String host, @Nullable Integer port, @Nullable String subset) {}

    /** A destination, its weight as written (0 when not) and its own header operations. */
    public record WeightedDestination(Destination destination, int weight, HeaderOperations headers) {}

    /**
     * A redirect answered by the proxy.
     *
     * @param uri replaces the whole path
     * @param prefixRewrite replaces the matched prefix; exclusive with {@code uri}
     * @param authority replaces the host
     * @param scheme replaces the scheme
     * @param port replaces the port
     * @param derivePort {@code FROM_PROTOCOL_DEFAULT} or {@code FROM_REQUEST_PORT}; exclusive with {@code port}
     * @param code 301 when not written
     */
    public record Redirect(
            @Nullable String uri,
            @Nullable String prefixRewrite,
            @Nullable String authority,
            @Nullable String scheme,
            @Nullable Integer port,
            @Nullable String derivePort,
            int code) {}

    /** An answer made by the proxy: status and body (empty text for none). */
    public record DirectResponse(int status, String body) {}

    /** Another VirtualService whose routes stand in for this entry; the namespace is null when not written. */
    public record Delegate(String name, @Nullable String namespace) {}

    /**
     * Changes before forwarding.
     *
     * @param uri replaces the matched prefix (or the whole matched path)
     * @param regexMatch RE2 expression on the path; with {@code regexSubstitution} (\1 for groups)
     * @param authority new Host
     */
    public record Rewrite(
            @Nullable String uri,
            @Nullable String regexMatch,
            @Nullable String regexSubstitution,
            @Nullable String authority) {}

    /**
     * Retry policy as declared; null members were not written.
     *
     * @param attempts retries after the first try; 0 switches retries off
     * @param perTryTimeoutNanos limit of each try
     * @param retryOn conditions, comma separated
     * @param backoffNanos base of the back-off
     * @param ignorePreviousHosts whether a retry avoids hosts already tried
     * @param remoteLocalities whether retries may leave the locality
     */
    public record Retries(
            int attempts,
            @Nullable Long perTryTimeoutNanos,
            @Nullable String retryOn,
            @Nullable Long backoffNanos,
            @Nullable Boolean ignorePreviousHosts,
            @Nullable Boolean remoteLocalities) {}

    /**
     * Injected faults. Percentages are fractions of 1.
     *
     * @param delayFraction share of requests that are delayed
     * @param delayNanos fixed delay; 0 for none
     * @param abortFraction share of requests that are aborted
     * @param abortHttpStatus status of an abort; 0 for none
     * @param abortGrpcStatus gRPC status name of an abort; null for none
     */
    public record Fault(
            double delayFraction,
            long delayNanos,
            double abortFraction,
            int abortHttpStatus,
            @Nullable String abortGrpcStatus) {}

    /** A copy of each request (a fraction of 1 of them) whose answer is thrown away. */
    public record Mirror(Destination destination, double fraction) {}

    /** Header operations in the order of Istio: set overwrites, add appends, remove deletes. */
    public record HeaderOperations(
            Map<String, String> requestSet,
            Map<String, String> requestAdd,
            List<String> requestRemove,
            Map<String, String> responseSet,
            Map<String, String> responseAdd,
            List<String> responseRemove) {

        /** No operation. */
        public static final HeaderOperations NONE =
                new HeaderOperations(Map.of(), Map.of(), List.of(), Map.of(), Map.of(), List.of());

        /** Whether nothing changes. */
        public boolean isEmpty() {
            return equals(NONE);
        }
    }
}

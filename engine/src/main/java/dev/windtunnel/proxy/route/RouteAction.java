package dev.windtunnel.proxy.route;

import dev.windtunnel.mesh.CorsPolicy;
import dev.windtunnel.mesh.DestinationRule.HashKey;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.proxy.retry.RetryPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a route does with the requests that it takes. */
public sealed interface RouteAction {

    /**
     * Forwards to a cluster.
     *
     * @param clusters clusters in order, each with its interval of the total weight
     * @param totalWeight sum of the weights, at least 1
     * @param timeoutNanos limit of the whole request; 0 for none
     * @param retry retry policy; null for none
     * @param fault faults injected before the router; null for none
     * @param mirrors copies
     * @param rewrite rewrite; null for none
     * @param headers header operations of the route
     * @param cors what the proxy answers browsers; null for nothing
     * @param hashKeys what of a request is hashed for balancers that go by a hash, in order
     */
    record Forward(
            List<WeightedCluster> clusters,
            long totalWeight,
            long timeoutNanos,
            @Nullable RetryPolicy retry,
            HttpRoute.@Nullable Fault fault,
            List<MirrorCluster> mirrors,
            HttpRoute.@Nullable Rewrite rewrite,
            HttpRoute.HeaderOperations headers,
            @Nullable CorsPolicy cors,
            List<HashKey> hashKeys)
            implements RouteAction {

        public Forward {
            hashKeys = List.copyOf(hashKeys);
            clusters = List.copyOf(clusters);
            mirrors = List.copyOf(mirrors);
        }
    }

    /** A cluster, its weight, the destination as declared and its own header operations. */
    record WeightedCluster(
            String cluster, int weight, HttpRoute.Destination destination, HttpRoute.HeaderOperations headers) {}

    /** A cluster that gets a fraction of 1 of the requests as copies. */
    record MirrorCluster(String cluster, HttpRoute.Destination destination, double fraction) {}

    /** Answers with a redirect. */
    record Redirect(HttpRoute.Redirect redirect) implements RouteAction {}

    /** Answers directly. */
    record Direct(int status, String body) implements RouteAction {}

    /** Sends to the address that was dialled ({@code PassthroughCluster}). */
    record Passthrough() implements RouteAction {}
}

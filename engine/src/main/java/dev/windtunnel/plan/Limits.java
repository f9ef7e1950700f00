package dev.windtunnel.plan;

import dev.windtunnel.mesh.DestinationRule.RetryBudget;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a cluster ({@code circuit_breaker.proto}); each proxy has them for itself, all its workers together.
 *
 * @param maxConnections connections
 * @param maxPendingRequests requests waiting for a connection
 * @param maxRequests requests on connections
 * @param maxRetries retries under way
 * @param retryBudget in place of {@code maxRetries}; null for none
 * @param maxRequestsPerConnection a connection closes after so many; 0 for no limit
 */
public record Limits(
        long maxConnections,
        long maxPendingRequests,
        long maxRequests,
        long maxRetries,
        @Nullable RetryBudget retryBudget,
        long maxRequestsPerConnection) {

    /**
     * How many retries may be under way.
     *
     * @param outstanding requests of the cluster that are active or wait for a connection
     */
    public long retries(long outstanding) {
        return retryBudget == null
                ? maxRetries
                : Math.max((long) (retryBudget.percent() / 100.0 * outstanding), retryBudget.minRetryConcurrency());
    }
}

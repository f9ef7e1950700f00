package dev.windtunnel.plan;

import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.proxy.retry.BackOff;
import dev.windtunnel.proxy.retry.RetryConditions;
import dev.windtunnel.proxy.retry.RetryPolicy;
import org.jspecify.annotations.Nullable;

/** The retry policies of routes ({@code route/retry/retry.go}). */
final class IstioRetries {

    /** Conditions of a policy that names none. */
    static final String DEFAULT_RETRY_ON =
            "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";

    private static final int DEFAULT_RETRIES = 2;
    private static final int HOST_SELECTION_ATTEMPTS = 5;

    private IstioRetries() {}

    /** The policy of a route; null when retries are off ({@code attempts: 0}). */
    static @Nullable RetryPolicy policy(HttpRoute.@Nullable Retries declared) {
        if (declared == null) {
            return new RetryPolicy(
                    DEFAULT_RETRIES,
                    0,
                    RetryConditions.parse(DEFAULT_RETRY_ON),
                    BackOff.DEFAULT,
                    true,
                    HOST_SELECTION_ATTEMPTS,
                    false);
        }
        if (declared.attempts() == 0) {
            return null;
        }
        String retryOn =
                declared.retryOn() == null || declared.retryOn().isBlank() ? DEFAULT_RETRY_ON : declared.retryOn();
        return new RetryPolicy(
                declared.attempts(),
                declared.perTryTimeoutNanos() == null ? 0 : declared.perTryTimeoutNanos(),
                RetryConditions.parse(retryOn),
                declared.backoffNanos() == null ? BackOff.DEFAULT : BackOff.ofBase(declared.backoffNanos()),
                !Boolean.FALSE.equals(declared.ignorePreviousHosts()),
                HOST_SELECTION_ATTEMPTS,
                Boolean.TRUE.equals(declared.remoteLocalities()));
    }
}

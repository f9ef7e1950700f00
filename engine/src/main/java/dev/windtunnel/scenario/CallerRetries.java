package dev.windtunnel.scenario;

import java.util.Set;

/**
 * Retries that the caller itself makes.
 *
 * @param attempts retries after the first try
 * @param backoffNanos wait before each
 * @param retryOn on what
 */
public record CallerRetries(int attempts, long backoffNanos, Set<Condition> retryOn) {

    /** What a caller may retry on. */
    public enum Condition {
        /** A 5xx answer, or none at all. */
        STATUS_5XX,
        /** The caller's own timeout, or a gRPC call that ended with DEADLINE_EXCEEDED. */
        TIMEOUT,
        /** No connection. */
        CONNECT,
        /** The connection was lost before the answer. */
        RESET
    }
}

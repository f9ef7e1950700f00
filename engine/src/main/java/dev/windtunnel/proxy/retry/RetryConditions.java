package dev.windtunnel.proxy.retry;

import java.util.ArrayList;
import java.util.List;

/**
 * On what a try is repeated: Envoy's {@code retry_on} conditions and retriable status codes.
 *
 * <p>Follows {@code source/common/router/retry_state_impl.cc} (Envoy 1.36).
 *
 * @param mask set of {@link Condition}s, one bit each
 * @param statusCodes retriable codes for {@link Condition#RETRIABLE_STATUS_CODES}
 * @param text the conditions as configured, comma separated
 */
public record RetryConditions(int mask, List<Integer> statusCodes, String text) {

    public RetryConditions {
        statusCodes = List.copyOf(statusCodes);
    }

    /** A condition of {@code retry_on}. */
    public enum Condition {
        STATUS_5XX("5xx"),
        GATEWAY_ERROR("gateway-error"),
        RESET("reset"),
        RESET_BEFORE_REQUEST("reset-before-request"),
        CONNECT_FAILURE("connect-failure"),
        RETRIABLE_4XX("retriable-4xx"),
        REFUSED_STREAM("refused-stream"),
        RETRIABLE_STATUS_CODES("retriable-status-codes"),
        RETRIABLE_HEADERS("retriable-headers"),
        ENVOY_RATELIMITED("envoy-ratelimited"),
        HTTP3_POST_CONNECT_FAILURE("http3-post-connect-failure"),
        CANCELLED("cancelled"),
        DEADLINE_EXCEEDED("deadline-exceeded"),
        INTERNAL("internal"),
        RESOURCE_EXHAUSTED("resource-exhausted"),
        UNAVAILABLE("unavailable");

        private final String token;

        Condition(String token) {
            this.token = token;
        }

        int bit() {
            return 1 << ordinal();
        }
    }

    /** How a try ended without a response. */
    public enum Failure {
        /** The pool had no room: never repeated by today's Envoy. */
        OVERFLOW,
        /** No connection came about: refused, unreachable or too late. */
        CONNECT,
        /** The connection was lost, before or while the request was answered. */
        RESET,
        /** The per-try timeout ended it; to the conditions this is a local reset. */
        PER_TRY_TIMEOUT
    }

    /**
     * Reads a {@code retryOn} list as Istio does: tokens are trimmed, a known HTTP code becomes a retriable status code
     * ({@code pilot/pkg/networking/core/route/retry/retry.go}).
     */
    public static RetryConditions parse(String retryOn) {
        int mask = 0;
        List<Integer> codes = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        for (String raw : retryOn.split(",")) {
            String token = raw.trim();
            if (token.isEmpty()) {
                continue;
            }
            if (isStatusCode(token)) {
                codes.add(Integer.parseInt(token));
                continue;
            }
            for (Condition condition : Condition.values()) {
                if (condition.token.equals(token)) {
                    mask |= condition.bit();
                }
            }
            tokens.add(token);
        }
        if (!codes.isEmpty() && (mask & Condition.RETRIABLE_STATUS_CODES.bit()) == 0) {
            mask |= Condition.RETRIABLE_STATUS_CODES.bit();
            tokens.add(Condition.RETRIABLE_STATUS_CODES.token);
        }
        StringBuilder text = new StringBuilder(String.join(",", tokens));
        if (!codes.isEmpty()) {
            text.append(" (");
            for (int i = 0; i < codes.size(); i++) {
                text.append(i == 0 ? "" : ",").append(codes.get(i));
            }
            text.append(')');
        }
        return new RetryConditions(mask, codes, text.toString());
    }

    private static boolean isStatusCode(String token) {
        if (token.length() != 3) {
            return false;
        }
        for (int i = 0; i < 3; i++) {
            if (token.charAt(i) < '0' || token.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private boolean has(Condition condition) {
        return (mask & condition.bit()) != 0;
    }

    /** Whether a response with this status is repeated. */
    public boolean retriesStatus(int status) {
        if (status >= 500 && status <= 599 && has(Condition.STATUS_5XX)) {
            return true;
        }
        if (status >= 502 && status <= 504 && has(Condition.GATEWAY_ERROR)) {
            return true;
        }
        if (status == 409 && has(Condition.RETRIABLE_4XX)) {
            return true;
        }
        if (has(Condition.RETRIABLE_STATUS_CODES)) {
            for (int i = 0; i < statusCodes.size(); i++) {
                if (statusCodes.get(i) == status) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether there are statuses below 400 that are repeated. */
    public boolean mayRetrySuccess() {
        return has(Condition.RETRIABLE_STATUS_CODES) && statusCodes.stream().anyMatch(code -> code < 400);
    }

    /** Whether an answer that a proxy has marked as that of a rate limit service is retried; no other condition counts. */
    public boolean retriesRateLimited() {
        return has(Condition.ENVOY_RATELIMITED);
    }

    /** Whether an answer with this gRPC status in its headers is repeated; those in trailers never are. */
    public boolean retriesGrpc(int status) {
        return switch (status) {
            case 1 -> has(Condition.CANCELLED);
            case 4 -> has(Condition.DEADLINE_EXCEEDED);
            case 8 -> has(Condition.RESOURCE_EXHAUSTED);
            case 13 -> has(Condition.INTERNAL);
            case 14 -> has(Condition.UNAVAILABLE);
            default -> false;
        };
    }

    /**
     * Whether a try that ended without a response is repeated.
     *
     * @param failure how it ended
     * @param requestSent whether any byte of the request has ever been sent upstream
     */
    public boolean retriesFailure(Failure failure, boolean requestSent) {
        if (failure == Failure.OVERFLOW) {
            return false;
        }
        if (failure == Failure.CONNECT && has(Condition.CONNECT_FAILURE)) {
            return true;
        }
        if (!requestSent && has(Condition.RESET_BEFORE_REQUEST)) {
            return true;
        }
        return has(Condition.RESET) || has(Condition.STATUS_5XX) || has(Condition.GATEWAY_ERROR);
    }

    /**
     * The same for Envoy 1.3 (2017), where {@code 5xx} also repeats what the pool had no room for
     * ({@code source/common/router/retry_state_impl.cc} at d0ff5a3).
     */
    public boolean retriesFailureIn2017(Failure failure) {
        return has(Condition.STATUS_5XX) || failure == Failure.CONNECT && has(Condition.CONNECT_FAILURE);
    }
}

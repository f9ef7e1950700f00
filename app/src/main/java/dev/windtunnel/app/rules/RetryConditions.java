package dev.windtunnel.app.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conditions of {@code retryOn}, each with what it means in a few words. */
public enum RetryConditions {
    ANY_5XX("5xx", "5xx, reset, timed out"),
    CONNECT_FAILURE("connect-failure", "no connection"),
    REFUSED_STREAM("refused-stream", "HTTP/2 refused"),
    GATEWAY_ERROR("gateway-error", "502, 503, 504"),
    RESET("reset", "broke unanswered"),
    RESET_BEFORE_REQUEST("reset-before-request", "broke while sending"),
    RETRIABLE_4XX("retriable-4xx", "409 only"),
    RETRIABLE_STATUS_CODES("retriable-status-codes", "codes listed beside it"),
    RETRIABLE_HEADERS("retriable-headers", "a listed header"),
    ENVOY_RATELIMITED("envoy-ratelimited", "rate limited"),
    HTTP3_POST_CONNECT_FAILURE("http3-post-connect-failure", "HTTP/3 broke"),
    CANCELLED("cancelled", "gRPC status"),
    DEADLINE_EXCEEDED("deadline-exceeded", "gRPC status"),
    INTERNAL("internal", "gRPC status"),
    RESOURCE_EXHAUSTED("resource-exhausted", "gRPC status"),
    UNAVAILABLE("unavailable", "gRPC status");

    /** What a VirtualService that names none is retried on ({@code route/retry/retry.go}). */
    public static final String ISTIO_DEFAULT =
            "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";

    /** So many are shown at once; the others are folded. */
    public static final int SHOWN = 4;

    private final String token;
    private final String sentence;

    RetryConditions(String token, String sentence) {
        this.token = token;
        this.sentence = sentence;
    }

    /** As it is written. */
    public String token() {
        return token;
    }

    /** What it means. */
    public String sentence() {
        return sentence;
    }

    /** Whether a {@code retryOn} names it. */
    public boolean isIn(@Nullable String retryOn) {
        return tokens(retryOn).contains(token);
    }

    /** A {@code retryOn} with or without it; what else it says stays, in its order. Null for none. */
    public @Nullable String with(@Nullable String retryOn, boolean on) {
        List<String> tokens = tokens(retryOn);
        tokens.remove(token);
        if (on) {
            tokens.add(token);
        }
        return tokens.isEmpty() ? null : String.join(",", tokens);
    }

    private static List<String> tokens(@Nullable String retryOn) {
        List<String> tokens = new ArrayList<>();
        if (retryOn != null) {
            for (String token : retryOn.split(",")) {
                if (!token.isBlank() && !tokens.contains(token.strip())) {
                    tokens.add(token.strip());
                }
            }
        }
        return tokens;
    }
}

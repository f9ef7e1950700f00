package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.HttpRoute.Retries;
import dev.windtunnel.source.Spelling;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** HTTPRetry. */
final class RetriesReader {
    private static final Set<String> CONDITIONS = Set.of(
            "5xx",
            "gateway-error",
            "reset",
            "reset-before-request",
            "connect-failure",
            "envoy-ratelimited",
            "retriable-4xx",
            "refused-stream",
            "retriable-status-codes",
            "retriable-headers",
            "http3-post-connect-failure",
            "cancelled",
            "deadline-exceeded",
            "internal",
            "resource-exhausted",
            "unavailable");

    /** The codes that Go's net/http has a name for. */
    private static final Set<Integer> CODES = Set.of(
            100, 101, 102, 103, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 307,
            308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421,
            422, 423, 424, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511);

    private RetriesReader() {}

    static @Nullable Retries of(Block owner, String field) {
        Block block = owner.block(field);
        if (block == null) {
            return null;
        }
        int attempts = block.count("attempts", 0);
        Long perTry = block.durationNanos("perTryTimeout");
        Long backoff = block.durationNanos("backoff");
        String retryOn = block.filledText("retryOn");
        Boolean remote = block.flag("retryRemoteLocalities");
        if (retryOn != null) {
            checkConditions(block, retryOn);
        }
        boolean switchedOff = attempts == 0;
        if (switchedOff && (perTry != null || retryOn != null || Boolean.TRUE.equals(remote))) {
            block.refuse(
                    "attempts",
                    "attempts is 0 or missing, but a retry policy is given",
                    "set attempts, or leave the rest out");
        }
        return new Retries(attempts, perTry, retryOn, backoff, block.flag("retryIgnorePreviousHosts"), remote);
    }

    /** Istio does not trim here, although the data plane would. */
    private static void checkConditions(Block block, String retryOn) {
        for (String condition : retryOn.split(",", -1)) {
            if (!CONDITIONS.contains(condition) && !isCode(condition)) {
                String trimmed = condition.strip();
                boolean onlySpaces = CONDITIONS.contains(trimmed) || isCode(trimmed);
                String fix = onlySpaces
                        ? "remove the spaces around \"" + trimmed + "\""
                        : Spelling.closest(condition, CONDITIONS)
                                .map(known -> "did you mean \"" + known + "\"?")
                                .orElse(null);
                block.refuse("retryOn", "\"" + condition + "\" is no retry condition", fix);
            }
        }
    }

    private static boolean isCode(String text) {
        return text.length() == 3 && text.chars().allMatch(Character::isDigit) && CODES.contains(Integer.valueOf(text));
    }
}

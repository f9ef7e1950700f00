package dev.windtunnel.config.routerule;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.RouteRule.SimpleRetry;
import org.jspecify.annotations.Nullable;

/** Timeout and retries of a rule. */
final class Policies {
    private static final long SERVER_TIMEOUT_NANOS = 15_000_000_000L;

    private Policies() {}

    static @Nullable Long timeoutNanos(Block spec) {
        Block timeout = spec.block("httpReqTimeout");
        if (timeout == null) {
            return null;
        }
        Trap.IGNORED.reportIfWritten(timeout, "custom");
        Block simple = timeout.block("simpleTimeout");
        if (simple == null) {
            return null;
        }
        Trap.IGNORED.reportIfWritten(simple, "overrideHeaderName");
        Long nanos = simple.durationNanos("timeout");
        if (!simple.has("timeout") && !simple.object().lenient01()) {
            simple.refuse("timeout", "the timeout is missing", "write timeout, for example timeout: 2s");
        }
        if (nanos != null && nanos > SERVER_TIMEOUT_NANOS) {
            Trap.OVER_15_SECONDS.report(simple, "timeout");
        }
        return nanos;
    }

    static @Nullable SimpleRetry retries(Block spec) {
        Block retries = spec.block("httpReqRetries");
        if (retries == null) {
            return null;
        }
        Trap.IGNORED.reportIfWritten(retries, "custom");
        Block simple = retries.block("simpleRetry");
        if (simple == null) {
            return null;
        }
        Trap.IGNORED.reportIfWritten(simple, "overrideHeaderName");
        int attempts = simple.count("attempts", 0);
        Long perTry = simple.durationNanos("perTryTimeout");
        if (!simple.has("perTryTimeout")) {
            if (!simple.object().lenient01()) {
                simple.refuse(
                        "perTryTimeout",
                        "perTryTimeout is missing: the documentation called it optional, but Istio 0.1.6 refuses the rule",
                        "write perTryTimeout, or set the profile option lenient0.1");
            }
            Trap.NO_PER_TRY_TIMEOUT.report(simple, "perTryTimeout");
        }
        if (attempts > 0) {
            Trap.ATTEMPTS_ARE_RETRIES.report(simple, "attempts");
        }
        return new SimpleRetry(attempts, perTry);
    }
}

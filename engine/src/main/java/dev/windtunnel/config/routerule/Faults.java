package dev.windtunnel.config.routerule;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.HttpRoute.Fault;
import dev.windtunnel.mesh.RouteRule.Match;
import org.jspecify.annotations.Nullable;

/** {@code httpFault}: percentages are cut to whole ones, and one that is not written is 0. */
final class Faults {
    private Faults() {}

    static @Nullable Fault of(Block spec, @Nullable Match match) {
        Block fault = spec.block("httpFault");
        if (fault == null) {
            return null;
        }
        Block delay = fault.block("delay");
        Block abort = fault.block("abort");
        double delayFraction = 0;
        long delayNanos = 0;
        if (delay != null) {
            delayFraction = share(delay);
            delayNanos = delayNanos(delay);
        }
        double abortFraction = 0;
        int status = 0;
        if (abort != null) {
            abortFraction = share(abort);
            status = status(abort);
        }
        boolean delays = delayFraction > 0 && delayNanos > 0;
        boolean aborts = abortFraction > 0 && status > 0;
        if (!delays && !aborts) {
            Trap.EMPTY_FAULT.report(spec, "httpFault");
        }
        if (match != null && match.httpHeaders().containsKey("uri")) {
            Trap.FAULT_IGNORES_PATH.report(spec, "httpFault");
        }
        return new Fault(delayFraction, delayNanos, abortFraction, status, null);
    }

    private static double share(Block block) {
        Trap.IGNORED.reportIfWritten(block, "overrideHeaderName");
        Double percent = block.real("percent");
        if (percent == null) {
            if (!block.has("percent")) {
                Trap.SHARE_MISSING.report(block, "percent");
            }
            return 0;
        }
        if (percent < 0 || percent > 100) {
            block.refuse("percent", "percent is from 0 to 100");
            return 0;
        }
        double whole = Math.floor(percent);
        if (whole != percent) {
            Trap.SHARE_CUT.report(block, "percent");
        }
        return whole / 100;
    }

    private static long delayNanos(Block delay) {
        if (delay.has("exponentialDelay")) {
            delay.refuse("exponentialDelay", "exponentialDelay is not supported by Istio 0.1.6", "use fixedDelay");
        }
        Long nanos = delay.durationNanos("fixedDelay");
        if (!delay.has("fixedDelay")) {
            delay.refuse("fixedDelay", "the delay has no fixedDelay");
        }
        return nanos == null ? 0 : nanos;
    }

    private static int status(Block abort) {
        if (abort.has("grpcStatus")) {
            abort.refuse("grpcStatus", "grpcStatus is not supported by Istio 0.1.6", "use httpStatus");
        }
        Trap.IGNORED.reportIfWritten(abort, "http2Error");
        Long status = abort.number("httpStatus", 0, 600);
        return status == null ? 0 : (int) status.longValue();
    }
}

package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.GrpcStatus;
import dev.windtunnel.mesh.HttpRoute.Fault;
import org.jspecify.annotations.Nullable;

/** HTTPFaultInjection. A percentage that is not written is 0: nothing happens. */
final class FaultReader {
    private FaultReader() {}

    static @Nullable Fault of(Block route) {
        Block fault = route.block("fault");
        if (fault == null) {
            return null;
        }
        Block delay = fault.block("delay");
        Block abort = fault.block("abort");
        if (delay == null && abort == null) {
            fault.refuseWhole("a fault needs a delay or an abort", null);
        }
        double delayFraction = 0;
        long delayNanos = 0;
        if (delay != null) {
            delayFraction = share(delay, true);
            delayNanos = delay(delay);
            warnWithoutShare(delay, "delayed");
        }
        double abortFraction = 0;
        int status = 0;
        String grpcStatus = null;
        if (abort != null) {
            abortFraction = share(abort, false);
            status = (int) orZero(abort.number("httpStatus", 200, 600));
            grpcStatus = grpcStatus(abort);
            if (abort.has("http2Error")) {
                abort.refuse("http2Error", "http2Error is not supported by Istio", "use httpStatus or grpcStatus");
            }
            if (abort.has("httpStatus") && grpcStatus != null) {
                abort.refuse("grpcStatus", "only one of httpStatus and grpcStatus can be given");
            }
            if (!abort.has("httpStatus") && !abort.has("grpcStatus") && !abort.has("http2Error")) {
                abort.report(
                        Level.WARNING, "IST0133", "httpStatus", "the abort has no httpStatus and does nothing", null);
            }
            warnWithoutShare(abort, "aborted");
        }
        return new Fault(delayFraction, delayNanos, abortFraction, status, grpcStatus);
    }

    private static double share(Block block, boolean legacy) {
        Double share = Percentages.percentage(block, "percentage");
        Double old = legacy ? Percentages.whole(block, "percent") : null;
        if (old != null) {
            block.report(Level.WARNING, "IST0002", "percent", "percent is deprecated", "use percentage");
        }
        return share != null ? share : old != null ? old : 0;
    }

    private static void warnWithoutShare(Block block, String what) {
        if (!block.has("percentage") && !block.has("percent")) {
            block.report(
                    Level.WARNING,
                    "WT3020",
                    "percentage",
                    "without a percentage no request is " + what,
                    "write percentage: {value: 100} for all requests");
        }
    }

    private static long delay(Block delay) {
        Long fixed = delay.durationNanos("fixedDelay");
        if (delay.has("exponentialDelay")) {
            delay.refuse("exponentialDelay", "exponentialDelay is not supported by Istio", "use fixedDelay");
        } else if (!delay.has("fixedDelay")) {
            delay.refuse("fixedDelay", "the delay has no fixedDelay");
        }
        return fixed == null ? 0 : fixed;
    }

    private static @Nullable String grpcStatus(Block abort) {
        String status = abort.filledText("grpcStatus");
        if (status != null && !GrpcStatus.isName(status)) {
            abort.refuse("grpcStatus", "\"" + status + "\" is no gRPC status", "write it like UNAVAILABLE");
        }
        return status;
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }
}

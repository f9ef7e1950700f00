package dev.windtunnel.simulation;

import dev.windtunnel.mesh.GrpcStatus;
import dev.windtunnel.mesh.HttpRoute;

/** The fault filters of a route: of each the delay, then the abort ({@code fault_filter.cc}). */
final class FaultInjection {

    private final Core core;
    private final Router router;

    FaultInjection(Core core, Router router) {
        this.core = core;
        this.router = router;
    }

    /** Goes through the fault filters: of each the delay, then the abort, by independent draws. */
    void inject(Call call) {
        Decision decision = call.decided();
        HttpRoute.Fault[] faults = decision.choices[call.cluster].faults;
        for (int i = call.fault; i < 2 * faults.length; i++) {
            HttpRoute.Fault fault = faults[i >> 1];
            long salt = (long) (i >> 1) << 16;
            Sidecar sidecar = core.pod(call.pod).sidecar();
            if ((i & 1) == 0) {
                if (fault.delayNanos() > 0
                        && core.unit(call.key, Purpose.FAULT_DELAY + salt) < percent(fault.delayFraction())) {
                    sidecar.delaysInjected++;
                    call.flags = ResponseFlag.DI.addTo(call.flags);
                    call.fault = i + 1;
                    call.state = Call.DELAYED;
                    if (call.span >= 0) {
                        core.recording()
                                .closed(
                                        call.span,
                                        TraceSpan.Kind.FAULT,
                                        core.podName(call.pod),
                                        "delay",
                                        core.now(),
                                        core.now() + fault.delayNanos(),
                                        "delay injected by " + decision.rule());
                    }
                    core.callEvent(core.now() + fault.delayNanos(), EventKind.FAULT_OVER, call);
                    return;
                }
            } else if ((fault.abortHttpStatus() > 0 || fault.abortGrpcStatus() != null)
                    && core.unit(call.key, Purpose.FAULT_ABORT + salt) < percent(fault.abortFraction())) {
                sidecar.abortsInjected++;
                call.flags = ResponseFlag.FI.addTo(call.flags);
                LocalReply reply = new LocalReply(core.era.abortBody(), true, "");
                String grpcStatus = fault.abortGrpcStatus();
                if (grpcStatus == null) {
                    router.localReply(call, fault.abortHttpStatus(), reply);
                } else {
                    router.localReply(call, 200, GrpcStatus.valueOf(grpcStatus).number(), reply);
                }
                return;
            }
        }
        router.pastFaults(call);
    }

    /** Percentages of 2017 were truncated to whole ones. */
    private double percent(double fraction) {
        return core.era.is2017() ? Math.floor(fraction * 100 + 1e-9) / 100 : fraction;
    }

    /** An injected delay is over. */
    void over(Call call) {
        if (call.state == Call.DELAYED) {
            inject(call);
        }
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.mesh.GrpcStatus;
import dev.windtunnel.scenario.CallerRetries;
import org.jspecify.annotations.Nullable;

/** The retries that callers make by themselves, above those of their sidecars. */
final class OwnRetries {

    private final Core core;
    private final Calls calls;
    private final Manners manners;

    OwnRetries(Core core, Manners manners) {
        this.core = core;
        this.calls = core.calls;
        this.manners = manners;
    }

    /** How the caller of a call behaves; null for one that does nothing by itself. */
    Manners.@Nullable Caller manners(Call call) {
        int traffic = call.traffic;
        if (traffic >= 0) {
            return manners.ofTraffic(traffic);
        }
        int site = call.site;
        return site < 0 ? null : manners.ofSite(site);
    }

    /** Whether the caller tries once more; then the call goes on in another row. */
    boolean again(Call call) {
        Manners.Caller caller = manners(call);
        CallerRetries policy = caller == null ? null : caller.retries();
        if (policy == null || call.callerTry >= policy.attempts() || !wants(policy, call) || isCallerGone(call)) {
            return false;
        }
        Call again = calls.allocate();
        again.traffic = call.traffic;
        again.user = call.user;
        again.cookies = call.cookies;
        again.mix = call.mix;
        again.parentTry = call.parentTry;
        again.parentFrame = call.parentFrame;
        again.depth = call.depth;
        again.site = call.site;
        again.pod = call.pod;
        again.head = call.head;
        again.tcp = call.tcp;
        again.session = call.session;
        again.number = call.number;
        again.firstStart = call.firstStart;
        again.callerTry = call.callerTry + 1;
        again.key = core.draw(call.key, Purpose.CALLER_RETRY);
        again.worst = call.worst;
        again.bits = call.bits & Call.MEASURED;
        again.span = call.span;
        again.state = Call.CALLER_WAITING;
        if (call.traffic >= 0 && call.is(Call.MEASURED)) {
            core.measures.traffic[call.traffic].callerRetries++;
        }
        if (call.span >= 0 && core.recorder != null) {
            core.recorder.closed(
                    call.span,
                    TraceSpan.Kind.BACKOFF,
                    core.podName(call.pod),
                    "caller",
                    core.now(),
                    core.now() + policy.backoffNanos(),
                    "the caller tries again (" + again.callerTry + " of " + policy.attempts() + ")");
        }
        core.callEvent(core.now() + policy.backoffNanos(), EventKind.CALLER_GOES_ON, again);
        call.state = Call.DONE;
        calls.release(call);
        return true;
    }

    /** How often the caller makes a request at worst. */
    int mostTries(Call call) {
        Manners.Caller caller = manners(call);
        CallerRetries policy = caller == null ? null : caller.retries();
        return policy == null ? 1 : 1 + policy.attempts();
    }

    /** Whether nobody is there to try again: the pod is gone, or the handler that calls has been stopped. */
    private boolean isCallerGone(Call call) {
        Try parent = call.parentTry;
        return core.pod(call.pod).isSilent() || parent != null && parent.is(Try.STOPPED);
    }

    private boolean wants(CallerRetries policy, Call call) {
        Failure failure = Failure.values()[call.failure];
        return switch (failure) {
            case NONE ->
                call.grpc == GrpcStatus.DEADLINE_EXCEEDED.number()
                        ? policy.retryOn().contains(CallerRetries.Condition.TIMEOUT)
                        : call.code >= 500 && policy.retryOn().contains(CallerRetries.Condition.STATUS_5XX);
            case TIMEOUT -> policy.retryOn().contains(CallerRetries.Condition.TIMEOUT);
            case CONNECT_REFUSED, CONNECT_TIMEOUT, DNS -> policy.retryOn().contains(CallerRetries.Condition.CONNECT);
            case RESET, EMPTY_REPLY -> policy.retryOn().contains(CallerRetries.Condition.RESET);
        };
    }
}

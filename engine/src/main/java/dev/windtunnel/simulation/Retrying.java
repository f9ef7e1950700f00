package dev.windtunnel.simulation;

import dev.windtunnel.proxy.retry.RetryPolicy;

/** Whether a failed try is followed by another, and when ({@code retry_state_impl.cc}). */
final class Retrying {

    private final Core core;

    Retrying(Core core) {
        this.core = core;
    }

    /**
     * Whether a failure is followed by a retry; counts and flags as Envoy does, in its order (retry_state_impl.cc).
     *
     * @param itself 1 when the failed try still counts as active for a retry budget, else 0
     */
    boolean judge(Call call, boolean wanted, int itself) {
        Decision decision = call.decided();
        RetryPolicy retry = decision.retry;
        if (retry == null) {
            return false;
        }
        ClusterState cluster = call.upstream();
        if (call.attempt > 1 && !wanted) {
            cluster.count(ClusterCounter.RQ_RETRY_SUCCESS);
        }
        ended(call);
        if (!wanted) {
            return false;
        }
        if (call.attempt > retry.retries()) {
            cluster.count(ClusterCounter.RQ_RETRY_LIMIT_EXCEEDED);
            if (core.era.logsRetryLimit()) {
                call.flags = ResponseFlag.URX.addTo(call.flags);
            }
            return false;
        }
        if (cluster.retries >= cluster.limits.retries(cluster.active + cluster.pending + itself)) {
            cluster.count(ClusterCounter.RQ_RETRY_OVERFLOW);
            call.flags = ResponseFlag.UO.addTo(call.flags);
            return false;
        }
        cluster.retries++;
        call.bits |= Call.HOLDS_RETRY;
        if (core.era.is2017()) {
            cluster.count(ClusterCounter.RQ_RETRY);
        }
        return true;
    }

    /** The wait before a retry is over: one that a timeout or a caller cuts short in its wait is counted nowhere. */
    void begins(ClusterState cluster) {
        if (!core.era.is2017()) {
            cluster.count(ClusterCounter.RQ_RETRY);
        }
        cluster.count(ClusterCounter.RQ_RETRY_BACKOFF_EXPONENTIAL);
    }

    /** A retry of a call, if it has one under way, is over. */
    void ended(Call call) {
        if (call.is(Call.HOLDS_RETRY)) {
            call.bits &= ~Call.HOLDS_RETRY;
            call.upstream().retries--;
        }
    }

    /** Makes a call wait before its next try. */
    void backOff(Call call) {
        RetryPolicy retry = call.decided().retry;
        if (retry == null) {
            throw new IllegalStateException("call " + call.slot + " is retried without a policy");
        }
        int number = call.attempt;
        long wait = retry.backOff().waitNanos(number, core.draw(call.key, Purpose.BACK_OFF + ((long) number << 8)));
        if (call.is(Call.MEASURED)) {
            Edges.of(call).statistics.retries++;
        }
        call.bits |= Call.UNIT_OPEN;
        call.state = Call.BACKING_OFF;
        if (call.span >= 0) {
            call.workSpan = core.recording()
                    .open(
                            call.span,
                            TraceSpan.Kind.BACKOFF,
                            core.podName(call.pod),
                            "retry " + number,
                            core.now(),
                            "back-off before retry " + number + ", drawn below "
                                    + retry.backOff().limitMillis(number) + " ms");
        }
        core.callEvent(core.now() + wait, EventKind.BACK_OFF_OVER, call);
    }
}

package dev.windtunnel.simulation;

/** Requests that end at their app before it answers: nobody waits for them any more, or the pod is gone. */
final class Cancellation {

    private final Core core;
    private final Tries tries;
    private final Callers callers;
    private final Wire wire;
    private final Servers servers;
    private final Answering answering;
    private final Steps steps;
    private final StepSpans spans;

    Cancellation(Core core, Callers callers, Servers servers) {
        this.core = core;
        this.tries = core.tries;
        this.callers = callers;
        this.wire = callers.wire();
        this.servers = servers;
        this.answering = servers.answering();
        this.steps = servers.steps();
        this.spans = servers.spans();
    }

    /** The pod's own sidecar has waited long enough for its app: it answers 504, the app goes on. */
    void inboundTimeout(Try row) {
        row.inboundTimer = -1;
        Pod pod = core.pod(row.pod);
        Sidecar sidecar = pod.sidecar;
        if (sidecar == null) {
            return;
        }
        sidecar.inboundTimeouts++;
        sidecar.inboundConnections++; // its connection to the app is closed, the next request opens another
        if (row.is(Try.HEAD_SENT)) {
            row.bits |= Try.ANSWERED;
            wire.back(row, EventKind.RESET_BACK, 0);
            answering.breakOff(row, pod);
            return;
        }
        answering.send(row, pod, 504, LocalReply.TIMEOUT);
        if (sidecar.inboundIdle[row.worker] > 0) {
            sidecar.inboundIdle[row.worker]--;
        }
        if (pod.behaviour.stopOnCancel()) {
            stop(row);
        }
    }

    /** The caller has hung up. */
    void hangUpArrives(Try row) {
        if (row.state == Try.TRAVELLING) {
            row.bits |= Try.STOPPED; // it overtakes the request on its way into the pod's sidecar
            return;
        }
        answering.cancelInbound(row);
        if (row.is(Try.HEAD_SENT)) {
            answering.breakOff(row, core.pod(row.pod));
            return;
        }
        if (row.is(Try.IN_GATE)) {
            leaveGate(row);
            return;
        }
        Pod pod = core.pod(row.pod);
        InboundPool pool = row.inbound;
        if (pool != null && row.is(Try.WAITS_INBOUND)) {
            pool.cancel(row);
            spans.close(row);
            answering.leave(row);
            return;
        }
        if (pool != null) {
            pool.release(row, true, servers); // the app goes on without its sidecar
        }
        if (pod.behaviour.stopOnCancel() && row.is(Try.AT_APP)) {
            stop(row);
        }
    }

    /** A request that waits in its pod's sidecar never gets to the app. */
    private void leaveGate(Try row) {
        row.bits |= Try.STOPPED;
        answering.leave(row);
    }

    /** Ends the app's work on a try at once. */
    private void stop(Try row) {
        Pod pod = core.pod(row.pod);
        if (row.is(Try.STOPPED) || !row.is(Try.AT_APP)) {
            return;
        }
        row.bits |= Try.STOPPED;
        spans.close(row);
        steps.releaseCore(row, pod);
        for (int slot = 0; slot < core.calls.limit(); slot++) {
            Call call = core.calls.at(slot);
            if (call.state != Call.FREE && call.state != Call.DONE && call.parentTry == row) {
                callers.hangUp(call, Failure.RESET);
            }
        }
        if (row.openBranches > 0) {
            stopBranches(row, pod);
        }
        boolean waits = row.is(Try.WAITS_FOR_THREAD) || row.is(Try.WAITS_FOR_CORE);
        answering.leaveApp(row, pod);
        if (waits) {
            row.bits &= ~Try.AT_APP; // the queue lets go of it when its turn comes
        } else {
            answering.leave(row);
        }
    }

    private void stopBranches(Try top, Pod pod) {
        for (int slot = 0; slot < tries.limit(); slot++) {
            Try branch = tries.at(slot);
            if (branch.state == Try.SERVED && branch.is(Try.BRANCH) && branch.root() == top) {
                branch.bits |= Try.STOPPED;
                spans.close(branch);
                steps.releaseCore(branch, pod);
            }
        }
    }

    /** What those whom a pod served notice of its end. */
    enum Trace {
        /** Their connections are reset. */
        RESETS,
        /** Its sidecar answers in its stead. */
        ANSWERS,
        /** Nothing. */
        NONE
    }

    /** The pod, or its app, is gone: everything in it ends without an answer of the app. */
    void podDies(Pod pod, Trace trace) {
        resetInbound(pod);
        for (int slot = 0; slot < tries.limit(); slot++) {
            Try row = tries.at(slot);
            if (row.state != Try.SERVED || row.pod != pod.id) {
                continue;
            }
            if (row.is(Try.BRANCH)) {
                row.bits = row.bits & ~Try.HOLDS_CORE | Try.STOPPED;
                spans.close(row);
                continue;
            }
            if (!row.is(Try.AT_APP)) {
                continue; // its answer is on its way
            }
            answering.cancelInbound(row);
            spans.close(row);
            row.bits = row.bits & ~(Try.HOLDS_CORE | Try.HOLDS_THREAD | Try.IN_SERVICE) | Try.STOPPED;
            boolean waits = row.is(Try.WAITS_FOR_THREAD) || row.is(Try.WAITS_FOR_CORE);
            if (!row.is(Try.ANSWERED) && !row.is(Try.ABANDONED)) {
                row.sessionEnd = (byte) (trace == Trace.ANSWERS ? SessionEnd.APP_ENDED : SessionEnd.POD_GONE).ordinal();
                if (trace == Trace.ANSWERS && row.pod != row.sourcePod && !row.is(Try.HEAD_SENT)) {
                    answering.send(row, pod, 503, LocalReply.TERMINATED);
                } else {
                    row.bits |= Try.ANSWERED;
                    if (trace != Trace.NONE) {
                        wire.back(row, EventKind.RESET_BACK, 0);
                    }
                }
            }
            if (!waits) {
                answering.leave(row);
            }
        }
        emptyQueues(pod);
        pod.inService.set(core.now(), 0);
        pod.busyCores = 0;
        pod.busyThreads = 0;
    }

    /** The pod's sidecar is gone: callers lose their connections, the app goes on with what it has. */
    void cutOff(Pod pod) {
        resetInbound(pod);
        for (int slot = 0; slot < tries.limit(); slot++) {
            Try row = tries.at(slot);
            if (row.state == Try.SERVED && row.pod == pod.id && row.is(Try.AT_APP) && !row.is(Try.ANSWERED)) {
                answering.cancelInbound(row);
                row.bits |= Try.ANSWERED;
                row.sessionEnd = (byte) SessionEnd.PROXY_ENDED.ordinal();
                if (!row.is(Try.ABANDONED)) {
                    wire.back(row, EventKind.RESET_BACK, 0);
                }
                if (row.is(Try.HEAD_SENT)) {
                    answering.breakOff(row, pod);
                    continue;
                }
                if (row.is(Try.WAITS_INBOUND)) {
                    row.bits &= ~Try.WAITS_INBOUND;
                    spans.close(row);
                    answering.leave(row);
                }
                if (row.is(Try.IN_GATE)) {
                    leaveGate(row);
                }
            }
        }
    }

    /** Connections of the pod's sidecar to its app are gone, and so is who waits for one. */
    private void resetInbound(Pod pod) {
        InboundPools pools = pod.sidecar == null ? null : pod.sidecar.inboundPools;
        if (pools == null) {
            return;
        }
        pools.reset();
        for (int slot = 0; slot < tries.limit(); slot++) {
            Try row = tries.at(slot);
            if (row.state == Try.SERVED && row.pod == pod.id) {
                row.inbound = null;
            }
        }
    }

    private void emptyQueues(Pod pod) {
        for (Try row = pod.firstForThread; row != null; ) {
            Try next = row.next;
            row.bits &= ~(Try.WAITS_FOR_THREAD | Try.AT_APP);
            tries.letGo(row);
            row = next;
        }
        for (Try row = pod.firstForCore; row != null; ) {
            Try next = row.next;
            row.bits &= ~(Try.WAITS_FOR_CORE | Try.AT_APP);
            steps.dropStopped(row, pod);
            row = next;
        }
        pod.firstForThread = null;
        pod.lastForThread = null;
        pod.waitingForThread = 0;
        pod.firstForCore = null;
        pod.lastForCore = null;
        pod.waitingForCore = 0;
    }
}

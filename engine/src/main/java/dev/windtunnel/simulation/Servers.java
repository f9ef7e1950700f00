package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.Behaviour;
import dev.windtunnel.plan.Program;
import dev.windtunnel.proxy.retry.BackOff;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The apps as servers: a request that arrives passes the pod's sidecar and waits for a thread (in order), then its
 * handler runs.
 */
final class Servers {

    /** Of a sidecar that has no connection to its app ({@code route/retry/retry.go}, inbound). */
    private static final BackOff INBOUND_BACK_OFF = BackOff.DEFAULT;

    private final Core core;
    private final Tries tries;
    private final Wire wire;
    private final Gatekeeper gatekeeper;
    private final StepSpans spans;
    private final Handlers handlers;
    private final Answering answering;
    private final Steps steps;
    private final Cancellation cancellation;

    Servers(Core core, Callers callers) {
        this.core = core;
        this.tries = core.tries;
        this.wire = callers.wire();
        this.gatekeeper = new Gatekeeper(core);
        this.spans = new StepSpans(core);
        this.handlers = new Handlers(core);
        this.answering = new Answering(core, this, wire);
        this.steps = new Steps(core, callers, this);
        this.cancellation = new Cancellation(core, callers, this);
    }

    StepSpans spans() {
        return spans;
    }

    Handlers handlers() {
        return handlers;
    }

    Answering answering() {
        return answering;
    }

    Steps steps() {
        return steps;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** Workloads have changed. */
    void planChanged() {
        handlers.planChanged();
    }

    /** A try is at its pod. */
    void receive(Try row) {
        Pod pod = core.pod(row.pod);
        Sidecar sidecar = row.pod == row.sourcePod ? null : pod.sidecar; // not on localhost
        if (!pod.listens() || sidecar != null && sidecar.down || row.is(Try.UNKNOWN_TO_POD)) {
            wire.neverReached(row);
            row.bits |= Try.LOST; // whoever gives it up before the news is back need not wait for it
            if (!row.is(Try.ABANDONED)) {
                wire.back(row, EventKind.RESET_BACK, 0);
            }
            return;
        }
        if (row.is(Try.TO_BE_CLOSED)) {
            close(row);
            return;
        }
        row.state = Try.SERVED;
        row.bits |= Try.AT_APP;
        row.arrival = core.now();
        tries.hold(row); // the pod's side
        wire.reached(row);
        if (row.is(Try.MEASURED)) {
            pod.arrived++;
            if (row.is(Try.MIRROR)) {
                pod.mirrored++;
            }
        }
        if (sidecar != null && !row.is(Try.BYTES)) {
            passInbound(row, sidecar);
        }
        goOn(row, pod, sidecar);
    }

    /** A probe of the kubelet is at the app of a pod that takes connections. */
    void takeProbe(Try row, Pod pod) {
        row.state = Try.SERVED;
        row.bits |= Try.AT_APP;
        row.arrival = core.now();
        tries.hold(row);
        admit(row, pod);
    }

    /** Somebody whom the pod's sidecar has asked about a request has answered. */
    void askedAbout(Try row) {
        if (row.is(Try.IN_GATE) && !row.is(Try.STOPPED)) {
            Pod pod = core.pod(row.pod);
            goOn(row, pod, pod.sidecar());
        }
    }

    private void goOn(Try row, Pod pod, @Nullable Sidecar sidecar) {
        if (sidecar != null && !passesGate(row, pod, sidecar)) {
            return;
        }
        if (!pod.accepting) {
            refused(row, pod);
            return;
        }
        if (row.is(Try.STOPPED) && pod.behaviour.stopOnCancel()) {
            answering.leave(row);
            return;
        }
        InboundPool pool = row.is(Try.POOLED_INBOUND) ? inboundPool(row, pod.sidecar) : null;
        if (pool == null) {
            admit(row, pod);
            return;
        }
        switch (pool.admit(row)) {
            case PASSES -> admit(row, pod);
            case WAITS ->
                spans.open(
                        row, TraceSpan.Kind.QUEUE, "connection", "all connections of the sidecar to its app are busy");
            case OVERFLOWS -> answering.refuse(row, pod, LocalReply.OVERFLOW);
        }
    }

    /** A request has waited for a connection to the app. */
    void leavesInboundQueue(Try row, InboundPool.Admission admission) {
        Pod pod = core.pod(row.pod);
        spans.close(row);
        if (admission == InboundPool.Admission.PASSES) {
            admit(row, pod);
        } else {
            answering.refuse(row, pod, LocalReply.OVERFLOW);
        }
    }

    private @Nullable InboundPool inboundPool(Try row, @Nullable Sidecar sidecar) {
        InboundPools pools = sidecar == null ? null : sidecar.inboundPools;
        if (pools == null) {
            return null;
        }
        HostState host = row.host;
        Service.Port port = host == null ? null : host.cluster.config.port();
        return pools.of(port == null ? core.heads.get(row.head).port() : port.port());
    }

    /** The pod's sidecar sees plain text where it takes mutual TLS alone: no filter chain takes the connection. */
    private void close(Try row) {
        wire.reached(row);
        row.bits |= Try.ANSWERED;
        if (!row.is(Try.ABANDONED)) {
            wire.back(row, EventKind.RESET_BACK, 0);
        }
    }

    /** Whether a request goes on to the app now. */
    private boolean passesGate(Try row, Pod pod, Sidecar sidecar) {
        Gate gate = sidecar.routing.gate();
        if (gate == null && !asksMixer(row) || sidecar.config().gateway()) {
            return true;
        }
        switch (gatekeeper.atPod(row, pod, gate)) {
            case WAITS -> {
                if (row.is(Try.STOPPED)) { // its caller hung up while it was on its way
                    answering.leave(row);
                }
                return false;
            }
            case REFUSED -> {
                if (Gatekeeper.isBytes(core, row)) {
                    answering.disconnect(row, pod);
                } else {
                    answering.answer(row, pod, row.code, Objects.requireNonNull(row.answer));
                }
                return false;
            }
            default -> {
                return true;
            }
        }
    }

    private boolean asksMixer(Try row) {
        return (core.mixer.isAsked() || row.passage != null) && !Gatekeeper.isBytes(core, row);
    }

    private void passInbound(Try row, Sidecar sidecar) {
        sidecar.streams++;
        sidecar.downstreamRequests++;
        sidecar.inboundRequests++;
        int worker = row.worker;
        if (inboundPool(row, sidecar) != null) {
            row.bits |= Try.POOLED_INBOUND;
        } else if (sidecar.inboundIdle[worker] > 0) {
            sidecar.inboundIdle[worker]--;
        } else {
            sidecar.inboundConnections++;
        }
        if (core.inboundTimerClass >= 0) {
            row.inboundTimer = core.agenda.arm(core.inboundTimerClass, EventKind.INBOUND_TIMEOUT, row.slot);
        }
    }

    private void admit(Try row, Pod pod) {
        Behaviour behaviour = pod.behaviour;
        if (behaviour.async()) {
            if (pod.waitingForCore >= behaviour.queue()) {
                refuse(row, pod);
                return;
            }
            begin(row, pod);
            return;
        }
        if (pod.busyThreads < behaviour.concurrency()) {
            pod.busyThreads++;
            row.bits |= Try.HOLDS_THREAD;
            begin(row, pod);
            return;
        }
        if (pod.waitingForThread >= behaviour.queue()) {
            refuse(row, pod);
            return;
        }
        row.bits |= Try.WAITS_FOR_THREAD;
        row.next = null;
        if (pod.lastForThread == null) {
            pod.firstForThread = row;
        } else {
            pod.lastForThread.next = row;
        }
        pod.lastForThread = row;
        pod.waitingForThread++;
        pod.noteQueue(core);
        spans.open(row, TraceSpan.Kind.QUEUE, "thread", "all threads of the app are busy");
    }

    /** The app takes no connections any more: its sidecar tries it again and answers then. */
    private void refused(Try row, Pod pod) {
        long wait = 0;
        for (int retry = 1; retry <= core.era.inboundRetries(); retry++) {
            wait += INBOUND_BACK_OFF.waitNanos(retry, core.draw(row.key, Purpose.APP_REFUSES + ((long) retry << 8)));
        }
        if (wait == 0) {
            answering.refuse(row, pod, LocalReply.CONNECT_FAILED);
            return;
        }
        tries.hold(row);
        core.chores.at(core.now() + wait, () -> {
            if (row.is(Try.AT_APP) && !row.is(Try.ANSWERED)) {
                answering.refuse(row, pod, LocalReply.CONNECT_FAILED);
            }
            tries.letGo(row);
        });
    }

    private void refuse(Try row, Pod pod) {
        answering.answerByItself(row, pod, 503);
    }

    private void begin(Try row, Pod pod) {
        row.bits |= Try.IN_SERVICE;
        pod.inService.add(core.now(), 1);
        Program program = handlers.program(pod, row.head);
        row.program = program;
        int error = handlers.befalls(row, pod, program);
        row.error = error;
        if (program == null && error == Handlers.NO_ERROR) {
            answering.answerByItself(row, pod, row.is(Try.PROBE) ? 200 : 404);
            return;
        }
        if (error != Handlers.NO_ERROR && !handlers.error(row, pod, error).afterSteps()) {
            answering.goWrong(row, pod, handlers.error(row, pod, error));
            return;
        }
        if (program == null) {
            answering.answerByItself(row, pod, 404);
            return;
        }
        steps.run(row, pod);
    }

    /** A thread is free: the next request that waits for one begins. */
    void serveNextThread(Pod pod) {
        for (Try next = pod.firstForThread;
                next != null && pod.busyThreads < pod.behaviour.concurrency();
                next = pod.firstForThread) {
            pod.firstForThread = next.next;
            if (pod.firstForThread == null) {
                pod.lastForThread = null;
            }
            pod.waitingForThread--;
            next.bits &= ~Try.WAITS_FOR_THREAD;
            spans.close(next);
            if (next.is(Try.STOPPED)) {
                tries.letGo(next);
                continue;
            }
            pod.busyThreads++;
            next.bits |= Try.HOLDS_THREAD;
            begin(next, pod);
        }
    }
}

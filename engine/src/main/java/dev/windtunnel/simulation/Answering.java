package dev.windtunnel.simulation;

import dev.windtunnel.expect.Expression;
import dev.windtunnel.measure.Histogram;
import dev.windtunnel.proxy.route.Grpc;
import dev.windtunnel.scenario.Handler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of a request at its app: an answer, one of the sidecar in its stead, or a closed connection. */
final class Answering {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Core core;
    private final Tries tries;
    private final Servers servers;
    private final Wire wire;
    private final Observation observation = new Observation();

    Answering(Core core, Servers servers, Wire wire) {
        this.core = core;
        this.tries = core.tries;
        this.servers = servers;
        this.wire = wire;
    }

    /** The app answers, or something in its stead. */
    void answer(Try row, Pod pod, int code, Object answer) {
        leaveApp(row, pod);
        measure(row, pod, code);
        send(row, pod, code, answer);
        leave(row);
    }

    /** The app agrees to a websocket: it answers 101 and keeps its place until one of both sides ends it. */
    void upgrade(Try row, Pod pod, Object answer) {
        measure(row, pod, SWITCHING_PROTOCOLS);
        cancelInbound(row);
        if (row.is(Try.ABANDONED)) { // the connection is closed, it finds
            leaveApp(row, pod);
            leave(row);
            return;
        }
        Sidecar sidecar = row.pod == row.sourcePod ? null : pod.sidecar;
        if (sidecar != null) {
            sidecar.inboundCodes.count(SWITCHING_PROTOCOLS);
        }
        pod.openSessions++;
        row.bits |= Try.HEAD_SENT;
        row.code = SWITCHING_PROTOCOLS;
        row.answer = answer;
        wire.back(row, EventKind.ANSWER_BACK, 0);
    }

    /** Sends the head of an answer whose end comes later; false when nobody is there to get it. */
    boolean begin(Try row, Pod pod, Handler.Response answer) {
        if (row.is(Try.ABANDONED)) { // the connection is closed, it finds
            breakOff(row, pod);
            return false;
        }
        if (!row.is(Try.ANSWERED) && !row.is(Try.BYTES)) {
            row.bits |= Try.HEAD_SENT;
            if (row.pod != row.sourcePod && pod.sidecar != null && pod.sidecar.draining) {
                row.bits |= Try.CLOSES;
            }
            row.code = answer.status();
            row.answer = answer;
            wire.back(row, EventKind.ANSWER_BACK, 0);
        }
        return true;
    }

    /** Nobody is at the other end any more of an answer that has begun, or its app or sidecar is gone. */
    void breakOff(Try row, Pod pod) {
        if (row.is(Try.AT_APP)) {
            row.bits |= Try.STOPPED;
            servers.spans().close(row);
            leaveApp(row, pod);
            leave(row);
        }
    }

    private void measure(Try row, Pod pod, int code) {
        if (row.is(Try.MEASURED) && !row.is(Try.MIRROR)) {
            pod.completed++;
            Histogram latency = pod.latency;
            if (latency == null) {
                latency = new Histogram();
                pod.latency = latency;
            }
            latency.record(core.now() - row.arrival);
            pod.codes.count(code);
            if (row.grpc != Grpc.NONE) {
                pod.grpc.count(row.grpc);
            }
            if (!core.measures.selections.ofPods().isEmpty()) {
                select(row, pod, code);
            }
        }
    }

    /** An answer that no handler describes: of a gRPC call the status that stands for the HTTP status. */
    void answerByItself(Try row, Pod pod, int status) {
        boolean grpc = core.heads.isGrpc(row.head);
        row.grpc = grpc ? Grpc.status(status) : Grpc.NONE;
        answer(row, pod, grpc ? 200 : status, LocalReply.BY_APP);
    }

    /** The pod's sidecar has no room for a request, or no app: it answers 503 by itself. */
    void refuse(Try row, Pod pod, LocalReply reply) {
        boolean grpc = core.heads.isGrpc(row.head);
        row.grpc = grpc ? Grpc.status(503) : Grpc.NONE;
        answer(row, pod, grpc ? 200 : 503, reply);
    }

    /** An error of a handler takes its course. */
    void goWrong(Try row, Pod pod, Handler.ErrorRate error) {
        switch (error.failure()) {
            case STATUS -> {
                row.grpc = grpc(row, error.grpcStatus(), error.status());
                answer(row, pod, error.status(), LocalReply.BY_APP);
            }
            case RESET -> {
                if (pod.sidecar != null && row.pod != row.sourcePod && !row.is(Try.BYTES) && !row.is(Try.HEAD_SENT)) {
                    // The pod's own sidecar sees the loss and answers for its app.
                    answer(row, pod, 503, LocalReply.TERMINATED);
                } else {
                    disconnect(row, pod);
                }
            }
            case HANG -> {} // keeps its thread, and never answers
        }
    }

    /** The gRPC status in an answer: of a call that gets 200 and nothing is said of, OK; one with an HTTP error has none. */
    int grpc(Try row, @Nullable Integer status, int code) {
        if (status != null) {
            return status;
        }
        return code == 200 && core.heads.isGrpc(row.head) ? 0 : Grpc.NONE;
    }

    private void select(Try row, Pod pod, int code) {
        observation.code = code;
        observation.grpc = row.grpc;
        observation.tries = 1;
        observation.startNanos = row.arrival;
        observation.path = core.heads.get(row.head).path();
        observation.method = core.heads.get(row.head).method();
        observation.version = pod.plan.version();
        observation.workload = pod.displayName;
        observation.zone = pod.zone;
        observation.fromZone = core.pod(row.sourcePod).zone;
        long latency = core.now() - row.arrival;
        for (Selections.Selected selected : core.measures.selections.ofPods()) {
            Expression.Target target = selected.selection.target();
            boolean mine = target instanceof Expression.Target.Pod wanted
                    ? wanted.name().equals(pod.name)
                    : target instanceof Expression.Target.Workload workload
                            && workload.name().equals(observation.workload);
            if (mine) {
                boolean error = code >= 500 || Grpc.isError(row.grpc);
                Selections.record(List.of(selected), observation, latency, core.now(), error);
            }
        }
    }

    /** Sends an answer back, unless one has been sent or the caller is gone. */
    void send(Try row, Pod pod, int code, Object answer) {
        Sidecar sidecar = row.pod == row.sourcePod ? null : pod.sidecar;
        if (sidecar != null && !row.is(Try.ANSWERED) && !row.is(Try.BYTES)) {
            sidecar.inboundCodes.count(code);
            if (!row.is(Try.POOLED_INBOUND)) {
                sidecar.inboundIdle[row.worker]++;
            }
        }
        if (row.is(Try.ANSWERED) || row.is(Try.ABANDONED)) {
            if (row.is(Try.PROBE)) {
                core.prober().answered(row, pod, code);
            }
            return;
        }
        row.bits |= Try.ANSWERED;
        if (sidecar != null && sidecar.draining && !row.is(Try.BYTES) && !row.is(Try.HEAD_SENT)) {
            row.bits |= Try.CLOSES;
        }
        row.code = code;
        row.answer = answer;
        wire.back(row, EventKind.ANSWER_BACK, core.sizesMatter() ? Answers.bytes(answer) : 0);
    }

    /** Closes the connection instead of an answer. */
    void disconnect(Try row, Pod pod) {
        leaveApp(row, pod);
        row.bits |= Try.ANSWERED;
        if (!row.is(Try.ABANDONED)) {
            wire.back(row, EventKind.RESET_BACK, 0);
        } else if (row.is(Try.PROBE)) {
            core.prober().answered(row, pod, 0);
        }
        leave(row);
    }

    /** The app is done with a request: its thread is free. */
    void leaveApp(Try row, Pod pod) {
        cancelInbound(row);
        if (row.is(Try.IN_SERVICE)) {
            row.bits &= ~Try.IN_SERVICE;
            pod.inService.add(core.now(), -1);
        }
        if (row.is(Try.HOLDS_THREAD)) {
            row.bits &= ~Try.HOLDS_THREAD;
            pod.busyThreads--;
            servers.serveNextThread(pod);
        }
        InboundPool pool = row.inbound;
        if (pool != null) {
            pool.release(row, row.is(Try.UPGRADES) || row.is(Try.HEAD_SENT) && row.is(Try.STOPPED), servers);
        }
        if (pod.whenIdle != null && pod.inService.value() == 0 && pod.waitingForThread == 0) {
            core.chores.at(core.now(), pod.whenIdle);
        }
    }

    /** The pod's side lets go of the row. */
    void leave(Try row) {
        if (row.is(Try.AT_APP)) {
            row.bits &= ~Try.AT_APP;
            if (row.is(Try.UPGRADES) && row.is(Try.HEAD_SENT)) {
                core.pod(row.pod).openSessions--;
            }
            tries.letGo(row);
        }
    }

    /** The pod's sidecar does not wait for its app any longer. */
    void cancelInbound(Try row) {
        if (row.inboundTimer >= 0) {
            core.agenda.cancel(row.inboundTimer);
            row.inboundTimer = -1;
        }
    }
}

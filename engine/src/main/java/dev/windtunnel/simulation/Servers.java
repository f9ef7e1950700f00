package dev.windtunnel.simulation;

import dev.windtunnel.expect.Expression;
import dev.windtunnel.measure.Histogram;
import dev.windtunnel.mesh.LocalRateLimit;
import dev.windtunnel.plan.Behaviour;
import dev.windtunnel.plan.Program;
import dev.windtunnel.proxy.route.Grpc;
import dev.windtunnel.proxy.route.RouteMatcher;
import dev.windtunnel.scenario.Handler;
import dev.windtunnel.scenario.Step;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The apps as servers: threads, cores, handlers and their steps. A request waits for a thread (in order), then its
 * handler's steps run one after another; {@code work} waits for a core (in order), {@code sleep} and {@code call} need
 * none.
 */
final class Servers {

    /** No step takes longer than a hundred years, however often a pod is slowed down. */
    private static final double LONGEST_NANOS = 3.15e18;

    private static final int NO_ERROR = -1;
    private static final int TIMELINE_ERROR = 1 << 20;

    private final Core core;
    private final Tries tries;
    private final Callers callers;
    private final Observation observation = new Observation();
    /** Programs by workload and head; null where no handler matches. */
    private @Nullable Program[][] programs = new @Nullable Program[16][];

    private boolean[][] looked = new boolean[16][];

    Servers(Core core, Callers callers) {
        this.core = core;
        this.tries = core.tries;
        this.callers = callers;
    }

    /** Workloads have changed: handlers are looked up anew. */
    void planChanged() {
        programs = new @Nullable Program[16][];
        looked = new boolean[16][];
    }

    // ---------------------------------------------------------------- arrival

    /** A try is at its pod. */
    void receive(Try row) {
        Pod pod = core.pod(row.pod);
        Sidecar sidecar = row.pod == row.sourcePod ? null : pod.sidecar; // not on localhost
        if (!pod.listens() || sidecar != null && sidecar.down) {
            callers.neverReached(row);
            row.bits |= Try.LOST; // whoever gives it up before the news is back need not wait for it
            if (!row.is(Try.ABANDONED)) {
                back(row, EventKind.RESET_BACK, 0);
            }
            return;
        }
        row.state = Try.SERVED;
        row.bits |= Try.AT_APP;
        row.arrival = core.now();
        tries.hold(row); // the pod's side
        callers.reached(row);
        if (row.is(Try.MEASURED)) {
            pod.arrived++;
            if (row.is(Try.MIRROR)) {
                pod.mirrored++;
            }
        }
        if (sidecar != null) {
            passInbound(row, sidecar);
            LocalRateLimit limit = sidecar.limits == null ? null : sidecar.limits.refuses(core, row);
            if (limit != null) {
                refuseByLimit(row, pod, limit);
                return;
            }
        }
        if (row.is(Try.STOPPED) && pod.behaviour.stopOnCancel()) {
            leave(row);
            return;
        }
        admit(row, pod);
    }

    private void passInbound(Try row, Sidecar sidecar) {
        sidecar.streams++;
        sidecar.downstreamRequests++;
        sidecar.inboundRequests++;
        int worker = row.worker;
        if (sidecar.inboundIdle[worker] > 0) {
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
        noteQueue(pod);
        openStep(row, TraceSpan.Kind.QUEUE, "thread", "all threads of the app are busy");
    }

    private void refuseByLimit(Try row, Pod pod, LocalRateLimit limit) {
        if (Grpc.isCall(core.heads.get(row.head))) {
            row.grpc = limit.grpcResourceExhausted() ? Grpc.RESOURCE_EXHAUSTED : Grpc.status(limit.status());
        }
        answer(row, pod, row.grpc == Grpc.NONE ? limit.status() : 200, LocalReply.RATE_LIMITED);
    }

    private void refuse(Try row, Pod pod) {
        answerByItself(row, pod, 503);
    }

    /** An answer that no handler describes: of a gRPC call the status that stands for the HTTP status. */
    private void answerByItself(Try row, Pod pod, int status) {
        boolean grpc = Grpc.isCall(core.heads.get(row.head));
        row.grpc = grpc ? Grpc.status(status) : Grpc.NONE;
        answer(row, pod, grpc ? 200 : status, LocalReply.BY_APP);
    }

    private void noteQueue(Pod pod) {
        if (core.now() >= core.measures.warmupNanos) {
            pod.queueMax = Math.max(pod.queueMax, pod.waitingForThread + pod.waitingForCore);
        }
    }

    private void begin(Try row, Pod pod) {
        row.bits |= Try.IN_SERVICE;
        pod.inService.add(core.now(), 1);
        Program program = program(pod, row.head);
        row.program = program;
        int error = failingByTimeline(row, pod);
        if (error == NO_ERROR && program != null && program.errors.length > 0) {
            double draw = core.unit(row.key, Purpose.ERRORS);
            for (int i = 0; i < program.errors.length && error == NO_ERROR; i++) {
                error = draw < program.errorLimits[i] ? i : NO_ERROR;
            }
        }
        row.error = error;
        if (program == null && error == NO_ERROR) {
            answerByItself(row, pod, 404);
            return;
        }
        if (error != NO_ERROR && !error(row, pod, error).afterSteps()) {
            goWrong(row, pod, error(row, pod, error));
            return;
        }
        if (program == null) {
            answerByItself(row, pod, 404);
            return;
        }
        run(row, pod);
    }

    private int failingByTimeline(Try row, Pod pod) {
        List<Pod.Failing> failing = pod.failing;
        for (int i = 0; i < failing.size(); i++) {
            Pod.Failing each = failing.get(i);
            if (core.unit(row.key, Purpose.FAILING + ((long) each.occurrence() << 8))
                    < each.error().fraction()) {
                return TIMELINE_ERROR + i;
            }
        }
        return NO_ERROR;
    }

    private Handler.ErrorRate error(Try row, Pod pod, int error) {
        if (error >= TIMELINE_ERROR) {
            return pod.failing.get(error - TIMELINE_ERROR).error();
        }
        Program program = row.program;
        if (program == null) {
            throw new IllegalStateException("try " + row.slot + " has no handler");
        }
        return program.errors[error];
    }

    private void goWrong(Try row, Pod pod, Handler.ErrorRate error) {
        switch (error.failure()) {
            case STATUS -> {
                row.grpc = grpc(row, error.grpcStatus());
                answer(row, pod, error.status(), LocalReply.BY_APP);
            }
            case RESET -> {
                if (pod.sidecar != null && row.pod != row.sourcePod) {
                    // The pod's own sidecar sees the loss and answers for its app.
                    answer(row, pod, 503, LocalReply.TERMINATED);
                } else {
                    disconnect(row, pod);
                }
            }
            case HANG -> {} // keeps its thread, and never answers
        }
    }

    private @Nullable Program program(Pod pod, int head) {
        int workload = pod.plan.id();
        if (workload >= programs.length) {
            programs = Arrays.copyOf(programs, Math.max(workload + 1, 2 * programs.length));
            looked = Arrays.copyOf(looked, programs.length);
        }
        if (looked[workload] == null || head >= looked[workload].length) {
            int length = head + 8;
            looked[workload] = looked[workload] == null ? new boolean[length] : Arrays.copyOf(looked[workload], length);
            programs[workload] = programs[workload] == null
                    ? new @Nullable Program[length]
                    : Arrays.copyOf(programs[workload], length);
        }
        if (!looked[workload][head]) {
            looked[workload][head] = true;
            for (Program program : pod.plan.programs()) {
                Integer port = program.match.port();
                if ((port == null || port == core.heads.get(head).port())
                        && RouteMatcher.matches(program.match, core.heads.get(head))) {
                    programs[workload][head] = program;
                    break;
                }
            }
        }
        return programs[workload][head];
    }

    // ---------------------------------------------------------------- steps

    /** Goes on with a try's handler, or a branch of it, until it has to wait. */
    private void run(Try frame, Pod pod) {
        Program program = frame.program;
        if (program == null) {
            throw new IllegalStateException("try " + frame.slot + " has no handler");
        }
        while (true) {
            int position = frame.position;
            Program.Instruction instruction = program.code[position];
            switch (instruction.kind) {
                case Program.WORK -> {
                    work(frame, pod);
                    return;
                }
                case Program.SLEEP -> {
                    long nanos = time(frame, pod, instruction, position);
                    openStep(frame, TraceSpan.Kind.SLEEP, pod.name, "sleep");
                    core.tryEvent(core.now() + nanos, EventKind.STEP_OVER, frame);
                    return;
                }
                case Program.CALL -> {
                    frame.position = position + 1;
                    Program.CallSite site = instruction.call;
                    if (site == null) {
                        throw new IllegalStateException("a call without a site");
                    }
                    callers.startChild(root(frame), frame, site);
                    return;
                }
                case Program.CHANCE ->
                    frame.position = core.unit(frame.key, Purpose.STEP + position) < instruction.probability
                            ? position + 1
                            : instruction.next;
                case Program.FORK -> {
                    fork(frame, pod, instruction);
                    return;
                }
                default -> {
                    end(frame, pod);
                    return;
                }
            }
        }
    }

    private long time(Try frame, Pod pod, Program.Instruction instruction, int position) {
        long nanos = instruction.constantNanos;
        if (nanos < 0 && instruction.time != null) {
            nanos = instruction.time.sampleNanos(core.draw(frame.key, Purpose.STEP + position));
        }
        return pod.slowFactor == 1 ? nanos : (long) Math.min(LONGEST_NANOS, nanos * pod.slowFactor);
    }

    private void work(Try frame, Pod pod) {
        if (pod.busyCores < pod.workPlaces) {
            startWork(frame, pod);
            return;
        }
        frame.bits |= Try.WAITS_FOR_CORE;
        frame.next = null;
        if (pod.lastForCore == null) {
            pod.firstForCore = frame;
        } else {
            pod.lastForCore.next = frame;
        }
        pod.lastForCore = frame;
        pod.waitingForCore++;
        noteQueue(pod);
        openStep(frame, TraceSpan.Kind.QUEUE, "core", "all cores of the pod are busy");
    }

    private void startWork(Try frame, Pod pod) {
        Program program = frame.program;
        if (program == null) {
            throw new IllegalStateException("try " + frame.slot + " has no handler");
        }
        int position = frame.position;
        long nanos = time(frame, pod, program.code[position], position);
        if (pod.workStretch != 1) {
            nanos = (long) Math.min(LONGEST_NANOS, nanos * pod.workStretch);
        }
        pod.busyCores++;
        frame.bits |= Try.HOLDS_CORE;
        frame.coreSince = core.now();
        openStep(frame, TraceSpan.Kind.WORK, pod.name, "work");
        core.tryEvent(core.now() + nanos, EventKind.STEP_OVER, frame);
    }

    /** Work or sleep is over. */
    void stepOver(Try frame) {
        Pod pod = core.pod(frame.pod);
        if (frame.is(Try.STOPPED)) {
            if (frame.is(Try.BRANCH)) {
                branchEnds(frame, pod, 0);
            }
            return;
        }
        closeStep(frame);
        releaseCore(frame, pod);
        frame.position++;
        run(frame, pod);
    }

    private void releaseCore(Try frame, Pod pod) {
        if (!frame.is(Try.HOLDS_CORE)) {
            return;
        }
        frame.bits &= ~Try.HOLDS_CORE;
        pod.busyCores--;
        long from = Math.max(frame.coreSince, core.measures.warmupNanos);
        long until = Math.min(core.now(), Math.min(pod.readyUntil, core.measures.endNanos));
        if (until > from) {
            pod.busyCoreNanos += (until - from) / pod.workStretch;
        }
        for (Try next = pod.firstForCore; next != null; next = pod.firstForCore) {
            pod.firstForCore = next.next;
            if (pod.firstForCore == null) {
                pod.lastForCore = null;
            }
            pod.waitingForCore--;
            boolean stopped = next.is(Try.STOPPED);
            next.bits &= ~Try.WAITS_FOR_CORE;
            closeStep(next);
            if (!stopped) {
                startWork(next, pod);
                return;
            }
            dropStopped(next, pod);
        }
    }

    /** A stopped frame leaves the queue that kept it. */
    private void dropStopped(Try frame, Pod pod) {
        if (frame.is(Try.BRANCH)) {
            branchEnds(frame, pod, 0);
        } else {
            tries.letGo(frame);
        }
    }

    private void fork(Try frame, Pod pod, Program.Instruction instruction) {
        frame.position = instruction.next;
        frame.openBranches = instruction.branches.length;
        frame.branchStatus = 0;
        if (instruction.branches.length == 0) {
            run(frame, pod);
            return;
        }
        Try top = root(frame);
        Try[] branches = new Try[instruction.branches.length];
        for (int i = 0; i < branches.length; i++) {
            Try branch = tries.allocate();
            branches[i] = branch;
            tries.hold(branch);
            tries.hold(top);
            branch.state = Try.SERVED;
            branch.bits = Try.BRANCH | frame.bits & (Try.MEASURED | Try.ORGANIC);
            branch.key = core.draw(frame.key, Purpose.CHILD + ((long) (i + 1) << 32));
            branch.pod = pod.id;
            branch.program = frame.program;
            branch.position = instruction.branches[i];
            branch.parentFrame = frame;
            branch.head = frame.head;
            branch.span = frame.span;
            branch.worst = frame.worst;
        }
        for (Try branch : branches) {
            run(branch, pod);
        }
    }

    /** The try whose handler a frame belongs to. */
    private static Try root(Try frame) {
        Try top = frame;
        while (top.is(Try.BRANCH)) {
            top = parent(top);
        }
        return top;
    }

    private static Try parent(Try branch) {
        Try parent = branch.parentFrame;
        if (parent == null) {
            throw new IllegalStateException("branch " + branch.slot + " has no parent");
        }
        return parent;
    }

    private void end(Try frame, Pod pod) {
        if (frame.is(Try.BRANCH)) {
            branchEnds(frame, pod, 0);
            return;
        }
        int error = frame.error;
        if (error != NO_ERROR) {
            goWrong(frame, pod, error(frame, pod, error));
            return;
        }
        Program program = frame.program;
        if (program == null) {
            throw new IllegalStateException("try " + frame.slot + " has no handler");
        }
        frame.grpc = grpc(frame, program.response.grpcStatus());
        answer(frame, pod, program.response.status(), program.response);
    }

    /** The gRPC status of an answer: of a call that gets 200 and nothing is said of, OK. */
    private int grpc(Try row, @Nullable Integer status) {
        if (status != null) {
            return status;
        }
        return Grpc.isCall(core.heads.get(row.head)) ? 0 : Grpc.NONE;
    }

    /** A branch has ended, with a status when it failed; the last one lets its parent go on, or fail. */
    private void branchEnds(Try branch, Pod pod, int status) {
        Try parent = parent(branch);
        Try top = root(branch);
        tries.letGo(branch);
        boolean stopped = top.is(Try.STOPPED);
        if (status != 0 && parent.branchStatus == 0) {
            parent.branchStatus = status;
        }
        if (--parent.openBranches == 0) {
            if (stopped) {
                if (parent.is(Try.BRANCH)) {
                    branchEnds(parent, pod, 0);
                }
            } else if (parent.branchStatus != 0) {
                failed(parent, pod, parent.branchStatus);
            } else {
                run(parent, pod);
            }
        }
        tries.letGo(top);
    }

    private void failed(Try frame, Pod pod, int status) {
        if (frame.is(Try.BRANCH)) {
            branchEnds(frame, pod, status);
        } else {
            answerByItself(frame, pod, status);
        }
    }

    /**
     * A call of a step has ended.
     *
     * @param failed what the step makes of a call that failed; null when it succeeded
     */
    void called(Try row, Try frame, Step.@Nullable OnError failed) {
        if (!row.is(Try.STOPPED)) {
            Pod pod = core.pod(row.pod);
            if (failed == null || failed.ignore()) {
                run(frame, pod);
            } else {
                failed(frame, pod, failed.status());
            }
        } else if (frame != row) {
            branchEnds(frame, core.pod(row.pod), 0);
        }
        tries.letGo(row);
    }

    // ---------------------------------------------------------------- answers

    private void answer(Try row, Pod pod, int code, Object answer) {
        leaveApp(row, pod);
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
        send(row, pod, code, answer);
        leave(row);
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
    private void send(Try row, Pod pod, int code, Object answer) {
        Sidecar sidecar = row.pod == row.sourcePod ? null : pod.sidecar;
        if (sidecar != null && !row.is(Try.ANSWERED)) {
            sidecar.inboundCodes.count(code);
            sidecar.inboundIdle[row.worker]++;
        }
        if (row.is(Try.ANSWERED) || row.is(Try.ABANDONED)) {
            return;
        }
        row.bits |= Try.ANSWERED;
        row.code = code;
        row.answer = answer;
        back(row, EventKind.ANSWER_BACK, core.sizesMatter() ? Answers.bytes(answer) : 0);
    }

    private void back(Try row, int event, long bytes) {
        Pod from = core.pod(row.pod);
        Pod to = core.pod(row.sourcePod);
        if (core.separated(from, to)) {
            return;
        }
        long key = row.key;
        long delay = core.network(from, to, bytes, key, Purpose.NETWORK_BACK);
        if (from.sidecar != null && from != to) {
            delay += core.passage(key, Purpose.PROXY_IN_BACK);
        }
        Call call = row.call;
        if (call != null && call.decision != null && call.decision.kind == Decision.Kind.TCP) {
            delay += core.passage(key, Purpose.PROXY_OUT_BACK);
        }
        core.tryEvent(core.now() + delay, event, row);
    }

    /** Closes the connection instead of an answer. */
    private void disconnect(Try row, Pod pod) {
        leaveApp(row, pod);
        row.bits |= Try.ANSWERED;
        if (!row.is(Try.ABANDONED)) {
            back(row, EventKind.RESET_BACK, 0);
        }
        leave(row);
    }

    private void leaveApp(Try row, Pod pod) {
        cancelInbound(row);
        if (row.is(Try.IN_SERVICE)) {
            row.bits &= ~Try.IN_SERVICE;
            pod.inService.add(core.now(), -1);
        }
        if (row.is(Try.HOLDS_THREAD)) {
            row.bits &= ~Try.HOLDS_THREAD;
            pod.busyThreads--;
            serveNextThread(pod);
        }
    }

    private void serveNextThread(Pod pod) {
        for (Try next = pod.firstForThread;
                next != null && pod.busyThreads < pod.behaviour.concurrency();
                next = pod.firstForThread) {
            pod.firstForThread = next.next;
            if (pod.firstForThread == null) {
                pod.lastForThread = null;
            }
            pod.waitingForThread--;
            next.bits &= ~Try.WAITS_FOR_THREAD;
            closeStep(next);
            if (next.is(Try.STOPPED)) {
                tries.letGo(next);
                continue;
            }
            pod.busyThreads++;
            next.bits |= Try.HOLDS_THREAD;
            begin(next, pod);
        }
    }

    /** The pod's side lets go of the row. */
    private void leave(Try row) {
        if (row.is(Try.AT_APP)) {
            row.bits &= ~Try.AT_APP;
            tries.letGo(row);
        }
    }

    private void cancelInbound(Try row) {
        if (row.inboundTimer >= 0) {
            core.agenda.cancel(row.inboundTimer);
            row.inboundTimer = -1;
        }
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
        send(row, pod, 504, LocalReply.TIMEOUT);
        if (sidecar.inboundIdle[row.worker] > 0) {
            sidecar.inboundIdle[row.worker]--;
        }
        if (pod.behaviour.stopOnCancel()) {
            stop(row);
        }
    }

    // ---------------------------------------------------------------- cancellation

    /** The caller has hung up. */
    void hangUpArrives(Try row) {
        if (row.state == Try.TRAVELLING) {
            row.bits |= Try.STOPPED; // it overtakes the request on its way into the pod's sidecar
            return;
        }
        cancelInbound(row);
        Pod pod = core.pod(row.pod);
        if (pod.behaviour.stopOnCancel() && row.is(Try.AT_APP)) {
            stop(row);
        }
    }

    /** Ends the app's work on a try at once. */
    private void stop(Try row) {
        Pod pod = core.pod(row.pod);
        if (row.is(Try.STOPPED) || !row.is(Try.AT_APP)) {
            return;
        }
        row.bits |= Try.STOPPED;
        closeStep(row);
        releaseCore(row, pod);
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
        leaveApp(row, pod);
        if (waits) {
            row.bits &= ~Try.AT_APP; // the queue lets go of it when its turn comes
        } else {
            leave(row);
        }
    }

    private void stopBranches(Try top, Pod pod) {
        for (int slot = 0; slot < tries.limit(); slot++) {
            Try branch = tries.at(slot);
            if (branch.state == Try.SERVED && branch.is(Try.BRANCH) && root(branch) == top) {
                branch.bits |= Try.STOPPED;
                closeStep(branch);
                releaseCore(branch, pod);
            }
        }
    }

    /** The pod is gone: everything in it ends without an answer, its callers notice lost connections. */
    void podDies(Pod pod) {
        for (int slot = 0; slot < tries.limit(); slot++) {
            Try row = tries.at(slot);
            if (row.state != Try.SERVED || row.pod != pod.id) {
                continue;
            }
            if (row.is(Try.BRANCH)) {
                row.bits = row.bits & ~Try.HOLDS_CORE | Try.STOPPED;
                closeStep(row);
                continue;
            }
            if (!row.is(Try.AT_APP)) {
                continue; // its answer is on its way
            }
            cancelInbound(row);
            closeStep(row);
            row.bits = row.bits & ~(Try.HOLDS_CORE | Try.HOLDS_THREAD | Try.IN_SERVICE) | Try.STOPPED;
            boolean waits = row.is(Try.WAITS_FOR_THREAD) || row.is(Try.WAITS_FOR_CORE);
            if (!row.is(Try.ANSWERED) && !row.is(Try.ABANDONED)) {
                row.bits |= Try.ANSWERED;
                back(row, EventKind.RESET_BACK, 0);
            }
            if (!waits) {
                leave(row);
            }
        }
        emptyQueues(pod);
        pod.inService.set(core.now(), 0);
        pod.busyCores = 0;
        pod.busyThreads = 0;
    }

    /** The pod's sidecar is gone: callers lose their connections, the app goes on with what it has. */
    void cutOff(Pod pod) {
        for (int slot = 0; slot < tries.limit(); slot++) {
            Try row = tries.at(slot);
            if (row.state == Try.SERVED && row.pod == pod.id && row.is(Try.AT_APP) && !row.is(Try.ANSWERED)) {
                cancelInbound(row);
                row.bits |= Try.ANSWERED;
                if (!row.is(Try.ABANDONED)) {
                    back(row, EventKind.RESET_BACK, 0);
                }
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
            dropStopped(row, pod);
            row = next;
        }
        pod.firstForThread = null;
        pod.lastForThread = null;
        pod.waitingForThread = 0;
        pod.firstForCore = null;
        pod.lastForCore = null;
        pod.waitingForCore = 0;
    }

    // ---------------------------------------------------------------- recording

    private void openStep(Try frame, TraceSpan.Kind kind, String target, String reason) {
        if (frame.span >= 0 && core.recorder != null) {
            frame.stepSpan = core.recorder.open(frame.span, kind, core.podName(frame.pod), target, core.now(), reason);
        }
    }

    private void closeStep(Try frame) {
        if (frame.stepSpan >= 0 && core.recorder != null) {
            core.recorder.close(frame.stepSpan, core.now(), 0, 0, null);
            frame.stepSpan = -1;
        }
    }
}

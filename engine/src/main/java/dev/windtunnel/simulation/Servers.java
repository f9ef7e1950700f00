package dev.windtunnel.simulation;

import dev.windtunnel.expect.Expression;
import dev.windtunnel.measure.Histogram;
import dev.windtunnel.plan.Behaviour;
import dev.windtunnel.plan.Program;
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
    void receive(int row) {
        Pod pod = core.pod(tries.pod[row]);
        Sidecar sidecar = tries.pod[row] == tries.sourcePod[row] ? null : pod.sidecar; // not on localhost
        if (!pod.listens() || sidecar != null && sidecar.down) {
            callers.neverReached(row);
            if (!tries.is(row, Tries.ABANDONED)) {
                back(row, EventKind.RESET_BACK, 0);
            }
            return;
        }
        tries.state[row] = Tries.SERVED;
        tries.bits[row] |= Tries.AT_APP;
        tries.arrival[row] = core.now();
        tries.hold(row); // the pod's side
        callers.reached(row);
        if (tries.is(row, Tries.MEASURED)) {
            if (tries.is(row, Tries.MIRROR)) {
                pod.mirrored++;
            } else {
                pod.arrived++;
            }
        }
        if (sidecar != null) {
            passInbound(row, sidecar);
        }
        if (tries.is(row, Tries.STOPPED) && pod.plan.behaviour().stopOnCancel()) {
            leave(row, pod);
            return;
        }
        admit(row, pod);
    }

    private void passInbound(int row, Sidecar sidecar) {
        sidecar.streams++;
        sidecar.downstreamRequests++;
        sidecar.inboundRequests++;
        int worker = tries.worker[row];
        if (sidecar.inboundIdle[worker] > 0) {
            sidecar.inboundIdle[worker]--;
        } else {
            sidecar.inboundConnections++;
        }
        if (core.inboundTimerClass >= 0) {
            tries.inboundTimer[row] = core.agenda.arm(core.inboundTimerClass, EventKind.INBOUND_TIMEOUT, row);
        }
    }

    private void admit(int row, Pod pod) {
        Behaviour behaviour = pod.plan.behaviour();
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
            tries.bits[row] |= Tries.HOLDS_THREAD;
            begin(row, pod);
            return;
        }
        if (pod.waitingForThread >= behaviour.queue()) {
            refuse(row, pod);
            return;
        }
        tries.bits[row] |= Tries.WAITS_FOR_THREAD;
        tries.next[row] = -1;
        if (pod.lastForThread < 0) {
            pod.firstForThread = row;
        } else {
            tries.next[pod.lastForThread] = row;
        }
        pod.lastForThread = row;
        pod.waitingForThread++;
        noteQueue(pod);
        openStep(row, TraceSpan.Kind.QUEUE, "thread", "all threads of the app are busy");
    }

    private void refuse(int row, Pod pod) {
        tries.code[row] = 503;
        answer(row, pod, 503, LocalReply.BY_APP);
    }

    private void noteQueue(Pod pod) {
        if (core.now() >= core.measures.warmupNanos) {
            pod.queueMax = Math.max(pod.queueMax, pod.waitingForThread + pod.waitingForCore);
        }
    }

    private void begin(int row, Pod pod) {
        tries.bits[row] |= Tries.IN_SERVICE;
        pod.inService.add(core.now(), 1);
        Program program = program(pod, tries.head[row]);
        tries.program[row] = program;
        int error = failingByTimeline(row, pod);
        if (error == NO_ERROR && program != null && program.errors.length > 0) {
            double draw = core.unit(tries.key[row], Purpose.ERRORS);
            for (int i = 0; i < program.errors.length && error == NO_ERROR; i++) {
                error = draw < program.errorLimits[i] ? i : NO_ERROR;
            }
        }
        tries.error[row] = error;
        if (program == null && error == NO_ERROR) {
            answer(row, pod, 404, LocalReply.BY_APP);
            return;
        }
        if (error != NO_ERROR && !error(row, pod, error).afterSteps()) {
            goWrong(row, pod, error(row, pod, error));
            return;
        }
        if (program == null) {
            answer(row, pod, 404, LocalReply.BY_APP);
            return;
        }
        run(row, pod);
    }

    private int failingByTimeline(int row, Pod pod) {
        List<Pod.Failing> failing = pod.failing;
        for (int i = 0; i < failing.size(); i++) {
            Pod.Failing each = failing.get(i);
            if (core.unit(tries.key[row], Purpose.FAILING + ((long) each.occurrence() << 8))
                    < each.error().fraction()) {
                return TIMELINE_ERROR + i;
            }
        }
        return NO_ERROR;
    }

    private Handler.ErrorRate error(int row, Pod pod, int error) {
        if (error >= TIMELINE_ERROR) {
            return pod.failing.get(error - TIMELINE_ERROR).error();
        }
        Program program = tries.program[row];
        if (program == null) {
            throw new IllegalStateException("try " + row + " has no handler");
        }
        return program.errors[error];
    }

    private void goWrong(int row, Pod pod, Handler.ErrorRate error) {
        switch (error.failure()) {
            case STATUS -> answer(row, pod, error.status(), LocalReply.BY_APP);
            case RESET -> {
                if (pod.sidecar != null && tries.pod[row] != tries.sourcePod[row]) {
                    // The pod's own sidecar sees the loss and answers for its app.
                    answer(row, pod, 503, LocalReply.TERMINATED);
                } else {
                    disconnect(row, pod);
                }
            }
            case HANG -> { } // keeps its thread, and never answers
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
    private void run(int frame, Pod pod) {
        Program program = tries.program[frame];
        if (program == null) {
            throw new IllegalStateException("try " + frame + " has no handler");
        }
        while (true) {
            int position = tries.position[frame];
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
                    tries.position[frame] = position + 1;
                    Program.CallSite site = instruction.call;
                    if (site == null) {
                        throw new IllegalStateException("a call without a site");
                    }
                    callers.startChild(root(frame), frame, site);
                    return;
                }
                case Program.CHANCE -> tries.position[frame] =
                        core.unit(tries.key[frame], Purpose.STEP + position) < instruction.probability
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

    private long time(int frame, Pod pod, Program.Instruction instruction, int position) {
        long nanos = instruction.constantNanos;
        if (nanos < 0 && instruction.time != null) {
            nanos = instruction.time.sampleNanos(core.draw(tries.key[frame], Purpose.STEP + position));
        }
        return pod.slowFactor == 1 ? nanos : (long) (nanos * pod.slowFactor);
    }

    /** Places for work: cores, and of an async app no more than its concurrency. A part of a core is a slower one. */
    private static double places(Behaviour behaviour) {
        double cores = Math.ceil(behaviour.cores());
        return behaviour.async() ? Math.min(cores, behaviour.concurrency()) : cores;
    }

    private void work(int frame, Pod pod) {
        if (pod.busyCores < places(pod.plan.behaviour())) {
            startWork(frame, pod);
            return;
        }
        tries.bits[frame] |= Tries.WAITS_FOR_CORE;
        tries.next[frame] = -1;
        if (pod.lastForCore < 0) {
            pod.firstForCore = frame;
        } else {
            tries.next[pod.lastForCore] = frame;
        }
        pod.lastForCore = frame;
        pod.waitingForCore++;
        noteQueue(pod);
        openStep(frame, TraceSpan.Kind.QUEUE, "core", "all cores of the pod are busy");
    }

    private void startWork(int frame, Pod pod) {
        Program program = tries.program[frame];
        if (program == null) {
            throw new IllegalStateException("try " + frame + " has no handler");
        }
        int position = tries.position[frame];
        long nanos = time(frame, pod, program.code[position], position);
        double cores = pod.plan.behaviour().cores();
        if (cores < Integer.MAX_VALUE && cores != Math.rint(cores)) {
            nanos = (long) (nanos * Math.ceil(cores) / cores);
        }
        pod.busyCores++;
        tries.bits[frame] |= Tries.HOLDS_CORE;
        tries.coreSince[frame] = core.now();
        openStep(frame, TraceSpan.Kind.WORK, pod.name, "work");
        core.tryEvent(core.now() + nanos, EventKind.STEP_OVER, frame);
    }

    /** Work or sleep is over. */
    void stepOver(int frame) {
        Pod pod = core.pod(tries.pod[frame]);
        if (tries.is(frame, Tries.STOPPED)) {
            if (tries.is(frame, Tries.BRANCH)) {
                branchEnds(frame, pod, 0);
            }
            return;
        }
        closeStep(frame);
        releaseCore(frame, pod);
        tries.position[frame]++;
        run(frame, pod);
    }

    private void releaseCore(int frame, Pod pod) {
        if (!tries.is(frame, Tries.HOLDS_CORE)) {
            return;
        }
        tries.bits[frame] &= ~Tries.HOLDS_CORE;
        pod.busyCores--;
        long from = Math.max(tries.coreSince[frame], core.measures.warmupNanos);
        if (core.now() > from) {
            double cores = pod.plan.behaviour().cores();
            double share = cores < Integer.MAX_VALUE ? cores / Math.ceil(cores) : 1;
            pod.busyCoreNanos += (core.now() - from) * share;
        }
        while (pod.firstForCore >= 0) {
            int next = pod.firstForCore;
            pod.firstForCore = tries.next[next];
            if (pod.firstForCore < 0) {
                pod.lastForCore = -1;
            }
            pod.waitingForCore--;
            boolean stopped = tries.is(next, Tries.STOPPED);
            tries.bits[next] &= ~Tries.WAITS_FOR_CORE;
            closeStep(next);
            if (!stopped) {
                startWork(next, pod);
                return;
            }
            dropStopped(next, pod);
        }
    }

    /** A stopped frame leaves the queue that kept it. */
    private void dropStopped(int frame, Pod pod) {
        if (tries.is(frame, Tries.BRANCH)) {
            branchEnds(frame, pod, 0);
        } else {
            tries.letGo(frame);
        }
    }

    private void fork(int frame, Pod pod, Program.Instruction instruction) {
        tries.position[frame] = instruction.next;
        tries.openBranches[frame] = instruction.branches.length;
        tries.branchStatus[frame] = 0;
        if (instruction.branches.length == 0) {
            run(frame, pod);
            return;
        }
        int top = root(frame);
        int[] branches = new int[instruction.branches.length];
        for (int i = 0; i < branches.length; i++) {
            int branch = tries.allocate();
            branches[i] = branch;
            tries.hold(branch);
            tries.hold(top);
            tries.state[branch] = Tries.SERVED;
            tries.bits[branch] = Tries.BRANCH | tries.bits[frame] & (Tries.MEASURED | Tries.ORGANIC);
            tries.key[branch] = core.draw(tries.key[frame], Purpose.CHILD + ((long) (i + 1) << 32));
            tries.pod[branch] = pod.id;
            tries.program[branch] = tries.program[frame];
            tries.position[branch] = instruction.branches[i];
            tries.parentFrame[branch] = frame;
            tries.head[branch] = tries.head[frame];
            tries.span[branch] = tries.span[frame];
            tries.worst[branch] = tries.worst[frame];
        }
        for (int branch : branches) {
            run(branch, pod);
        }
    }

    /** The try whose handler a frame belongs to. */
    private int root(int frame) {
        int top = frame;
        while (tries.is(top, Tries.BRANCH)) {
            top = tries.parentFrame[top];
        }
        return top;
    }

    private void end(int frame, Pod pod) {
        if (tries.is(frame, Tries.BRANCH)) {
            branchEnds(frame, pod, 0);
            return;
        }
        int error = tries.error[frame];
        if (error != NO_ERROR) {
            goWrong(frame, pod, error(frame, pod, error));
            return;
        }
        Program program = tries.program[frame];
        if (program == null) {
            throw new IllegalStateException("try " + frame + " has no handler");
        }
        answer(frame, pod, program.response.status(), program.response);
    }

    /** A branch has ended, with a status when it failed; the last one lets its parent go on, or fail. */
    private void branchEnds(int branch, Pod pod, int status) {
        int parent = tries.parentFrame[branch];
        int top = root(branch);
        tries.letGo(branch);
        boolean stopped = tries.is(top, Tries.STOPPED);
        if (status != 0 && tries.branchStatus[parent] == 0) {
            tries.branchStatus[parent] = status;
        }
        if (--tries.openBranches[parent] == 0) {
            if (stopped) {
                if (tries.is(parent, Tries.BRANCH)) {
                    branchEnds(parent, pod, 0);
                }
            } else if (tries.branchStatus[parent] != 0) {
                failed(parent, pod, tries.branchStatus[parent]);
            } else {
                run(parent, pod);
            }
        }
        tries.letGo(top);
    }

    private void failed(int frame, Pod pod, int status) {
        if (tries.is(frame, Tries.BRANCH)) {
            branchEnds(frame, pod, status);
        } else {
            answer(frame, pod, status, LocalReply.BY_APP);
        }
    }

    /** A call of a step has ended. */
    void called(int row, int frame, boolean succeeded, Step.OnError onError) {
        if (!tries.is(row, Tries.STOPPED)) {
            Pod pod = core.pod(tries.pod[row]);
            if (succeeded || onError.ignore()) {
                run(frame, pod);
            } else {
                failed(frame, pod, onError.status());
            }
        } else if (frame != row) {
            branchEnds(frame, core.pod(tries.pod[row]), 0);
        }
        tries.letGo(row);
    }

    // ---------------------------------------------------------------- answers

    private void answer(int row, Pod pod, int code, Object answer) {
        leaveApp(row, pod);
        if (tries.is(row, Tries.MEASURED) && !tries.is(row, Tries.MIRROR)) {
            pod.completed++;
            Histogram latency = pod.latency;
            if (latency == null) {
                latency = new Histogram();
                pod.latency = latency;
            }
            latency.record(core.now() - tries.arrival[row]);
            pod.codes.count(code);
            if (!core.measures.selections.ofPods().isEmpty()) {
                select(row, pod, code);
            }
        }
        send(row, pod, code, answer);
        leave(row, pod);
    }

    private void select(int row, Pod pod, int code) {
        observation.code = code;
        observation.tries = 1;
        observation.startNanos = tries.arrival[row];
        observation.path = core.heads.get(tries.head[row]).path();
        observation.method = core.heads.get(tries.head[row]).method();
        observation.version = pod.plan.version();
        observation.workload = pod.plan.displayName(core.scenario.namespace());
        observation.zone = pod.zone;
        observation.fromZone = core.pod(tries.sourcePod[row]).zone;
        long latency = core.now() - tries.arrival[row];
        for (Selections.Selected selected : core.measures.selections.ofPods()) {
            Expression.Target target = selected.selection.target();
            boolean mine = target instanceof Expression.Target.Pod wanted
                    ? wanted.name().equals(pod.name)
                    : target instanceof Expression.Target.Workload workload
                            && workload.name().equals(observation.workload);
            if (mine) {
                Selections.record(List.of(selected), observation, latency, core.now(), code >= 500);
            }
        }
    }

    /** Sends an answer back, unless one has been sent or the caller is gone. */
    private void send(int row, Pod pod, int code, Object answer) {
        Sidecar sidecar = tries.pod[row] == tries.sourcePod[row] ? null : pod.sidecar;
        if (sidecar != null && !tries.is(row, Tries.ANSWERED)) {
            sidecar.inboundCodes[code]++;
            sidecar.inboundIdle[tries.worker[row]]++;
        }
        if (tries.is(row, Tries.ANSWERED) || tries.is(row, Tries.ABANDONED)) {
            return;
        }
        tries.bits[row] |= Tries.ANSWERED;
        tries.code[row] = code;
        tries.answer[row] = answer;
        back(row, EventKind.ANSWER_BACK, Answers.bytes(answer));
    }

    private void back(int row, int event, long bytes) {
        Pod from = core.pod(tries.pod[row]);
        Pod to = core.pod(tries.sourcePod[row]);
        if (core.separated(from, to)) {
            return;
        }
        long key = tries.key[row];
        long delay = core.network(from, to, bytes, key, Purpose.NETWORK_BACK);
        if (from.sidecar != null && from != to) {
            delay += core.passage(key, Purpose.PROXY_IN_BACK);
        }
        int call = tries.call[row];
        if (call >= 0 && core.calls.decision[call] != null && core.calls.decision[call].kind == Decision.Kind.TCP) {
            delay += core.passage(key, Purpose.PROXY_OUT_BACK);
        }
        core.tryEvent(core.now() + delay, event, row);
    }

    /** Closes the connection instead of an answer. */
    private void disconnect(int row, Pod pod) {
        leaveApp(row, pod);
        tries.bits[row] |= Tries.ANSWERED;
        if (!tries.is(row, Tries.ABANDONED)) {
            back(row, EventKind.RESET_BACK, 0);
        }
        leave(row, pod);
    }

    private void leaveApp(int row, Pod pod) {
        cancelInbound(row);
        if (tries.is(row, Tries.IN_SERVICE)) {
            tries.bits[row] &= ~Tries.IN_SERVICE;
            pod.inService.add(core.now(), -1);
        }
        if (tries.is(row, Tries.HOLDS_THREAD)) {
            tries.bits[row] &= ~Tries.HOLDS_THREAD;
            pod.busyThreads--;
            serveNextThread(pod);
        }
    }

    private void serveNextThread(Pod pod) {
        while (pod.firstForThread >= 0 && pod.busyThreads < pod.plan.behaviour().concurrency()) {
            int next = pod.firstForThread;
            pod.firstForThread = tries.next[next];
            if (pod.firstForThread < 0) {
                pod.lastForThread = -1;
            }
            pod.waitingForThread--;
            tries.bits[next] &= ~Tries.WAITS_FOR_THREAD;
            closeStep(next);
            if (tries.is(next, Tries.STOPPED)) {
                tries.letGo(next);
                continue;
            }
            pod.busyThreads++;
            tries.bits[next] |= Tries.HOLDS_THREAD;
            begin(next, pod);
        }
    }

    /** The pod's side lets go of the row. */
    private void leave(int row, Pod pod) {
        if (tries.is(row, Tries.AT_APP)) {
            tries.bits[row] &= ~Tries.AT_APP;
            tries.letGo(row);
        }
    }

    private void cancelInbound(int row) {
        if (tries.inboundTimer[row] >= 0) {
            core.agenda.cancel(tries.inboundTimer[row]);
            tries.inboundTimer[row] = -1;
        }
    }

    /** The pod's own sidecar has waited long enough for its app: it answers 504, the app goes on. */
    void inboundTimeout(int row) {
        tries.inboundTimer[row] = -1;
        Pod pod = core.pod(tries.pod[row]);
        Sidecar sidecar = pod.sidecar;
        if (sidecar == null) {
            return;
        }
        sidecar.inboundTimeouts++;
        sidecar.inboundConnections++; // its connection to the app is closed, the next request opens another
        send(row, pod, 504, LocalReply.TIMEOUT);
        if (sidecar.inboundIdle[tries.worker[row]] > 0) {
            sidecar.inboundIdle[tries.worker[row]]--;
        }
        if (pod.plan.behaviour().stopOnCancel()) {
            stop(row);
        }
    }

    // ---------------------------------------------------------------- cancellation

    /** The caller has hung up. */
    void hangUpArrives(int row) {
        if (tries.state[row] == Tries.TRAVELLING) {
            tries.bits[row] |= Tries.STOPPED; // it overtakes the request on its way into the pod's sidecar
            return;
        }
        cancelInbound(row);
        Pod pod = core.pod(tries.pod[row]);
        if (pod.plan.behaviour().stopOnCancel() && tries.is(row, Tries.AT_APP)) {
            stop(row);
        }
    }

    /** Ends the app's work on a try at once. */
    private void stop(int row) {
        Pod pod = core.pod(tries.pod[row]);
        if (tries.is(row, Tries.STOPPED) || !tries.is(row, Tries.AT_APP)) {
            return;
        }
        tries.bits[row] |= Tries.STOPPED;
        closeStep(row);
        releaseCore(row, pod);
        for (int call = 0; call < core.calls.limit(); call++) {
            if (core.calls.state[call] != Calls.FREE
                    && core.calls.state[call] != Calls.DONE
                    && core.calls.parentTry[call] == row) {
                callers.hangUp(call, Failure.RESET);
            }
        }
        if (tries.openBranches[row] > 0) {
            stopBranches(row, pod);
        }
        boolean waits = tries.is(row, Tries.WAITS_FOR_THREAD) || tries.is(row, Tries.WAITS_FOR_CORE);
        leaveApp(row, pod);
        if (waits) {
            tries.bits[row] &= ~Tries.AT_APP; // the queue lets go of it when its turn comes
        } else {
            leave(row, pod);
        }
    }

    private void stopBranches(int top, Pod pod) {
        for (int branch = 0; branch < tries.limit(); branch++) {
            if (tries.state[branch] == Tries.SERVED && tries.is(branch, Tries.BRANCH) && root(branch) == top) {
                tries.bits[branch] |= Tries.STOPPED;
                closeStep(branch);
                releaseCore(branch, pod);
            }
        }
    }

    /** The pod is gone: everything in it ends without an answer, its callers notice lost connections. */
    void podDies(Pod pod) {
        for (int row = 0; row < tries.limit(); row++) {
            if (tries.state[row] != Tries.SERVED || tries.pod[row] != pod.id) {
                continue;
            }
            if (tries.is(row, Tries.BRANCH)) {
                tries.bits[row] = tries.bits[row] & ~Tries.HOLDS_CORE | Tries.STOPPED;
                closeStep(row);
                continue;
            }
            if (!tries.is(row, Tries.AT_APP)) {
                continue; // its answer is on its way
            }
            cancelInbound(row);
            closeStep(row);
            tries.bits[row] = tries.bits[row] & ~(Tries.HOLDS_CORE | Tries.HOLDS_THREAD | Tries.IN_SERVICE)
                    | Tries.STOPPED;
            boolean waits = tries.is(row, Tries.WAITS_FOR_THREAD) || tries.is(row, Tries.WAITS_FOR_CORE);
            if (!tries.is(row, Tries.ANSWERED) && !tries.is(row, Tries.ABANDONED)) {
                tries.bits[row] |= Tries.ANSWERED;
                back(row, EventKind.RESET_BACK, 0);
            }
            if (!waits) {
                leave(row, pod);
            }
        }
        emptyQueues(pod);
        pod.inService.set(core.now(), 0);
        pod.busyCores = 0;
        pod.busyThreads = 0;
    }

    /** The pod's sidecar is gone: callers lose their connections, the app goes on with what it has. */
    void cutOff(Pod pod) {
        for (int row = 0; row < tries.limit(); row++) {
            if (tries.state[row] == Tries.SERVED
                    && tries.pod[row] == pod.id
                    && tries.is(row, Tries.AT_APP)
                    && !tries.is(row, Tries.ANSWERED)) {
                cancelInbound(row);
                tries.bits[row] |= Tries.ANSWERED;
                if (!tries.is(row, Tries.ABANDONED)) {
                    back(row, EventKind.RESET_BACK, 0);
                }
            }
        }
    }

    private void emptyQueues(Pod pod) {
        for (int row = pod.firstForThread; row >= 0; ) {
            int next = tries.next[row];
            tries.bits[row] &= ~(Tries.WAITS_FOR_THREAD | Tries.AT_APP);
            tries.letGo(row);
            row = next;
        }
        for (int row = pod.firstForCore; row >= 0; ) {
            int next = tries.next[row];
            tries.bits[row] &= ~(Tries.WAITS_FOR_CORE | Tries.AT_APP);
            dropStopped(row, pod);
            row = next;
        }
        pod.firstForThread = -1;
        pod.lastForThread = -1;
        pod.waitingForThread = 0;
        pod.firstForCore = -1;
        pod.lastForCore = -1;
        pod.waitingForCore = 0;
    }

    // ---------------------------------------------------------------- recording

    private void openStep(int frame, TraceSpan.Kind kind, String target, String reason) {
        if (tries.span[frame] >= 0 && core.recorder != null) {
            tries.stepSpan[frame] = core.recorder.open(
                    tries.span[frame], kind, core.podName(tries.pod[frame]), target, core.now(), reason);
        }
    }

    private void closeStep(int frame) {
        if (tries.stepSpan[frame] >= 0 && core.recorder != null) {
            core.recorder.close(tries.stepSpan[frame], core.now(), 0, 0, null);
            tries.stepSpan[frame] = -1;
        }
    }
}

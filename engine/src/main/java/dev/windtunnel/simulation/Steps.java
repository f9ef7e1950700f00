package dev.windtunnel.simulation;

import dev.windtunnel.plan.Program;
import dev.windtunnel.scenario.Handler;
import dev.windtunnel.scenario.Step;
import org.jspecify.annotations.Nullable;

/**
 * The steps of handlers, one after another: {@code work} waits for a core (in order), {@code sleep} and {@code call} need
 * none, {@code parallel} has branches.
 */
final class Steps {

    /** No step takes longer than a hundred years, however often a pod is slowed down. */
    private static final double LONGEST_NANOS = 3.15e18;

    private final Core core;
    private final Tries tries;
    private final NewCalls newCalls;
    private final Answering answering;
    private final Handlers handlers;
    private final StepSpans spans;

    Steps(Core core, Callers callers, Servers servers) {
        this.core = core;
        this.tries = core.tries;
        this.newCalls = callers.newCalls();
        this.answering = servers.answering();
        this.handlers = servers.handlers();
        this.spans = servers.spans();
    }

    /** Goes on with a try's handler, or a branch of it, until it has to wait. */
    void run(Try frame, Pod pod) {
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
                    spans.open(frame, TraceSpan.Kind.SLEEP, pod.name, "sleep");
                    core.tryEvent(core.now() + nanos, EventKind.STEP_OVER, frame);
                    return;
                }
                case Program.CALL -> {
                    frame.position = position + 1;
                    Program.CallSite site = instruction.call;
                    if (site == null) {
                        throw new IllegalStateException("a call without a site");
                    }
                    newCalls.startChild(frame.root(), frame, site);
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
                case Program.HEAD -> {
                    if (!answerBegins(frame, pod, program)) {
                        return;
                    }
                    frame.position = position + 1;
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
        pod.noteQueue(core);
        spans.open(frame, TraceSpan.Kind.QUEUE, "core", "all cores of the pod are busy");
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
        spans.open(frame, TraceSpan.Kind.WORK, pod.name, "work");
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
        spans.close(frame);
        releaseCore(frame, pod);
        frame.position++;
        run(frame, pod);
    }

    /** A frame gives its core back: the next one that waits takes it. */
    void releaseCore(Try frame, Pod pod) {
        if (!frame.is(Try.HOLDS_CORE)) {
            return;
        }
        frame.bits &= ~Try.HOLDS_CORE;
        pod.busyCores--;
        long now = core.now();
        double stretch = pod.workStretch;
        long worked = now - frame.coreSince;
        pod.workedNanos += stretch == 1 ? worked : worked / stretch;
        long counted = Math.min(now, Math.min(pod.readyUntil, core.measures.endNanos))
                - Math.max(frame.coreSince, core.measures.warmupNanos);
        if (counted > 0) {
            pod.busyCoreNanos += stretch == 1 ? counted : counted / stretch;
        }
        for (Try next = pod.firstForCore; next != null; next = pod.firstForCore) {
            pod.firstForCore = next.next;
            if (pod.firstForCore == null) {
                pod.lastForCore = null;
            }
            pod.waitingForCore--;
            boolean stopped = next.is(Try.STOPPED);
            next.bits &= ~Try.WAITS_FOR_CORE;
            spans.close(next);
            if (!stopped) {
                startWork(next, pod);
                return;
            }
            dropStopped(next, pod);
        }
    }

    /** A stopped frame leaves the queue that kept it. */
    void dropStopped(Try frame, Pod pod) {
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
        Try top = frame.root();
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

    /** The head of an answer is sent, unless the request ends here. */
    private boolean answerBegins(Try row, Pod pod, Program program) {
        boolean refuses = row.error != Handlers.NO_ERROR
                && handlers.error(row, pod, row.error).failure() == Handler.Failure.STATUS;
        if (refuses || row.is(Try.UPGRADES)) { // an error is said at once, and a websocket has no body
            end(row, pod);
            return false;
        }
        return answering.begin(row, pod, program.response);
    }

    private void end(Try frame, Pod pod) {
        if (frame.is(Try.BRANCH)) {
            branchEnds(frame, pod, 0);
            return;
        }
        int error = frame.error;
        if (error != Handlers.NO_ERROR) {
            answering.goWrong(frame, pod, handlers.error(frame, pod, error));
            return;
        }
        Program program = frame.program;
        if (program == null) {
            throw new IllegalStateException("try " + frame.slot + " has no handler");
        }
        if (frame.is(Try.UPGRADES) && program.response.status() == 200) { // an app that says yes to a websocket
            answering.upgrade(frame, pod, program.response);
            return;
        }
        frame.grpc = answering.grpc(frame, program.response.grpcStatus(), program.response.status());
        answering.answer(frame, pod, program.response.status(), program.response);
    }

    /** A branch has ended, with a status when it failed; the last one lets its parent go on, or fail. */
    private void branchEnds(Try branch, Pod pod, int status) {
        Try parent = branch.parent();
        Try top = branch.root();
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
            answering.answerByItself(frame, pod, status);
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
}

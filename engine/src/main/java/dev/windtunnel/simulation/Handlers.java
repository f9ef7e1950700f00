package dev.windtunnel.simulation;

import dev.windtunnel.plan.Program;
import dev.windtunnel.proxy.route.RouteMatcher;
import dev.windtunnel.scenario.Handler;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which handler of a pod serves a request, and which of its errors befalls it. */
final class Handlers {

    static final int NO_ERROR = -1;
    private static final int TIMELINE_ERROR = 1 << 20;

    private final Core core;
    /** Programs by workload and head; null where no handler matches. */
    private @Nullable Program[][] programs = new @Nullable Program[16][];

    private boolean[][] looked = new boolean[16][];

    Handlers(Core core) {
        this.core = core;
    }

    /** Workloads have changed: handlers are looked up anew. */
    void planChanged() {
        programs = new @Nullable Program[16][];
        looked = new boolean[16][];
    }

    /** The handler of a pod that matches a request; null for none. */
    @Nullable
    Program program(Pod pod, int head) {
        int workload = pod.plan.id();
        Program[] found = workload < programs.length ? programs[workload] : null;
        if (found != null && head < found.length && found[head] != null) {
            return found[head];
        }
        return look(pod, head, workload);
    }

    private @Nullable Program look(Pod pod, int head, int workload) {
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

    /** The error that befalls a request: of the timeline, else of its handler; {@link #NO_ERROR} for none. */
    int befalls(Try row, Pod pod, @Nullable Program program) {
        int error = failing(row, pod);
        if (error == NO_ERROR && program != null && program.errors.length > 0) {
            double draw = core.unit(row.key, Purpose.ERRORS);
            for (int i = 0; i < program.errors.length && error == NO_ERROR; i++) {
                error = draw < program.errorLimits[i] ? i : NO_ERROR;
            }
        }
        return error;
    }

    private int failing(Try row, Pod pod) {
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

    /** An error by its number. */
    Handler.ErrorRate error(Try row, Pod pod, int error) {
        if (error >= TIMELINE_ERROR) {
            return pod.failing.get(error - TIMELINE_ERROR).error();
        }
        Program program = row.program;
        if (program == null) {
            throw new IllegalStateException("try " + row.slot + " has no handler");
        }
        return program.errors[error];
    }
}

package dev.windtunnel.plan;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.scenario.Handler;
import dev.windtunnel.scenario.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A handler compiled: its steps as a flat list of instructions, so that a request needs only a position in it. */
public final class Program {

    /** Kinds of instructions. */
    public static final int WORK = 0;

    public static final int SLEEP = 1;
    public static final int CALL = 2;
    public static final int CHANCE = 3;
    public static final int FORK = 4;
    /** End of a branch or of the handler. */
    public static final int END = 5;
    /** The answer begins: its head is sent. */
    public static final int HEAD = 6;

    /** One instruction; which members count depends on its kind. */
    public static final class Instruction {
        /** Its kind. */
        public final int kind;
        /** Time of WORK and SLEEP. */
        public final @Nullable Distribution time;
        /** Nanoseconds of a constant time, else -1. */
        public final long constantNanos;
        /** The call of CALL. */
        public final @Nullable CallSite call;
        /** Probability of CHANCE. */
        public final double probability;
        /** Where CHANCE and FORK go on: after the steps, after the branches. */
        public final int next;
        /** First instructions of the branches of FORK. */
        public final int[] branches;

        private Instruction(
                int kind,
                @Nullable Distribution time,
                @Nullable CallSite call,
                double probability,
                int next,
                int[] branches) {
            this.kind = kind;
            this.time = time;
            this.constantNanos = time instanceof Distribution.Constant constant ? constant.nanos() : -1;
            this.call = call;
            this.probability = probability;
            this.next = next;
            this.branches = branches;
        }
    }

    /** Which requests it is for. */
    public final HttpMatch match;
    /** The instructions; execution starts at 0. */
    public final Instruction[] code;
    /** The answer after the last step. */
    public final Handler.Response response;
    /** How requests go wrong, in order of the draw. */
    public final Handler.ErrorRate[] errors;
    /** Upper ends of the errors' shares of the draw. */
    public final double[] errorLimits;

    private Program(Handler handler, Instruction[] code) {
        this.match = handler.match();
        this.code = code;
        this.response = handler.response();
        this.errors = handler.errors().toArray(new Handler.ErrorRate[0]);
        this.errorLimits = new double[errors.length];
        double sum = 0;
        for (int i = 0; i < errors.length; i++) {
            sum += errors[i].fraction();
            errorLimits[i] = sum;
        }
    }

    /** Compiles a handler; call sites are numbered through {@code sites}. */
    static Program compile(Handler handler, List<CallSite> sites) {
        List<@Nullable Instruction> code = new ArrayList<>();
        emit(handler.steps(), code, sites);
        Distribution stream = handler.response().stream();
        if (stream != null) {
            code.add(new Instruction(HEAD, null, null, 0, 0, new int[0]));
            code.add(new Instruction(SLEEP, stream, null, 0, 0, new int[0]));
        }
        code.add(new Instruction(END, null, null, 0, 0, new int[0]));
        return new Program(handler, code.toArray(new Instruction[0]));
    }

    private static void emit(List<Step> steps, List<@Nullable Instruction> code, List<CallSite> sites) {
        for (Step step : steps) {
            if (step instanceof Step.Work work) {
                code.add(new Instruction(WORK, work.time(), null, 0, 0, new int[0]));
            } else if (step instanceof Step.Sleep sleep) {
                code.add(new Instruction(SLEEP, sleep.time(), null, 0, 0, new int[0]));
            } else if (step instanceof Step.Call call) {
                CallSite site = new CallSite(sites.size(), call);
                sites.add(site);
                code.add(new Instruction(CALL, null, site, 0, 0, new int[0]));
            } else if (step instanceof Step.Chance chance) {
                int at = code.size();
                code.add(null);
                emit(chance.steps(), code, sites);
                code.set(at, new Instruction(CHANCE, null, null, chance.probability(), code.size(), new int[0]));
            } else if (step instanceof Step.Parallel parallel) {
                int at = code.size();
                code.add(null);
                int[] starts = new int[parallel.branches().size()];
                for (int i = 0; i < starts.length; i++) {
                    starts[i] = code.size();
                    emit(parallel.branches().get(i), code, sites);
                    code.add(new Instruction(END, null, null, 0, 0, new int[0]));
                }
                code.set(at, new Instruction(FORK, null, null, 0, code.size(), starts));
            }
        }
    }

    /** A place in a program that calls another service; ids are dense over the whole plan. */
    public record CallSite(int id, Step.Call call) {}
}

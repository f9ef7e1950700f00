package dev.windtunnel.simulation;

import dev.windtunnel.plan.Program;
import dev.windtunnel.plan.TrafficPlan;
import dev.windtunnel.scenario.CallerRetries;
import dev.windtunnel.scenario.Connection;
import dev.windtunnel.scenario.Step;
import dev.windtunnel.scenario.Traffic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How each traffic and each call of a handler behaves as a caller, ready to be looked up by number. */
final class Manners {

    /**
     * The manners of one kind of caller.
     *
     * @param patience timers of its own patience; -1 for endless patience
     * @param deadlines timers of the deadlines of gRPC calls that run out before its patience does, by entry of the mix (a
     *     call of a handler has one), -1 for no such; null when none of its calls has one
     * @param retries its own retries; null for none
     * @param connection how it keeps connections (of traffic; a handler's calls go by its workload)
     */
    record Caller(int patience, int @Nullable [] deadlines, @Nullable CallerRetries retries, Connection connection) {

        /** What ends a call of an entry of the mix when the caller does it; -1 for nothing. */
        int timerClass(int mix) {
            int[] all = deadlines;
            return all != null && all[mix] >= 0 ? all[mix] : patience;
        }

        /** Whether that is the call's deadline. */
        boolean hasDeadline(int mix) {
            int[] all = deadlines;
            return all != null && all[mix] >= 0;
        }
    }

    private final Core core;
    private final Caller[] traffic;
    private Caller[] sites;

    Manners(Core core) {
        this.core = core;
        List<TrafficPlan> plans = core.plan.traffic();
        this.traffic = new Caller[plans.size()];
        for (int i = 0; i < traffic.length; i++) {
            Traffic declared = plans.get(i).traffic();
            traffic[i] = new Caller(
                    timerClass(declared.timeoutNanos()),
                    deadlines(declared),
                    declared.retries(),
                    declared.connection());
        }
        this.sites = ofSites();
    }

    /** Workloads may have come, and calls with them. */
    void planChanged() {
        sites = ofSites();
    }

    private Caller[] ofSites() {
        List<Program.CallSite> all = core.plan.callSites();
        Caller[] result = new Caller[all.size()];
        for (int i = 0; i < result.length; i++) {
            Step.Call call = all.get(i).call();
            int patience = timerClass(call.timeoutNanos());
            int[] deadlines = call.deadlineNanos() > 0 ? new int[] {timerClass(call.deadlineNanos())} : null;
            result[i] = new Caller(patience, deadlines, call.retries(), Connection.DEFAULT);
        }
        return result;
    }

    private int @Nullable [] deadlines(Traffic declared) {
        long patience = declared.timeoutNanos() > 0 ? declared.timeoutNanos() : Long.MAX_VALUE;
        int[] deadlines = new int[declared.mix().size()];
        boolean any = false;
        for (int i = 0; i < deadlines.length; i++) {
            long deadline = declared.mix().get(i).request().deadlineNanos();
            deadlines[i] = deadline <= patience ? timerClass(deadline) : -1;
            any |= deadlines[i] >= 0;
        }
        return any ? deadlines : null;
    }

    private int timerClass(long patienceNanos) {
        return patienceNanos > 0 ? core.agenda.timerClass(patienceNanos) : -1;
    }

    Caller ofTraffic(int number) {
        return traffic[number];
    }

    Caller ofSite(int number) {
        return sites[number];
    }
}

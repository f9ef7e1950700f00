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
     * @param timerClass timers of its own patience; -1 for endless patience
     * @param retries its own retries; null for none
     * @param connection how it keeps connections (of traffic; a handler's calls go by its workload)
     */
    record Caller(int timerClass, @Nullable CallerRetries retries, Connection connection) {}

    private final Core core;
    private final Caller[] traffic;
    private Caller[] sites;

    Manners(Core core) {
        this.core = core;
        List<TrafficPlan> plans = core.plan.traffic();
        this.traffic = new Caller[plans.size()];
        for (int i = 0; i < traffic.length; i++) {
            Traffic declared = plans.get(i).traffic();
            traffic[i] = new Caller(timerClass(declared.timeoutNanos()), declared.retries(), declared.connection());
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
            result[i] = new Caller(timerClass(call.timeoutNanos()), call.retries(), Connection.DEFAULT);
        }
        return result;
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

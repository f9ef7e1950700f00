package dev.windtunnel.bench;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import java.util.Locale;

/** 1000 services, 2000 pods, 70,000 requests/s: is that faster than real time on one processor? */
final class ThousandServices {
    private static final long WARM_UP_NANOS = 2_000_000_000L;
    private static final long MEASURED_NANOS = 10_000_000_000L;

    private ThousandServices() {}

    static void report() {
        long begin = CpuTime.nanos();
        Experiment experiment = Meshes.thousandServices();
        Run run = experiment.start(RunOptions.ofSeed(1));
        double loadSeconds = (CpuTime.nanos() - begin) / 1e9;
        run.advanceTo(WARM_UP_NANOS);
        long requests = run.requests();
        long events = run.events();
        begin = CpuTime.nanos();
        run.advanceTo(WARM_UP_NANOS + MEASURED_NANOS);
        double seconds = (CpuTime.nanos() - begin) / 1e9;
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%n1000 services, 2000 pods, 70,000 requests/s: loaded in %.1f s of processor time; %.2f virtual seconds"
                        + " per processor second, goal 1 (%.0f requests from outside and %.1f M events per processor"
                        + " second); %d MB of heap in use%n",
                loadSeconds,
                MEASURED_NANOS / 1e9 / seconds,
                (run.requests() - requests) / seconds,
                (run.events() - events) / seconds / 1e6,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }
}

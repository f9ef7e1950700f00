package dev.windtunnel.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentRunner;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.simulation.ResultBuilder;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * Two replications one after the other and at the same time. How much faster the second is shows on the wall only when
 * the machine has nothing else to do; how much the two get in each other's way (caches, memory, shared objects) also shows
 * in the processor time that they need.
 */
final class ParallelRuns {
    private static final int PAIRS = 5;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private ParallelRuns() {}

    /** Of two replications. */
    private record Time(long wallNanos, long cpuNanos) {}

    static void report() {
        Experiment experiment = Meshes.chain(3, "30s");
        time(experiment, 2);
        double[] onTheWall = new double[PAIRS];
        double[] undisturbed = new double[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            Time inTurn = time(experiment, 1);
            Time together = time(experiment, 2);
            onTheWall[i] = (double) inTurn.wallNanos() / together.wallNanos();
            undisturbed[i] = 2.0 * inTurn.cpuNanos() / together.cpuNanos();
        }
        System.out.printf(
                Locale.ROOT,
                "%ntwo replications on two threads: %s times as fast as on one on the wall, %s by processor time"
                        + " (that is, with two processors to themselves); goal 1.8%n",
                text(onTheWall),
                text(undisturbed));
    }

    private static String text(double[] speedups) {
        Arrays.sort(speedups);
        return String.format(
                Locale.ROOT, "%.2f (%.2f to %.2f)", speedups[PAIRS / 2], speedups[0], speedups[PAIRS - 1]);
    }

    private static Time time(Experiment experiment, int jobs) {
        var settings = new ExperimentRunner.Settings(
                2, jobs, 0, EventQueue.Kind.AUTOMATIC, ResultBuilder.Stats.AUTOMATIC, null);
        long wall = System.nanoTime();
        long cpu = PROCESS.getProcessCpuTime();
        new ExperimentRunner(experiment, settings).run(ExperimentRunner.Progress.NONE);
        return new Time(System.nanoTime() - wall, PROCESS.getProcessCpuTime() - cpu);
    }
}

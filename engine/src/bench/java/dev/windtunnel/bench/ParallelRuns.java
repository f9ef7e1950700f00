package dev.windtunnel.bench;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentRunner;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.simulation.ResultBuilder;
import java.util.Arrays;
import java.util.Locale;

/** Two replications one after the other and at the same time: how much faster is the second on two processors? */
final class ParallelRuns {
    private static final int PAIRS = 5;

    private ParallelRuns() {}

    /** Measures on the wall: on a machine with other work to do, that shows. */
    static void report() {
        Experiment experiment = Meshes.chain(3, "30s");
        wallNanos(experiment, 2);
        double[] speedups = new double[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            speedups[i] = (double) wallNanos(experiment, 1) / wallNanos(experiment, 2);
        }
        Arrays.sort(speedups);
        System.out.printf(
                Locale.ROOT,
                "%ntwo replications on two threads: %.2f times as fast as on one (median of %d, %.2f to %.2f), goal 1.8%n",
                speedups[PAIRS / 2],
                PAIRS,
                speedups[0],
                speedups[PAIRS - 1]);
    }

    private static long wallNanos(Experiment experiment, int jobs) {
        var settings = new ExperimentRunner.Settings(
                2, jobs, 0, EventQueue.Kind.AUTOMATIC, ResultBuilder.Stats.AUTOMATIC, null);
        long begin = System.nanoTime();
        new ExperimentRunner(experiment, settings).run(ExperimentRunner.Progress.NONE);
        return System.nanoTime() - begin;
    }
}

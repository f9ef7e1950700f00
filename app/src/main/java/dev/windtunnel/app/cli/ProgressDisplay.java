package dev.windtunnel.app.cli;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentRunner;
import dev.windtunnel.scenario.Traffic;
import java.util.concurrent.atomic.AtomicLongArray;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on stderr that shows how far an experiment is, and the look-out for Ctrl-C, which works without a bar too. */
final class ProgressDisplay implements ExperimentRunner.Progress, AutoCloseable {
    private static final int COLUMNS = 100;
    private static final int STEPS_OF_A_RUN = 1000;

    private final Interruption interruption;
    private final long durationNanos;
    private final long wantedRequests;
    private final AtomicLongArray steps;
    private final @Nullable ProgressBar bar;

    /**
     * The display of one experiment.
     *
     * @param shown whether there is a bar
     */
    ProgressDisplay(Experiment experiment, int replications, boolean shown, Surroundings surroundings) {
        interruption = surroundings.interruption();
        Long duration = experiment.scenario().run().durationNanos();
        durationNanos = duration == null ? Long.MAX_VALUE : duration;
        wantedRequests = wantedRequests(experiment);
        steps = new AtomicLongArray(replications);
        bar = shown
                ? new ProgressBarBuilder()
                        .setTaskName(experiment.scenario().name())
                        .setInitialMax((long) replications * STEPS_OF_A_RUN)
                        .setStyle(ProgressBarStyle.ASCII)
                        .hideEta()
                        .setConsumer(new ConsoleProgressBarConsumer(CleanStream.raw(surroundings.err()), COLUMNS))
                        .build()
                : null;
    }

    private static long wantedRequests(Experiment experiment) {
        long wanted = 0;
        for (Traffic traffic : experiment.scenario().traffic()) {
            if (traffic.requests() == Long.MAX_VALUE) {
                return Long.MAX_VALUE;
            }
            wanted += traffic.requests();
        }
        return wanted;
    }

    @Override
    public boolean at(int replication, long virtualNanos, long requests) {
        if (bar != null) {
            double part = Math.max(virtualNanos / (double) durationNanos, requests / (double) wantedRequests);
            steps.set(replication, (long) (STEPS_OF_A_RUN * Math.min(1, part)));
            long sum = 0;
            for (int i = 0; i < steps.length(); i++) {
                sum += steps.get(i);
            }
            bar.stepTo(sum);
        }
        return !interruption.requested();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}

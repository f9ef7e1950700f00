package dev.windtunnel.experiment;

import dev.windtunnel.expect.Evaluator;
import dev.windtunnel.expect.Expression;
import dev.windtunnel.expect.Threshold;
import dev.windtunnel.expect.ThresholdResult;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.measure.RunResult;
import dev.windtunnel.simulation.Figures;
import dev.windtunnel.simulation.Measurements;
import dev.windtunnel.simulation.ResultBuilder;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import dev.windtunnel.simulation.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs an experiment as often as it wants, on several threads when there are some, and judges the thresholds. */
public final class ExperimentRunner {

    /** Progress is told, and it is asked whether to go on, after so much virtual time or so many events. */
    private static final long SLICE_NANOS = 100_000_000L;

    private static final long SLICE_EVENTS = 200_000;

    private final Experiment experiment;
    private final Settings settings;

    /**
     * How to run.
     *
     * @param replications null for the scenario's own number
     * @param jobs threads, at least 1; the result does not depend on it
     * @param seriesStepNanos windows of a series; 0 for none
     * @param queue how pending events are kept; the result does not depend on it
     * @param stats which counters the result has
     * @param statsProxy of one proxy only; null for all
     */
    public record Settings(
            @Nullable Integer replications,
            int jobs,
            long seriesStepNanos,
            EventQueue.Kind queue,
            ResultBuilder.Stats stats,
            @Nullable String statsProxy) {

        /** One thread, no series. */
        public static final Settings DEFAULT =
                new Settings(null, 1, 0, EventQueue.Kind.AUTOMATIC, ResultBuilder.Stats.AUTOMATIC, null);
    }

    /** Told how far a run is; asked whether to go on. */
    public interface Progress {
        /**
         * Called now and then, by several threads when there are several jobs.
         *
         * @param replication number of the replication, from 0
         * @param virtualNanos its virtual time
         * @param requests its requests so far
         * @return false to break off
         */
        boolean at(int replication, long virtualNanos, long requests);

        /** Nobody looks. */
        Progress NONE = (replication, virtualNanos, requests) -> true;
    }

    /** What came out: the result, the judged thresholds, and what only the run has shown. */
    public record Outcome(RunResult result, List<ThresholdResult> thresholds, List<Finding> findings) {}

    /** A runner. */
    public ExperimentRunner(Experiment experiment, Settings settings) {
        this.experiment = experiment;
        this.settings = settings;
    }

    /** Runs all replications: number i with the scenario's seed plus i. */
    public Outcome run(Progress progress) {
        int replications = settings.replications() != null
                ? settings.replications()
                : experiment.scenario().run().replications();
        List<Selection> selections = selections();
        @Nullable Measurements[] done = new @Nullable Measurements[replications];
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            for (int i = next.getAndIncrement(); i < replications; i = next.getAndIncrement()) {
                done[i] = one(i, selections, progress);
            }
        };
        runWorkers(worker, Math.min(Math.max(1, settings.jobs()), replications));
        List<Measurements> runs = new ArrayList<>();
        for (Measurements each : done) {
            if (each != null) {
                runs.add(each);
            }
        }
        if (runs.size() < replications) {
            runs.get(0).interrupt();
        }
        RunResult result = new ResultBuilder(runs).build(settings.stats(), settings.statsProxy());
        Figures.Names names = Run.names(experiment.plan());
        List<Figures> single = new ArrayList<>();
        runs.forEach(run -> single.add(new Figures(run).named(names)));
        Evaluator evaluator = new Evaluator(new Figures(Measurements.sum(runs)).named(names), single);
        return new Outcome(
                result,
                evaluator.evaluate(experiment.scenario().thresholds()),
                RunFindings.of(experiment, runs.get(0).notes()));
    }

    private static void runWorkers(Runnable worker, int jobs) {
        if (jobs == 1) {
            worker.run();
            return;
        }
        List<Thread> threads = new ArrayList<>();
        @Nullable Throwable[] failure = new @Nullable Throwable[1];
        for (int i = 0; i < jobs; i++) {
            Thread thread = new Thread(worker, "replications-" + i);
            thread.setUncaughtExceptionHandler((dead, thrown) -> failure[0] = thrown);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        if (failure[0] instanceof RuntimeException thrown) {
            throw thrown;
        }
        if (failure[0] instanceof Error thrown) {
            throw thrown;
        }
    }

    private @Nullable Measurements one(int replication, List<Selection> selections, Progress progress) {
        long seed = experiment.scenario().run().seed() + replication;
        Run run =
                experiment.start(new RunOptions(seed, settings.queue(), settings.seriesStepNanos(), selections, null));
        long at = 0;
        while (!run.isOver()) {
            if (!progress.at(replication, run.nowNanos(), run.requests())) {
                if (replication > 0) {
                    return null;
                }
                Measurements broken = run.measurements();
                broken.interrupt();
                return broken;
            }
            if (run.nextEventNanos() == Long.MAX_VALUE) {
                run.advanceTo(Long.MAX_VALUE);
                break;
            }
            if (run.advanceTo(Math.max(at + SLICE_NANOS, run.nextEventNanos()), SLICE_EVENTS)) {
                at = run.nowNanos();
            }
        }
        run.finish();
        return run.measurements();
    }

    private List<Selection> selections() {
        List<Selection> selections = new ArrayList<>();
        Figures.Names names = Run.names(experiment.plan());
        for (Threshold threshold : experiment.scenario().thresholds()) {
            Expression.Metric metric = threshold.check().metric();
            selections.addAll(Figures.selections(Objects.requireNonNull(metric), names));
        }
        return selections;
    }
}

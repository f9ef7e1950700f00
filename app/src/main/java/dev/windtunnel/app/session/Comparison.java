package dev.windtunnel.app.session;

import dev.windtunnel.expect.StudentT;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.measure.Windows;
import dev.windtunnel.simulation.Frame;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * What became different since a fork: both branches run again in the background from the start up to now, ten times with
 * other seeds, the first with that of the screen; each pair on the same random numbers.
 */
public final class Comparison {

    /** So many pairs are run. */
    public static final int PAIRS = 10;

    private static final long STEP_NANOS = 250_000_000L;
    private static final long SLICE_NANOS = 1_000_000_000L;

    private final Experiment experiment;
    private final Question question;
    private volatile boolean cancelled;

    /**
     * What is asked.
     *
     * @param target traffic or edge, by key
     * @param seed of the run on the screen
     * @param base edits of the branch that was frozen
     * @param now edits of the run on the screen
     * @param forkNanos from when on requests count
     * @param toNanos up to when
     */
    public record Question(
            String target, long seed, List<Run.Edit> base, List<Run.Edit> now, long forkNanos, long toNanos) {
        public Question {
            base = List.copyOf(base);
            now = List.copyOf(now);
        }
    }

    /** Units of figures. */
    public enum Unit {
        SECONDS,
        FRACTION,
        PLAIN
    }

    /**
     * A figure of both branches: means over the pairs.
     *
     * @param half half the length of the 95 % interval of the change; NaN with a single pair
     * @param identical whether no pair differed
     */
    public record Row(
            String figure, Unit unit, double base, double now, double change, double half, boolean identical) {}

    /** The figures so far. */
    public record Result(Question question, List<Row> rows, int pairs) {}

    private Comparison(Experiment experiment, Question question) {
        this.experiment = experiment;
        this.question = question;
    }

    /**
     * Starts comparing, at low priority.
     *
     * @param screen gets the figures after each pair, on a thread of its own
     */
    @SuppressWarnings(
            "ThreadPriorityCheck") // nothing relies on it: it only leaves the processor to what is on the screen
    public static Comparison start(Experiment experiment, Question question, Consumer<Result> screen) {
        Comparison comparison = new Comparison(experiment, question);
        Thread thread = new Thread(() -> comparison.work(screen), "windtunnel-comparison");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
        return comparison;
    }

    /** Ends it. */
    public void cancel() {
        cancelled = true;
    }

    private void work(Consumer<Result> screen) {
        List<Map<String, Double>> base = new ArrayList<>();
        List<Map<String, Double>> now = new ArrayList<>();
        try {
            for (int pair = 0; pair < PAIRS; pair++) {
                base.add(run(question.seed() + pair, question.base()));
                now.add(run(question.seed() + pair, question.now()));
                screen.accept(new Result(question, rows(base, now), pair + 1));
            }
        } catch (CancellationException e) {
            // somebody asked something else
            return;
        }
    }

    private Map<String, Double> run(long seed, List<Run.Edit> edits) {
        Run run = experiment.start(new RunOptions(seed, EventQueue.Kind.AUTOMATIC, STEP_NANOS, List.of(), null));
        for (Run.Edit edit : edits) {
            if (edit.atNanos() <= question.toNanos()) {
                advance(run, edit.atNanos());
                run.edit(edit.action(), edit.forNanos());
            }
        }
        advance(run, question.toNanos());
        Windows.Window sum = new Windows.Window();
        Map<String, Double> counts = new LinkedHashMap<>();
        List<Frame.DestinationFrame> destinations = run.frame().edges().stream()
                .filter(edge -> edge.key().equals(question.target()))
                .findFirst()
                .map(Frame.EdgeFrame::destinations)
                .orElse(List.of());
        int first = (int) ((question.forkNanos() + STEP_NANOS - 1) / STEP_NANOS);
        run.drainWindows((key, number, window) -> {
            if (number >= first && key.equals(question.target())) {
                sum.completed += window.completed;
                sum.errors += window.errors;
                sum.attempts += window.attempts;
                sum.latency.add(window.latency);
                for (int i = 0; i < destinations.size(); i++) {
                    Frame.DestinationFrame to = destinations.get(i);
                    counts.merge("share of " + to.workload(), (double) window.destinations.of(i), Double::sum);
                }
            }
        });
        return figures(sum, counts);
    }

    private static Map<String, Double> figures(Windows.Window sum, Map<String, Double> counts) {
        Map<String, Double> figures = new LinkedHashMap<>();
        boolean some = sum.latency.count() > 0;
        figures.put("p50", some ? sum.latency.percentileNanos(50) / 1e9 : Double.NaN);
        figures.put("p95", some ? sum.latency.percentileNanos(95) / 1e9 : Double.NaN);
        figures.put("p99", some ? sum.latency.percentileNanos(99) / 1e9 : Double.NaN);
        figures.put("failed", sum.completed == 0 ? Double.NaN : sum.errors / (double) sum.completed);
        if (sum.attempts > 0 && sum.completed > 0) {
            figures.put("tries per request", sum.attempts / (double) sum.completed);
        }
        double sent = counts.values().stream().mapToDouble(Double::doubleValue).sum();
        if (counts.size() > 1 && sent > 0) {
            counts.forEach((name, count) -> figures.put(name, count / sent));
        }
        return figures;
    }

    /** In slices, so that it can be cancelled; what happened before the fork is forgotten on the way. */
    private void advance(Run run, long nanos) {
        while (run.nowNanos() < nanos && !run.isOver()) {
            if (cancelled) {
                throw new CancellationException();
            }
            run.advanceTo(Math.min(nanos, run.nowNanos() + SLICE_NANOS));
            if (run.nowNanos() < question.forkNanos()) {
                run.drainWindows((key, number, window) -> {});
            }
        }
    }

    private static Unit unit(String figure) {
        return figure.startsWith("p") ? Unit.SECONDS : figure.startsWith("tries") ? Unit.PLAIN : Unit.FRACTION;
    }

    /** Means over the pairs that have a value on both sides, and the interval of their differences. */
    static List<Row> rows(List<Map<String, Double>> base, List<Map<String, Double>> now) {
        Map<String, Integer> names = new LinkedHashMap<>();
        now.forEach(each -> each.keySet().forEach(name -> names.put(name, 0)));
        base.forEach(each -> each.keySet().forEach(name -> names.put(name, 0)));
        List<Row> rows = new ArrayList<>();
        for (String name : names.keySet()) {
            List<double[]> pairs = new ArrayList<>();
            for (int i = 0; i < Math.min(base.size(), now.size()); i++) {
                double otherwise = unit(name) == Unit.FRACTION ? 0 : Double.NaN;
                double before = base.get(i).getOrDefault(name, otherwise);
                double after = now.get(i).getOrDefault(name, otherwise);
                if (!Double.isNaN(before) && !Double.isNaN(after)) {
                    pairs.add(new double[] {before, after, after - before});
                }
            }
            if (!pairs.isEmpty()) {
                rows.add(row(name, pairs));
            }
        }
        return List.copyOf(rows);
    }

    private static Row row(String name, List<double[]> pairs) {
        int count = pairs.size();
        double[] mean = new double[3];
        for (double[] pair : pairs) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += pair[i] / count;
            }
        }
        double squares = 0;
        boolean identical = true;
        for (double[] pair : pairs) {
            squares += (pair[2] - mean[2]) * (pair[2] - mean[2]);
            identical &= pair[2] == 0;
        }
        double half =
                count < 2 ? Double.NaN : StudentT.quantile975(count - 1) * Math.sqrt(squares / (count - 1) / count);
        return new Row(name, unit(name), mean[0], mean[1], mean[2], half, identical);
    }
}

package dev.windtunnel.app.session;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.measure.Histogram;
import dev.windtunnel.measure.Windows;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.simulation.Frame;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an edit would do: the run goes on in the background for some virtual time with it and without it, on the same
 * random numbers. The run on the screen is not touched.
 */
public final class Preview {

    /** How far it looks ahead. */
    public static final long AHEAD_NANOS = 30_000_000_000L;

    private static final long STEP_NANOS = 250_000_000L;
    private static final long SLICE_NANOS = 1_000_000_000L;

    private final Experiment experiment;
    private final long seed;
    private final List<Run.Edit> edits;
    private final long nowNanos;
    private final CompletableFuture<Result> result = new CompletableFuture<>();

    /**
     * Figures of the requests of some edges that were answered in the time ahead.
     *
     * @param requests how many
     * @param errorRate share of them that failed; NaN without requests
     * @param p99Seconds NaN without requests
     * @param triesPerRequest the first included; NaN without requests
     * @param shares of the destinations, by workload and subset; what is missing to 1 was answered without any
     */
    public record Figures(
            long requests, double errorRate, double p99Seconds, double triesPerRequest, Map<String, Double> shares) {}

    /** Both futures: going on as it is, and with the edit. */
    public record Result(Figures without, Figures with, long fromNanos, long toNanos) {}

    private Preview(Experiment experiment, long seed, List<Run.Edit> edits, long nowNanos) {
        this.experiment = experiment;
        this.seed = seed;
        this.edits = edits;
        this.nowNanos = nowNanos;
    }

    /**
     * Starts looking ahead, at low priority. Cancelling the future ends it.
     *
     * @param edits the edits made in the run so far
     * @param nowNanos where the run stands
     * @param edges the edges, by key, whose requests count
     */
    @SuppressWarnings(
            "ThreadPriorityCheck") // nothing relies on it: it only leaves the processor to what is on the screen
    public static CompletableFuture<Result> start(
            Experiment experiment,
            long seed,
            List<Run.Edit> edits,
            long nowNanos,
            Action edit,
            Predicate<String> edges) {
        Preview preview = new Preview(experiment, seed, List.copyOf(edits), nowNanos);
        Thread thread = new Thread(() -> preview.work(edit, edges), "windtunnel-preview");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
        return preview.result;
    }

    private void work(Action edit, Predicate<String> edges) {
        try {
            Figures without = ahead(null, edges);
            Figures with = ahead(edit, edges);
            result.complete(new Result(without, with, nowNanos, nowNanos + AHEAD_NANOS));
        } catch (CancellationException e) {
            result.cancel(false);
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private Figures ahead(@Nullable Action edit, Predicate<String> edges) {
        Run run = experiment.start(new RunOptions(seed, EventQueue.Kind.AUTOMATIC, STEP_NANOS, List.of(), null));
        for (Run.Edit each : edits) {
            advance(run, each.atNanos());
            run.edit(each.action(), each.forNanos());
        }
        advance(run, nowNanos);
        if (edit != null) {
            run.edit(edit);
        }
        Windows.Window sum = new Windows.Window();
        Map<String, Double> counts = new LinkedHashMap<>();
        int first = (int) ((nowNanos + STEP_NANOS - 1) / STEP_NANOS);
        for (long at = nowNanos; at < nowNanos + AHEAD_NANOS && !run.isOver(); ) {
            at = Math.min(nowNanos + AHEAD_NANOS, at + SLICE_NANOS);
            advance(run, at);
        }
        Map<String, List<Frame.DestinationFrame>> destinations = new LinkedHashMap<>();
        run.frame().edges().forEach(edge -> destinations.put(edge.key(), edge.destinations()));
        run.drainWindows((key, number, window) -> {
            if (number >= first && edges.test(key)) {
                add(sum, window, counts, destinations.getOrDefault(key, List.of()));
            }
        });
        return figures(sum, counts);
    }

    /** In slices, so that it can be cancelled; what happened before now is forgotten on the way. */
    private void advance(Run run, long nanos) {
        while (run.nowNanos() < nanos && !run.isOver()) {
            if (result.isDone()) {
                throw new CancellationException();
            }
            run.advanceTo(Math.min(nanos, run.nowNanos() + SLICE_NANOS));
            if (run.nowNanos() < nowNanos) {
                run.drainWindows((key, number, window) -> {});
            }
        }
    }

    private static void add(
            Windows.Window sum,
            Windows.Window window,
            Map<String, Double> counts,
            List<Frame.DestinationFrame> destinations) {
        sum.completed += window.completed;
        sum.errors += window.errors;
        sum.attempts += window.attempts;
        sum.latency.add(window.latency);
        for (int i = 0; i < destinations.size(); i++) {
            Frame.DestinationFrame to = destinations.get(i);
            String name = to.subset() == null ? to.workload() : to.workload() + "[" + to.subset() + "]";
            counts.merge(name, (double) window.destinations.of(i), Double::sum);
        }
    }

    private static Figures figures(Windows.Window sum, Map<String, Double> counts) {
        double sent = counts.values().stream().mapToDouble(Double::doubleValue).sum();
        double total = Math.max(sent, sum.completed);
        Map<String, Double> shares = new LinkedHashMap<>();
        counts.forEach((name, count) -> shares.put(name, total == 0 ? 0 : count / total));
        Histogram latency = sum.latency;
        boolean none = sum.completed == 0;
        return new Figures(
                sum.completed,
                none ? Double.NaN : sum.errors / (double) sum.completed,
                latency.count() == 0 ? Double.NaN : latency.percentileNanos(99) / 1e9,
                none ? Double.NaN : sum.attempts / (double) sum.completed,
                shares);
    }
}

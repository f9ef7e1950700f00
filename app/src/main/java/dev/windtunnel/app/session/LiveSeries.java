package dev.windtunnel.app.session;

import dev.windtunnel.app.session.SessionState.Rates;
import dev.windtunnel.measure.Histogram;
import dev.windtunnel.measure.Tally;
import dev.windtunnel.measure.Windows;
import dev.windtunnel.simulation.Frame;
import dev.windtunnel.simulation.Run;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the seconds of a run into series, and the last ten of them into figures of now. */
final class LiveSeries {

    private static final int NOW_SECONDS = 10;

    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Map<String, List<Frame.DestinationFrame>> destinations = new HashMap<>();
    private long taken = -1;
    private double seconds;

    private static final class Target {
        Series series = Series.empty();
        final ArrayDeque<Numbered> last = new ArrayDeque<>();
        Rates rates = Rates.IDLE;
    }

    private record Numbered(int number, Windows.Window window) {}

    /** Takes what has finished since the last time. */
    void take(Run run) {
        long second = run.nowNanos() / 1_000_000_000L;
        if (second == taken) {
            return;
        }
        taken = second;
        seconds = run.nowNanos() / 1e9;
        Frame frame = run.frame();
        for (Frame.EdgeFrame edge : frame.edges()) {
            destinations.put(edge.key(), edge.destinations());
        }
        run.drainWindows((name, number, window) -> add(targets.computeIfAbsent(name, key -> new Target()), name, number, window));
        for (Target target : targets.values()) {
            target.rates = rates(target, (int) second);
        }
    }

    private void add(Target target, String name, int number, Windows.Window window) {
        target.last.addLast(new Numbered(number, window));
        Series series = target.series;
        int previous = series.size() == 0 ? number - 1 : (int) series.seconds(series.size() - 1) - 1;
        String[] names = names(name);
        for (int gap = Math.max(previous + 1, number - 120); gap < number; gap++) {
            series = series.with(gap + 1, figures(null), names, shares(null, names.length));
        }
        target.series = series.with(number + 1, figures(window), names, shares(window, names.length));
    }

    private String[] names(String target) {
        List<Frame.DestinationFrame> known = destinations.getOrDefault(target, List.of());
        return known.stream()
                .map(each -> each.subset() == null ? each.workload() : each.workload() + "[" + each.subset() + "]")
                .toArray(String[]::new);
    }

    private static double[] shares(Windows.@Nullable Window window, int count) {
        double[] shares = new double[count];
        long total = window == null ? 0 : window.destinations.total();
        for (int i = 0; i < count; i++) {
            shares[i] = window == null || total == 0 ? Double.NaN : window.destinations.of(i) / (double) total;
        }
        return shares;
    }

    private static double[] figures(Windows.@Nullable Window window) {
        double[] figures = new double[Series.Figure.values().length];
        if (window == null || window.completed == 0) {
            figures[Series.Figure.ERROR_RATE.ordinal()] = Double.NaN;
            figures[Series.Figure.P50_SECONDS.ordinal()] = Double.NaN;
            figures[Series.Figure.P95_SECONDS.ordinal()] = Double.NaN;
            figures[Series.Figure.P99_SECONDS.ordinal()] = Double.NaN;
            return figures;
        }
        figures[Series.Figure.REQUESTS_PER_SECOND.ordinal()] = window.completed;
        figures[Series.Figure.ERROR_RATE.ordinal()] = window.errors / (double) window.completed;
        figures[Series.Figure.RETRIES_PER_SECOND.ordinal()] = window.retries;
        figures[Series.Figure.P50_SECONDS.ordinal()] = window.latency.percentileNanos(50) / 1e9;
        figures[Series.Figure.P95_SECONDS.ordinal()] = window.latency.percentileNanos(95) / 1e9;
        figures[Series.Figure.P99_SECONDS.ordinal()] = window.latency.percentileNanos(99) / 1e9;
        Tally codes = window.codes;
        figures[Series.Figure.CODE_2XX.ordinal()] = codes.between(200, 299);
        figures[Series.Figure.CODE_4XX.ordinal()] = codes.between(400, 499);
        figures[Series.Figure.CODE_503.ordinal()] = codes.of(503);
        figures[Series.Figure.CODE_504.ordinal()] = codes.of(504);
        figures[Series.Figure.CODE_5XX_OTHER.ordinal()] = codes.between(500, 599) - codes.of(503) - codes.of(504);
        figures[Series.Figure.NO_ANSWER.ordinal()] = codes.of(0);
        return figures;
    }

    private Rates rates(Target target, int second) {
        while (!target.last.isEmpty() && target.last.peekFirst().number() < second - NOW_SECONDS) {
            target.last.removeFirst();
        }
        if (target.last.isEmpty()) {
            return Rates.IDLE;
        }
        Histogram latency = new Histogram();
        Tally to = new Tally();
        long completed = 0;
        long errors = 0;
        long retries = 0;
        for (Numbered each : target.last) {
            completed += each.window().completed;
            errors += each.window().errors;
            retries += each.window().retries;
            latency.add(each.window().latency);
            to.add(each.window().destinations);
        }
        double length = Math.min(NOW_SECONDS, Math.max(1, second));
        Map<String, Double> shares = new LinkedHashMap<>();
        String[] names = target.series.destinations();
        for (int i = 0; i < names.length; i++) {
            shares.put(names[i], to.total() == 0 ? 0 : to.of(i) / (double) to.total());
        }
        return new Rates(
                completed / length,
                completed == 0 ? 0 : errors / (double) completed,
                retries / length,
                latency.count() == 0 ? Double.NaN : latency.percentileNanos(50) / 1e9,
                latency.count() == 0 ? Double.NaN : latency.percentileNanos(95) / 1e9,
                latency.count() == 0 ? Double.NaN : latency.percentileNanos(99) / 1e9,
                shares);
    }

    /** Figures of now, by target. */
    Map<String, Rates> rates() {
        Map<String, Rates> result = new LinkedHashMap<>();
        targets.forEach((name, target) -> result.put(name, target.rates));
        return result;
    }

    /** Series so far, by target. */
    Map<String, Series> all() {
        Map<String, Series> result = new LinkedHashMap<>();
        targets.forEach((name, target) -> result.put(name, target.series));
        return result;
    }

    /** Virtual time of the last take, in seconds. */
    double seconds() {
        return seconds;
    }
}

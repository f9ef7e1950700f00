package dev.windtunnel.simulation;

import dev.windtunnel.expect.StudentT;
import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.measure.Histogram;
import dev.windtunnel.measure.PodStatistics;
import dev.windtunnel.measure.RunResult;
import dev.windtunnel.measure.RunResult.Latency;
import dev.windtunnel.measure.RunResult.Replications;
import dev.windtunnel.measure.RunResult.Spread;
import dev.windtunnel.measure.SessionStatistics;
import dev.windtunnel.measure.Tally;
import dev.windtunnel.measure.TrafficStatistics;
import dev.windtunnel.measure.Windows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Makes the result of one run, or of replications, from what was counted. */
public final class ResultBuilder {

    private static final int MOST_PROXIES = 20;

    private final List<Measurements> runs;
    private final Measurements sum;
    private final double n;

    /**
     * A builder for these runs.
     *
     * @param runs replications in order of their seeds, at least one
     */
    public ResultBuilder(List<Measurements> runs) {
        this.runs = List.copyOf(runs);
        this.sum = Measurements.sum(runs);
        this.n = sum.replications;
    }

    /** Which proxies' counters a result holds. */
    public enum Stats {
        /** All, as long as there are not more than 20 proxies. */
        AUTOMATIC,
        NONE,
        ALL
    }

    /**
     * The result.
     *
     * @param stats which counters
     * @param proxy of one proxy only ({@code ns/pod} or {@code pod}); null for all
     */
    public RunResult build(Stats stats, @Nullable String proxy) {
        List<RunResult.EdgeResult> edges = edges();
        double requests = 0;
        double completed = 0;
        for (TrafficStatistics traffic : sum.traffic.values()) {
            requests += traffic.requests / n;
            completed += traffic.completed / n;
        }
        double attempts = 0;
        double retries = 0;
        for (EdgeStatistics edge : sum.edges.values()) {
            attempts += edge.attempts / n;
            retries += edge.retries / n;
        }
        boolean tooMany = stats == Stats.AUTOMATIC && sum.proxies > MOST_PROXIES && proxy == null;
        return new RunResult(
                new RunResult.ScenarioInfo(
                        sum.scenario,
                        sum.profile,
                        sum.seed,
                        sum.durationSeconds / n,
                        sum.warmupSeconds,
                        sum.replications,
                        sum.interrupted),
                new RunResult.Totals(requests, completed, requests - completed, attempts, retries),
                traffic(),
                edges,
                services(),
                pods(),
                sum.ejections,
                stats == Stats.NONE || tooMany ? new TreeMap<>() : counters(proxy),
                tooMany ? sum.proxies + " proxies: ask for their counters with --stats all or --stats NS/POD" : null,
                sum.timeline,
                sum.seriesStepNanos > 0 ? series() : null);
    }

    // ---------------------------------------------------------------- traffic

    private List<RunResult.TrafficResult> traffic() {
        List<RunResult.TrafficResult> results = new ArrayList<>();
        for (TrafficStatistics each : sum.traffic.values()) {
            double seconds = each.activeNanos / 1e9;
            Map<String, ToDoubleFunction<Measurements>> spread = new LinkedHashMap<>();
            latencyFigures(spread, run -> of(run, each).latency);
            spread.put("errorRate", run -> of(run, each).errorRate());
            spread.put("requestsPerSecond", run -> {
                TrafficStatistics mine = of(run, each);
                return mine.activeNanos > 0 ? mine.completed / (mine.activeNanos / 1e9) : Double.NaN;
            });
            spread.put("requests", run -> of(run, each).requests);
            results.add(new RunResult.TrafficResult(
                    each.name,
                    each.from,
                    each.requests / n,
                    each.completed / n,
                    (each.requests - each.completed) / n,
                    each.callerRetries / n,
                    codes(each.codes),
                    codes(each.grpc),
                    flags(each.flags),
                    each.failures.named(ordinal -> Failure.values()[ordinal].text(), n),
                    reasons(each),
                    seconds > 0 ? each.completed / seconds : 0,
                    each.completed == 0 ? 0 : each.errorRate(),
                    latency(each.latency),
                    sessions(each.sessions),
                    replications(spread)));
        }
        return results;
    }

    private List<RunResult.Reason> reasons(TrafficStatistics traffic) {
        return traffic.outcomes.outcomes().stream()
                .map(outcome -> new RunResult.Reason(
                        outcome.code(),
                        outcome.grpc(),
                        ResponseFlag.text(outcome.flags()),
                        Failure.values()[outcome.failure()].text(),
                        outcome.count() / n))
                .toList();
    }

    private RunResult.@Nullable Sessions sessions(@Nullable SessionStatistics sessions) {
        return sessions == null
                ? null
                : new RunResult.Sessions(
                        sessions.opened / n,
                        sessions.open / n,
                        sessions.mostOpen / n,
                        sessions.ends.named(ordinal -> SessionEnd.values()[ordinal].text(), n),
                        latency(sessions.length));
    }

    /** The same traffic in one of the runs; every run has every traffic. */
    private static TrafficStatistics of(Measurements run, TrafficStatistics traffic) {
        return Objects.requireNonNull(run.traffic.get(traffic.name));
    }

    private SortedMap<String, Double> codes(Tally codes) {
        return codes.named(Integer::toString, n);
    }

    private SortedMap<String, Double> flags(Tally flags) {
        return flags.named(ResponseFlag::text, n);
    }

    private Latency latency(Histogram histogram) {
        if (histogram.count() == 0) {
            double nan = Double.NaN;
            return new Latency(0, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan);
        }
        return new Latency(
                histogram.count() / n,
                histogram.meanNanos() / 1e9,
                histogram.stddevNanos() / 1e9,
                histogram.minNanos() / 1e9,
                histogram.percentileNanos(50) / 1e9,
                histogram.percentileNanos(75) / 1e9,
                histogram.percentileNanos(90) / 1e9,
                histogram.percentileNanos(95) / 1e9,
                histogram.percentileNanos(99) / 1e9,
                histogram.percentileNanos(99.9) / 1e9,
                histogram.maxNanos() / 1e9);
    }

    private interface HistogramOf {
        Histogram of(Measurements run);
    }

    private static void latencyFigures(Map<String, ToDoubleFunction<Measurements>> figures, HistogramOf histogram) {
        figures.put("latencySeconds.mean", run -> seconds(histogram.of(run), Histogram::meanNanos));
        for (double percentile : new double[] {50, 90, 99}) {
            figures.put(
                    "latencySeconds.p" + (int) percentile,
                    run -> seconds(histogram.of(run), values -> values.percentileNanos(percentile)));
        }
        figures.put("latencySeconds.max", run -> seconds(histogram.of(run), Histogram::maxNanos));
    }

    private static double seconds(Histogram histogram, ToDoubleFunction<Histogram> nanos) {
        return histogram.count() == 0 ? Double.NaN : nanos.applyAsDouble(histogram) / 1e9;
    }

    private @Nullable Replications replications(Map<String, ToDoubleFunction<Measurements>> figures) {
        if (runs.size() < 2) {
            return null;
        }
        Map<String, Spread> spreads = new LinkedHashMap<>();
        figures.forEach((name, figure) -> {
            double[] values = runs.stream()
                    .mapToDouble(figure)
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            if (values.length > 1) {
                spreads.put(name, spread(values));
            }
        });
        return new Replications(runs.size(), spreads);
    }

    private static Spread spread(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value;
        }
        mean /= values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double sd = StrictMath.sqrt(squares / (values.length - 1));
        double half = StudentT.quantile975(values.length - 1) * sd / StrictMath.sqrt(values.length);
        return new Spread(mean, sd, mean - half, mean + half);
    }

    // ---------------------------------------------------------------- edges, services, pods

    private List<RunResult.EdgeResult> edges() {
        List<RunResult.EdgeResult> results = new ArrayList<>();
        for (EdgeStatistics edge : sum.edges.values()) {
            String key = Measurements.key(edge);
            Map<String, ToDoubleFunction<Measurements>> spread = new LinkedHashMap<>();
            latencyFigures(spread, run -> run.edges.containsKey(key) ? run.edges.get(key).latency : new Histogram());
            spread.put(
                    "errorRate",
                    run -> run.edges.containsKey(key) ? run.edges.get(key).errorRate() : Double.NaN);
            for (EdgeStatistics.Destination destination : edge.destinations) {
                spread.put(
                        "destinations." + name(destination) + ".share", run -> share(run.edges.get(key), destination));
                spread.put(
                        "destinations." + name(destination) + ".requests",
                        run -> requests(run.edges.get(key), destination));
            }
            results.add(new RunResult.EdgeResult(
                    edge.source,
                    edge.service,
                    edge.port,
                    edge.protocol,
                    edge.requests / n,
                    edge.attempts / n,
                    edge.retries / n,
                    edge.unsent / n,
                    edge.pending / n,
                    edge.noDestination / n,
                    edge.mirrored / n,
                    edge.unfinished / n,
                    codes(edge.codes),
                    codes(edge.grpc),
                    flags(edge.flags),
                    latency(edge.latency),
                    new RunResult.Connections(
                            edge.connectionsOpened / n, edge.connectionsFailed / n, edge.connectionsMaxOpen / n),
                    edge.protocol.equals("tcp")
                            ? new RunResult.Bytes(
                                    edge.bytesSent / n, edge.bytesReceived / n, edge.durationNanos / 1e9 / n)
                            : null,
                    destinations(edge),
                    localities(edge),
                    replications(spread)));
        }
        return results;
    }

    private static String name(EdgeStatistics.Destination destination) {
        return destination.subset == null
                ? destination.workload
                : destination.workload + "[" + destination.subset + "]";
    }

    private static double requests(@Nullable EdgeStatistics edge, EdgeStatistics.Destination wanted) {
        if (edge == null) {
            return 0;
        }
        for (EdgeStatistics.Destination destination : edge.destinations) {
            if (name(destination).equals(name(wanted))) {
                return destination.requests;
            }
        }
        return 0;
    }

    private static double share(@Nullable EdgeStatistics edge, EdgeStatistics.Destination wanted) {
        return edge == null || edge.requests == 0 ? Double.NaN : requests(edge, wanted) / edge.requests;
    }

    private List<RunResult.DestinationResult> destinations(EdgeStatistics edge) {
        List<RunResult.DestinationResult> results = new ArrayList<>();
        for (EdgeStatistics.Destination destination : edge.destinations) {
            results.add(new RunResult.DestinationResult(
                    destination.workload,
                    destination.version,
                    destination.subset,
                    destination.requests / n,
                    destination.attempts / n,
                    edge.requests == 0 ? 0 : destination.requests / (double) edge.requests));
        }
        results.sort((a, b) -> {
            int byName = a.workload().compareTo(b.workload());
            return byName != 0 ? byName : String.valueOf(a.subset()).compareTo(String.valueOf(b.subset()));
        });
        return results;
    }

    private List<RunResult.LocalityResult> localities(EdgeStatistics edge) {
        List<RunResult.LocalityResult> results = new ArrayList<>();
        for (EdgeStatistics.Locality locality : edge.localities) {
            if (locality.requests == 0 && locality.attempts == 0) {
                continue; // whoever was chosen there was not reached
            }
            results.add(new RunResult.LocalityResult(
                    locality.from,
                    locality.to,
                    locality.requests / n,
                    locality.attempts / n,
                    edge.attempts == 0 ? 0 : locality.attempts / (double) edge.attempts));
        }
        return results;
    }

    private List<RunResult.ServiceResult> services() {
        List<RunResult.ServiceResult> results = new ArrayList<>();
        sum.services().forEach((name, edges) -> {
            double attempts = 0;
            double organic = 0;
            double worst = 0;
            for (EdgeStatistics edge : edges) {
                attempts += edge.attempts;
                organic += edge.organicAttempts;
                worst = Math.max(worst, edge.worstAmplification);
            }
            results.add(new RunResult.ServiceResult(
                    name,
                    attempts / n,
                    organic / n,
                    organic == 0 ? Double.NaN : attempts / organic,
                    worst == 0 ? Double.NaN : worst));
        });
        return results;
    }

    private List<RunResult.PodResult> pods() {
        List<RunResult.PodResult> results = new ArrayList<>();
        for (PodStatistics pod : sum.pods.values()) {
            results.add(new RunResult.PodResult(
                    pod.name,
                    pod.namespace,
                    pod.workload,
                    pod.version,
                    pod.node,
                    pod.zone,
                    pod.arrived / n,
                    pod.completed / n,
                    pod.mirrored / n,
                    pod.utilization(),
                    pod.inServiceMean / n,
                    pod.inServiceMax / n,
                    pod.queueMax / n,
                    pod.ejections / n,
                    pod.restarts / n,
                    pod.openSessions / n,
                    pod.latency.count() == 0 ? null : latency(pod.latency)));
        }
        return results;
    }

    private SortedMap<String, SortedMap<String, Double>> counters(@Nullable String proxy) {
        SortedMap<String, SortedMap<String, Double>> result = new TreeMap<>();
        sum.stats.forEach((name, counters) -> {
            if (proxy == null || name.equals(proxy) || name.endsWith("/" + proxy)) {
                SortedMap<String, Double> mine = new TreeMap<>();
                counters.forEach((counter, value) -> mine.put(counter, value / n));
                result.put(name, mine);
            }
        });
        return result;
    }

    // ---------------------------------------------------------------- series

    private RunResult.Series series() {
        double step = sum.seriesStepNanos / 1e9;
        int windows = (int) StrictMath.ceil(sum.durationSeconds / n / step - 1e-9);
        List<RunResult.SeriesItem> items = new ArrayList<>();
        sum.trafficWindows.forEach((name, each) -> addSeries(items, "traffic/" + name, each, windows, step));
        sum.edgeWindows.forEach((name, each) -> {
            addSeries(items, name, each, windows, step);
            EdgeStatistics edge = sum.edges.get(name);
            for (int i = 0; edge != null && i < edge.destinations.size(); i++) {
                int number = i;
                items.add(item(name, "share." + name(edge.destinations.get(i)), windows, each, window -> {
                    long total = window.destinations.total();
                    return total == 0 ? Double.NaN : window.destinations.of(number) / (double) total;
                }));
            }
        });
        return new RunResult.Series(step, items);
    }

    private void addSeries(List<RunResult.SeriesItem> items, String target, Windows windows, int count, double step) {
        items.add(item(target, "requestsPerSecond", count, windows, window -> window.completed / n / step));
        items.add(item(
                target,
                "errorRate",
                count,
                windows,
                window -> window.completed == 0 ? Double.NaN : window.errors / (double) window.completed));
        items.add(item(target, "retriesPerSecond", count, windows, window -> window.retries / n / step));
        for (double percentile : new double[] {50, 90, 99}) {
            items.add(item(
                    target,
                    "latencySeconds.p" + (int) percentile,
                    count,
                    windows,
                    window -> seconds(window.latency, values -> values.percentileNanos(percentile))));
        }
    }

    private static RunResult.SeriesItem item(
            String target, String metric, int count, Windows windows, ToDoubleFunction<Windows.Window> figure) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            Windows.Window window = windows.get(i);
            values[i] = figure.applyAsDouble(window == null ? new Windows.Window() : window);
        }
        return new RunResult.SeriesItem(target, metric, values);
    }
}

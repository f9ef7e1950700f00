package dev.windtunnel.simulation;

import dev.windtunnel.expect.Expression;
import dev.windtunnel.expect.Expression.Filter;
import dev.windtunnel.expect.Expression.Function;
import dev.windtunnel.expect.Expression.Kind;
import dev.windtunnel.expect.Expression.Target;
import dev.windtunnel.expect.FigureSource;
import dev.windtunnel.measure.Collector;
import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.measure.Histogram;
import dev.windtunnel.measure.PodStatistics;
import dev.windtunnel.measure.Tally;
import dev.windtunnel.measure.TrafficStatistics;
import dev.windtunnel.measure.Windows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The figures of a run that thresholds ask for. Of replications, counts are means and percentiles pooled. */
public final class Figures implements FigureSource {

    private final Measurements run;
    private final double n;

    /** The figures of one run, or of several added up. */
    public Figures(Measurements run) {
        this.run = run;
        this.n = run.replications;
    }

    // ---------------------------------------------------------------- what has to be selected before the run

    /**
     * The selections that a metric needs while the run goes.
     *
     * @param metric the metric
     * @param names which names are traffic, and so on
     */
    public static List<Selection> selections(Expression.Metric metric, Names names) {
        List<Selection> result = new ArrayList<>();
        Target target = resolve(metric.target(), names);
        boolean recovery = metric.function() instanceof Function.Recovery;
        if (!metric.filters().isEmpty() || recovery) {
            result.add(new Selection(target, metric.filters(), recovery));
            List<Filter> base = withoutOutcome(metric.filters());
            if (!base.isEmpty() && !base.equals(metric.filters())) {
                result.add(new Selection(target, base, false));
            }
        }
        return result;
    }

    /** The names of a run by what they mean. */
    public record Names(List<String> traffic, List<String> services, List<String> workloads, List<String> pods) {}

    /** What a plain name means: the first of traffic, service, workload, pod that has it. */
    public static Target resolve(Target target, Names names) {
        if (!(target instanceof Target.Any any)) {
            return target;
        }
        if (names.traffic().contains(any.name())) {
            return new Target.Traffic(any.name());
        }
        for (String service : names.services()) {
            if (new Target.Service(any.name()).means(service)) {
                return new Target.Service(any.name());
            }
        }
        if (names.workloads().contains(any.name())) {
            return new Target.Workload(any.name());
        }
        return new Target.Pod(any.name());
    }

    /** The filters that say which requests are looked at, without those that say how they ended or where they went. */
    private static List<Filter> withoutOutcome(List<Filter> filters) {
        List<Filter> base = new ArrayList<>();
        for (Filter filter : filters) {
            if (filter instanceof Filter.From
                    || filter instanceof Filter.To
                    || filter instanceof Filter.RequestName
                    || filter instanceof Filter.FromZone
                    || filter instanceof Filter.Method) {
                base.add(filter);
            }
        }
        return base;
    }

    // ---------------------------------------------------------------- figures

    private @Nullable Names names;

    /** The same figures, for targets that are plain names. */
    public Figures named(Names meaning) {
        this.names = meaning;
        return this;
    }

    @Override
    public double figure(Function function, Target target, List<Filter> filters) {
        Target resolved = names == null ? target : resolve(target, names);
        if (function instanceof Function.Recovery recovery) {
            return recovery(recovery, resolved, filters);
        }
        if (function instanceof Function.Plain plain) {
            return figure(plain.kind(), resolved, filters);
        }
        return Double.NaN;
    }

    private double figure(Kind kind, Target target, List<Filter> filters) {
        Population all = population(target);
        if (all == null) {
            return Double.NaN;
        }
        if (filters.isEmpty()) {
            return all.figure(kind);
        }
        Collector collector = run.collector(new Selection(target, filters, false));
        if (collector == null) {
            return Double.NaN;
        }
        double base = base(target, filters, all);
        return switch (kind) {
            case SHARE, RATE -> base == 0 ? Double.NaN : collector.completed / n / base;
            case COUNT -> collector.requests / n;
            case RPS -> collector.activeNanos > 0 ? collector.completed / (collector.activeNanos / 1e9) : Double.NaN;
            case ERRORS -> collector.completed == 0 ? Double.NaN : collector.errors / (double) collector.completed;
            case RETRIES -> collector.retries / n;
            case ATTEMPTS -> collector.attempts / n;
            case UNSENT -> collector.unsent / n;
            case AMPLIFICATION, EJECTIONS, UTILIZATION, QUEUE_MAX, CROSS_ZONE, OPEN, CUT -> all.figure(kind);
            default -> latency(kind, collector.latency);
        };
    }

    private double base(Target target, List<Filter> filters, Population all) {
        List<Filter> base = withoutOutcome(filters);
        if (base.isEmpty()) {
            return all.completed();
        }
        Collector collector = run.collector(new Selection(target, base, false));
        return collector == null ? 0 : collector.completed / n;
    }

    private static double latency(Kind kind, Histogram latency) {
        if (latency.count() == 0) {
            return Double.NaN;
        }
        return switch (kind) {
            case MEAN -> latency.meanNanos() / 1e9;
            case MIN -> latency.minNanos() / 1e9;
            case MAX -> latency.maxNanos() / 1e9;
            case STDDEV -> latency.stddevNanos() / 1e9;
            default -> latency.percentileNanos(kind.percentile()) / 1e9;
        };
    }

    // ---------------------------------------------------------------- populations

    /** All requests of a target. */
    private interface Population {
        double figure(Kind kind);

        double completed();
    }

    private @Nullable Population population(Target target) {
        if (target instanceof Target.Traffic traffic) {
            TrafficStatistics statistics = run.traffic.get(traffic.name());
            return statistics == null ? null : new OfTraffic(statistics);
        }
        if (target instanceof Target.Service || target instanceof Target.Edge) {
            List<EdgeStatistics> edges = new ArrayList<>();
            for (EdgeStatistics edge : run.edges.values()) {
                if (Targets.isEdgeOf(target, edge.source, edge.service)) {
                    edges.add(edge);
                }
            }
            return edges.isEmpty() ? null : new OfEdges(edges);
        }
        List<PodStatistics> pods = new ArrayList<>();
        for (PodStatistics pod : run.pods.values()) {
            if (target instanceof Target.Workload workload && workload.name().equals(pod.workload)
                    || target instanceof Target.Pod wanted && wanted.name().equals(pod.name)) {
                pods.add(pod);
            }
        }
        return pods.isEmpty() ? null : new OfPods(pods);
    }

    private final class OfTraffic implements Population {
        private final TrafficStatistics traffic;

        OfTraffic(TrafficStatistics traffic) {
            this.traffic = traffic;
        }

        @Override
        public double completed() {
            return traffic.completed / n;
        }

        @Override
        public double figure(Kind kind) {
            return switch (kind) {
                case COUNT -> traffic.requests / n;
                case RPS -> traffic.activeNanos > 0 ? traffic.completed / (traffic.activeNanos / 1e9) : Double.NaN;
                case ERRORS -> traffic.errorRate();
                case RETRIES -> traffic.callerRetries / n;
                case OPEN -> traffic.sessions == null ? Double.NaN : traffic.sessions.open / n;
                case CUT ->
                    traffic.sessions == null
                            ? Double.NaN
                            : (traffic.sessions.ends.total() - traffic.sessions.ends.of(SessionEnd.DONE.ordinal())) / n;
                case SHARE, RATE -> traffic.completed == 0 ? Double.NaN : 1;
                case ATTEMPTS, UNSENT, AMPLIFICATION, EJECTIONS, UTILIZATION, QUEUE_MAX, CROSS_ZONE -> Double.NaN;
                default -> latency(kind, traffic.latency);
            };
        }
    }

    private final class OfEdges implements Population {
        private final List<EdgeStatistics> edges;

        OfEdges(List<EdgeStatistics> edges) {
            this.edges = edges;
        }

        private double sum(java.util.function.ToDoubleFunction<EdgeStatistics> figure) {
            return edges.stream().mapToDouble(figure).sum();
        }

        @Override
        public double completed() {
            return sum(EdgeStatistics::completed) / n;
        }

        @Override
        public double figure(Kind kind) {
            return switch (kind) {
                case COUNT -> sum(edge -> edge.requests) / n;
                case RPS -> {
                    double seconds = run.durationSeconds / n - run.warmupSeconds;
                    yield seconds > 0 ? completed() / seconds : Double.NaN;
                }
                case ERRORS -> {
                    double all = sum(EdgeStatistics::completed);
                    yield all == 0 ? Double.NaN : sum(edge -> edge.errors) / all;
                }
                case RETRIES -> sum(edge -> edge.retries) / n;
                case ATTEMPTS -> sum(edge -> edge.attempts) / n;
                case UNSENT -> sum(edge -> edge.unsent) / n;
                case SHARE, RATE -> completed() == 0 ? Double.NaN : 1;
                case AMPLIFICATION -> {
                    double organic = sum(edge -> edge.organicAttempts);
                    yield organic == 0 ? Double.NaN : sum(edge -> edge.attempts) / organic;
                }
                case CROSS_ZONE -> {
                    double all = sum(edge -> edge.attempts);
                    double crossing = sum(edge -> edge.localities.stream()
                            .filter(locality -> !locality.from.equals(locality.to))
                            .mapToLong(locality -> locality.attempts)
                            .sum());
                    yield all == 0 ? Double.NaN : crossing / all;
                }
                case EJECTIONS, UTILIZATION, QUEUE_MAX, OPEN, CUT -> Double.NaN;
                default -> {
                    Histogram pooled = new Histogram();
                    edges.forEach(edge -> pooled.add(edge.latency));
                    yield latency(kind, pooled);
                }
            };
        }
    }

    private final class OfPods implements Population {
        private final List<PodStatistics> pods;

        OfPods(List<PodStatistics> pods) {
            this.pods = pods;
        }

        @Override
        public double completed() {
            return pods.stream().mapToDouble(pod -> pod.completed).sum() / n;
        }

        @Override
        public double figure(Kind kind) {
            return switch (kind) {
                case COUNT, ATTEMPTS ->
                    pods.stream().mapToDouble(pod -> pod.arrived).sum() / n;
                case RPS -> {
                    double seconds = run.durationSeconds / n - run.warmupSeconds;
                    yield seconds > 0 ? completed() / seconds : Double.NaN;
                }
                case ERRORS -> {
                    Tally codes = new Tally();
                    Tally grpc = new Tally();
                    pods.forEach(pod -> {
                        codes.add(pod.codes);
                        grpc.add(pod.grpc);
                    });
                    double total = codes.total();
                    yield total == 0
                            ? Double.NaN
                            : (codes.of(0) + codes.between(500, 599) + Tally.grpcErrors(grpc)) / total;
                }
                case UTILIZATION -> {
                    double busy =
                            pods.stream().mapToDouble(pod -> pod.busyCoreNanos).sum();
                    double capacity = pods.stream()
                            .mapToDouble(pod -> pod.capacityCoreNanos)
                            .sum();
                    yield capacity > 0 && !Double.isInfinite(capacity) ? busy / capacity : Double.NaN;
                }
                case QUEUE_MAX ->
                    pods.stream().mapToDouble(pod -> pod.queueMax).max().orElse(Double.NaN) / n;
                case EJECTIONS ->
                    pods.stream().mapToDouble(pod -> pod.ejections).sum() / n;
                case SHARE, RATE -> completed() == 0 ? Double.NaN : 1;
                case OPEN -> pods.stream().mapToDouble(pod -> pod.openSessions).sum() / n;
                case RETRIES, UNSENT, AMPLIFICATION, CROSS_ZONE, CUT -> Double.NaN;
                default -> {
                    Histogram pooled = new Histogram();
                    pods.forEach(pod -> pooled.add(pod.latency));
                    yield latency(kind, pooled);
                }
            };
        }
    }

    // ---------------------------------------------------------------- recovery

    /** Seconds from {@code after} until the condition holds in every later window of one second; infinite when never. */
    private double recovery(Function.Recovery recovery, Target target, List<Filter> filters) {
        Windows windows = run.collectedWindows.get(new Selection(target, filters, true));
        if (windows == null) {
            return Double.NaN;
        }
        int first = (int) (recovery.afterNanos() / windows.stepNanos());
        int last = (int) Math.min(windows.size(), Math.ceil(run.durationSeconds / n));
        int recovered = first;
        boolean any = false;
        for (int i = first; i < last; i++) {
            Windows.Window window = windows.get(i);
            if (window == null || window.completed == 0) {
                continue;
            }
            any = true;
            if (!recovery.condition().holds(inWindow(recovery.inner(), window))) {
                recovered = i + 1;
            }
        }
        if (!any) {
            return Double.NaN;
        }
        if (recovered >= last) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.max(0, recovered * (windows.stepNanos() / 1e9) - recovery.afterNanos() / 1e9);
    }

    private double inWindow(Kind kind, Windows.Window window) {
        return switch (kind) {
            case ERRORS -> window.errors / (double) window.completed;
            case COUNT, RPS -> window.completed / n;
            case RETRIES -> window.retries / n;
            case ATTEMPTS -> window.attempts / n;
            default -> latency(kind, window.latency);
        };
    }
}

package dev.windtunnel.report;

import dev.windtunnel.expect.Expression;
import dev.windtunnel.expect.Expression.Function;
import dev.windtunnel.expect.Expression.Kind;
import dev.windtunnel.expect.Expression.Metric;
import dev.windtunnel.expect.Expression.Target;
import dev.windtunnel.expect.Threshold;
import dev.windtunnel.expect.ThresholdParser;
import dev.windtunnel.expect.ThresholdResult;
import dev.windtunnel.expect.ThresholdSyntaxException;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
import dev.windtunnel.measure.RunResult;
import dev.windtunnel.measure.RunResult.Connections;
import dev.windtunnel.measure.RunResult.DestinationResult;
import dev.windtunnel.measure.RunResult.EdgeResult;
import dev.windtunnel.measure.RunResult.Latency;
import dev.windtunnel.measure.RunResult.LocalityResult;
import dev.windtunnel.measure.RunResult.PodResult;
import dev.windtunnel.measure.RunResult.Reason;
import dev.windtunnel.measure.RunResult.Replications;
import dev.windtunnel.measure.RunResult.ScenarioInfo;
import dev.windtunnel.measure.RunResult.Series;
import dev.windtunnel.measure.RunResult.SeriesItem;
import dev.windtunnel.measure.RunResult.ServiceResult;
import dev.windtunnel.measure.RunResult.Spread;
import dev.windtunnel.measure.RunResult.TimelineResult;
import dev.windtunnel.measure.RunResult.Totals;
import dev.windtunnel.measure.RunResult.TrafficResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Results made by hand that keep the laws of a result, and in which every part of a report has something to say. */
final class Samples {
    private static final double NONE = Double.NaN;

    private Samples() {}

    /** Retries, time-outs, an open circuit breaker, a split, a kill on the timeline, one missed threshold, findings. */
    static RunReport eventful() {
        TrafficResult web = new TrafficResult(
                "web",
                "tool",
                1000,
                990,
                10,
                4,
                counts("200", 888, "500", 2, "503", 30, "504", 60, "0", 10),
                counts(),
                counts("-", 890, "UO", 20, "URX,UF", 10, "UT", 60, "DC", 10),
                counts("timeout", 10),
                List.of(
                        new Reason(503, -1, "UO", "", 20),
                        new Reason(0, -1, "DC", "timeout", 10),
                        new Reason(503, -1, "URX,UF", "", 10),
                        new Reason(500, -1, "-", "", 2),
                        new Reason(504, -1, "UT", "", 60)),
                16.5,
                102 / 990.0,
                new Latency(990, 0.1234567891234, 0.05, 0.0041, 0.11, 0.15, 0.2, 0.25, 1.9, 2, 2.000000001),
                null,
                null);
        TrafficResult idle = new TrafficResult(
                "idle",
                "batch",
                0,
                0,
                0,
                0,
                counts(),
                counts(),
                counts(),
                counts(),
                List.of(),
                0,
                NONE,
                noLatency(),
                null,
                null);
        EdgeResult toReviews = new EdgeResult(
                "tool",
                "reviews.default",
                9080,
                "http",
                1004,
                1030,
                50,
                14,
                10,
                4,
                100,
                10,
                counts("200", 890, "503", 34, "504", 60, "0", 10),
                counts(),
                counts("-", 890, "UO", 20, "URX,UF", 14, "UT", 60, "DC", 10),
                new Latency(994, 0.12, 0.05, 0.004, 0.109, 0.149, 0.199, 0.249, 1.899, 1.999, 2),
                new Connections(12, 3, 8),
                null,
                List.of(
                        new DestinationResult("reviews-v1", "v1", "v1", 750, 772, 750 / 1004.0),
                        new DestinationResult("reviews-v2", "v2", "v2", 250, 258, 250 / 1004.0)),
                List.of(
                        new LocalityResult("r1/a", "r1/a", 600, 630, 630 / 1030.0),
                        new LocalityResult("r1/a", "r1/b", 400, 400, 400 / 1030.0)),
                null);
        EdgeResult toDatabase = new EdgeResult(
                "reviews-v1",
                "mysql.default",
                3306,
                "tcp",
                3,
                3,
                0,
                0,
                0,
                0,
                0,
                0,
                counts(),
                counts(),
                counts("-", 3),
                noLatency(),
                new Connections(3, 0, 3),
                null,
                List.of(new DestinationResult("mysql", null, null, 3, 3, 1)),
                List.of(new LocalityResult("r1/a", "r1/a", 3, 3, 1)),
                null);
        SortedMap<String, SortedMap<String, Double>> stats = new TreeMap<>();
        stats.put(
                "default/tool-0",
                counts("cluster.outbound|9080|v1|reviews.default.svc.cluster.local.upstream_rq_total", 772));
        RunResult result = new RunResult(
                new ScenarioInfo("bookinfo", "istio-1.30", 7, 60, 5, 1, false),
                new Totals(1000, 990, 10, 1033, 50),
                List.of(web, idle),
                List.of(toReviews, toDatabase),
                List.of(
                        new ServiceResult("reviews.default", 1030, 980, 1030 / 980.0, 3),
                        new ServiceResult("mysql.default", 3, 3, 1, 1),
                        new ServiceResult("ratings.default", 0, 0, NONE, NONE)),
                List.of(
                        pod("reviews-v1-0", "reviews-v1", "v1", "a", 772, 0.875, 4),
                        pod("reviews-v2-0", "reviews-v2", "v2", "b", 258, 0.25, 0),
                        pod("mysql-0", "mysql", null, "a", 3, NONE, 0)),
                List.of(),
                stats,
                null,
                List.of(
                        new TimelineResult(20, 0, 20.0, 20.25, "applied", null),
                        new TimelineResult(30, 1, null, null, "done", "1 of 3 pods of reviews-v1")),
                new Series(
                        30,
                        List.of(
                                new SeriesItem("traffic/web", "rps", new double[] {16.25, 17}),
                                new SeriesItem("traffic/web", "p99", new double[] {NONE, 1.9}))));
        return new RunReport(
                result,
                List.of(
                        threshold(null, "p99(web) < 2s", Kind.P99, null, null, true, 1.9, null),
                        threshold("E3 total", "max(web) <= 2s", Kind.MAX, "1.999s", 1.999, false, 2.000000001, null),
                        threshold(null, "errors(web) < 20%", Kind.ERRORS, "10%", 0.1, true, 102 / 990.0, null),
                        threshold(null, "p50(idle) < 1s", Kind.P50, null, null, false, NONE, "no data")),
                List.of(unknownSubset(), notSimulated(), advice()),
                Level.ERROR);
    }

    /** Ten replications of which all is well. */
    static RunReport replicated() {
        Map<String, Spread> figures = new LinkedHashMap<>();
        figures.put("latencySeconds.p99", new Spread(0.008, 0.001, 0.0073, 0.0087));
        figures.put("errorRate", new Spread(0, 0, 0, 0));
        figures.put("requestsPerSecond", new Spread(166.7, 2.5, 164.9, 168.5));
        TrafficResult curl = new TrafficResult(
                "curl",
                "tool",
                100,
                100,
                0,
                0,
                counts("200", 100),
                counts(),
                counts("-", 100),
                counts(),
                List.of(),
                166.7,
                0,
                new Latency(1000, 0.006, 0.001, 0.004, 0.006, 0.007, 0.008, 0.008, 0.009, 0.009, 0.009),
                null,
                new Replications(10, figures));
        EdgeResult edge = new EdgeResult(
                "tool",
                "helloworldsvc.default",
                8080,
                "http",
                100,
                100,
                0,
                0,
                0,
                0,
                0,
                0,
                counts("200", 100),
                counts(),
                counts("-", 100),
                curl.latency(),
                new Connections(2, 0, 2),
                null,
                List.of(
                        new DestinationResult("helloworld-service", "1", null, 90.1, 90.1, 0.901),
                        new DestinationResult("helloworld-service-v2", "2", null, 9.9, 9.9, 0.099)),
                List.of(),
                null);
        RunResult result = new RunResult(
                new ScenarioInfo("hello-split", "envoy-2017", 1, 0.6, 0, 10, false),
                new Totals(100, 100, 0, 100, 0),
                List.of(curl),
                List.of(edge),
                List.of(new ServiceResult("helloworldsvc.default", 100, 100, 1, 1)),
                List.of(),
                List.of(),
                new TreeMap<>(),
                "41 proxies: --stats all writes them",
                List.of(),
                null);
        return new RunReport(
                result,
                List.of(threshold(
                        "E1 share",
                        "share(helloworldsvc, version=2) in 8%..12%",
                        Kind.SHARE,
                        "10%",
                        0.1,
                        true,
                        0.099,
                        null)),
                List.of(),
                Level.ERROR);
    }

    /** A scenario in which nothing is. */
    static RunReport empty() {
        RunResult result = new RunResult(
                new ScenarioInfo("empty", "istio-1.30", 1, 0, 0, 1, true),
                new Totals(0, 0, 0, 0, 0),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                null,
                List.of(),
                null);
        return new RunReport(result, List.of(), List.of(), null);
    }

    /** A run that only a finding fails. */
    static RunReport refused() {
        return new RunReport(empty().result(), List.of(), List.of(unknownSubset(), advice()), Level.WARNING);
    }

    static Analysis analysis() {
        Map<String, Integer> ignored = new LinkedHashMap<>();
        ignored.put("PersistentVolume", 1);
        ignored.put("PersistentVolumeClaim", 2);
        return new Analysis(List.of(unknownSubset(), notSimulated(), advice()), 17, ignored, Level.ERROR);
    }

    private static Finding unknownSubset() {
        return Finding.error("IST0101", "Referenced host+subset in destinationrule not found: \"reviews+v3\"")
                .withObject("VirtualService", "default", "reviews")
                .withFix("add the subset to DestinationRule/default/reviews")
                .withUrl("https://istio.io/latest/docs/reference/config/analysis/ist0101/")
                .withPlace("my rules/a.yaml", 12, 7)
                .withPath("spec.http[0].route[0].destination.subset");
    }

    private static Finding notSimulated() {
        return Finding.warning("WT101", "corsPolicy is not simulated")
                .withObject("VirtualService", "default", "reviews")
                .withPlace("my rules/a.yaml", 20, 0);
    }

    private static Finding advice() {
        return Finding.info("WT301", "cpu is unlimited: a, b");
    }

    private static ThresholdResult threshold(
            @Nullable String name,
            String expression,
            Kind kind,
            @Nullable String reference,
            @Nullable Double referenceValue,
            boolean ok,
            double observed,
            @Nullable String note) {
        Expression check = new Expression(
                new Metric(new Function.Plain(kind), new Target.Any("web"), List.of()), condition(expression));
        String source = name == null ? null : "seed C12";
        return new ThresholdResult(
                new Threshold(name, expression, check, reference, referenceValue, source), ok, observed, note);
    }

    private static Expression.Condition condition(String expression) {
        try {
            return ThresholdParser.parse(expression).condition();
        } catch (ThresholdSyntaxException e) {
            throw new IllegalArgumentException(expression, e);
        }
    }

    private static PodResult pod(
            String name,
            String workload,
            @Nullable String version,
            String zone,
            double arrived,
            double utilization,
            double queueMax) {
        return new PodResult(
                name,
                "default",
                workload,
                version,
                "node-" + zone,
                zone,
                arrived,
                arrived,
                0,
                utilization,
                1.0 / 3,
                8,
                queueMax,
                0,
                0,
                0,
                null);
    }

    static Latency noLatency() {
        return new Latency(0, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE);
    }

    private static SortedMap<String, Double> counts(Object... pairs) {
        SortedMap<String, Double> counts = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            counts.put((String) pairs[i], ((Number) pairs[i + 1]).doubleValue());
        }
        return counts;
    }
}

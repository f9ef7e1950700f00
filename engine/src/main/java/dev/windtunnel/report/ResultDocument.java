package dev.windtunnel.report;

import dev.windtunnel.expect.Threshold;
import dev.windtunnel.expect.ThresholdResult;
import dev.windtunnel.measure.RunResult;
import dev.windtunnel.measure.RunResult.DestinationResult;
import dev.windtunnel.measure.RunResult.EdgeResult;
import dev.windtunnel.measure.RunResult.EjectionResult;
import dev.windtunnel.measure.RunResult.Latency;
import dev.windtunnel.measure.RunResult.LocalityResult;
import dev.windtunnel.measure.RunResult.PodResult;
import dev.windtunnel.measure.RunResult.Replications;
import dev.windtunnel.measure.RunResult.ScenarioInfo;
import dev.windtunnel.measure.RunResult.Series;
import dev.windtunnel.measure.RunResult.SeriesItem;
import dev.windtunnel.measure.RunResult.ServiceResult;
import dev.windtunnel.measure.RunResult.Sessions;
import dev.windtunnel.measure.RunResult.TimelineResult;
import dev.windtunnel.measure.RunResult.Totals;
import dev.windtunnel.measure.RunResult.TrafficResult;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tree of a RunResult document. Its keys and their order are what people's scripts read: keys may be added, not
 * renamed or dropped.
 */
public final class ResultDocument {
    private ResultDocument() {}

    /** The document of the runs: a RunResult, or a RunResultList when there is not exactly one. */
    public static Map<String, @Nullable Object> of(List<RunReport> runs) {
        if (runs.size() == 1) {
            return of(runs.get(0));
        }
        Map<String, @Nullable Object> list = Documents.ofKind("RunResultList");
        list.put("items", runs.stream().map(ResultDocument::of).toList());
        return list;
    }

    /** The RunResult document of one run. */
    public static Map<String, @Nullable Object> of(RunReport run) {
        RunResult result = run.result();
        Map<String, @Nullable Object> document = Documents.ofKind("RunResult");
        document.put("scenario", scenario(result.scenario()));
        document.put("totals", totals(result.totals()));
        document.put("traffic", each(result.traffic(), ResultDocument::traffic));
        document.put("edges", each(result.edges(), ResultDocument::edge));
        document.put("services", each(result.services(), ResultDocument::service));
        document.put("pods", each(result.pods(), ResultDocument::pod));
        document.put("ejections", each(result.ejections(), ResultDocument::ejection));
        document.put("stats", stats(result));
        if (result.statsNote() != null) {
            document.put("statsNote", result.statsNote());
        }
        document.put("timeline", each(result.timeline(), ResultDocument::timeline));
        document.put("thresholds", each(run.thresholds(), ResultDocument::threshold));
        document.put("findings", FindingDocuments.items(run.findings()));
        if (result.series() != null) {
            document.put("series", series(result.series()));
        }
        return document;
    }

    private static Map<String, @Nullable Object> scenario(ScenarioInfo info) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", info.name());
        map.put("profile", info.profile());
        map.put("seed", info.seed());
        map.put("durationSeconds", Numbers.seconds(info.durationSeconds()));
        map.put("warmupSeconds", Numbers.seconds(info.warmupSeconds()));
        map.put("replications", info.replications());
        if (info.interrupted()) {
            map.put("interrupted", true);
        }
        return map;
    }

    private static Map<String, @Nullable Object> totals(Totals totals) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("requests", Numbers.count(totals.requests()));
        map.put("completed", Numbers.count(totals.completed()));
        map.put("unfinished", Numbers.count(totals.unfinished()));
        map.put("attempts", Numbers.count(totals.attempts()));
        map.put("retries", Numbers.count(totals.retries()));
        return map;
    }

    private static Map<String, @Nullable Object> traffic(TrafficResult traffic) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", traffic.name());
        map.put("from", traffic.from());
        map.put("requests", Numbers.count(traffic.requests()));
        map.put("completed", Numbers.count(traffic.completed()));
        map.put("unfinished", Numbers.count(traffic.unfinished()));
        map.put("callerRetries", Numbers.count(traffic.callerRetries()));
        map.put("codes", counts(traffic.codes()));
        if (!traffic.grpc().isEmpty()) {
            map.put("grpc", counts(traffic.grpc()));
        }
        map.put("flags", counts(traffic.flags()));
        map.put("failures", counts(traffic.failures()));
        map.put("requestsPerSecond", Numbers.share(traffic.requestsPerSecond()));
        map.put("errorRate", Numbers.share(traffic.errorRate()));
        map.put("latencySeconds", latency(traffic.latency()));
        Sessions sessions = traffic.sessions();
        if (sessions != null) {
            Map<String, @Nullable Object> inner = new LinkedHashMap<>();
            inner.put("opened", Numbers.count(sessions.opened()));
            inner.put("open", Numbers.count(sessions.open()));
            inner.put("mostOpen", Numbers.count(sessions.mostOpen()));
            inner.put("ended", counts(sessions.ended()));
            inner.put("lengthSeconds", latency(sessions.length()));
            map.put("sessions", inner);
        }
        putReplications(map, traffic.replications());
        return map;
    }

    private static Map<String, @Nullable Object> edge(EdgeResult edge) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("source", edge.source());
        map.put("service", edge.service());
        map.put("port", edge.port());
        map.put("protocol", edge.protocol());
        map.put("requests", Numbers.count(edge.requests()));
        map.put("attempts", Numbers.count(edge.attempts()));
        map.put("retries", Numbers.count(edge.retries()));
        map.put("unsent", Numbers.count(edge.unsent()));
        map.put("pending", Numbers.count(edge.pending()));
        map.put("noDestination", Numbers.count(edge.noDestination()));
        map.put("mirrored", Numbers.count(edge.mirrored()));
        map.put("unfinished", Numbers.count(edge.unfinished()));
        map.put("codes", counts(edge.codes()));
        map.put("flags", counts(edge.flags()));
        map.put("grpc", counts(edge.grpc()));
        map.put("latencySeconds", latency(edge.latency()));
        Map<String, @Nullable Object> connections = new LinkedHashMap<>();
        connections.put("opened", Numbers.count(edge.connections().opened()));
        connections.put("failed", Numbers.count(edge.connections().failed()));
        connections.put("maxOpen", Numbers.count(edge.connections().maxOpen()));
        map.put("connections", connections);
        RunResult.Bytes bytes = edge.bytes();
        if (bytes != null) {
            map.put("bytesSent", Numbers.count(bytes.sent()));
            map.put("bytesReceived", Numbers.count(bytes.received()));
            map.put("durationSeconds", Numbers.seconds(bytes.durationSeconds()));
        }
        map.put("destinations", each(edge.destinations(), ResultDocument::destination));
        map.put("localities", each(edge.localities(), ResultDocument::locality));
        putReplications(map, edge.replications());
        return map;
    }

    private static Map<String, @Nullable Object> destination(DestinationResult destination) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("workload", destination.workload());
        map.put("version", destination.version());
        map.put("subset", destination.subset());
        map.put("requests", Numbers.count(destination.requests()));
        map.put("attempts", Numbers.count(destination.attempts()));
        map.put("share", Numbers.share(destination.share()));
        return map;
    }

    private static Map<String, @Nullable Object> locality(LocalityResult locality) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("from", locality.from());
        map.put("to", locality.to());
        map.put("requests", Numbers.count(locality.requests()));
        map.put("attempts", Numbers.count(locality.attempts()));
        map.put("share", Numbers.share(locality.share()));
        return map;
    }

    private static Map<String, @Nullable Object> service(ServiceResult service) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", service.name());
        map.put("attempts", Numbers.count(service.attempts()));
        map.put("organicAttempts", Numbers.count(service.organicAttempts()));
        map.put("amplification", Numbers.share(service.amplification()));
        map.put("worstAmplification", Numbers.share(service.worstAmplification()));
        return map;
    }

    private static Map<String, @Nullable Object> pod(PodResult pod) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", pod.name());
        map.put("namespace", pod.namespace());
        map.put("workload", pod.workload());
        map.put("version", pod.version());
        map.put("node", pod.node());
        map.put("zone", pod.zone());
        map.put("arrived", Numbers.count(pod.arrived()));
        map.put("completed", Numbers.count(pod.completed()));
        map.put("mirrored", Numbers.count(pod.mirrored()));
        map.put("utilization", Numbers.share(pod.utilization()));
        Map<String, @Nullable Object> inService = new LinkedHashMap<>();
        inService.put("mean", Numbers.share(pod.inServiceMean()));
        inService.put("max", Numbers.count(pod.inServiceMax()));
        map.put("inService", inService);
        map.put("queueMax", Numbers.count(pod.queueMax()));
        map.put("ejections", Numbers.count(pod.ejections()));
        if (pod.restarts() > 0) {
            map.put("restarts", Numbers.count(pod.restarts()));
        }
        if (pod.openSessions() > 0) {
            map.put("openSessions", Numbers.count(pod.openSessions()));
        }
        if (pod.latency() != null) {
            map.put("latencySeconds", latency(pod.latency()));
        }
        return map;
    }

    /** Only the count when nothing was counted: there is no mean of nothing. */
    private static Map<String, @Nullable Object> latency(Latency latency) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("count", Numbers.count(latency.count()));
        if (latency.count() == 0) {
            return map;
        }
        map.put("mean", Numbers.seconds(latency.mean()));
        map.put("stddev", Numbers.seconds(latency.stddev()));
        map.put("min", Numbers.seconds(latency.min()));
        map.put("p50", Numbers.seconds(latency.p50()));
        map.put("p75", Numbers.seconds(latency.p75()));
        map.put("p90", Numbers.seconds(latency.p90()));
        map.put("p95", Numbers.seconds(latency.p95()));
        map.put("p99", Numbers.seconds(latency.p99()));
        map.put("p999", Numbers.seconds(latency.p999()));
        map.put("max", Numbers.seconds(latency.max()));
        return map;
    }

    private static Map<String, @Nullable Object> stats(RunResult result) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        result.stats().forEach((proxy, counters) -> map.put(proxy, counts(counters)));
        return map;
    }

    private static Map<String, @Nullable Object> ejection(EjectionResult ejection) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("proxy", ejection.proxy());
        map.put("cluster", ejection.cluster());
        map.put("pod", ejection.pod());
        map.put("start", Numbers.seconds(ejection.start()));
        map.put("end", secondsOrNull(ejection.end()));
        map.put("reason", ejection.reason());
        return map;
    }

    private static Map<String, @Nullable Object> timeline(TimelineResult entry) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("at", Numbers.seconds(entry.at()));
        map.put("entry", entry.entry());
        Map<String, @Nullable Object> inForce = new LinkedHashMap<>();
        inForce.put("first", secondsOrNull(entry.inForceFirst()));
        inForce.put("last", secondsOrNull(entry.inForceLast()));
        map.put("inForce", inForce);
        map.put("result", entry.result());
        map.put("message", entry.message());
        return map;
    }

    private static Map<String, @Nullable Object> threshold(ThresholdResult result) {
        Threshold threshold = result.threshold();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", threshold.name());
        map.put("expression", threshold.expression());
        map.put("ok", result.ok());
        map.put("observed", ThresholdFigures.observedValue(result));
        map.put("reference", ThresholdFigures.referenceValue(threshold));
        map.put("source", threshold.source());
        map.put("note", result.note());
        return map;
    }

    private static Map<String, @Nullable Object> series(Series series) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("step", Numbers.seconds(series.stepSeconds()));
        map.put("items", each(series.items(), ResultDocument::seriesItem));
        return map;
    }

    private static Map<String, @Nullable Object> seriesItem(SeriesItem item) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("target", item.target());
        map.put("metric", item.metric());
        // Not toList(): values without data are null.
        @Nullable Number[] values = new Number[item.values().length];
        Arrays.setAll(values, index -> Numbers.figure(item.values()[index]));
        map.put("values", Arrays.asList(values));
        return map;
    }

    private static void putReplications(Map<String, @Nullable Object> map, @Nullable Replications replications) {
        if (replications == null) {
            return;
        }
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("n", replications.n());
        replications.figures().forEach((name, spread) -> {
            Map<String, @Nullable Object> figure = new LinkedHashMap<>();
            figure.put("mean", Numbers.figure(spread.mean()));
            figure.put("sd", Numbers.figure(spread.sd()));
            figure.put("ci95", Arrays.asList(Numbers.figure(spread.low()), Numbers.figure(spread.high())));
            figures.put(name, figure);
        });
        map.put("replications", figures);
    }

    private static Map<String, @Nullable Object> counts(Map<String, Double> counts) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        counts.forEach((key, count) -> map.put(key, Numbers.count(count)));
        return map;
    }

    private static @Nullable Number secondsOrNull(@Nullable Double seconds) {
        return seconds == null ? null : Numbers.seconds(seconds);
    }

    private static <T> List<Map<String, @Nullable Object>> each(
            List<T> items, Function<T, Map<String, @Nullable Object>> tree) {
        return items.stream().map(tree).toList();
    }
}

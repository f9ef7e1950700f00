package dev.windtunnel.report;

import dev.windtunnel.expect.ThresholdResult;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.measure.RunResult.DestinationResult;
import dev.windtunnel.measure.RunResult.EdgeResult;
import dev.windtunnel.measure.RunResult.Latency;
import dev.windtunnel.measure.RunResult.PodResult;
import dev.windtunnel.measure.RunResult.Series;
import dev.windtunnel.measure.RunResult.SeriesItem;
import dev.windtunnel.measure.RunResult.ServiceResult;
import dev.windtunnel.measure.RunResult.Sessions;
import dev.windtunnel.measure.RunResult.TrafficResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Results as files of comma-separated values, all scenarios in each. Times are seconds, shares fractions of 1. Every
 * file is always there, with its header at least, so that none is left over from an earlier run.
 */
public final class CsvReport {
    private static final String LATENCY = "latencyCount,mean,stddev,min,p50,p75,p90,p95,p99,p999,max";
    private static final String SESSIONS = "sessionsOpened,sessionsOpen,sessionsMostOpen,sessionsEnded,"
            + "sessionLengthCount,sessionLengthMean,sessionLengthStddev,sessionLengthMin,sessionLengthP50,"
            + "sessionLengthP75,sessionLengthP90,sessionLengthP95,sessionLengthP99,sessionLengthP999,sessionLengthMax";
    private static final int SESSION_COLUMNS = SESSIONS.split(",").length;

    private static final Map<String, Function<List<RunReport>, Csv>> FILES = new LinkedHashMap<>();

    static {
        FILES.put("traffic.csv", CsvReport::traffic);
        FILES.put("edges.csv", CsvReport::edges);
        FILES.put("destinations.csv", CsvReport::destinations);
        FILES.put("services.csv", CsvReport::services);
        FILES.put("pods.csv", CsvReport::pods);
        FILES.put("stats.csv", CsvReport::stats);
        FILES.put("thresholds.csv", CsvReport::thresholds);
        FILES.put("findings.csv", CsvReport::findings);
        FILES.put("series.csv", CsvReport::series);
    }

    /** The names of all files, in their order. */
    public static List<String> names() {
        return List.copyOf(FILES.keySet());
    }

    /** The content of each file by its name. */
    public Map<String, String> files(List<RunReport> runs) {
        Map<String, String> files = new LinkedHashMap<>();
        FILES.forEach((name, content) -> files.put(name, content.apply(runs).text()));
        return files;
    }

    private static Csv traffic(List<RunReport> runs) {
        Csv csv = new Csv("scenario,name,from,requests,completed,unfinished,callerRetries,"
                + "codes,flags,failures,requestsPerSecond,errorRate,"
                + LATENCY + "," + SESSIONS + ",grpc");
        for (RunReport run : runs) {
            for (TrafficResult traffic : run.result().traffic()) {
                List<@Nullable Object> row = new ArrayList<>(List.of(run.name(), traffic.name(), traffic.from()));
                row.add(Numbers.count(traffic.requests()));
                row.add(Numbers.count(traffic.completed()));
                row.add(Numbers.count(traffic.unfinished()));
                row.add(Numbers.count(traffic.callerRetries()));
                row.add(counts(traffic.codes()));
                row.add(counts(traffic.flags()));
                row.add(counts(traffic.failures()));
                row.add(Numbers.share(traffic.requestsPerSecond()));
                row.add(Numbers.share(traffic.errorRate()));
                addLatency(row, traffic.latency());
                addSessions(row, traffic.sessions());
                row.add(counts(traffic.grpc()));
                csv.row(row.toArray());
            }
        }
        return csv;
    }

    private static Csv edges(List<RunReport> runs) {
        Csv csv = new Csv("scenario,source,service,port,protocol,requests,attempts,retries,"
                + "unsent,pending,noDestination,mirrored,unfinished,codes,flags,"
                + "connectionsOpened,connectionsFailed,connectionsMaxOpen,"
                + LATENCY + ",grpc");
        for (RunReport run : runs) {
            for (EdgeResult edge : run.result().edges()) {
                List<@Nullable Object> row = new ArrayList<>(
                        List.of(run.name(), edge.source(), edge.service(), edge.port(), edge.protocol()));
                row.add(Numbers.count(edge.requests()));
                row.add(Numbers.count(edge.attempts()));
                row.add(Numbers.count(edge.retries()));
                row.add(Numbers.count(edge.unsent()));
                row.add(Numbers.count(edge.pending()));
                row.add(Numbers.count(edge.noDestination()));
                row.add(Numbers.count(edge.mirrored()));
                row.add(Numbers.count(edge.unfinished()));
                row.add(counts(edge.codes()));
                row.add(counts(edge.flags()));
                row.add(Numbers.count(edge.connections().opened()));
                row.add(Numbers.count(edge.connections().failed()));
                row.add(Numbers.count(edge.connections().maxOpen()));
                addLatency(row, edge.latency());
                row.add(counts(edge.grpc()));
                csv.row(row.toArray());
            }
        }
        return csv;
    }

    private static Csv destinations(List<RunReport> runs) {
        Csv csv = new Csv("scenario,source,service,port,workload,version,subset,requests,attempts,share");
        for (RunReport run : runs) {
            for (EdgeResult edge : run.result().edges()) {
                for (DestinationResult destination : edge.destinations()) {
                    csv.row(
                            run.name(),
                            edge.source(),
                            edge.service(),
                            edge.port(),
                            destination.workload(),
                            destination.version(),
                            destination.subset(),
                            Numbers.count(destination.requests()),
                            Numbers.count(destination.attempts()),
                            Numbers.share(destination.share()));
                }
            }
        }
        return csv;
    }

    private static Csv services(List<RunReport> runs) {
        Csv csv = new Csv("scenario,name,attempts,organicAttempts,amplification,worstAmplification");
        for (RunReport run : runs) {
            for (ServiceResult service : run.result().services()) {
                csv.row(
                        run.name(),
                        service.name(),
                        Numbers.count(service.attempts()),
                        Numbers.count(service.organicAttempts()),
                        Numbers.share(service.amplification()),
                        Numbers.share(service.worstAmplification()));
            }
        }
        return csv;
    }

    private static Csv pods(List<RunReport> runs) {
        Csv csv = new Csv("scenario,name,namespace,workload,version,node,zone,"
                + "arrived,completed,mirrored,utilization,inServiceMean,inServiceMax,queueMax,ejections,"
                + "restarts,openSessions");
        for (RunReport run : runs) {
            for (PodResult pod : run.result().pods()) {
                csv.row(
                        run.name(),
                        pod.name(),
                        pod.namespace(),
                        pod.workload(),
                        pod.version(),
                        pod.node(),
                        pod.zone(),
                        Numbers.count(pod.arrived()),
                        Numbers.count(pod.completed()),
                        Numbers.count(pod.mirrored()),
                        Numbers.share(pod.utilization()),
                        Numbers.share(pod.inServiceMean()),
                        Numbers.count(pod.inServiceMax()),
                        Numbers.count(pod.queueMax()),
                        Numbers.count(pod.ejections()),
                        Numbers.count(pod.restarts()),
                        Numbers.count(pod.openSessions()));
            }
        }
        return csv;
    }

    private static Csv stats(List<RunReport> runs) {
        Csv csv = new Csv("scenario,proxy,stat,value");
        for (RunReport run : runs) {
            run.result()
                    .stats()
                    .forEach((proxy, stats) ->
                            stats.forEach((name, value) -> csv.row(run.name(), proxy, name, Numbers.count(value))));
        }
        return csv;
    }

    private static Csv thresholds(List<RunReport> runs) {
        Csv csv = new Csv("scenario,name,expression,ok,observed,reference,source,note");
        for (RunReport run : runs) {
            for (ThresholdResult result : run.thresholds()) {
                csv.row(
                        run.name(),
                        result.threshold().name(),
                        result.threshold().expression(),
                        result.ok(),
                        ThresholdFigures.observedValue(result),
                        ThresholdFigures.referenceValue(result.threshold()),
                        result.threshold().source(),
                        result.note());
            }
        }
        return csv;
    }

    private static Csv findings(List<RunReport> runs) {
        Csv csv = new Csv("scenario,code,level,kind,namespace,name,message,fix,url,file,line,column,path");
        for (RunReport run : runs) {
            for (Finding finding : run.findings()) {
                List<@Nullable Object> row = new ArrayList<>();
                row.add(run.name());
                row.addAll(FindingDocuments.item(finding).values());
                csv.row(row.toArray());
            }
        }
        return csv;
    }

    private static Csv series(List<RunReport> runs) {
        Csv csv = new Csv("scenario,from,to,target,metric,value");
        for (RunReport run : runs) {
            Series series = run.result().series();
            if (series == null) {
                continue;
            }
            double step = series.stepSeconds();
            for (SeriesItem item : series.items()) {
                for (int i = 0; i < item.values().length; i++) {
                    csv.row(
                            run.name(),
                            Numbers.seconds(i * step),
                            Numbers.seconds((i + 1) * step),
                            item.target(),
                            item.metric(),
                            Numbers.figure(item.values()[i]));
                }
            }
        }
        return csv;
    }

    /** Nothing in any of the columns of a traffic that asks for no websockets. */
    private static void addSessions(List<@Nullable Object> row, @Nullable Sessions sessions) {
        if (sessions == null) {
            row.addAll(Collections.nCopies(SESSION_COLUMNS, null));
            return;
        }
        row.add(Numbers.count(sessions.opened()));
        row.add(Numbers.count(sessions.open()));
        row.add(Numbers.count(sessions.mostOpen()));
        row.add(counts(sessions.ended()));
        addLatency(row, sessions.length());
    }

    private static void addLatency(List<@Nullable Object> row, Latency latency) {
        row.add(Numbers.count(latency.count()));
        row.add(Numbers.seconds(latency.mean()));
        row.add(Numbers.seconds(latency.stddev()));
        row.add(Numbers.seconds(latency.min()));
        row.add(Numbers.seconds(latency.p50()));
        row.add(Numbers.seconds(latency.p75()));
        row.add(Numbers.seconds(latency.p90()));
        row.add(Numbers.seconds(latency.p95()));
        row.add(Numbers.seconds(latency.p99()));
        row.add(Numbers.seconds(latency.p999()));
        row.add(Numbers.seconds(latency.max()));
    }

    /** {@code 200=90 504=10}. */
    private static String counts(Map<String, Double> counts) {
        StringJoiner text = new StringJoiner(" ");
        counts.forEach((key, count) -> text.add(key + "=" + Numbers.count(count)));
        return text.toString();
    }
}

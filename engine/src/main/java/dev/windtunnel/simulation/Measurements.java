package dev.windtunnel.simulation;

import dev.windtunnel.measure.Collector;
import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.measure.PodStatistics;
import dev.windtunnel.measure.RunResult.EjectionResult;
import dev.windtunnel.measure.RunResult.TimelineResult;
import dev.windtunnel.measure.TrafficStatistics;
import dev.windtunnel.measure.Windows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that was counted in one run, or in several replications of it added up. */
public final class Measurements {

    final String scenario;
    final String profile;
    final String defaultNamespace;
    final long seed;
    final double warmupSeconds;
    double durationSeconds;
    int replications = 1;
    boolean interrupted;
    double unfinishedRequests;
    final Map<String, TrafficStatistics> traffic = new LinkedHashMap<>();
    final Map<String, EdgeStatistics> edges = new LinkedHashMap<>();
    final Map<String, PodStatistics> pods = new LinkedHashMap<>();
    final SortedMap<String, SortedMap<String, Double>> stats = new TreeMap<>();
    List<TimelineResult> timeline = List.of();
    List<EjectionResult> ejections = List.of();
    List<RunNote> notes = List.of();
    final Map<Selection, Collector> collectors = new LinkedHashMap<>();
    final Map<Selection, Windows> collectedWindows = new LinkedHashMap<>();
    final Map<String, Windows> trafficWindows = new LinkedHashMap<>();
    final Map<String, Windows> edgeWindows = new LinkedHashMap<>();
    long seriesStepNanos;
    int proxies;

    Measurements(String scenario, String profile, String defaultNamespace, long seed, double warmupSeconds) {
        this.scenario = scenario;
        this.profile = profile;
        this.defaultNamespace = defaultNamespace;
        this.seed = seed;
        this.warmupSeconds = warmupSeconds;
    }

    static String key(EdgeStatistics edge) {
        return edge.source + "->" + edge.service + ":" + edge.port;
    }

    /** Marks a run that was broken off by its user. */
    public void interrupt() {
        interrupted = true;
    }

    /** What the run came upon; of several the first's. */
    public List<RunNote> notes() {
        return notes;
    }

    /** How many runs are in it. */
    public int replications() {
        return replications;
    }

    /**
     * Adds up several runs of one scenario. Counts are sums until they are shown; percentiles are those of all values
     * together. The order of the runs does not matter to any figure but the seed.
     *
     * @param runs at least one
     */
    public static Measurements sum(List<Measurements> runs) {
        Measurements first = runs.get(0);
        if (runs.size() == 1) {
            return first;
        }
        Measurements sum = new Measurements(
                first.scenario, first.profile, first.defaultNamespace, first.seed, first.warmupSeconds);
        sum.replications = 0;
        sum.timeline = first.timeline;
        sum.ejections = first.ejections;
        sum.notes = first.notes;
        sum.seriesStepNanos = first.seriesStepNanos;
        sum.proxies = first.proxies;
        for (Measurements run : runs) {
            sum.add(run);
        }
        return sum;
    }

    private void add(Measurements run) {
        replications += run.replications;
        durationSeconds += run.durationSeconds;
        interrupted |= run.interrupted;
        unfinishedRequests += run.unfinishedRequests;
        run.traffic.forEach(
                (name, theirs) -> traffic.computeIfAbsent(name, key -> new TrafficStatistics(theirs.name, theirs.from))
                        .add(theirs));
        run.edges.forEach((name, theirs) -> edges.computeIfAbsent(
                        name, key -> new EdgeStatistics(theirs.source, theirs.service, theirs.port, theirs.protocol))
                .add(theirs));
        run.pods.forEach((name, theirs) -> pods.computeIfAbsent(
                        name,
                        key -> new PodStatistics(
                                theirs.name,
                                theirs.namespace,
                                theirs.workload,
                                theirs.version,
                                theirs.node,
                                theirs.zone))
                .add(theirs));
        run.stats.forEach((proxy, counters) -> {
            SortedMap<String, Double> mine = stats.computeIfAbsent(proxy, key -> new TreeMap<>());
            counters.forEach((counter, value) -> mine.merge(counter, value, Double::sum));
        });
        run.collectors.forEach((selection, theirs) ->
                collectors.computeIfAbsent(selection, key -> new Collector()).add(theirs));
        addWindows(collectedWindows, run.collectedWindows);
        addWindows(trafficWindows, run.trafficWindows);
        addWindows(edgeWindows, run.edgeWindows);
    }

    private static <K> void addWindows(Map<K, Windows> mine, Map<K, Windows> theirs) {
        theirs.forEach((key, windows) -> mine.computeIfAbsent(key, any -> new Windows(windows.stepNanos()))
                .add(windows));
    }

    /** Services in order of first use, with the edges to each. */
    Map<String, List<EdgeStatistics>> services() {
        Map<String, List<EdgeStatistics>> services = new LinkedHashMap<>();
        for (EdgeStatistics edge : edges.values()) {
            services.computeIfAbsent(edge.service, name -> new ArrayList<>()).add(edge);
        }
        return services;
    }

    /** The collector of a selection; null when the run did not have it. */
    @Nullable
    Collector collector(Selection selection) {
        return collectors.get(selection);
    }
}

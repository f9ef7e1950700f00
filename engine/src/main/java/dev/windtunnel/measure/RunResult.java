package dev.windtunnel.measure;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run, or several replications of it, gave. Times are seconds, shares and rates fractions of 1; counts of several
 * replications are means. Maps of codes, flags and failures hold only what occurred.
 *
 * @param scenario which run it was
 * @param totals sums over everything
 * @param traffic in file order
 * @param edges by source, service and port
 * @param services by name
 * @param pods every pod that ever existed, in order of creation
 * @param ejections what outlier detection took out, in order of time; of the first replication
 * @param stats Envoy's counters and gauges that are not 0, by {@code ns/pod} and then by Envoy's name
 * @param statsNote why {@code stats} is left out; null when it is there
 * @param timeline what became of the timeline's entries
 * @param series figures over time; null when not asked for
 */
public record RunResult(
        ScenarioInfo scenario,
        Totals totals,
        List<TrafficResult> traffic,
        List<EdgeResult> edges,
        List<ServiceResult> services,
        List<PodResult> pods,
        List<EjectionResult> ejections,
        SortedMap<String, SortedMap<String, Double>> stats,
        @Nullable String statsNote,
        List<TimelineResult> timeline,
        @Nullable Series series) {

    /** Which run it was. {@code seed} is that of the first replication. */
    public record ScenarioInfo(
            String name,
            String profile,
            long seed,
            double durationSeconds,
            double warmupSeconds,
            int replications,
            boolean interrupted) {}

    /** Sums: requests, completed and unfinished over traffic; attempts and retries over edges. */
    public record Totals(double requests, double completed, double unfinished, double attempts, double retries) {}

    /**
     * Latency of completed requests: minimum, maximum, mean and standard deviation exact, percentiles within 0.8 %.
     * Everything but the count is NaN when nothing was counted.
     */
    public record Latency(
            double count,
            double mean,
            double stddev,
            double min,
            double p50,
            double p75,
            double p90,
            double p95,
            double p99,
            double p999,
            double max) {}

    /** A figure over replications: mean, standard deviation and the 95 % interval of the mean. */
    public record Spread(double mean, double sd, double low, double high) {}

    /** Figures over replications, by name ({@code latencySeconds.p99}). */
    public record Replications(int n, Map<String, Spread> figures) {}

    /** One traffic as its callers saw it. */
    public record TrafficResult(
            String name,
            String from,
            double requests,
            double completed,
            double unfinished,
            double callerRetries,
            SortedMap<String, Double> codes,
            SortedMap<String, Double> grpc,
            SortedMap<String, Double> flags,
            SortedMap<String, Double> failures,
            List<Reason> reasons,
            double requestsPerSecond,
            double errorRate,
            Latency latency,
            @Nullable Sessions sessions,
            @Nullable Replications replications) {}

    /**
     * Outcomes of one kind that were errors or that a proxy set flags for: what codes, flags and failures say apart,
     * together. Every such request is in one of them.
     *
     * @param code status; 0 for no answer
     * @param grpc gRPC status; -1 for none
     * @param flags of the access log, {@code -} for none
     * @param failure why there was no answer; empty when there was one
     */
    public record Reason(int code, int grpc, String flags, String failure, double requests) {

        private static final int DEADLINE_EXCEEDED = 4;

        /** Whether it is a gRPC call whose caller was told that its deadline had run out. */
        public boolean isLate() {
            return grpc == DEADLINE_EXCEEDED;
        }

        /** Whether it is an error, as error rates count them. */
        public boolean isError() {
            return code == 0 || code >= 500 && code < 600 || Tally.isGrpcError(grpc);
        }
    }

    /**
     * The websockets of a traffic.
     *
     * @param opened how many were answered 101
     * @param open how many are open at the end
     * @param mostOpen how many were open at once
     * @param ended how the others ended
     * @param length how long the others were open
     */
    public record Sessions(
            double opened, double open, double mostOpen, SortedMap<String, Double> ended, Latency length) {}

    /** Requests of one workload to one service port, as the source's proxy saw them. */
    public record EdgeResult(
            String source,
            String service,
            int port,
            String protocol,
            double requests,
            double attempts,
            double retries,
            double unsent,
            double pending,
            double noDestination,
            double mirrored,
            double unfinished,
            SortedMap<String, Double> codes,
            SortedMap<String, Double> grpc,
            SortedMap<String, Double> flags,
            Latency latency,
            Connections connections,
            @Nullable Bytes bytes,
            List<DestinationResult> destinations,
            List<LocalityResult> localities,
            @Nullable Replications replications) {}

    /** Connections of an edge's source to the service. */
    public record Connections(double opened, double failed, double maxOpen) {}

    /**
     * What went over the connections of a TCP edge, all together.
     *
     * @param sent bytes that callers sent
     * @param received bytes that they got
     * @param durationSeconds how long the connections lasted
     */
    public record Bytes(double sent, double received, double durationSeconds) {}

    /** Where an edge's requests went. {@code requests} are those whose last chosen pod was there. */
    public record DestinationResult(
            String workload,
            @Nullable String version,
            @Nullable String subset,
            double requests,
            double attempts,
            double share) {}

    /** An edge by locality ({@code region/zone}) of the caller, and of who answered a request or was asked by an attempt. */
    public record LocalityResult(String from, String to, double requests, double attempts, double share) {}

    /** Load of a service; amplification is null (NaN) where nothing was asked. */
    public record ServiceResult(
            String name, double attempts, double organicAttempts, double amplification, double worstAmplification) {}

    /** One pod; utilization is NaN when its cpu is unlimited. */
    public record PodResult(
            String name,
            String namespace,
            String workload,
            @Nullable String version,
            String node,
            String zone,
            double arrived,
            double completed,
            double mirrored,
            double utilization,
            double inServiceMean,
            double inServiceMax,
            double queueMax,
            double ejections,
            double restarts,
            double openSessions,
            @Nullable Latency latency) {}

    /** A pod that a proxy took out of a cluster for a while; {@code end} is null while it is out. */
    public record EjectionResult(
            String proxy, String cluster, String pod, double start, @Nullable Double end, String reason) {}

    /** What became of one entry of the timeline; in-force times are null when nothing travels to proxies. */
    public record TimelineResult(
            double at,
            int entry,
            @Nullable Double inForceFirst,
            @Nullable Double inForceLast,
            String result,
            @Nullable String message) {}

    /** Figures over time, one value a step. NaN where there was nothing. */
    public record Series(double stepSeconds, List<SeriesItem> items) {}

    /** One figure of one target over time. */
    public record SeriesItem(String target, String metric, double[] values) {}
}

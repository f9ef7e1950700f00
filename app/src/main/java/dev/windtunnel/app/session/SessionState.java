package dev.windtunnel.app.session;

import dev.windtunnel.measure.Tally;
import dev.windtunnel.simulation.Closeup.Ejected;
import dev.windtunnel.simulation.Frame;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the screen shows of a session: immutable, published about 30 times a second while a run plays.
 *
 * @param frame the run now
 * @param playing whether the clock runs
 * @param speed virtual seconds per second; infinite for as fast as it goes
 * @param busyUntilNanos the instant that a run up to somewhere, or a run again, heads for; -1 when there is none
 * @param until the condition that it heads for, or that never held; null when there is none
 * @param rates figures of the last 10 s of virtual time, by target ({@code traffic/NAME}, an edge's key)
 * @param series figures over time, by target; their lists only grow until the run starts again
 * @param marks where rules were edited and the timeline acted, in order
 * @param outcomes requests that were sampled, the latest last
 * @param ejections pods that outlier detection took out, in order of time; the latest of many
 * @param requestsPerSecondOfWallTime how fast the engine went in the last second
 * @param seed of this run, which may be another than the scenario's
 * @param problem what stopped the run, a defect; null while all is well
 */
public record SessionState(
        Frame frame,
        boolean playing,
        double speed,
        long busyUntilNanos,
        @Nullable Until until,
        Map<String, Rates> rates,
        Map<String, Series> series,
        List<Mark> marks,
        List<Outcome> outcomes,
        List<Ejected> ejections,
        double requestsPerSecondOfWallTime,
        long seed,
        @Nullable Throwable problem) {

    /**
     * A picture is the same as itself alone: properties of the screen ask it of each new one, and all that is in two of
     * them takes long to compare.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /**
     * A condition that a run was to stop at.
     *
     * @param condition as it was written
     * @param missedAtNanos the instant up to which it did not hold, when the run could not go on; -1 while it goes
     */
    public record Until(String condition, long missedAtNanos) {}

    /**
     * Figures of the last 10 s. Latencies are NaN when nothing completed.
     *
     * @param shares of the requests that went somewhere, by destination
     * @param errors share of a destination's requests that failed, by destination; those without any may be missing
     */
    public record Rates(
            double requestsPerSecond,
            double errorRate,
            double retriesPerSecond,
            double p50Seconds,
            double p95Seconds,
            double p99Seconds,
            Map<String, Double> shares,
            Map<String, Double> errors) {

        /** Nothing happened. */
        public static final Rates IDLE = new Rates(0, 0, 0, Double.NaN, Double.NaN, Double.NaN, Map.of(), Map.of());
    }

    /** An instant that charts and the timeline mark. */
    public record Mark(double seconds, Kind kind, String text) {
        /** Kinds of marks. */
        public enum Kind {
            /** An entry of the timeline. */
            TIMELINE,
            /** An edit made while the run went. */
            EDIT,
            /** Where the run was forked; only charts and the timeline have it. */
            FORK
        }
    }

    /**
     * The outcome of a sampled request.
     *
     * @param traffic number of its traffic, in file order
     * @param code status; 0 for no answer
     * @param grpc status of gRPC; negative for none
     * @param flags what the caller's sidecar logged, or else a proxy behind it; {@code -} for nothing
     * @param behind whether a proxy behind the caller's logged the flags
     * @param path method and path
     * @param workload where the last try went to; null when none was made
     * @param version version of that workload; null when it has none
     * @param tries tries of the caller's sidecar, the first included
     */
    public record Outcome(
            long request,
            int traffic,
            double startSeconds,
            double latencySeconds,
            int code,
            int grpc,
            String flags,
            boolean behind,
            String path,
            @Nullable String workload,
            @Nullable String version,
            int tries) {
        /** Whether it ended with a 5xx code, a status of gRPC that says as much, or no answer. */
        public boolean failed() {
            return code == 0 || code >= 500 || Tally.isGrpcError(grpc);
        }

        /** What it ended with: the code, or of gRPC a status that is not OK, as in {@code grpc 14}. */
        public String status() {
            return code != 0 && grpc > 0 ? "grpc " + grpc : Integer.toString(code);
        }

        /** Whether it took more than one try. */
        public boolean retried() {
            return tries > 1;
        }
    }
}

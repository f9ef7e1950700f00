package dev.windtunnel.measure;

import org.jspecify.annotations.Nullable;

/** What the callers of one traffic saw. Counts of one run; merged over replications they are sums. */
public final class TrafficStatistics {

    /** Its name. */
    public final String name;
    /** The calling workload, as results show it. */
    public final String from;

    public long requests;
    public long completed;
    public long callerRetries;
    /** Those with a 5xx code, none, or a gRPC status that is an error of the server. */
    public long errors;
    /** Status codes as the caller saw them; 0 for no answer. */
    public final Tally codes = new Tally();
    /** Statuses of gRPC calls. */
    public final Tally grpc = new Tally();

    /** Packed flags that the first proxy on the way logged. */
    public final Tally flags = new Tally();
    /** Ordinals of failures. */
    public final Tally failures = new Tally();
    /** Those that were errors or that a proxy set flags for. */
    public final OutcomeTally outcomes = new OutcomeTally();
    /** Time inside the measured part of the run in which it made requests, in nanoseconds. */
    public double activeNanos;

    public final Histogram latency = new Histogram();

    /** Its websockets; null when it asks for none. */
    public @Nullable SessionStatistics sessions;

    /** Statistics of one traffic. */
    public TrafficStatistics(String name, String from) {
        this.name = name;
        this.from = from;
    }

    /** Adds those of another run of the same traffic. */
    public void add(TrafficStatistics other) {
        requests += other.requests;
        completed += other.completed;
        callerRetries += other.callerRetries;
        errors += other.errors;
        codes.add(other.codes);
        grpc.add(other.grpc);
        flags.add(other.flags);
        failures.add(other.failures);
        outcomes.add(other.outcomes);
        activeNanos += other.activeNanos;
        latency.add(other.latency);
        if (other.sessions != null) {
            if (sessions == null) {
                sessions = new SessionStatistics();
            }
            sessions.add(other.sessions);
        }
    }

    /** Share of completed requests with a 5xx code, none, or a gRPC status that is an error; NaN when none completed. */
    public double errorRate() {
        return completed == 0 ? Double.NaN : errors / (double) completed;
    }
}

package dev.windtunnel.measure;

/**
 * Counts a part of a target's requests: those that its filters let pass. Made before a run for each threshold with
 * filters, so that no request has to be kept.
 */
public final class Collector {

    private static final long WINDOW_NANOS = 1_000_000_000L;

    public long completed;
    public long requests;
    public long errors;
    public long attempts;
    public long retries;
    public long unsent;
    public final Histogram latency = new Histogram();
    /** Earliest and latest instant that the filters allow, within the measured run. */
    public double activeNanos;

    /** An empty collector. */
    public Collector() {}

    /** Records one completed request. */
    public void record(long latencyNanos, boolean error, int tries, int unsentTries) {
        completed++;
        requests++;
        if (error) {
            errors++;
        }
        attempts += tries - unsentTries;
        retries += tries - 1;
        unsent += unsentTries;
        latency.record(latencyNanos);
    }

    /** Adds that of another run. */
    public void add(Collector other) {
        completed += other.completed;
        requests += other.requests;
        errors += other.errors;
        attempts += other.attempts;
        retries += other.retries;
        unsent += other.unsent;
        latency.add(other.latency);
        activeNanos += other.activeNanos;
    }

    /** The window of one second that an instant lies in. */
    public static int window(long nanos) {
        return (int) (nanos / WINDOW_NANOS);
    }
}

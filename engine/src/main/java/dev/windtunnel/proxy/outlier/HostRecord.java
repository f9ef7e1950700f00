package dev.windtunnel.proxy.outlier;

import org.jspecify.annotations.Nullable;

/** What outlier detection remembers of one host. */
public final class HostRecord {

    int inARow5xx;
    int inARowGateway;
    int inARowLocal;
    /** Answers since the last look, and those of them that were no 5xx; counted where success rates are compared. */
    long answers;

    long successes;
    /** How many base times an ejection lasts. */
    int multiplier;

    boolean ejected;
    boolean everReturned;
    long ejectedNanos;
    long returnedNanos;
    long ejections;
    OutlierDetector.@Nullable Detector reason;

    /** Whether the host is out. */
    public boolean ejected() {
        return ejected;
    }

    /** How often it was ejected. */
    public long ejections() {
        return ejections;
    }

    /** What ejected it last; null when it never was. */
    public OutlierDetector.@Nullable Detector reason() {
        return reason;
    }

    /** When it was ejected last. */
    public long ejectedNanos() {
        return ejectedNanos;
    }
}

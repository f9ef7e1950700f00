package dev.windtunnel.proxy.outlier;

/** What outlier detection remembers of one host. */
public final class HostRecord {

    int inARow5xx;
    int inARowGateway;
    int inARowLocal;
    /** How many base times an ejection lasts. */
    int multiplier;

    boolean ejected;
    boolean everReturned;
    long ejectedNanos;
    long returnedNanos;
    long ejections;

    /** Whether the host is out. */
    public boolean ejected() {
        return ejected;
    }

    /** How often it was ejected. */
    public long ejections() {
        return ejections;
    }

    /** When it was ejected last. */
    public long ejectedNanos() {
        return ejectedNanos;
    }
}

package dev.windtunnel.proxy.limit;

/**
 * A bucket of tokens that starts full and is refilled all the time, not at every interval
 * ({@code source/common/common/token_bucket_impl.cc}, AtomicTokenBucketImpl, Envoy 1.31 and later).
 */
public final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double most;
    private final double perSecond;
    /** The bucket holds what has flowed in since then. */
    private double sinceSeconds;

    /**
     * A full bucket.
     *
     * @param most tokens that it holds, at least 1
     * @param perFill tokens that an interval brings, at least 1
     * @param intervalNanos the interval, greater than 0
     * @param nowNanos virtual time
     */
    public TokenBucket(long most, long perFill, long intervalNanos, long nowNanos) {
        this.most = most;
        this.perSecond = perFill / (intervalNanos / NANOS_PER_SECOND);
        this.sinceSeconds = nowNanos / NANOS_PER_SECOND - most / perSecond;
    }

    /** Takes one token if there is one. */
    public boolean take(long nowNanos) {
        double now = nowNanos / NANOS_PER_SECOND;
        double tokens = Math.min(most, (now - sinceSeconds) * perSecond);
        // What the division of decimals leaves over is no missing token.
        if (tokens < 1 - 1e-9) {
            return false;
        }
        sinceSeconds = now - (tokens - 1) / perSecond;
        return true;
    }
}

package dev.windtunnel.proxy.limit;

import dev.windtunnel.mesh.RateLimitRules.Limit;

/** Counts requests in windows that begin at multiples of their length (envoyproxy/ratelimit, {@code base_limiter.go}). */
public final class FixedWindow {

    private final Limit limit;
    private final boolean shadow;
    private long window = -1;
    private long count;

    /** A counter that is empty; one with {@code shadow} lets everything pass. */
    public FixedWindow(Limit limit, boolean shadow) {
        this.limit = limit;
        this.shadow = shadow;
    }

    /** Counts a request, and says whether it may pass. */
    public boolean take(long nowNanos) {
        long current = nowNanos / limit.unitNanos();
        if (current != window) {
            window = current;
            count = 0;
        }
        return ++count <= limit.requestsPerUnit() || shadow;
    }
}

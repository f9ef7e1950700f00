package dev.windtunnel.simulation;

import dev.windtunnel.mesh.LocalRateLimit;
import dev.windtunnel.proxy.limit.TokenBucket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The local rate limits of one proxy towards its own app ({@code local_ratelimit.cc}), all its workers together. */
final class InboundLimits {

    private final List<LocalRateLimit> limits;
    private final List<TokenBucket> buckets = new ArrayList<>();

    InboundLimits(List<LocalRateLimit> limits, long nowNanos) {
        this.limits = limits;
        for (LocalRateLimit limit : limits) {
            buckets.add(new TokenBucket(limit.maxTokens(), limit.tokensPerFill(), limit.fillIntervalNanos(), nowNanos));
        }
    }

    boolean areThose(List<LocalRateLimit> others) {
        return limits.equals(others);
    }

    /** The limit that refuses a request; null when it may pass. */
    @Nullable
    LocalRateLimit refuses(Core core, Try row) {
        for (int i = 0; i < limits.size(); i++) {
            LocalRateLimit limit = limits.get(i);
            long salt = (long) i << 8;
            if (core.unit(row.key, Purpose.RATE_LIMIT + salt) < limit.enabledFraction()
                    && !buckets.get(i).take(core.now())
                    && core.unit(row.key, Purpose.RATE_LIMIT_ENFORCED + salt) < limit.enforcedFraction()) {
                return limit;
            }
        }
        return null;
    }
}

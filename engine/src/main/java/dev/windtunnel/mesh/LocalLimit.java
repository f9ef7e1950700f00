package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a local rate limit ({@code http/local_ratelimit/v3}).
 *
 * @param statPrefix what its counters begin with
 * @param bucket for all requests; null for none
 * @param descriptors buckets for requests with these descriptors
 * @param actions what descriptors are made of; empty takes those of the routes
 * @param alwaysConsumesDefault whether a request that a descriptor takes needs a token of {@code bucket}, too
 * @param perConnection whether each connection of callers has its own buckets
 * @param maxDynamicDescriptors of how many values a descriptor without value remembers the buckets
 * @param enabledFraction share of the requests that are counted
 * @param enforcedFraction share of those over the limit that are refused
 * @param status answer to a refused request
 * @param grpcResourceExhausted refused gRPC calls get RESOURCE_EXHAUSTED, not UNAVAILABLE
 * @param responseHeaders what is added to the answer to a refused request
 * @param origin where it stands
 */
public record LocalLimit(
        String statPrefix,
        @Nullable Bucket bucket,
        List<Descriptor> descriptors,
        List<List<RateLimitActions.Action>> actions,
        boolean alwaysConsumesDefault,
        boolean perConnection,
        int maxDynamicDescriptors,
        double enabledFraction,
        double enforcedFraction,
        int status,
        boolean grpcResourceExhausted,
        Map<String, String> responseHeaders,
        Origin origin) {

    /**
     * A bucket of tokens.
     *
     * @param maxTokens requests at once, at least 1
     * @param tokensPerFill requests that an interval allows, at least 1
     * @param fillIntervalNanos the interval, at least 50 ms
     */
    public record Bucket(long maxTokens, long tokensPerFill, long fillIntervalNanos) {

        /** Tokens that flow in, by second. */
        public double perSecond() {
            return tokensPerFill * 1e9 / fillIntervalNanos;
        }
    }

    /** Requests with exactly these entries; an entry without value takes every value, each with its own bucket. */
    public record Descriptor(List<Entry> entries, Bucket bucket) {}

    /** An entry of a descriptor; the value is empty for every value. */
    public record Entry(String key, String value) {}
}

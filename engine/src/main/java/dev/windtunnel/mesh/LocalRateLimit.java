package dev.windtunnel.mesh;

import java.util.Map;

/**
 * A local rate limit that an EnvoyFilter puts before the apps of some pods.
 *
 * @param key the EnvoyFilter
 * @param workloadSelector labels of the pods; empty for all of the namespace
 * @param maxTokens requests at once, at least 1
 * @param tokensPerFill requests that an interval allows, at least 1
 * @param fillIntervalNanos the interval, at least 50 ms
 * @param enabledFraction share of the requests that are counted
 * @param enforcedFraction share of those that are refused when the bucket is empty
 * @param status answer to a refused request
 * @param grpcResourceExhausted refused gRPC calls get RESOURCE_EXHAUSTED, not UNAVAILABLE
 * @param origin where it stands
 */
public record LocalRateLimit(
        ObjectKey key,
        Map<String, String> workloadSelector,
        long maxTokens,
        long tokensPerFill,
        long fillIntervalNanos,
        double enabledFraction,
        double enforcedFraction,
        int status,
        boolean grpcResourceExhausted,
        Origin origin) {}

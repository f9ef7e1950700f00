package dev.windtunnel.mesh;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A limit of connections that sidecars forward to their apps as bytes ({@code network/local_ratelimit/v3}).
 *
 * @param key the EnvoyFilter
 * @param workloadSelector labels of the pods; empty for all of the namespace
 * @param port of the pod; null for all, each of which has its own bucket
 * @param statPrefix what its counters begin with
 * @param bucket a token for each connection
 * @param enabledFraction share of the connections that are counted
 * @param origin where it stands
 */
public record ConnectionRateLimit(
        ObjectKey key,
        Map<String, String> workloadSelector,
        @Nullable Integer port,
        String statPrefix,
        LocalLimit.Bucket bucket,
        double enabledFraction,
        Origin origin) {}

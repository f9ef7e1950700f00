package dev.windtunnel.mesh;

import dev.windtunnel.mesh.DestinationRule.ConnectionPool;
import dev.windtunnel.mesh.DestinationRule.OutlierDetection;
import dev.windtunnel.mesh.DestinationRule.SimpleBalancer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code destination-policy} of Istio 0.1, as declared ({@code proxy/v1/config/dest_policy.proto} of istio/api 6e48163).
 *
 * @param key its name (kind {@code destination-policy})
 * @param destination service that it is for, a full name
 * @param versions what holds towards versions of the service
 * @param origin where it stands
 */
public record DestinationPolicy(ObjectKey key, String destination, List<Version> versions, Origin origin) {

    /**
     * What holds towards one version. Its breaker is said in today's words: limits that are 0 are not written.
     *
     * @param tags exactly the tags by which a route rule names the version; empty for the whole service where no rule names one
     * @param balancer {@code loadBalancing.name}; null when not written
     * @param pool limits of {@code circuitBreaker.simpleCb}; null when it is not written
     * @param outliers ejection by {@code circuitBreaker.simpleCb}; null when it is not written
     * @param origin where it stands
     */
    public record Version(
            Map<String, String> tags,
            @Nullable SimpleBalancer balancer,
            @Nullable ConnectionPool pool,
            @Nullable OutlierDetection outliers,
            Origin origin) {}
}

package dev.windtunnel.plan;

import dev.windtunnel.mesh.DestinationRule.HashKey;
import dev.windtunnel.proxy.route.RouteAction;
import java.util.List;

/**
 * Where a sidecar forwards connections to one service port as bytes ({@code networkfilter.go}).
 *
 * @param clusters where to, with weights; each connection draws anew
 * @param totalWeight sum of the weights
 * @param idleNanos a connection on which nothing moves closes after this long
 * @param maxDurationNanos a connection closes when it is older; 0 for no limit
 * @param hashKeys what consistent hashing goes by; none for at random
 * @param rule the rule that says so, for people
 * @param statPrefix what its counters are called after {@code tcp.}
 */
public record TcpRouting(
        List<RouteAction.WeightedCluster> clusters,
        long totalWeight,
        long idleNanos,
        long maxDurationNanos,
        List<HashKey> hashKeys,
        String rule,
        String statPrefix) {}

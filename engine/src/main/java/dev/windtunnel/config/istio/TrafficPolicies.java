package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.DestinationRule.ConnectionPool;
import dev.windtunnel.mesh.DestinationRule.LoadBalancer;
import dev.windtunnel.mesh.DestinationRule.OutlierDetection;
import dev.windtunnel.mesh.DestinationRule.RetryBudget;
import dev.windtunnel.mesh.DestinationRule.Tls;
import dev.windtunnel.mesh.DestinationRule.TrafficPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** TrafficPolicy and its blocks. */
final class TrafficPolicies {
    private static final List<String> BLOCKS = List.of(
            "loadBalancer",
            "connectionPool",
            "outlierDetection",
            "tls",
            "tunnel",
            "proxyProtocol",
            "portLevelSettings",
            "retryBudget");

    private static final double DEFAULT_BUDGET_PERCENT = 20;
    private static final long DEFAULT_BUDGET_CONCURRENCY = 3;

    private TrafficPolicies() {}

    static @Nullable TrafficPolicy of(Block owner) {
        Block policy = owner.block("trafficPolicy");
        return policy == null ? null : read(policy, true);
    }

    private static TrafficPolicy read(Block block, boolean withPorts) {
        if (BLOCKS.stream().noneMatch(block::has)) {
            block.refuseWhole(
                    "the policy says nothing",
                    "give it a loadBalancer, a connectionPool or another block, or remove it");
        }
        LoadBalancer loadBalancer = LoadBalancers.of(block);
        ConnectionPool pool = connectionPool(block);
        OutlierDetection outliers = OutlierRules.of(block);
        RetryBudget budget = retryBudget(block);
        Tls tls = TlsRules.of(block);
        block.notSimulated("tunnel", "proxyProtocol");
        Map<Integer, TrafficPolicy> ports = withPorts ? ports(block) : Map.of();
        if (block.has("tunnel") && block.has("proxyProtocol")) {
            block.refuse("proxyProtocol", "tunnel and proxyProtocol cannot be given together");
        }
        return new TrafficPolicy(loadBalancer, pool, outliers, budget, tls, ports, block.origin());
    }

    private static Map<Integer, TrafficPolicy> ports(Block policy) {
        Map<Integer, TrafficPolicy> ports = new LinkedHashMap<>();
        for (Block block : policy.blocks("portLevelSettings")) {
            Block port = block.block("port");
            if (port == null) {
                block.refuse("port", "the settings have no port");
            }
            Integer number = port == null ? null : port.port("number");
            TrafficPolicy settings = read(block, false);
            if (number != null) {
                ports.putIfAbsent(number, settings);
            }
        }
        return ports;
    }

    private static @Nullable ConnectionPool connectionPool(Block policy) {
        Block pool = policy.block("connectionPool");
        if (pool == null) {
            return null;
        }
        if (!pool.has("tcp") && !pool.has("http")) {
            pool.refuseWhole("the connectionPool has neither tcp nor http", null);
        }
        Block tcp = pool.blockOrEmpty("tcp");
        Block http = pool.blockOrEmpty("http");
        tcp.harmless(
                "tcpKeepalive"); // probes of the kernel: nothing that the simulation cuts off is noticed by them first
        checkKeepAlive(http);
        return new ConnectionPool(
                tcp.count("maxConnections", 0),
                nanos(tcp, "connectTimeout"),
                nanos(tcp, "idleTimeout"),
                nanos(tcp, "maxConnectionDuration"),
                http.count("http1MaxPendingRequests", 0),
                http.count("http2MaxRequests", 0),
                http.count("maxRequestsPerConnection", 0),
                http.count("maxRetries", 0),
                nanos(http, "idleTimeout"),
                http.count("maxConcurrentStreams", 0),
                upgrade(http),
                http.isTrue("useClientProtocol"));
    }

    private static long nanos(Block block, String key) {
        Long nanos = block.durationNanos(key);
        return nanos == null ? 0 : nanos;
    }

    private static @Nullable Boolean upgrade(Block http) {
        String policy = http.word("h2UpgradePolicy", "DEFAULT", "DO_NOT_UPGRADE", "UPGRADE");
        if ("UPGRADE".equals(policy) && http.isTrue("useClientProtocol")) {
            http.refuse("useClientProtocol", "h2UpgradePolicy UPGRADE and useClientProtocol cannot be given together");
        }
        return policy == null || policy.equals("DEFAULT") ? null : Boolean.valueOf(policy.equals("UPGRADE"));
    }

    private static @Nullable RetryBudget retryBudget(Block policy) {
        Block budget = policy.block("retryBudget");
        if (budget == null) {
            return null;
        }
        Double percent = budget.real("percent");
        if (percent != null && (percent < 0 || percent > 100)) {
            budget.refuse("percent", "percent is from 0 to 100");
        }
        budget.anyDurationNanos("budgetInterval");
        budget.notSimulated("budgetInterval");
        int least = budget.count("minRetryConcurrency", 0);
        return new RetryBudget(
                percent == null ? DEFAULT_BUDGET_PERCENT : percent, least == 0 ? DEFAULT_BUDGET_CONCURRENCY : least);
    }

    private static void checkKeepAlive(Block http) {
        Block keepAlive = http.block("http2KeepAlive");
        if (keepAlive != null) {
            if (keepAlive.durationNanos("interval") == null || keepAlive.durationNanos("timeout") == null) {
                keepAlive.refuseWhole("http2KeepAlive needs interval and timeout", null);
            }
            keepAlive.harmless("connectionIdleInterval");
        }
    }
}

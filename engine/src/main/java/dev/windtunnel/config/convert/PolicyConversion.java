package dev.windtunnel.config.convert;

import dev.windtunnel.source.Durations;
import dev.windtunnel.source.Fields;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One policy of an old destination-policy as a TrafficPolicy. */
final class PolicyConversion {
    private static final long OLD_LIMIT = 1024;
    private static final long OLD_RETRIES = 3;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final boolean literal;

    PolicyConversion(boolean literal) {
        this.literal = literal;
    }

    /** What Istio 0.1 did where no policy said anything. */
    static Map<String, @Nullable Object> oldDefaults() {
        Map<String, @Nullable Object> policy = new LinkedHashMap<>();
        policy.put("loadBalancer", Map.of("simple", "ROUND_ROBIN"));
        policy.put("connectionPool", connectionPool(OLD_LIMIT, OLD_LIMIT, OLD_LIMIT, 0, OLD_RETRIES, "1s"));
        return policy;
    }

    /** Ejects nobody, whatever the policy of the whole host says. */
    static Map<String, @Nullable Object> noEjection() {
        Map<String, @Nullable Object> outlier = new LinkedHashMap<>();
        outlier.put("consecutive5xxErrors", 0);
        outlier.put("consecutiveGatewayErrors", 0);
        return outlier;
    }

    /** The policy of a block; it may be empty when the style is literal. */
    Map<String, @Nullable Object> convert(Fields block) {
        Map<String, @Nullable Object> policy = new LinkedHashMap<>();
        String balancer = balancer(block);
        if (balancer != null || !literal) {
            policy.put("loadBalancer", Map.of("simple", balancer == null ? "ROUND_ROBIN" : balancer));
        }
        Fields breaker = breaker(block);
        Map<String, @Nullable Object> pool = pool(breaker);
        if (!pool.isEmpty()) {
            policy.put("connectionPool", pool);
        }
        if (breaker != null) {
            Map<String, @Nullable Object> outlier = outlier(breaker);
            if (!outlier.isEmpty()) {
                policy.put("outlierDetection", outlier);
            }
            breaker.finish();
        }
        if (block.has("custom")) {
            Remark.DROPPED.at(block, "custom", "custom");
        }
        return policy;
    }

    private static @Nullable String balancer(Fields block) {
        Node value = block.get("loadBalancing");
        String name;
        if (value instanceof ScalarNode scalar && scalar.asString() != null) {
            Remark.REFUSED.at(block, "loadBalancing", "the short form of loadBalancing; it is read as its name");
            name = block.oneOf("loadBalancing", "ROUND_ROBIN", "LEAST_CONN", "RANDOM");
        } else {
            Fields balancing = block.map("loadBalancing");
            if (balancing == null) {
                return null;
            }
            if (balancing.has("custom")) {
                Remark.DROPPED.at(balancing, "custom", "custom");
            }
            name = balancing.oneOf("name", "ROUND_ROBIN", "LEAST_CONN", "RANDOM");
            balancing.finish();
        }
        return "LEAST_CONN".equals(name) ? "LEAST_REQUEST" : name;
    }

    private static @Nullable Fields breaker(Fields block) {
        Fields breaker = block.map("circuitBreaker");
        if (breaker == null) {
            return null;
        }
        if (breaker.has("custom")) {
            Remark.DROPPED.at(breaker, "custom", "custom");
        }
        Fields simple = breaker.map("simpleCb");
        breaker.finish();
        if (simple != null) {
            Remark.SUCCESS_RATE.at(breaker, "simpleCb");
            String missing = String.join(
                    " and ",
                    Stream.of("sleepWindow", "httpDetectionInterval")
                            .filter(field -> !simple.has(field))
                            .toList());
            // The validator of 0.1.6 wanted both; later ones are not known to.
            if (!missing.isEmpty()
                    && "destination-policy".equals(block.context().kind())) {
                Remark.REFUSED.at(breaker, "simpleCb", "a circuit breaker without " + missing);
            }
        }
        return simple;
    }

    private Map<String, @Nullable Object> pool(@Nullable Fields breaker) {
        long limit = literal ? 0 : OLD_LIMIT;
        return connectionPool(
                count(breaker, "maxConnections", limit),
                count(breaker, "httpMaxPendingRequests", limit),
                count(breaker, "httpMaxRequests", limit),
                count(breaker, "httpMaxRequestsPerConnection", 0),
                count(breaker, "httpMaxRetries", literal ? 0 : OLD_RETRIES),
                literal ? null : "1s");
    }

    /** A number of which 0 and nothing mean the default. */
    private static long count(@Nullable Fields breaker, String field, long otherwise) {
        long value = breaker == null ? 0 : breaker.integer(field, 0, Integer.MAX_VALUE, 0);
        return value == 0 ? otherwise : value;
    }

    /** The limits that are not 0. */
    private static Map<String, @Nullable Object> connectionPool(
            long connections, long pending, long requests, long perConnection, long retries, @Nullable String connect) {
        Map<String, @Nullable Object> tcp = new LinkedHashMap<>();
        put(tcp, "maxConnections", connections);
        if (connect != null) {
            tcp.put("connectTimeout", connect);
        }
        Map<String, @Nullable Object> http = new LinkedHashMap<>();
        put(http, "http1MaxPendingRequests", pending);
        put(http, "http2MaxRequests", requests);
        put(http, "maxRequestsPerConnection", perConnection);
        put(http, "maxRetries", retries);
        Map<String, @Nullable Object> pool = new LinkedHashMap<>();
        if (!tcp.isEmpty()) {
            pool.put("tcp", tcp);
        }
        if (!http.isEmpty()) {
            pool.put("http", http);
        }
        return pool;
    }

    private static void put(Map<String, @Nullable Object> map, String key, long value) {
        if (value != 0) {
            map.put(key, value);
        }
    }

    private Map<String, @Nullable Object> outlier(Fields breaker) {
        Map<String, @Nullable Object> outlier = new LinkedHashMap<>();
        put(outlier, "consecutive5xxErrors", count(breaker, "httpConsecutiveErrors", literal ? 0 : 5));
        putDuration(outlier, "interval", wholeSeconds(breaker, "httpDetectionInterval"), "10s");
        putDuration(outlier, "baseEjectionTime", wholeSeconds(breaker, "sleepWindow"), "30s");
        Long percent = breaker.integer("httpMaxEjectionPercent", 0, 100);
        put(outlier, "maxEjectionPercent", percent == null || percent == 0 ? literal ? 0 : 10 : percent);
        if (!literal) {
            outlier.put("minHealthPercent", 50);
        }
        return outlier;
    }

    private void putDuration(Map<String, @Nullable Object> map, String key, @Nullable String value, String old) {
        if (value != null || !literal) {
            map.put(key, value == null ? old : value);
        }
    }

    /** A duration that the old proxy took only when there was a whole second in it. */
    private @Nullable String wholeSeconds(Fields breaker, String field) {
        Long nanos = breaker.duration(field);
        if (nanos == null) {
            return null;
        }
        if (nanos < NANOS_PER_SECOND) {
            Remark.SLEEP_BELOW_A_SECOND.at(
                    breaker, field, field, literal ? "now it counts" : "the old default is written instead");
            return literal ? Durations.format(nanos) : null;
        }
        return Durations.format(nanos);
    }
}

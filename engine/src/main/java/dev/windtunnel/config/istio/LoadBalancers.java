package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.DestinationRule.ConsistentHash;
import dev.windtunnel.mesh.DestinationRule.Distribute;
import dev.windtunnel.mesh.DestinationRule.HashKey;
import dev.windtunnel.mesh.DestinationRule.LoadBalancer;
import dev.windtunnel.mesh.DestinationRule.LocalitySetting;
import dev.windtunnel.mesh.DestinationRule.SimpleBalancer;
import dev.windtunnel.mesh.DestinationRule.Warmup;
import dev.windtunnel.proxy.balance.Ring;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** LoadBalancerSettings. */
final class LoadBalancers {
    private static final long LARGEST_TABLE = 5_000_011;
    private static final List<String> HASH_KEYS =
            List.of("httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName");

    /** What a new host gets of its weight at first, where it is not written. */
    private static final double LEAST_WARMUP_PERCENT = 10;

    private LoadBalancers() {}

    static @Nullable LoadBalancer of(Block policy) {
        Block block = policy.block("loadBalancer");
        if (block == null) {
            return null;
        }
        block.notSimulated("zoneAwareLbSetting");
        String simple = block.word(
                "simple", "UNSPECIFIED", "LEAST_REQUEST", "LEAST_CONN", "ROUND_ROBIN", "RANDOM", "PASSTHROUGH");
        if (simple != null && block.has("consistentHash")) {
            block.refuse("consistentHash", "simple and consistentHash cannot be given together");
        }
        return new LoadBalancer(
                simple(block, simple),
                hash(block),
                locality(block, policy.has("outlierDetection")),
                warmup(block, simple));
    }

    private static SimpleBalancer simple(Block block, @Nullable String simple) {
        if (simple == null) {
            return SimpleBalancer.UNSPECIFIED;
        }
        if (simple.equals("LEAST_CONN")) {
            block.report(
                    Level.WARNING,
                    "IST0002",
                    "simple",
                    "LEAST_CONN is deprecated",
                    "write LEAST_REQUEST, which is the same");
            return SimpleBalancer.LEAST_REQUEST;
        }
        return SimpleBalancer.valueOf(simple);
    }

    private static @Nullable ConsistentHash hash(Block balancer) {
        Block hash = balancer.block("consistentHash");
        if (hash == null) {
            return null;
        }
        if (HASH_KEYS.stream().filter(hash::has).count() > 1) {
            hash.refuseWhole("only one of " + String.join(", ", HASH_KEYS) + " can be given", null);
        }
        if (hash.has("ringHash") && hash.has("maglev")) {
            hash.refuse("maglev", "ringHash and maglev cannot be given together");
        }
        HashKey key = key(hash);
        Block ring = hash.block("ringHash");
        long size = ring == null ? 0 : ring.count("minimumRingSize", 0);
        long oldSize = hash.count("minimumRingSize", 0);
        if (oldSize > 0) {
            Percentages.deprecated(hash, "minimumRingSize", "ringHash.minimumRingSize");
            if (hash.has("ringHash") || hash.has("maglev")) {
                hash.refuse("minimumRingSize", "minimumRingSize stands beside ringHash or maglev");
            }
            size = oldSize;
        }
        if (size > Ring.MAXIMUM_SIZE) {
            (oldSize > 0 || ring == null ? hash : ring)
                    .refuse("minimumRingSize", "a ring has at most " + Ring.MAXIMUM_SIZE + " entries");
        }
        if (key == null && HASH_KEYS.stream().noneMatch(name -> !name.equals("useSourceIp") && hash.has(name))) {
            balancer.report(
                    Level.WARNING,
                    "WT3022",
                    "consistentHash",
                    "consistentHash names nothing of a request that is hashed: each request goes to a host by chance",
                    "give it one of " + String.join(", ", HASH_KEYS));
        }
        Block maglev = hash.block("maglev");
        if (maglev == null) {
            return new ConsistentHash(key, false, size);
        }
        return new ConsistentHash(key, true, maglev.has("tableSize") ? tableSize(maglev) : 0);
    }

    private static @Nullable HashKey key(Block hash) {
        String header = hash.filledText("httpHeaderName");
        if (header != null) {
            return new HashKey.Header(header.toLowerCase(Locale.ROOT));
        }
        HashKey cookie = cookie(hash);
        if (cookie != null) {
            return cookie;
        }
        String parameter = hash.filledText("httpQueryParameterName");
        if (parameter != null) {
            return new HashKey.QueryParameter(parameter);
        }
        return hash.isTrue("useSourceIp") ? new HashKey.SourceIp() : null;
    }

    private static long tableSize(Block maglev) {
        Long size = maglev.number("tableSize", 1, LARGEST_TABLE - 1);
        if (size != null && !isPrime(size)) {
            maglev.refuse("tableSize", "the tableSize has to be a prime number");
        }
        return size == null ? 0 : size;
    }

    private static boolean isPrime(long number) {
        for (long divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return number > 1;
    }

    private static @Nullable HashKey cookie(Block hash) {
        Block cookie = hash.block("httpCookie");
        if (cookie == null) {
            return null;
        }
        String cookieName = cookie.filledText("name");
        if (cookieName == null) {
            cookie.refuse("name", "the cookie has no name");
        }
        Long ttl = cookie.anyDurationNanos("ttl");
        String path = cookie.text("path", "");
        Set<String> names = new HashSet<>();
        for (Block attribute : cookie.blocks("attributes")) {
            String name = attribute.text("name", "");
            attribute.harmless("value");
            if (!names.add(name)) {
                attribute.refuse("name", "the attribute " + name + " is there twice");
            }
        }
        return cookieName == null ? null : new HashKey.Cookie(cookieName, path, ttl);
    }

    private static @Nullable LocalitySetting locality(Block balancer, boolean withOutliers) {
        if (balancer.has("localityLbSetting") && balancer.has("zoneAwareLbSetting")) {
            balancer.refuse("zoneAwareLbSetting", "localityLbSetting and zoneAwareLbSetting cannot be given together");
        }
        Block locality = balancer.block("localityLbSetting");
        return locality == null ? null : setting(locality, withOutliers);
    }

    /** What a localityLbSetting says. */
    static LocalitySetting setting(Block locality, boolean withOutliers) {
        if (locality.has("distribute") && locality.has("failover")) {
            locality.refuse("failover", "distribute and failover cannot be given together");
        }
        List<Distribute> distributes = new ArrayList<>();
        Localities sources = new Localities();
        for (Block distribute : locality.blocks("distribute")) {
            sources.add(distribute, "from", distribute.text("from", ""));
            distributes.add(distribute(distribute));
        }
        Map<String, String> failovers = new LinkedHashMap<>();
        for (Block failover : locality.blocks("failover")) {
            String from = failover.text("from", "");
            String to = failover.text("to", "");
            if (from.equals(to)) {
                failover.refuse("to", "the failover leads back to " + from);
            }
            if ((from + to).indexOf('/') >= 0 || (from + to).indexOf('*') >= 0) {
                failover.refuseWhole("a failover goes from region to region, without / and *", null);
            }
            failovers.putIfAbsent(from, to);
        }
        checkFailover(locality, withOutliers);
        Boolean enabled = locality.flag("enabled");
        return new LocalitySetting(
                enabled == null || enabled, distributes, failovers, locality.texts("failoverPriority"), false);
    }

    private static Distribute distribute(Block distribute) {
        String from = distribute.text("from", "");
        Map<String, Integer> weights = new LinkedHashMap<>();
        Block to = distribute.block("to");
        if (to == null) {
            return new Distribute(from, weights);
        }
        long total = 0;
        Localities destinations = new Localities();
        for (String name : to.names()) {
            destinations.add(to, name, name);
            Long weight = to.number(name, 1, 100);
            total += weight == null ? 0 : weight;
            weights.put(name, weight == null ? 0 : (int) (long) weight);
        }
        if (total != 100) {
            distribute.refuse("to", "the weights add up to " + total + ", not to 100");
        }
        return new Distribute(from, weights);
    }

    /** Localities decide nothing as long as nobody finds out which hosts are bad ({@code validation.go}, localityLbSetting). */
    private static void checkFailover(Block locality, boolean withOutliers) {
        for (String field : List.of("failover", "failoverPriority")) {
            if (locality.has(field) && !withOutliers) {
                locality.report(
                        Level.WARNING,
                        "IST0133",
                        field,
                        field + " without outlierDetection: localities are ignored, and nothing ever fails over",
                        "add outlierDetection beside loadBalancer, if only outlierDetection: {}");
            }
        }
        for (String key : locality.texts("failoverPriority")) {
            if (key.isBlank() || key.startsWith("=")) {
                locality.refuse("failoverPriority", "a label of failoverPriority has no name");
                return;
            }
        }
    }

    private static @Nullable Warmup warmup(Block balancer, @Nullable String simple) {
        Long old = balancer.anyDurationNanos("warmupDurationSecs");
        Block warmup = balancer.block("warmup");
        if (warmup == null) {
            return old == null || old == 0 ? null : new Warmup(old, LEAST_WARMUP_PERCENT, 1);
        }
        if (balancer.has("warmupDurationSecs")) {
            balancer.refuse("warmupDurationSecs", "warmup and warmupDurationSecs cannot be given together");
        }
        Long duration = warmup.anyDurationNanos("duration");
        if (duration == null && !warmup.has("duration")) {
            warmup.refuse("duration", "the warmup has no duration");
        }
        Double least = warmup.real("minimumPercent");
        if (least != null && (least < 0 || least > 100)) {
            warmup.refuse("minimumPercent", "minimumPercent is from 0 to 100");
        }
        Double aggression = warmup.real("aggression");
        if (aggression != null && aggression <= 0) {
            warmup.refuse("aggression", "aggression has to be greater than 0");
        }
        if (duration != null && duration == 0) {
            warmup.report(
                    Level.WARNING,
                    "WT3023",
                    "duration",
                    "a warmup of no length: new hosts get their whole share at once",
                    "give it a duration such as 60s, or take it out");
        }
        if ("RANDOM".equals(simple) || "PASSTHROUGH".equals(simple) || balancer.has("consistentHash")) {
            balancer.report(
                    Level.WARNING,
                    "WT3023",
                    "warmup",
                    "hosts warm up under ROUND_ROBIN and LEAST_REQUEST only: this warmup has no effect",
                    "write simple: LEAST_REQUEST, or take warmup out");
        }
        return duration == null || duration == 0
                ? null
                : new Warmup(
                        duration, least == null ? LEAST_WARMUP_PERCENT : least, aggression == null ? 1 : aggression);
    }
}

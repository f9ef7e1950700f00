package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.DestinationRule.LoadBalancer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** LoadBalancerSettings: the simple balancers are read, the rest is checked. */
final class LoadBalancers {
    private static final long LARGEST_TABLE = 5_000_011;
    private static final List<String> HASH_KEYS =
            List.of("httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName");

    private LoadBalancers() {}

    static @Nullable LoadBalancer of(Block policy) {
        Block block = policy.block("loadBalancer");
        if (block == null) {
            return null;
        }
        checkHash(block);
        checkLocality(block);
        checkWarmup(block);
        block.notSimulated("consistentHash", "localityLbSetting", "zoneAwareLbSetting", "warmup", "warmupDurationSecs");
        String simple = block.word(
                "simple", "UNSPECIFIED", "LEAST_REQUEST", "LEAST_CONN", "ROUND_ROBIN", "RANDOM", "PASSTHROUGH");
        if (simple != null && block.has("consistentHash")) {
            block.refuse("consistentHash", "simple and consistentHash cannot be given together");
        }
        if (simple == null) {
            return LoadBalancer.UNSPECIFIED;
        }
        if (simple.equals("LEAST_CONN")) {
            block.report(
                    Level.WARNING,
                    "IST0002",
                    "simple",
                    "LEAST_CONN is deprecated",
                    "write LEAST_REQUEST, which is the same");
            return LoadBalancer.LEAST_REQUEST;
        }
        return LoadBalancer.valueOf(simple);
    }

    private static void checkHash(Block balancer) {
        Block hash = balancer.block("consistentHash");
        if (hash == null) {
            return;
        }
        if (HASH_KEYS.stream().filter(hash::has).count() > 1) {
            hash.refuseWhole("only one of " + String.join(", ", HASH_KEYS) + " can be given", null);
        }
        hash.harmless("httpHeaderName", "useSourceIp", "httpQueryParameterName");
        checkCookie(hash);
        if (hash.has("ringHash") && hash.has("maglev")) {
            hash.refuse("maglev", "ringHash and maglev cannot be given together");
        }
        Block ring = hash.block("ringHash");
        if (ring != null) {
            ring.count("minimumRingSize", 0);
        }
        if (hash.count("minimumRingSize", 0) > 0) {
            Percentages.deprecated(hash, "minimumRingSize", "ringHash.minimumRingSize");
            if (hash.has("ringHash") || hash.has("maglev")) {
                hash.refuse("minimumRingSize", "minimumRingSize stands beside ringHash or maglev");
            }
        }
        Block maglev = hash.block("maglev");
        if (maglev != null && maglev.has("tableSize")) {
            checkTableSize(maglev);
        }
    }

    private static void checkTableSize(Block maglev) {
        Long size = maglev.number("tableSize", 1, LARGEST_TABLE - 1);
        if (size != null && !isPrime(size)) {
            maglev.refuse("tableSize", "the tableSize has to be a prime number");
        }
    }

    private static boolean isPrime(long number) {
        for (long divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return number > 1;
    }

    private static void checkCookie(Block hash) {
        Block cookie = hash.block("httpCookie");
        if (cookie == null) {
            return;
        }
        if (cookie.filledText("name") == null) {
            cookie.refuse("name", "the cookie has no name");
        }
        cookie.anyDurationNanos("ttl");
        cookie.harmless("path");
        Set<String> names = new HashSet<>();
        for (Block attribute : cookie.blocks("attributes")) {
            String name = attribute.text("name", "");
            attribute.harmless("value");
            if (!names.add(name)) {
                attribute.refuse("name", "the attribute " + name + " is there twice");
            }
        }
    }

    private static void checkLocality(Block balancer) {
        if (balancer.has("localityLbSetting") && balancer.has("zoneAwareLbSetting")) {
            balancer.refuse("zoneAwareLbSetting", "localityLbSetting and zoneAwareLbSetting cannot be given together");
        }
        Block locality = balancer.block("localityLbSetting");
        if (locality == null) {
            return;
        }
        if (locality.has("distribute") && locality.has("failover")) {
            locality.refuse("failover", "distribute and failover cannot be given together");
        }
        for (Block distribute : locality.blocks("distribute")) {
            checkDistribute(distribute);
        }
        for (Block failover : locality.blocks("failover")) {
            String from = failover.text("from", "");
            String to = failover.text("to", "");
            if (from.equals(to)) {
                failover.refuse("to", "the failover leads back to " + from);
            }
            if ((from + to).indexOf('/') >= 0 || (from + to).indexOf('*') >= 0) {
                failover.refuseWhole("a failover goes from region to region, without / and *", null);
            }
        }
        locality.harmless("failoverPriority", "enabled");
    }

    private static void checkDistribute(Block distribute) {
        distribute.harmless("from");
        Block to = distribute.block("to");
        if (to == null) {
            return;
        }
        long total = 0;
        for (String name : to.names()) {
            Long weight = to.number(name, 1, 100);
            total += weight == null ? 0 : weight;
        }
        if (total != 100) {
            distribute.refuse("to", "the weights add up to " + total + ", not to 100");
        }
    }

    private static void checkWarmup(Block balancer) {
        balancer.anyDurationNanos("warmupDurationSecs");
        Block warmup = balancer.block("warmup");
        if (warmup == null) {
            return;
        }
        if (balancer.has("warmupDurationSecs")) {
            balancer.refuse("warmupDurationSecs", "warmup and warmupDurationSecs cannot be given together");
        }
        if (warmup.anyDurationNanos("duration") == null && !warmup.has("duration")) {
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
    }
}

package dev.windtunnel.config.routerule;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.mesh.DestinationPolicy;
import dev.windtunnel.mesh.DestinationPolicy.Version;
import dev.windtunnel.mesh.DestinationRule.ConnectionPool;
import dev.windtunnel.mesh.DestinationRule.OutlierDetection;
import dev.windtunnel.mesh.DestinationRule.SimpleBalancer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code destination-policy} documents. */
public final class DestinationPolicies {

    private static final long MOST = Integer.MAX_VALUE;
    private static final long SECOND = 1_000_000_000L;

    private DestinationPolicies() {}

    /** A destination policy. */
    public static void read(ObjectReading object, MeshParts parts) {
        object.root().harmless("type", "name", "namespace");
        Block spec = object.root().blockOrEmpty("spec");
        String destination = Syntax.service(spec, "destination", true);
        List<Version> versions = new ArrayList<>();
        Set<Map<String, String>> known = new HashSet<>();
        for (Block block : spec.blocks("policy")) {
            Version version = version(block);
            if (known.add(version.tags())) {
                versions.add(version);
            } else {
                Trap.SAME_TAGS.report(block, "tags");
            }
        }
        parts.add(new DestinationPolicy(
                object.key(), destination == null ? "" : destination, List.copyOf(versions), object.origin()));
    }

    private static Version version(Block block) {
        Map<String, String> tags = block.textMap("tags");
        Syntax.checkTags(block, "tags", tags);
        Trap.IGNORED.reportIfWritten(block, "custom");
        Block breaker = block.block("circuitBreaker");
        Block simple = null;
        if (breaker != null) {
            Trap.IGNORED.reportIfWritten(breaker, "custom");
            simple = breaker.block("simpleCb");
        }
        return new Version(
                tags,
                balancer(block),
                simple == null ? null : pool(simple),
                simple == null ? null : outliers(simple),
                block.origin());
    }

    private static @Nullable SimpleBalancer balancer(Block block) {
        Block balancing = block.block("loadBalancing");
        if (balancing == null) {
            return null;
        }
        Trap.IGNORED.reportIfWritten(balancing, "custom");
        String name = balancing.word("name", "ROUND_ROBIN", "LEAST_CONN", "RANDOM");
        return name == null
                ? null
                : name.equals("LEAST_CONN") ? SimpleBalancer.LEAST_REQUEST : SimpleBalancer.valueOf(name);
    }

    private static ConnectionPool pool(Block simple) {
        return new ConnectionPool(
                limit(simple, "maxConnections"),
                0,
                0,
                0,
                limit(simple, "httpMaxPendingRequests"),
                limit(simple, "httpMaxRequests"),
                limit(simple, "httpMaxRequestsPerConnection"),
                0,
                0,
                0,
                null,
                false);
    }

    private static long limit(Block simple, String field) {
        Long value = simple.number(field, 0, MOST);
        return value == null ? 0 : value;
    }

    private static OutlierDetection outliers(Block simple) {
        return new OutlierDetection(
                simple.number("httpConsecutiveErrors", 0, MOST),
                null,
                false,
                null,
                wholeSeconds(simple, "httpDetectionInterval"),
                wholeSeconds(simple, "sleepWindow"),
                simple.number("httpMaxEjectionPercent", 0, 100),
                null);
    }

    /** A duration that counts from a second on. The documentation calls it optional, the validator wants it. */
    private static @Nullable Long wholeSeconds(Block simple, String field) {
        Long nanos = simple.durationNanos(field);
        if (!simple.has(field)) {
            if (!simple.object().lenient01()) {
                simple.refuse(
                        field,
                        field + " is missing: the documentation called it optional, but Istio 0.1.6 refuses the policy",
                        "write " + field + ", or set the profile option lenient0.1");
            }
            return null;
        }
        if (nanos != null && nanos < SECOND) {
            Trap.UNDER_A_SECOND.report(simple, field);
            return null;
        }
        return nanos;
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.mesh.ConnectionRateLimit;
import dev.windtunnel.mesh.FilterPlace;
import dev.windtunnel.mesh.LocalLimit;
import dev.windtunnel.mesh.LocalRateLimit;
import dev.windtunnel.plan.Admission;
import dev.windtunnel.proxy.limit.Descriptors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which buckets of local rate limits requests take tokens from ({@code common/local_ratelimit/local_ratelimit_impl.cc}). A
 * bucket has a number in the run, and each proxy its own of that number.
 */
final class LocalLimits {

    private static final String EVERY_VALUE = "*";

    private final Map<Key, Integer> buckets = new HashMap<>();
    private final List<String> prefixes = new ArrayList<>();

    /**
     * What a bucket belongs to: settings in the chain of a port and way of connecting, on a virtual host or route where they
     * are from there, and of them a descriptor with its values.
     */
    private record Key(
            Object owner,
            FilterPlace.Context listeners,
            int port,
            boolean mutualTls,
            String route,
            String descriptor) {}

    /** A kind of connection that has filters of its own: the port, and whether it is mutual TLS. */
    record Chain(FilterPlace.Context listeners, int port, boolean mutualTls) {}

    /** What a request has to get from a filter; null for nothing. */
    Passage.@Nullable Local stage(
            Admission admission, LocalRateLimit filter, Admission.Asked asked, Chain chain, int number) {
        Admission.Settings settings = admission.settings(filter, asked);
        LocalLimit limit = settings.limit();
        if (limit.enabledFraction() <= 0) {
            return null;
        }
        Object owner = settings.route().isEmpty() ? filter : limit;
        List<LocalBuckets.Tokens> tokens = new ArrayList<>();
        for (Descriptors.Matched each : Descriptors.matched(limit, admission.descriptors(limit, asked))) {
            tokens.add(tokens(owner, limit, each.declared(), each.values(), chain, settings.route()));
        }
        LocalLimit.Bucket common = limit.bucket();
        if (common != null && (tokens.isEmpty() || limit.alwaysConsumesDefault())) {
            tokens.add(new LocalBuckets.Tokens(
                    number(owner, chain, settings.route(), ""), common, LocalBuckets.Tokens.ALONE, 0));
        }
        return new Passage.Local(
                filter,
                limit,
                tokens.toArray(new LocalBuckets.Tokens[0]),
                prefix(limit.statPrefix() + ".http_local_rate_limit"),
                number,
                LocalReply.rateLimited(limit.responseHeaders()));
    }

    private LocalBuckets.Tokens tokens(
            Object owner,
            LocalLimit limit,
            LocalLimit.Descriptor declared,
            List<Descriptors.Entry> descriptor,
            Chain chain,
            String route) {
        boolean dynamic =
                declared.entries().stream().anyMatch(entry -> entry.value().isEmpty());
        int group = dynamic ? number(owner, chain, route, declared.entries() + EVERY_VALUE) : LocalBuckets.Tokens.ALONE;
        return new LocalBuckets.Tokens(
                number(owner, chain, route, declared.entries() + " " + descriptor),
                declared.bucket(),
                group,
                limit.maxDynamicDescriptors());
    }

    private int number(Object owner, Chain chain, String route, String descriptor) {
        Key key = new Key(owner, chain.listeners(), chain.port(), chain.mutualTls(), route, descriptor);
        Integer known = buckets.get(key);
        if (known == null) {
            known = buckets.size();
            buckets.put(key, known);
        }
        return known;
    }

    /** What connections of bytes to a port of the pod have to get. */
    Passage.Connections connections(ConnectionRateLimit limit, int port) {
        Chain chain = new Chain(FilterPlace.Context.SIDECAR_INBOUND, port, false);
        LocalBuckets.Tokens tokens =
                new LocalBuckets.Tokens(number(limit, chain, "", ""), limit.bucket(), LocalBuckets.Tokens.ALONE, 0);
        return new Passage.Connections(
                tokens, limit.enabledFraction(), prefix("local_rate_limit." + limit.statPrefix()));
    }

    /** The number of the counters of a name. */
    private int prefix(String name) {
        int known = prefixes.indexOf(name);
        if (known < 0) {
            known = prefixes.size();
            prefixes.add(name);
        }
        return known;
    }

    /** What counters begin with, by number. */
    List<String> prefixes() {
        return prefixes;
    }
}

package dev.windtunnel.mesh;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rate limit service allows in a domain, in the words of envoyproxy/ratelimit.
 *
 * @param domain its name
 * @param rules rules of the first entry of descriptors
 */
public record RateLimitRules(String domain, List<Rule> rules) {

    /**
     * A rule for an entry of a descriptor.
     *
     * @param key key of the entry
     * @param value its value, {@code foo*} for a beginning; null for every value, each of which has a limit of its own
     * @param limit what descriptors that end here are allowed; null for everything
     * @param shadow whether requests over the limit are only counted
     * @param rules rules of the next entry
     */
    public record Rule(String key, @Nullable String value, @Nullable Limit limit, boolean shadow, List<Rule> rules) {}

    /** So many requests in each window of a length; windows begin at multiples of it. */
    public record Limit(long unitNanos, long requestsPerUnit) {}
}

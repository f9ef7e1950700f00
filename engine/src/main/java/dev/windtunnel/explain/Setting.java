package dev.windtunnel.explain;

import org.jspecify.annotations.Nullable;

/**
 * One value of a policy.
 *
 * @param field its name, for example {@code retries.attempts}
 * @param value text, number or truth; durations are seconds, shares fractions of 1; null for none or unlimited
 * @param unit {@code s} of a duration, {@code share} of a fraction of 1; null for others
 * @param origin who set it: {@code istio default}, {@code mesh}, {@code VirtualService/default/ratings} ...
 * @param file the file in which it stands; null when it stands in none
 * @param line its line there, from 1; 0 without a file
 * @param rule the route that it belongs to; null for what belongs to the whole edge or to a destination
 * @param destination the destination that it belongs to (a subset, or the service); null for what belongs to a route or
 *     the whole edge
 */
public record Setting(
        String field,
        @Nullable Object value,
        @Nullable String unit,
        String origin,
        @Nullable String file,
        int line,
        @Nullable String rule,
        @Nullable String destination) {}

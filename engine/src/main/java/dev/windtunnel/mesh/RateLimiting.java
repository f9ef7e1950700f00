package dev.windtunnel.mesh;

import java.util.List;

/**
 * Rate limits of EnvoyFilters, in order of creation.
 *
 * @param filters HTTP filters
 * @param overrides settings of local ones for some routes
 * @param actions what they are told of requests
 * @param connections limits of connections of bytes
 */
public record RateLimiting(
        List<InsertedFilter> filters,
        List<LocalRateLimit.PerRoute> overrides,
        List<RateLimitActions> actions,
        List<ConnectionRateLimit> connections) {

    /** None. */
    public static final RateLimiting NONE = new RateLimiting(List.of(), List.of(), List.of(), List.of());

    /** The local ones. */
    public List<LocalRateLimit> local() {
        return filters.stream()
                .filter(LocalRateLimit.class::isInstance)
                .map(LocalRateLimit.class::cast)
                .toList();
    }

    /** Whether any of them is for some pods of its namespace alone. */
    public boolean selects() {
        return filters.stream().anyMatch(each -> !each.workloadSelector().isEmpty())
                || overrides.stream().anyMatch(each -> !each.workloadSelector().isEmpty())
                || actions.stream().anyMatch(each -> !each.workloadSelector().isEmpty())
                || connections.stream()
                        .anyMatch(each -> !each.workloadSelector().isEmpty());
    }
}

package dev.windtunnel.scenario;

import dev.windtunnel.mesh.RateLimitRules;
import dev.windtunnel.random.Distribution;
import java.util.List;

/**
 * {@code cluster.rateLimitService}: one for all proxies.
 *
 * @param latency from a question to its answer
 * @param failures share of the questions that get no answer
 * @param domains what it allows
 */
public record RateLimitService(Distribution latency, double failures, List<RateLimitRules> domains) {}

package dev.windtunnel.scenario;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The token of a request of traffic.
 *
 * @param issuer who made it; null when it does not say
 * @param subject whom it is about; null when it does not say
 * @param claims what else it says: texts, lists of texts, maps of both
 * @param valid whether its signature is right
 */
public record Token(@Nullable String issuer, @Nullable String subject, Map<String, Object> claims, boolean valid) {}

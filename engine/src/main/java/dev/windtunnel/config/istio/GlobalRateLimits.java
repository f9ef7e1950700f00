package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.FilterPlace;
import dev.windtunnel.mesh.GlobalRateLimit;
import dev.windtunnel.mesh.ObjectKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code envoy.filters.http.ratelimit}: the filter that asks a rate limit service. */
final class GlobalRateLimits {

    private static final long DEFAULT_TIMEOUT_NANOS = 20_000_000L;

    private GlobalRateLimits() {}

    /** The filter. */
    static @Nullable GlobalRateLimit filter(
            ObjectKey key, Map<String, String> selector, String name, FilterPlace place, Block patch, Block config) {
        Block settings = config.block("value") != null ? config.blockOrEmpty("value") : config;
        config.harmless("@type", "type_url");
        settings.harmless(
                "@type", "rate_limit_service", "enable_x_ratelimit_headers", "disable_x_envoy_ratelimited_header");
        settings.notSimulated("stage", "request_type", "response_headers_to_add", "filter_enabled", "filter_enforced");
        String domain = settings.requiredText("domain", "the filter has no domain");
        Long timeout = settings.anyDurationNanos("timeout");
        Integer status = ProtoJson.status(settings, "rate_limited_status");
        Integer onError = ProtoJson.status(settings, "status_on_error");
        boolean deny = settings.isTrue("failure_mode_deny");
        boolean exhausted = settings.isTrue("rate_limited_as_resource_exhausted");
        return domain == null
                ? null
                : new GlobalRateLimit(
                        key,
                        selector,
                        name,
                        place,
                        domain,
                        deny,
                        timeout == null ? DEFAULT_TIMEOUT_NANOS : timeout,
                        status == null || status < 400 ? 429 : status,
                        onError == null ? 500 : onError,
                        exhausted,
                        patch.origin());
    }
}

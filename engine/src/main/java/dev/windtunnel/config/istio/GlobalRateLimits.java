package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.mesh.GlobalRateLimit;
import dev.windtunnel.mesh.GlobalRateLimit.Action;
import dev.windtunnel.mesh.GlobalRateLimit.Actions;
import dev.windtunnel.mesh.GlobalRateLimit.Place;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.StringMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Global rate limits as Istio documents them: an EnvoyFilter puts the filter before the router, another one says with
 * {@code rate_limits} of virtual hosts or routes what is asked.
 */
final class GlobalRateLimits {

    static final String NAME = "envoy.filters.http.ratelimit";
    private static final long DEFAULT_TIMEOUT_NANOS = 20_000_000L;

    private GlobalRateLimits() {}

    /** Where a patch is; null for proxies that are not simulated as its place. */
    static @Nullable Place place(String context) {
        return switch (context) {
            case "SIDECAR_INBOUND" -> Place.SIDECAR_INBOUND;
            case "GATEWAY" -> Place.GATEWAY;
            case "ANY" -> Place.ANY;
            default -> null;
        };
    }

    /** The filter. */
    static @Nullable GlobalRateLimit filter(
            ObjectReading object, Map<String, String> selector, Place place, Block patch, Block config) {
        Block settings = config.block("value") != null ? config.blockOrEmpty("value") : config;
        config.harmless("@type", "type_url");
        settings.harmless(
                "@type", "rate_limit_service", "enable_x_ratelimit_headers", "disable_x_envoy_ratelimited_header");
        settings.notSimulated("stage", "request_type", "response_headers_to_add", "filter_enabled", "filter_enforced");
        String domain = settings.requiredText("domain", "the filter has no domain");
        Long timeout = settings.anyDurationNanos("timeout");
        Long status = settings.blockOrEmpty("rate_limited_status").number("code", 400, 599);
        Long onError = settings.blockOrEmpty("status_on_error").number("code", 200, 599);
        boolean deny = settings.isTrue("failure_mode_deny");
        boolean exhausted = settings.isTrue("rate_limited_as_resource_exhausted");
        return domain == null
                ? null
                : new GlobalRateLimit(
                        object.key(),
                        selector,
                        place,
                        domain,
                        deny,
                        timeout == null ? DEFAULT_TIMEOUT_NANOS : timeout,
                        status == null ? 429 : (int) (long) status,
                        onError == null ? 500 : (int) (long) onError,
                        exhausted,
                        patch.origin());
    }

    /** What is asked, from a patch of virtual hosts or routes; null when the patch says nothing of it. */
    static @Nullable Actions actions(
            ObjectReading object, Map<String, String> selector, Place place, Block match, Block value) {
        Block owner = value.block("route") != null ? value.blockOrEmpty("route") : value;
        if (!owner.has("rate_limits")) {
            return null;
        }
        List<List<Action>> descriptors = new ArrayList<>();
        for (Block limit : owner.blocks("rate_limits")) {
            List<Action> actions = new ArrayList<>();
            boolean known = true;
            for (Block block : limit.blocks("actions")) {
                Action action = action(block);
                known &= action != null;
                if (action != null) {
                    actions.add(action);
                }
            }
            limit.harmless("stage", "disable_key");
            limit.notSimulated("limit");
            if (known && !actions.isEmpty()) {
                descriptors.add(List.copyOf(actions));
            }
        }
        Block host = match.blockOrEmpty("routeConfiguration").blockOrEmpty("vhost");
        host.blockOrEmpty("route").notSimulated("name");
        return new Actions(object.key(), selector, place, host.filledText("name"), List.copyOf(descriptors));
    }

    private static @Nullable Action action(Block block) {
        if (block.has("request_headers")) {
            Block header = block.blockOrEmpty("request_headers");
            String name = header.requiredText("header_name", "request_headers needs a header_name");
            String key = header.requiredText("descriptor_key", "request_headers needs a descriptor_key");
            boolean optional = header.isTrue("skip_if_absent");
            return name == null || key == null ? null : new Action.Header(name.toLowerCase(Locale.ROOT), key, optional);
        }
        if (block.has("remote_address")) {
            return new Action.RemoteAddress();
        }
        if (block.has("generic_key")) {
            Block key = block.blockOrEmpty("generic_key");
            String value = key.requiredText("descriptor_value", "generic_key needs a descriptor_value");
            String name = key.filledText("descriptor_key");
            return value == null ? null : new Action.Fixed(name == null ? "generic_key" : name, value);
        }
        if (block.has("header_value_match")) {
            return headerMatch(block.blockOrEmpty("header_value_match"));
        }
        block.names().forEach(block::notSimulated);
        return null;
    }

    private static @Nullable Action headerMatch(Block match) {
        String value = match.requiredText("descriptor_value", "header_value_match needs a descriptor_value");
        String name = match.filledText("descriptor_key");
        boolean expected = !Boolean.FALSE.equals(match.flag("expect_match"));
        Map<String, StringMatch> headers = new LinkedHashMap<>();
        for (Block header : match.blocks("headers")) {
            String of = header.requiredText("name", "a header of header_value_match has no name");
            StringMatch how = stringMatch(header);
            if (of != null && how != null) {
                headers.put(of.toLowerCase(Locale.ROOT), how);
            }
        }
        return value == null
                ? null
                : new Action.HeaderMatch(name == null ? "header_match" : name, value, of(headers), expected);
    }

    private static HttpMatch of(Map<String, StringMatch> headers) {
        return new HttpMatch(
                null, null, false, null, null, null, headers, Map.of(), Map.of(), null, Map.of(), null, List.of());
    }

    private static @Nullable StringMatch stringMatch(Block header) {
        Block text = header.block("string_match");
        Block in = text == null ? header : text;
        String exact = text == null ? in.text("exact_match") : in.text("exact");
        String prefix = text == null ? in.text("prefix_match") : in.text("prefix");
        boolean present = header.isTrue("present_match");
        if (exact != null) {
            return new StringMatch.Exact(exact);
        }
        if (prefix != null) {
            return new StringMatch.Prefix(prefix);
        }
        if (!present) {
            header.names().stream().filter(field -> !field.equals("name")).forEach(header::notSimulated);
        }
        return present ? new StringMatch.Present() : null;
    }
}

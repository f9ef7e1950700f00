package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.LocalLimit;
import dev.windtunnel.mesh.LocalLimit.Bucket;
import dev.windtunnel.mesh.LocalLimit.Descriptor;
import dev.windtunnel.mesh.LocalLimit.Entry;
import dev.windtunnel.mesh.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of {@code envoy.filters.http.local_ratelimit}, of the filter itself and of routes. */
final class LocalLimits {

    private static final long LEAST_INTERVAL_NANOS = 50_000_000L;
    private static final long MOST = 0xffff_ffffL;
    private static final int DYNAMIC = 20;

    private LocalLimits() {}

    /** Of the filter; it may leave the bucket to routes. */
    static LocalLimit ofFilter(Block config, Origin origin) {
        return of(config, origin, false);
    }

    /** Of routes. */
    static LocalLimit ofRoute(Block config, Origin origin) {
        return of(config, origin, true);
    }

    private static LocalLimit of(Block config, Origin origin, boolean ofRoute) {
        config.harmless("@type", "type_url");
        Block settings = config.block("value") != null ? config.blockOrEmpty("value") : config;
        settings.harmless("@type", "enable_x_ratelimit_headers", "request_headers_to_add_when_not_enforced");
        settings.notSimulated("local_cluster_rate_limit", "stage", "vh_rate_limits");
        String prefix = settings.requiredText("stat_prefix", "the rate limit has no stat_prefix");
        Block written = settings.block("token_bucket");
        double enabled = fraction(settings, "filter_enabled", 0);
        double enforced = fraction(settings, "filter_enforced", 0);
        if (written == null && ofRoute) {
            settings.refuse("token_bucket", "the rate limit of a route has no token_bucket");
        }
        if (written != null && enabled == 0) {
            settings.report(
                    Level.WARNING,
                    "WT3021",
                    "filter_enabled",
                    "filter_enabled is 0 % or not written, so that the limit is never looked at",
                    "write filter_enabled: {default_value: {numerator: 100}}, and filter_enforced likewise");
        }
        Bucket bucket = written == null ? null : bucket(written);
        boolean broken = written != null && bucket == null;
        Integer status = ProtoJson.status(settings, "status");
        Long dynamic = ProtoJson.number(settings, "max_dynamic_descriptors", 1, MOST);
        return new LocalLimit(
                prefix == null ? "" : prefix,
                bucket,
                broken ? List.of() : descriptors(settings),
                RateLimitDescriptors.read(settings, "rate_limits"),
                !Boolean.FALSE.equals(settings.flag("always_consume_default_token_bucket")),
                settings.isTrue("local_rate_limit_per_downstream_connection"),
                dynamic == null ? DYNAMIC : (int) Math.min(Integer.MAX_VALUE, dynamic),
                Double.isNaN(enabled) ? 0 : enabled,
                Double.isNaN(enforced) ? 0 : enforced,
                status == null || status < 400 ? 429 : status, // toErrorCode
                settings.isTrue("rate_limited_as_resource_exhausted"),
                headers(settings),
                origin);
    }

    /** A bucket; null when Envoy refuses it. */
    static @Nullable Bucket bucket(Block written) {
        Long most = ProtoJson.number(written, "max_tokens", 1, MOST);
        Long perFill = ProtoJson.number(written, "tokens_per_fill", 1, MOST);
        Long interval = written.anyDurationNanos("fill_interval");
        if (interval == null || interval < LEAST_INTERVAL_NANOS) {
            written.refuse("fill_interval", "the fill_interval has to be at least 50ms");
            return null;
        }
        if (most == null) {
            if (!written.has("max_tokens")) {
                written.refuse("max_tokens", "the bucket has no max_tokens");
            }
            return null;
        }
        return new Bucket(most, perFill == null ? 1 : perFill, interval);
    }

    private static List<Descriptor> descriptors(Block settings) {
        List<Descriptor> descriptors = new ArrayList<>();
        Set<List<Entry>> known = new LinkedHashSet<>();
        for (Block written : settings.blocks("descriptors")) {
            List<Entry> entries = new ArrayList<>();
            for (Block entry : written.blocks("entries")) {
                String key = entry.requiredText("key", "the entry has no key");
                entries.add(new Entry(key == null ? "" : key, entry.text("value", "")));
            }
            Block bucket = written.block("token_bucket");
            Bucket tokens = bucket == null ? null : bucket(bucket);
            if (bucket == null) {
                written.refuse("token_bucket", "the descriptor has no token_bucket");
            } else if (entries.isEmpty()) {
                written.refuse("entries", "the descriptor has no entries");
            } else if (!known.add(List.copyOf(entries))) {
                written.refuse("entries", "another descriptor has the same entries");
            } else if (tokens != null) {
                descriptors.add(new Descriptor(List.copyOf(entries), tokens));
            }
        }
        return List.copyOf(descriptors);
    }

    private static Map<String, String> headers(Block settings) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Block added : settings.blocks("response_headers_to_add")) {
            Block header = added.blockOrEmpty("header");
            added.harmless("append", "append_action", "keep_empty_value");
            String key = header.requiredText("key", "the header has no key");
            String value = header.text("value", "");
            if (key != null) {
                headers.put(key.toLowerCase(Locale.ROOT), value);
            }
        }
        return Collections.unmodifiableMap(headers);
    }

    /** A runtime fraction, of 1; no number when what is written is refused. */
    private static double fraction(Block owner, String field, double otherwise) {
        Block written = owner.block(field);
        if (written == null) {
            return owner.has(field) ? Double.NaN : otherwise;
        }
        written.harmless("runtime_key");
        Block value = written.blockOrEmpty("default_value");
        Long numerator = ProtoJson.number(value, "numerator", 0, MOST);
        String unit = ProtoJson.constant(value, "denominator", "HUNDRED", "TEN_THOUSAND", "MILLION");
        boolean refused = written.has("default_value") && written.block("default_value") == null
                || value.has("numerator") && numerator == null
                || value.has("denominator") && unit == null;
        if (refused) {
            return Double.NaN;
        }
        double whole =
                switch (unit == null ? "HUNDRED" : unit) {
                    case "TEN_THOUSAND" -> 10_000;
                    case "MILLION" -> 1_000_000;
                    default -> 100;
                };
        return numerator == null ? 0 : Math.min(1, numerator / whole);
    }
}

package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.GlobalRateLimit;
import dev.windtunnel.mesh.GlobalRateLimit.Actions;
import dev.windtunnel.mesh.GlobalRateLimit.Place;
import dev.windtunnel.mesh.LocalRateLimit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * EnvoyFilters, of which two uses are simulated, the way Istio documents them: a local rate limit before the apps of pods,
 * and global rate limits. All else in them is said not to be.
 */
public final class EnvoyFilters {

    private static final String NAME = "envoy.filters.http.local_ratelimit";
    private static final long LEAST_INTERVAL_NANOS = 50_000_000L;
    private static final long MOST = 0xffff_ffffL;

    private EnvoyFilters() {}

    /** An EnvoyFilter. */
    public static void read(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        Map<String, String> selector = spec.blockOrEmpty("workloadSelector").textMap("labels");
        spec.harmless("priority");
        for (Block patch : spec.blocks("configPatches")) {
            if (isGlobal(object, selector, patch, parts)) {
                continue;
            }
            LocalRateLimit limit = limit(object, selector, patch);
            if (limit != null) {
                parts.add(limit);
            }
        }
    }

    /** Whether a patch belongs to a global rate limit; its parts are read then. */
    private static boolean isGlobal(ObjectReading object, Map<String, String> selector, Block patch, MeshParts parts) {
        String target = patch.text("applyTo", "");
        Block match = patch.blockOrEmpty("match");
        Block change = patch.blockOrEmpty("patch");
        Block value = change.blockOrEmpty("value");
        Place place = GlobalRateLimits.place(match.text("context", "ANY"));
        String operation = change.text("operation", "");
        if (place == null) {
            return false;
        }
        if (target.equals("HTTP_FILTER")
                && operation.startsWith("INSERT")
                && value.text("name", "").equals(GlobalRateLimits.NAME)) {
            Block config = value.block("typed_config");
            match.harmlessRest();
            if (config != null) {
                GlobalRateLimit limit = GlobalRateLimits.filter(object, selector, place, patch, config);
                if (limit != null) {
                    parts.add(limit);
                }
            }
            return true;
        }
        if ((target.equals("VIRTUAL_HOST") || target.equals("HTTP_ROUTE")) && operation.equals("MERGE")) {
            Actions actions = GlobalRateLimits.actions(object, selector, place, match, value);
            if (actions != null) {
                match.harmlessRest();
                parts.add(actions);
                return true;
            }
        }
        return false;
    }

    private static @Nullable LocalRateLimit limit(ObjectReading object, Map<String, String> selector, Block patch) {
        String place = patch.text("applyTo", "");
        Block match = patch.blockOrEmpty("match");
        String context = match.text("context", "ANY");
        Block change = patch.blockOrEmpty("patch");
        Block value = change.blockOrEmpty("value");
        boolean ours = place.equals("HTTP_FILTER")
                && (context.equals("SIDECAR_INBOUND") || context.equals("ANY"))
                && change.text("operation", "").startsWith("INSERT")
                && value.text("name", "").equals(NAME);
        if (!ours) {
            patch.notSimulated("applyTo");
            patch.harmlessRest();
            match.harmlessRest();
            change.harmlessRest();
            value.harmlessRest();
            return null;
        }
        match.harmlessRest();
        Block config = value.block("typed_config");
        if (config == null) {
            return null;
        }
        config.harmless("@type", "type_url", "stat_prefix", "response_headers_to_add", "enable_x_ratelimit_headers");
        Block settings = config.block("value") != null ? config.blockOrEmpty("value") : config;
        settings.harmless("stat_prefix", "response_headers_to_add");
        settings.notSimulated("descriptors", "local_rate_limit_per_downstream_connection", "local_cluster_rate_limit");
        Block bucket = settings.block("token_bucket");
        double enabled = fraction(settings, "filter_enabled");
        double enforced = fraction(settings, "filter_enforced");
        if (bucket == null) {
            settings.refuse("token_bucket", "the rate limit has no token_bucket");
            return null;
        }
        if (enabled == 0) {
            bucket.harmlessRest();
            settings.report(
                    Level.WARNING,
                    "WT3021",
                    "filter_enabled",
                    "filter_enabled is 0 % or not written, so that the limit is never looked at",
                    "write filter_enabled: {default_value: {numerator: 100}}, and filter_enforced likewise");
            return null;
        }
        Long most = bucket.number("max_tokens", 1, MOST);
        Long perFill = bucket.number("tokens_per_fill", 1, MOST);
        Long interval = bucket.anyDurationNanos("fill_interval");
        if (interval == null || interval < LEAST_INTERVAL_NANOS) {
            bucket.refuse("fill_interval", "the fill_interval has to be at least 50ms");
            return null;
        }
        if (most == null) {
            if (!bucket.has("max_tokens")) {
                bucket.refuse("max_tokens", "the bucket has no max_tokens");
            }
            return null;
        }
        Long status = settings.blockOrEmpty("status").number("code", 400, 599);
        return new LocalRateLimit(
                object.key(),
                selector,
                most,
                perFill == null ? 1 : perFill,
                interval,
                enabled,
                enforced,
                status == null ? 429 : (int) (long) status,
                settings.isTrue("rate_limited_as_resource_exhausted"),
                patch.origin());
    }

    /** A runtime fraction, of 1; what is not written is 0 ({@code local_rate_limit.proto}). */
    private static double fraction(Block owner, String field) {
        Block written = owner.block(field);
        if (written == null) {
            return 0;
        }
        written.harmless("runtime_key");
        Block value = written.blockOrEmpty("default_value");
        long numerator = value.count("numerator", 0);
        String unit = value.word("denominator", "HUNDRED", "TEN_THOUSAND", "MILLION");
        double whole =
                switch (unit == null ? "HUNDRED" : unit) {
                    case "TEN_THOUSAND" -> 10_000;
                    case "MILLION" -> 1_000_000;
                    default -> 100;
                };
        return Math.min(1, numerator / whole);
    }
}

package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of an EnvoyFilter's patch that istiod's parser knows ({@code networking/v1alpha3/envoy_filter.proto}). */
final class PatchWords {
    private static final String TYPES = "type.googleapis.com/";
    private static final List<String> LIMITS = List.of(
            "envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit",
            "envoy.extensions.filters.http.ratelimit.v3.RateLimit",
            "envoy.extensions.filters.network.local_ratelimit.v3.LocalRateLimit",
            "envoy.extensions.filters.network.ratelimit.v3.RateLimit",
            "envoy.extensions.filters.network.thrift_proxy.filters.ratelimit.v3.RateLimit",
            "envoy.extensions.filters.listener.local_ratelimit.v3.LocalRateLimit",
            "envoy.extensions.filters.udp.dns_filter.v3.RateLimit");

    private PatchWords() {}

    /** Null when it is refused. */
    static @Nullable String context(Block match) {
        return match.has("context")
                ? match.word("context", "ANY", "SIDECAR_INBOUND", "SIDECAR_OUTBOUND", "GATEWAY")
                : "ANY";
    }

    /** Null when it is refused; empty when it is not written. */
    static @Nullable String operation(Block change) {
        return change.has("operation")
                ? change.word(
                        "operation",
                        "MERGE",
                        "ADD",
                        "REMOVE",
                        "INSERT_BEFORE",
                        "INSERT_AFTER",
                        "INSERT_FIRST",
                        "REPLACE")
                : "";
    }

    /** Null when it is refused; empty when it is not written. */
    static @Nullable String target(Block patch) {
        return patch.has("applyTo")
                ? patch.word(
                        "applyTo",
                        "LISTENER",
                        "FILTER_CHAIN",
                        "NETWORK_FILTER",
                        "HTTP_FILTER",
                        "ROUTE_CONFIGURATION",
                        "VIRTUAL_HOST",
                        "HTTP_ROUTE",
                        "CLUSTER",
                        "EXTENSION_CONFIG",
                        "BOOTSTRAP",
                        "LISTENER_FILTER")
                : "";
    }

    /** Whether rate limits in a value are of types that Envoy has; those of its old API are not. */
    static boolean hasKnownTypes(Block value) {
        boolean known = isKnown(value.block("typed_config"));
        Block configs = value.blockOrEmpty("typed_per_filter_config");
        for (String filter : configs.names()) {
            known &= isKnown(configs.block(filter));
        }
        return known;
    }

    private static boolean isKnown(@Nullable Block config) {
        if (config == null) {
            return true;
        }
        String field = config.has("type_url") ? "type_url" : "@type";
        String written = config.text(field, "");
        String type = written.substring(written.lastIndexOf('/') + 1);
        String name = type.substring(type.lastIndexOf('.') + 1);
        if (!name.equals("LocalRateLimit") && !name.equals("RateLimit") || LIMITS.contains(type)) {
            return true;
        }
        String local = name.equals("LocalRateLimit") ? LIMITS.get(0) : LIMITS.get(1);
        config.refuse(field, "Envoy has no type " + type + ": wanted " + TYPES + local, "write " + TYPES + local);
        return false;
    }
}

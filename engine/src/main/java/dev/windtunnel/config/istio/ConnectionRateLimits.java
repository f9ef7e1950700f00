package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.mesh.ConnectionRateLimit;
import dev.windtunnel.mesh.FilterPlace.Context;
import dev.windtunnel.mesh.LocalLimit.Bucket;
import java.util.Map;

/** {@code envoy.filters.network.local_ratelimit} before the TCP proxies of sidecars towards their apps. */
final class ConnectionRateLimits {

    private static final String NAME = "envoy.filters.network.local_ratelimit";
    private static final String TCP_PROXY = "envoy.filters.network.tcp_proxy";

    private ConnectionRateLimits() {}

    /** Whether a network filter is such a limit. */
    static boolean isOne(Block value) {
        return value.text("name", "").equals(NAME);
    }

    /** Says why one that is put into a chain is not simulated: for whose connections it is. */
    static void notSimulated(Block patch, Block match) {
        String context = match.text("context", "ANY");
        Block chain = match.blockOrEmpty("listener").blockOrEmpty("filterChain");
        if (!Context.valueOf(context).isFor(Context.SIDECAR_INBOUND)) {
            match.notSimulatedSo(
                    "context",
                    "connections are limited in sidecars towards their apps alone, and of " + context + " none");
            return;
        }
        String outcome =
                "it is also for connections of HTTP, which " + NAME + " does not limit here: only those before "
                        + TCP_PROXY + " are, which listener.filterChain.filter.name has to name";
        if (chain.blockOrEmpty("filter").has("name")) {
            chain.blockOrEmpty("filter").notSimulatedSo("name", outcome);
        } else {
            patch.notSimulatedSo(patch.has("match") ? "match" : "applyTo", outcome);
        }
    }

    /** Reads one; false when it is for connections of HTTP, too, which are not limited. */
    static boolean read(
            ObjectReading object,
            Map<String, String> selector,
            Block match,
            Block value,
            Block patch,
            MeshParts parts) {
        Block listener = match.blockOrEmpty("listener");
        Block chain = listener.blockOrEmpty("filterChain");
        if (!chain.blockOrEmpty("filter").text("name", "").equals(TCP_PROXY)) {
            return false;
        }
        match.harmless("proxy");
        Integer port = listener.port("portNumber");
        if (port == null) {
            port = chain.port("destinationPort");
        }
        chain.notSimulated("sni", "transportProtocol", "applicationProtocols", "name");
        listener.notSimulated("name");
        Block config = value.blockOrEmpty("typed_config");
        config.harmless("@type", "type_url");
        Block settings = config.block("value") != null ? config.blockOrEmpty("value") : config;
        settings.harmless("@type");
        settings.notSimulated("share_key");
        String prefix = settings.requiredText("stat_prefix", "the rate limit has no stat_prefix");
        Block written = settings.block("token_bucket");
        if (written == null) {
            settings.refuse("token_bucket", "the rate limit has no token_bucket");
            return true;
        }
        Bucket bucket = LocalLimits.bucket(written);
        Block enabled = settings.blockOrEmpty("runtime_enabled");
        enabled.harmless("runtime_key");
        boolean off = Boolean.FALSE.equals(enabled.flag("default_value"));
        if (bucket != null) {
            parts.add(new ConnectionRateLimit(
                    object.key(), selector, port, prefix == null ? "" : prefix, bucket, off ? 0 : 1, patch.origin()));
        }
        return true;
    }
}

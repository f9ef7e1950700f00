package dev.windtunnel.mesh;

import org.jspecify.annotations.Nullable;

/**
 * Mesh-wide settings that were declared (ConfigMap {@code istio}, or {@code cluster.meshConfig}); null when not.
 *
 * @param connectTimeoutNanos {@code connectTimeout}
 * @param registryOnly {@code outboundTrafficPolicy.mode: REGISTRY_ONLY}
 * @param defaultHttpRetries {@code defaultHttpRetryPolicy}
 * @param locality {@code localityLbSetting}
 * @param autoMutualTls {@code enableAutoMtls}
 * @param http2Upgrade {@code h2UpgradePolicy: UPGRADE}: sidecars speak HTTP/2 with each other on ports of HTTP/1.1
 * @param http2UpgradeOrigin where that is said; null when it is not
 * @param enableNamespacesByDefault injection without labels ({@code sidecarInjectorWebhook} setting)
 * @param proxy {@code defaultConfig} as far as it moves traffic
 */
public record MeshConfig(
        @Nullable Long connectTimeoutNanos,
        @Nullable Boolean registryOnly,
        HttpRoute.@Nullable Retries defaultHttpRetries,
        DestinationRule.@Nullable LocalitySetting locality,
        @Nullable Boolean autoMutualTls,
        @Nullable Boolean http2Upgrade,
        @Nullable Origin http2UpgradeOrigin,
        boolean enableNamespacesByDefault,
        ProxySettings proxy) {

    /** Nothing declared. */
    public static final MeshConfig DEFAULT =
            new MeshConfig(null, null, null, null, null, null, null, false, ProxySettings.NONE);
}

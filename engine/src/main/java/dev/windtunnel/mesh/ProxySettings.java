package dev.windtunnel.mesh;

import org.jspecify.annotations.Nullable;

/**
 * What is set for sidecars by annotation {@code proxy.istio.io/config} or {@code meshConfig.defaultConfig}; null when not.
 *
 * @param drainNanos {@code terminationDrainDuration}: from SIGTERM to the proxy's end
 * @param exitOnIdle {@code EXIT_ON_ZERO_ACTIVE_CONNECTIONS}: it waits for its connections instead
 * @param answersNames {@code ISTIO_META_DNS_CAPTURE}: it answers for the names of the mesh
 */
public record ProxySettings(@Nullable Long drainNanos, @Nullable Boolean exitOnIdle, @Nullable Boolean answersNames) {

    /** Nothing set. */
    public static final ProxySettings NONE = new ProxySettings(null, null, null);

    /** These, and where they say nothing, the others. */
    public ProxySettings over(ProxySettings others) {
        return new ProxySettings(
                drainNanos != null ? drainNanos : others.drainNanos,
                exitOnIdle != null ? exitOnIdle : others.exitOnIdle,
                answersNames != null ? answersNames : others.answersNames);
    }
}

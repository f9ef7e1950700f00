package dev.windtunnel.config.inject;

import org.jspecify.annotations.Nullable;

/**
 * What {@code kube-inject} can be told.
 *
 * @param hub registry of the images {@code init} and {@code proxy_debug}
 * @param tag tag of both
 * @param verbosity log level of the proxy, 0 or more
 * @param sidecarProxyUid user id that the proxy runs as; its traffic is not redirected
 * @param version text of the annotation {@code alpha.istio.io/version}
 * @param coreDump whether a privileged init container switches core dumps on
 * @param includeIpRanges ranges in CIDR form whose traffic is redirected, comma separated; null for all traffic
 */
public record InjectionOptions(
        String hub,
        String tag,
        int verbosity,
        long sidecarProxyUid,
        String version,
        boolean coreDump,
        @Nullable String includeIpRanges) {

    /** The hub that was compiled into istioctl. */
    public static final String DEFAULT_HUB = "docker.io/istio";

    /** The tag that was compiled into istioctl. */
    public static final String DEFAULT_TAG = "0.1";

    /** The log level of the proxy when nothing is said. */
    public static final int DEFAULT_VERBOSITY = 2;

    /** The user id that the iptables rules leave alone. */
    public static final long DEFAULT_UID = 1337;

    /** As istioctl wrote it, {@code user@host-version-revision}; the same on every machine, so that results are too. */
    public static final String DEFAULT_VERSION = "windtunnel@localhost-0.1.6-dab2033";

    /** What {@code kube-inject} does without any flag. */
    public static final InjectionOptions DEFAULT =
            new InjectionOptions(DEFAULT_HUB, DEFAULT_TAG, DEFAULT_VERBOSITY, DEFAULT_UID, DEFAULT_VERSION, true, null);
}

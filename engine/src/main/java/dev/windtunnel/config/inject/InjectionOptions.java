package dev.windtunnel.config.inject;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final Pattern RANGE =
            Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");

    /** What to write for ranges that are none. */
    public static final String WANTED_RANGES = "wanted ranges of addresses such as 10.0.0.0/8,172.16.0.0/12";

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

    /** Whether a text lists ranges of addresses as iptables takes them: {@code 10.0.0.0/8,172.16.0.0/12}. */
    public static boolean areRanges(String text) {
        for (String part : text.split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            if (!range.matches() || Integer.parseInt(range.group(5)) > 32) {
                return false;
            }
            for (int i = 1; i <= 4; i++) {
                if (Integer.parseInt(range.group(i)) > 255) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What {@code kube-inject} does without any flag. */
    public static final InjectionOptions DEFAULT =
            new InjectionOptions(DEFAULT_HUB, DEFAULT_TAG, DEFAULT_VERBOSITY, DEFAULT_UID, DEFAULT_VERSION, true, null);
}

package dev.windtunnel.plan;

import dev.windtunnel.proxy.balance.Balancing;
import dev.windtunnel.scenario.Profile;

/**
 * What differs between the Istio and Envoy of a profile when nobody says otherwise. Values of 2017: istio/pilot 0.1.6
 * ({@code proxy/context.go}) and Envoy 1.3 at d0ff5a3; of today: istio-semantics C and Envoy 1.36.
 *
 * @param routeTimeoutNanos timeout of a route that sets none; 0 for none
 * @param inboundTimeoutNanos timeout of the server's sidecar towards its app; 0 for none
 * @param connectTimeoutNanos connect timeout of a cluster
 * @param balancing balancer of a cluster that sets none
 * @param limits limits of a cluster that sets none
 * @param countedStreams the stream id is a counter of the process instead of a random number
 * @param perTryCoversConnect the per-try timer runs while a retry connects
 * @param logsRetryLimit the flag URX exists
 * @param unknownClusterCode answer when the cluster of a route does not exist (404 with NR, 503 with NC)
 * @param abortBody body of an injected abort
 */
public record Era(
        Profile profile,
        long routeTimeoutNanos,
        long inboundTimeoutNanos,
        long connectTimeoutNanos,
        Balancing balancing,
        Limits limits,
        boolean countedStreams,
        boolean perTryCoversConnect,
        boolean logsRetryLimit,
        int unknownClusterCode,
        String abortBody) {

    private static final long SECOND = 1_000_000_000L;
    private static final long UNLIMITED = 0xffff_ffffL;

    /** The era of a profile. */
    public static Era of(Profile profile) {
        return switch (profile) {
            case ISTIO_1_30 ->
                new Era(
                        profile,
                        0,
                        0,
                        10 * SECOND,
                        Balancing.LEAST_REQUEST,
                        new Limits(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, null, 0),
                        false,
                        false,
                        true,
                        503,
                        "fault filter abort");
            case ENVOY_2017 ->
                new Era(
                        profile,
                        15 * SECOND,
                        15 * SECOND,
                        SECOND,
                        Balancing.ROUND_ROBIN,
                        new Limits(1024, 1024, 1024, 3, null, 0),
                        true,
                        true,
                        false,
                        404,
                        "");
        };
    }

    /** Retries of a sidecar that cannot reach its own app; they are not for users to set. */
    public int inboundRetries() {
        return is2017() ? 0 : 2;
    }

    /** Whether this is the Istio 0.1 of 2017. */
    public boolean is2017() {
        return profile == Profile.ENVOY_2017;
    }
}

package dev.windtunnel.proxy.outlier;

/**
 * Settings of outlier detection ({@code outlier_detection.proto}); what Istio cannot set is left out.
 *
 * @param consecutive5xx so many answers 500 to 599 in a row; 0 for never, not even counted
 * @param enforces5xx whether they eject, or are only counted
 * @param consecutiveGatewayErrors so many answers 502, 503 or 504 in a row; 0 for never
 * @param enforcesGatewayErrors whether they eject
 * @param splitsOrigins whether what the proxy itself saw (timeouts, resets, failed connections) counts apart
 * @param consecutiveLocalErrors so many of those in a row, at least 1
 * @param enforcesLocalErrors whether they eject
 * @param intervalNanos time between two looks at what may come back, greater than 0
 * @param baseNanos how long a first ejection lasts
 * @param mostNanos how long any ejection lasts at most
 * @param maxEjectionPercent share of the hosts that may be out at a time, 0 to 100
 * @param version whose rules hold
 */
public record OutlierDetection(
        int consecutive5xx,
        boolean enforces5xx,
        int consecutiveGatewayErrors,
        boolean enforcesGatewayErrors,
        boolean splitsOrigins,
        int consecutiveLocalErrors,
        boolean enforcesLocalErrors,
        long intervalNanos,
        long baseNanos,
        long mostNanos,
        int maxEjectionPercent,
        Version version) {

    /** Detectors that differ. */
    public enum Version {
        /** Envoy as it is. */
        TODAY,
        /**
         * Envoy 1.3 of 2017: as long as the share that is out is below the limit, one more may go; ejections grow without end and
         * are not forgotten; and hosts that succeed much less often than the others are ejected, too.
         */
        OF_2017
    }

    private static final long SECOND = 1_000_000_000L;

    /** Envoy's defaults, as they hold once a DestinationRule has the block. */
    public static final OutlierDetection DEFAULT = new OutlierDetection(
            5, true, 5, false, false, 5, true, 10 * SECOND, 30 * SECOND, 300 * SECOND, 10, Version.TODAY);
}

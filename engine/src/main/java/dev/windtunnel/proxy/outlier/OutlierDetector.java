package dev.windtunnel.proxy.outlier;

/**
 * Outlier detection of one cluster in one proxy ({@code outlier_detection_impl.cc}): consecutive errors eject a host, the
 * share of ejected hosts permitting; each further ejection lasts longer; looks at intervals bring hosts back.
 */
public final class OutlierDetector {

    /** What detects. */
    public enum Detector {
        /** Answers 500 to 599. */
        CONSECUTIVE_5XX("consecutive_5xx"),
        /** Answers 502, 503 and 504. */
        CONSECUTIVE_GATEWAY_FAILURE("consecutive_gateway_failure"),
        /** What the proxy itself saw. */
        CONSECUTIVE_LOCAL_ORIGIN_FAILURE("consecutive_local_origin_failure");

        private final String envoyName;

        Detector(String envoyName) {
            this.envoyName = envoyName;
        }

        /** Its name in Envoy's counters. */
        public String envoyName() {
            return envoyName;
        }
    }

    private final OutlierDetection settings;
    private final long[] detected = new long[Detector.values().length];
    private final long[] enforced = new long[Detector.values().length];
    private int active;
    private long overflow;

    /** A detector that has seen nothing. */
    public OutlierDetector(OutlierDetection settings) {
        this.settings = settings;
    }

    /**
     * A host has answered, or the proxy has seen something that counts as an answer.
     *
     * @param host its record
     * @param code status, 100 to 599
     * @param hosts how many hosts the cluster has
     * @param nowNanos virtual time
     * @return whether that ejected the host
     */
    public boolean answered(HostRecord host, int code, int hosts, long nowNanos) {
        if (code < 500 || code > 599) {
            host.inARow5xx = 0;
            host.inARowGateway = 0;
            return false;
        }
        boolean ejected = false;
        if (code >= 502 && code <= 504) {
            if (++host.inARowGateway == settings.consecutiveGatewayErrors()) {
                ejected = found(host, Detector.CONSECUTIVE_GATEWAY_FAILURE, hosts, nowNanos);
            }
        } else {
            host.inARowGateway = 0;
        }
        if (++host.inARow5xx == settings.consecutive5xx()) {
            ejected |= found(host, Detector.CONSECUTIVE_5XX, hosts, nowNanos);
        }
        return ejected;
    }

    /**
     * The proxy itself has seen a try fail: a timeout, a reset, a connection that did not come about.
     *
     * @param timeout whether it was a timeout
     * @return whether that ejected the host
     */
    public boolean failedLocally(HostRecord host, boolean timeout, int hosts, long nowNanos) {
        if (!settings.splitsOrigins()) {
            return answered(host, timeout ? 504 : 503, hosts, nowNanos);
        }
        return ++host.inARowLocal == settings.consecutiveLocalErrors()
                && found(host, Detector.CONSECUTIVE_LOCAL_ORIGIN_FAILURE, hosts, nowNanos);
    }

    /** A try has its connection to a host. */
    public void connected(HostRecord host) {
        host.inARowLocal = 0; // looked at only where origins are split
    }

    private boolean found(HostRecord host, Detector detector, int hosts, long nowNanos) {
        if (host.ejected) {
            return false;
        }
        detected[detector.ordinal()]++;
        boolean ejected = eject(host, detector, hosts, nowNanos);
        switch (detector) {
            case CONSECUTIVE_5XX -> host.inARow5xx = 0;
            case CONSECUTIVE_GATEWAY_FAILURE -> host.inARowGateway = 0;
            case CONSECUTIVE_LOCAL_ORIGIN_FAILURE -> host.inARowLocal = 0;
        }
        return ejected;
    }

    private boolean enforces(Detector detector) {
        return switch (detector) {
            case CONSECUTIVE_5XX -> settings.enforces5xx();
            case CONSECUTIVE_GATEWAY_FAILURE -> settings.enforcesGatewayErrors();
            case CONSECUTIVE_LOCAL_ORIGIN_FAILURE -> settings.enforcesLocalErrors();
        };
    }

    private boolean eject(HostRecord host, Detector detector, int hosts, long nowNanos) {
        if (100.0 * (active + 1) / hosts > settings.maxEjectionPercent()) {
            overflow++;
            return false;
        }
        if (!enforces(detector)) {
            return false;
        }
        enforced[detector.ordinal()]++;
        active++;
        host.ejected = true;
        host.ejectedNanos = nowNanos;
        host.ejections++;
        host.reason = detector;
        if (host.multiplier * settings.baseNanos() < settings.mostNanos() + settings.baseNanos()) {
            host.multiplier++;
        }
        return true;
    }

    /**
     * Looks at a host, as is done at every interval.
     *
     * @return whether the host has come back
     */
    public boolean look(HostRecord host, long nowNanos) {
        if (host.ejected) {
            long lasts = Math.min(settings.baseNanos() * host.multiplier, settings.mostNanos());
            if (nowNanos - host.ejectedNanos < lasts) {
                return false;
            }
            active--;
            host.ejected = false;
            host.everReturned = true;
            host.returnedNanos = nowNanos;
            host.inARow5xx = 0;
            host.inARowGateway = 0;
            host.inARowLocal = 0;
            return true;
        }
        if (host.everReturned && nowNanos - host.returnedNanos >= settings.intervalNanos()) {
            host.multiplier = Math.max(0, host.multiplier - 1);
        }
        return false;
    }

    /** Whether the next look at a host may change anything. */
    public boolean isWatched(HostRecord host) {
        return host.ejected || host.multiplier > 0;
    }

    /** A host has left the cluster. */
    public void left(HostRecord host) {
        if (host.ejected) {
            active--;
            host.ejected = false;
        }
    }

    /** Hosts that are out now. */
    public int active() {
        return active;
    }

    /** Ejections that the share of ejected hosts did not permit. */
    public long overflow() {
        return overflow;
    }

    /** How often a detector struck. */
    public long detected(Detector detector) {
        return detected[detector.ordinal()];
    }

    /** How often a detector ejected. */
    public long enforced(Detector detector) {
        return enforced[detector.ordinal()];
    }
}

package dev.windtunnel.proxy.outlier;

import java.util.List;
import java.util.function.IntConsumer;

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
        CONSECUTIVE_LOCAL_ORIGIN_FAILURE("consecutive_local_origin_failure"),
        /** A share of successes far below that of the other hosts; in Envoy 1.3 only, Istio switches it off today. */
        SUCCESS_RATE("success_rate");

        private final String envoyName;

        Detector(String envoyName) {
            this.envoyName = envoyName;
        }

        /** Its name in Envoy's counters. */
        public String envoyName() {
            return envoyName;
        }
    }

    private static final int FEWEST_HOSTS = 5;
    private static final int FEWEST_ANSWERS = 100;
    private static final double DEVIATIONS = 1.9;

    private final OutlierDetection settings;
    private final boolean of2017;
    private final long[] detected = new long[Detector.values().length];
    private final long[] enforced = new long[Detector.values().length];
    private int active;
    private long overflow;

    /** A detector that has seen nothing. */
    public OutlierDetector(OutlierDetection settings) {
        this.settings = settings;
        this.of2017 = settings.version() == OutlierDetection.Version.OF_2017;
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
        if (of2017) {
            host.answers++;
            host.successes += code < 500 || code > 599 ? 1 : 0;
        }
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
            case SUCCESS_RATE -> {
                // others may fail on in a row
            }
        }
        return ejected;
    }

    private boolean enforces(Detector detector) {
        return switch (detector) {
            case CONSECUTIVE_5XX -> settings.enforces5xx();
            case CONSECUTIVE_GATEWAY_FAILURE -> settings.enforcesGatewayErrors();
            case CONSECUTIVE_LOCAL_ORIGIN_FAILURE -> settings.enforcesLocalErrors();
            case SUCCESS_RATE -> of2017;
        };
    }

    private boolean eject(HostRecord host, Detector detector, int hosts, long nowNanos) {
        boolean full = of2017
                ? 100.0 * active / hosts >= settings.maxEjectionPercent()
                : 100.0 * (active + 1) / hosts > settings.maxEjectionPercent();
        if (full) {
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
        if (of2017) {
            return false;
        }
        if (host.everReturned && nowNanos - host.returnedNanos >= settings.intervalNanos()) {
            host.multiplier = Math.max(0, host.multiplier - 1);
        }
        return false;
    }

    /** Whether the next look at a host may change anything. */
    public boolean isWatched(HostRecord host) {
        return host.ejected || (of2017 ? host.answers > 0 : host.multiplier > 0);
    }

    /** Whether every look compares what hosts did since the last one. */
    public boolean comparesHosts() {
        return of2017;
    }

    /**
     * Compares the success rates of hosts at a look, as Envoy 1.3 did: of at least five with a hundred answers each, those are
     * ejected that lie more than 1.9 standard deviations below the mean. What was counted is forgotten then.
     *
     * @param records of all hosts
     * @param ejected is told the numbers, in {@code records}, of those that are out now
     */
    public void compare(List<HostRecord> records, long nowNanos, IntConsumer ejected) {
        double sum = 0;
        double squares = 0;
        int valid = 0;
        for (HostRecord host : records) {
            if (isComparable(host)) {
                sum += successRate(host);
                valid++;
            }
        }
        double mean = sum / valid;
        for (HostRecord host : records) {
            if (isComparable(host)) {
                squares += (successRate(host) - mean) * (successRate(host) - mean);
            }
        }
        double least = valid < FEWEST_HOSTS ? -1 : mean - DEVIATIONS * Math.sqrt(squares / valid);
        for (int i = 0; i < records.size(); i++) {
            HostRecord host = records.get(i);
            if (isComparable(host)
                    && successRate(host) < least
                    && found(host, Detector.SUCCESS_RATE, records.size(), nowNanos)) {
                ejected.accept(i);
            }
            host.answers = 0;
            host.successes = 0;
        }
    }

    private static boolean isComparable(HostRecord host) {
        return !host.ejected && host.answers >= FEWEST_ANSWERS;
    }

    private static double successRate(HostRecord host) {
        return 100.0 * host.successes / host.answers;
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

    /** Whether a detector exists here. */
    public boolean has(Detector detector) {
        return of2017
                ? detector == Detector.CONSECUTIVE_5XX || detector == Detector.SUCCESS_RATE
                : detector != Detector.SUCCESS_RATE;
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

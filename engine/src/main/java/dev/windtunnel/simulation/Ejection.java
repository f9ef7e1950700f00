package dev.windtunnel.simulation;

/** One ejection of a host by one proxy. */
final class Ejection {

    final int proxyPod;
    final String cluster;
    final int pod;
    final long startNanos;
    final String reason;
    /** When it came back, or left; -1 while it is out. */
    long endNanos = -1;

    private final Pod out;

    /** Begins now; the pod counts it until it ends. */
    Ejection(int proxyPod, String cluster, Pod out, long startNanos, String reason) {
        this.proxyPod = proxyPod;
        this.cluster = cluster;
        this.out = out;
        this.pod = out.id;
        out.ejectedBy++;
        this.startNanos = startNanos;
        this.reason = reason;
    }

    /** It is over now, unless it was before. */
    void end(long nowNanos) {
        if (endNanos < 0) {
            endNanos = nowNanos;
            out.ejectedBy--;
        }
    }
}

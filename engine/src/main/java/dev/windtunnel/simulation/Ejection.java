package dev.windtunnel.simulation;

/** One ejection of a host by one proxy. */
final class Ejection {

    final int proxyPod;
    final String cluster;
    final int pod;
    final long startNanos;
    final String reason;
    /** When it came back; -1 while it is out. */
    long endNanos = -1;

    Ejection(int proxyPod, String cluster, int pod, long startNanos, String reason) {
        this.proxyPod = proxyPod;
        this.cluster = cluster;
        this.pod = pod;
        this.startNanos = startNanos;
        this.reason = reason;
    }
}

package dev.windtunnel.simulation;

/** Envoy's counters of a TCP proxy ({@code tcp_proxy.rst}), of one cluster behind it. */
final class TcpCounters {

    /** What they are called after {@code tcp.}. */
    final String prefix;

    long connections;
    long idleTimeouts;
    long tooOld;

    TcpCounters(String prefix) {
        this.prefix = prefix;
    }
}

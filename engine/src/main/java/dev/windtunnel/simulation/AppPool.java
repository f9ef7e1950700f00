package dev.windtunnel.simulation;

import org.jspecify.annotations.Nullable;

/** The connections of one app (or one person of a closed loop) to one host and port, and the calls that wait for one. */
final class AppPool {

    final int pod;
    /** Idle connections, the most recently used first. */
    @Nullable
    Socket idle;

    /** The one connection of HTTP/2, on its way or ready; null for none. */
    @Nullable
    Socket shared;

    int open;

    @Nullable
    Call firstWaiting;

    @Nullable
    Call lastWaiting;
    /** Whether connections for waiting calls are being opened right now. */
    boolean serving;

    AppPool(int pod) {
        this.pod = pod;
    }
}

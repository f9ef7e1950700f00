package dev.windtunnel.simulation;

import dev.windtunnel.plan.Transport;
import org.jspecify.annotations.Nullable;

/** An open connection: from an app to its sidecar or to a pod, or from a sidecar to a pod. Used again like calls. */
final class Socket {

    static final byte FREE = 0;
    static final byte CONNECTING = 1;
    static final byte READY = 2;
    static final byte BUSY = 3;
    static final byte CLOSED = 4;
    /** Takes no further requests, and closes after those that it has. */
    static final byte DRAINING = 5;

    /** The slot by which events name it. */
    final int slot;

    byte state;
    /** Events that name it. */
    int events;
    /** The pod at the other end; -1 for the own sidecar. */
    int peer;
    /** Worker of the proxy at the other end (or of the own sidecar) that serves it. */
    int worker;

    /** Of connecting, then of its age; -1 for none. */
    int timer;
    /** Of a sidecar's connection: closes it when nobody uses it; -1 when it is used or need not be watched. */
    int idleTimer;
    /** Requests that are on it, and how many there may be at a time. */
    int streams;

    long mostStreams;
    /** Whether it counts as active at its host. */
    boolean streamed;
    /** Whether the sidecar closes it towards the host by itself: one of bytes that was late, idle or too old. */
    boolean cutOff;
    /** Whether the other end is gone. */
    boolean lost;
    /** Whether and how it is secured. */
    Transport security = Transport.PLAIN;
    /** Requests that were sent on it. */
    long requests;
    /** How often its host had been drained when it was opened. */
    int drains;
    /** Packets of its handshake that were sent in vain. */
    int packetTries;
    /** The pod at the other end was started again and knows nothing of it. */
    boolean unknownToPeer;
    /** The next idle one below it. */
    @Nullable
    Socket next;

    /** Of an app's connection. */
    @Nullable
    AppPool appPool;

    /** Whether an app's connection carries many calls at a time, as HTTP/2 does. */
    boolean shared;
    /** Call that an app's connection is for; null while it is idle. */
    @Nullable
    Call caller;

    long idleSince;
    /** Of a sidecar's connection. */
    @Nullable
    Pool pool;

    /** Of an app's connection that its sidecar forwards as bytes: where to. */
    @Nullable
    HostState host;

    /** Edge that a sidecar's connection was last used for. */
    @Nullable
    Edge edge;

    long key;
    /** Whether a limit of connections at the other end has counted it. */
    boolean counted;
    /** Tokens of limits that each connection has for itself; null where there are none. */
    private @Nullable LocalBuckets buckets;

    Socket(int slot) {
        this.slot = slot;
    }

    /** As new. */
    void clear() {
        events = 0;
        peer = -1;
        worker = 0;
        timer = -1;
        idleTimer = -1;
        streams = 0;
        mostStreams = 1;
        lost = false;
        cutOff = false;
        security = Transport.PLAIN;
        streamed = false;
        requests = 0;
        drains = 0;
        packetTries = 0;
        unknownToPeer = false;
        next = null;
        appPool = null;
        shared = false;
        caller = null;
        pool = null;
        host = null;
        edge = null;
        buckets = null;
        counted = false;
    }

    /** Its own buckets, full at first. */
    LocalBuckets buckets() {
        LocalBuckets own = buckets;
        if (own == null) {
            own = new LocalBuckets();
            buckets = own;
        }
        return own;
    }
}

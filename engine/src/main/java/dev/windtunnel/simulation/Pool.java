package dev.windtunnel.simulation;

import org.jspecify.annotations.Nullable;

/**
 * The connections of one worker of a proxy to one host in one version of HTTP, and the requests that wait for one
 * ({@code conn_pool_base.cc}). Ready connections are used last in, first out; waiting requests first come, first served.
 */
final class Pool {

    final HostState host;
    final int worker;
    final boolean http2;
    /** Connections with room for a request, the one that was last full or new first. */
    @Nullable
    Socket ready;

    int connecting;
    /** Requests for which there will be room when the connections on their way are there. */
    long connectingStreams;

    int connections;
    /** Waiting tries. */
    @Nullable
    Try firstWaiting;

    @Nullable
    Try lastWaiting;

    int waiting;

    Pool(HostState host, int worker, boolean http2) {
        this.host = host;
        this.worker = worker;
        this.http2 = http2;
    }

    void enqueue(Try row) {
        row.next = null;
        row.previous = lastWaiting;
        if (lastWaiting == null) {
            firstWaiting = row;
        } else {
            lastWaiting.next = row;
        }
        lastWaiting = row;
        waiting++;
    }

    void remove(Try row) {
        Try before = row.previous;
        Try after = row.next;
        if (before == null) {
            firstWaiting = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            lastWaiting = before;
        } else {
            after.previous = before;
        }
        waiting--;
    }

    /** A connection has room again. */
    void pushReady(Socket connection) {
        connection.next = ready;
        ready = connection;
    }

    /** A ready connection is to take no further requests. */
    void removeReady(Socket connection) {
        Socket before = null;
        for (Socket each = ready; each != null; each = each.next) {
            if (each == connection) {
                if (before == null) {
                    ready = each.next;
                } else {
                    before.next = each.next;
                }
                return;
            }
            before = each;
        }
    }
}

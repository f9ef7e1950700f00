package dev.windtunnel.simulation;

import org.jspecify.annotations.Nullable;

/**
 * The HTTP/1.1 connections of one worker of a proxy to one host, and the requests that wait for one
 * ({@code conn_pool_base.cc}). Ready connections are used last in, first out; waiting requests first come, first served.
 */
final class Pool {

    final HostState host;
    final int worker;
    /** Ready connections, the most recently freed first. */
    @Nullable
    Socket ready;

    int connecting;
    int connections;
    /** Waiting tries. */
    @Nullable
    Try firstWaiting;

    @Nullable
    Try lastWaiting;

    int waiting;

    Pool(HostState host, int worker) {
        this.host = host;
        this.worker = worker;
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
}

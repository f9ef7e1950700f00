package dev.windtunnel.simulation;

/**
 * The HTTP/1.1 connections of one worker of a proxy to one host, and the requests that wait for one
 * ({@code conn_pool_base.cc}). Ready connections are used last in, first out; waiting requests first come, first served.
 */
final class Pool {

    final HostState host;
    final int worker;
    /** Ready connections, the most recently freed first. */
    int ready = -1;
    int connecting;
    int connections;
    /** Waiting tries. */
    int firstWaiting = -1;
    int lastWaiting = -1;
    int waiting;

    Pool(HostState host, int worker) {
        this.host = host;
        this.worker = worker;
    }

    void enqueue(Tries tries, int row) {
        tries.next[row] = -1;
        tries.previous[row] = lastWaiting;
        if (lastWaiting < 0) {
            firstWaiting = row;
        } else {
            tries.next[lastWaiting] = row;
        }
        lastWaiting = row;
        waiting++;
    }

    void remove(Tries tries, int row) {
        int before = tries.previous[row];
        int after = tries.next[row];
        if (before < 0) {
            firstWaiting = after;
        } else {
            tries.next[before] = after;
        }
        if (after < 0) {
            lastWaiting = before;
        } else {
            tries.previous[after] = before;
        }
        waiting--;
    }
}

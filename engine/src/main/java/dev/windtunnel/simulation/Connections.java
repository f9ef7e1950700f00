package dev.windtunnel.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The open connections, one row each: from apps to their sidecars or to pods, and from sidecars to pods. */
final class Connections {

    static final byte FREE = 0;
    static final byte CONNECTING = 1;
    static final byte READY = 2;
    static final byte BUSY = 3;
    static final byte CLOSED = 4;

    private int capacity = 256;
    private int free = -1;
    private int used;

    byte[] state = new byte[capacity];
    int[] events = new int[capacity];
    /** Of a sidecar's connection. */
    @Nullable Pool[] pool = new @Nullable Pool[capacity];
    /** Of an app's connection. */
    @Nullable AppPool[] appPool = new @Nullable AppPool[capacity];
    /** The pod at the other end; -1 for the own sidecar. */
    int[] peer = new int[capacity];
    /** Worker of the proxy at the other end (or of the own sidecar) that serves it. */
    int[] worker = new int[capacity];
    /** Edge that a sidecar's connection was last used for. */
    @Nullable Edge[] edge = new @Nullable Edge[capacity];
    /** Call that an app's connection is for; null while it is idle. */
    @Nullable Call[] caller = new @Nullable Call[capacity];
    int[] next = new int[capacity];
    int[] timer = new int[capacity];
    long[] idleSince = new long[capacity];
    long[] key = new long[capacity];

    int limit() {
        return used;
    }

    int allocate() {
        int row = free;
        if (row >= 0) {
            free = next[row];
        } else {
            if (used == capacity) {
                grow();
            }
            row = used++;
        }
        events[row] = 0;
        peer[row] = -1;
        worker[row] = 0;
        edge[row] = null;
        caller[row] = null;
        next[row] = -1;
        timer[row] = -1;
        return row;
    }

    /** Gives the row back when the connection is closed and no event names it. */
    void release(int row) {
        if (state[row] == CLOSED && events[row] == 0) {
            state[row] = FREE;
            pool[row] = null;
            appPool[row] = null;
            next[row] = free;
            free = row;
        }
    }

    private void grow() {
        capacity *= 2;
        int n = capacity;
        state = Arrays.copyOf(state, n);
        events = Arrays.copyOf(events, n);
        pool = Arrays.copyOf(pool, n);
        appPool = Arrays.copyOf(appPool, n);
        peer = Arrays.copyOf(peer, n);
        worker = Arrays.copyOf(worker, n);
        edge = Arrays.copyOf(edge, n);
        caller = Arrays.copyOf(caller, n);
        next = Arrays.copyOf(next, n);
        timer = Arrays.copyOf(timer, n);
        idleSince = Arrays.copyOf(idleSince, n);
        key = Arrays.copyOf(key, n);
    }
}

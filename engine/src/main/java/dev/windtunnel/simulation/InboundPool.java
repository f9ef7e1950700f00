package dev.windtunnel.simulation;

import dev.windtunnel.plan.ConnectionSettings;
import dev.windtunnel.plan.InboundSettings;
import dev.windtunnel.plan.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The connections of the server's sidecar to its own app on one port, where limits are declared for them: as the pools of
 * callers ({@code conn_pool_base.cc}), with one host, which is there at once. Limits hold for all workers together,
 * connections and the requests that wait belong to one of them.
 */
final class InboundPool {

    /** What becomes of a request. */
    enum Admission {
        /** It has a connection. */
        PASSES,
        /** It waits for one. */
        WAITS,
        /** There is no room. */
        OVERFLOWS
    }

    private static final class Worker {
        int connections;
        long streams;

        @Nullable
        Try firstWaiting;

        @Nullable
        Try lastWaiting;

        boolean serving;
    }

    private final Sidecar sidecar;
    private final Worker[] workers;
    private Limits limits;
    private long streamsPerConnection;
    private int connections;
    private int active;
    private int pending;
    // Envoy's counters
    long connectionOverflows;
    long pendingTotal;
    long pendingOverflows;
    long activeOverflows;
    long cancelled;

    InboundPool(Sidecar sidecar, InboundSettings settings) {
        this.sidecar = sidecar;
        this.limits = settings.limits();
        this.streamsPerConnection = streams(settings.connections());
        this.workers = new Worker[sidecar.workers];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker();
        }
    }

    /** An app is spoken to as its port says; where nothing does, as the caller's proxy speaks, HTTP/1.1. */
    private static long streams(ConnectionSettings settings) {
        return settings.protocol() == ConnectionSettings.Protocol.HTTP2 ? settings.maxConcurrentStreams() : 1;
    }

    /** Takes other settings: connections that there are too many of stay until they are done. */
    void take(InboundSettings settings) {
        limits = settings.limits();
        streamsPerConnection = streams(settings.connections());
    }

    /** A request asks for a connection. */
    Admission admit(Try row) {
        Worker worker = workers[row.worker];
        if (worker.streams < worker.connections * streamsPerConnection) {
            return attach(row, worker);
        }
        if (pending >= limits.maxPendingRequests()) {
            pendingOverflows++;
            return Admission.OVERFLOWS;
        }
        pendingTotal++;
        if (opens(worker)) {
            return attach(row, worker);
        }
        pending++;
        row.bits |= Try.WAITS_INBOUND;
        row.inbound = this;
        row.next = null;
        if (worker.lastWaiting == null) {
            worker.firstWaiting = row;
        } else {
            worker.lastWaiting.next = row;
        }
        worker.lastWaiting = row;
        return Admission.WAITS;
    }

    private Admission attach(Try row, Worker worker) {
        if (active >= limits.maxRequests()) {
            activeOverflows++;
            return Admission.OVERFLOWS;
        }
        active++;
        worker.streams++;
        row.inbound = this;
        return Admission.PASSES;
    }

    /** Opens one more connection, unless there are too many and this worker has one. */
    private boolean opens(Worker worker) {
        if (connections >= limits.maxConnections()) {
            connectionOverflows++;
            if (worker.connections > 0) {
                return false;
            }
        }
        connections++;
        worker.connections++;
        sidecar.inboundConnections++;
        return true;
    }

    /**
     * A request is off its connection.
     *
     * @param closes whether that costs the connection, as one of HTTP/1.1 that is given up
     * @param servers who takes the next one
     */
    void release(Try row, boolean closes, Servers servers) {
        row.inbound = null;
        Worker worker = workers[row.worker];
        active--;
        worker.streams--;
        if (streamsPerConnection == 1 && (closes || limits.maxRequestsPerConnection() == 1)) {
            worker.connections--;
            connections--;
        }
        serve(worker, servers);
    }

    private void serve(Worker worker, Servers servers) {
        if (worker.serving) {
            return; // one who was served has ended at once: the loop below goes on
        }
        worker.serving = true;
        for (Try next = worker.firstWaiting; next != null; next = worker.firstWaiting) {
            if (worker.streams >= worker.connections * streamsPerConnection && !opens(worker)) {
                break;
            }
            remove(next, worker);
            next.inbound = null;
            servers.leavesInboundQueue(next, attach(next, worker));
        }
        worker.serving = false;
    }

    private void remove(Try row, Worker worker) {
        Try before = null;
        for (Try each = worker.firstWaiting; each != row; each = each.next) {
            if (each == null) {
                throw new IllegalStateException("try " + row.slot + " does not wait here");
            }
            before = each;
        }
        if (before == null) {
            worker.firstWaiting = row.next;
        } else {
            before.next = row.next;
        }
        if (worker.lastWaiting == row) {
            worker.lastWaiting = before;
        }
        row.next = null;
        row.bits &= ~Try.WAITS_INBOUND;
        pending--;
    }

    /** A request that waits is given up. */
    void cancel(Try row) {
        remove(row, workers[row.worker]);
        row.inbound = null;
        cancelled++;
    }

    /** The sidecar is gone, and all its connections. */
    void reset() {
        for (Worker worker : workers) {
            worker.connections = 0;
            worker.streams = 0;
            worker.firstWaiting = null;
            worker.lastWaiting = null;
        }
        connections = 0;
        active = 0;
        pending = 0;
    }
}

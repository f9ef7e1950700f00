package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The connections from sidecars to pods, HTTP/1.1: one request at a time on each. The host is chosen first; a request
 * that finds no ready connection there waits in that pool for one ({@code conn_pool_base.cc}).
 */
final class ConnectionPools {

    private final Core core;
    private final Router router;

    ConnectionPools(Core core, Router router) {
        this.core = core;
        this.router = router;
    }

    /** A new try asks for a connection: it gets one, waits for one, or finds the queue full. */
    void request(Try row, Pool pool) {
        ClusterState cluster = pool.host.cluster;
        row.pool = pool;
        int connection = pool.ready;
        if (connection >= 0) {
            pool.ready = core.connections.next[connection];
            attach(row, connection);
            return;
        }
        if (cluster.pending >= cluster.config.maxPendingRequests()) {
            cluster.count(ClusterCounter.RQ_PENDING_OVERFLOW);
            router.overflowed(row);
            return;
        }
        row.state = Try.QUEUED;
        pool.enqueue(row);
        cluster.pending++;
        cluster.count(ClusterCounter.RQ_PENDING_TOTAL);
        openWhatIsMissing(pool);
    }

    /** Opens connections while more requests wait than connections are on their way; one is always allowed. */
    private void openWhatIsMissing(Pool pool) {
        ClusterState cluster = pool.host.cluster;
        for (int i = 0; i < 3 && pool.waiting > pool.connecting; i++) {
            if (cluster.connections >= cluster.config.maxConnections()) {
                cluster.count(ClusterCounter.CX_OVERFLOW);
                if (pool.connections > 0) {
                    return;
                }
            }
            open(pool);
        }
    }

    private void open(Pool pool) {
        Connections connections = core.connections;
        ClusterState cluster = pool.host.cluster;
        int connection = connections.allocate();
        Try first = waiting(pool.firstWaiting);
        long key = core.draw(first.key, Purpose.CONNECT + pool.connecting * 256L);
        connections.state[connection] = Connections.CONNECTING;
        connections.pool[connection] = pool;
        connections.peer[connection] = pool.host.pod;
        connections.key[connection] = key;
        pool.connecting++;
        pool.connections++;
        cluster.connections++;
        cluster.touched = true;
        cluster.count(ClusterCounter.CX_TOTAL);
        connections.edge[connection] = first.edge;
        statistics(connection).connectionOpened();
        long timeout = cluster.config.connectTimeoutNanos();
        connections.timer[connection] =
                core.agenda.arm(core.agenda.timerClass(timeout), EventKind.CONNECT_TIMEOUT, connection);
        connect(connection, core.pod(cluster.proxyPod), core.pod(pool.host.pod));
    }

    /** Starts the handshake of a connection: one round trip, unless packets vanish. */
    void connect(int connection, Pod from, Pod to) {
        if (core.separated(from, to)) {
            return; // the connect timeout ends it
        }
        long key = core.connections.key[connection];
        long there = core.network(from, to, 0, key, Purpose.NETWORK);
        long back = core.network(to, from, 0, key, Purpose.NETWORK_BACK);
        boolean accepted = to.listens() && (to.sidecar == null || !to.sidecar.down);
        core.connectionEvent(
                core.now() + there + back, accepted ? EventKind.CONNECTED : EventKind.REFUSED, connection);
        Sidecar sidecar = to.sidecar;
        core.connections.worker[connection] = sidecar == null
                ? 0
                : (int) Long.remainderUnsigned(core.draw(key, Purpose.WORKER), sidecar.workers);
    }

    /** A connection of a pool is established. */
    void connected(int connection) {
        Connections connections = core.connections;
        Pool pool = pool(connection);
        disarm(connection);
        pool.connecting--;
        connections.state[connection] = Connections.READY;
        if (!core.pod(pool.host.pod).listens()) {
            lost(connection); // it died during the handshake
            return;
        }
        serveOrKeep(pool, connection);
    }

    /** A connection could not be established: all requests that wait in its pool fail with it, the newest first. */
    void failed(int connection, boolean timedOut) {
        Connections connections = core.connections;
        Pool pool = pool(connection);
        ClusterState cluster = pool.host.cluster;
        disarm(connection);
        cluster.count(ClusterCounter.CX_CONNECT_FAIL);
        if (timedOut) {
            cluster.count(ClusterCounter.CX_CONNECT_TIMEOUT);
        }
        statistics(connection).connectionsFailed++;
        pool.connecting--;
        forget(connection, pool, timedOut);
        for (Try row = pool.lastWaiting; row != null; row = pool.lastWaiting) {
            pool.remove(row);
            cluster.pending--;
            cluster.count(ClusterCounter.RQ_PENDING_FAILURE_EJECT);
            router.connectFailed(row, timedOut);
        }
    }

    /** The request on a connection has ended well: the next waiting one takes it, else it is kept. */
    void release(int connection) {
        Connections connections = core.connections;
        Pool pool = pool(connection);
        if (pool.host.removed) {
            close(connection, true);
            return;
        }
        connections.state[connection] = Connections.READY;
        serveOrKeep(pool, connection);
    }

    private void serveOrKeep(Pool pool, int connection) {
        Try row = pool.firstWaiting;
        if (row != null) {
            pool.remove(row);
            pool.host.cluster.pending--;
            attach(row, connection);
            return;
        }
        core.connections.next[connection] = pool.ready;
        pool.ready = connection;
    }

    private void attach(Try row, int connection) {
        core.connections.state[connection] = Connections.BUSY;
        core.connections.edge[connection] = row.edge;
        row.connection = connection;
        router.attached(row, connection);
    }

    /** Takes a waiting try out of its queue. */
    void cancelWaiting(Try row) {
        Pool pool = row.pool;
        if (pool == null) {
            throw new IllegalStateException("try " + row.slot + " waits in no pool");
        }
        pool.remove(row);
        pool.host.cluster.pending--;
        pool.host.cluster.count(ClusterCounter.RQ_CANCELLED);
    }

    /** Closes a busy connection from this side (a cancelled HTTP/1.1 request costs its connection) or the other's. */
    void close(int connection, boolean local) {
        Pool pool = pool(connection);
        forget(connection, pool, local);
        if (!pool.host.removed && pool.waiting > pool.connecting) {
            openWhatIsMissing(pool);
        }
    }

    /** A ready connection is gone because its pod is. */
    void lost(int connection) {
        Connections connections = core.connections;
        Pool pool = pool(connection);
        int before = -1;
        for (int each = pool.ready; each >= 0; each = connections.next[each]) {
            if (each == connection) {
                if (before < 0) {
                    pool.ready = connections.next[each];
                } else {
                    connections.next[before] = connections.next[each];
                }
                break;
            }
            before = each;
        }
        close(connection, false);
    }

    /** The host has left the cluster: its ready connections close, busy ones when they are done. */
    void drain(HostState host) {
        for (Pool pool : host.pools) {
            while (pool != null && pool.ready >= 0) {
                int connection = pool.ready;
                pool.ready = core.connections.next[connection];
                forget(connection, pool, true);
            }
        }
    }

    private void forget(int connection, Pool pool, boolean local) {
        Connections connections = core.connections;
        ClusterState cluster = pool.host.cluster;
        pool.connections--;
        cluster.connections--;
        cluster.count(ClusterCounter.CX_DESTROY);
        cluster.count(local ? ClusterCounter.CX_DESTROY_LOCAL : ClusterCounter.CX_DESTROY_REMOTE);
        statistics(connection).connectionsOpen--;
        disarm(connection);
        connections.state[connection] = Connections.CLOSED;
        connections.release(connection);
    }

    private void disarm(int connection) {
        int timer = core.connections.timer[connection];
        if (timer >= 0) {
            core.agenda.cancel(timer);
            core.connections.timer[connection] = -1;
        }
    }

    private EdgeStatistics statistics(int connection) {
        Edge edge = core.connections.edge[connection];
        if (edge == null) {
            throw new IllegalStateException("connection " + connection + " belongs to no edge");
        }
        return edge.statistics;
    }

    private static Try waiting(@Nullable Try row) {
        if (row == null) {
            throw new IllegalStateException("a connection is opened for nobody");
        }
        return row;
    }

    private Pool pool(int connection) {
        Pool pool = core.connections.pool[connection];
        if (pool == null) {
            throw new IllegalStateException("connection " + connection + " belongs to no pool");
        }
        return pool;
    }
}

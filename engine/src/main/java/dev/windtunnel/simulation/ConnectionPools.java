package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The connections from sidecars to pods, HTTP/1.1: one request at a time on each. The host is chosen first; a request
 * that finds no ready connection there waits in that pool for one ({@code conn_pool_base.cc}).
 */
final class ConnectionPools {

    private final Core core;
    private final UpstreamTries upstreamTries;

    ConnectionPools(Core core, UpstreamTries upstreamTries) {
        this.core = core;
        this.upstreamTries = upstreamTries;
    }

    /** A new try asks for a connection: it gets one, waits for one, or finds the queue full. */
    void request(Try row, Pool pool) {
        ClusterState cluster = pool.host.cluster;
        row.pool = pool;
        Socket connection = pool.ready;
        if (connection != null) {
            if (isFull(cluster)) {
                cluster.count(ClusterCounter.RQ_ACTIVE_OVERFLOW);
                upstreamTries.overflowed(row);
                return;
            }
            pool.ready = connection.next;
            attach(row, connection);
            return;
        }
        if (cluster.pending >= cluster.config.limits().maxPendingRequests()) {
            cluster.count(ClusterCounter.RQ_PENDING_OVERFLOW);
            upstreamTries.overflowed(row);
            return;
        }
        row.state = Try.QUEUED;
        pool.enqueue(row);
        cluster.pending++;
        cluster.count(ClusterCounter.RQ_PENDING_TOTAL);
        openWhatIsMissing(pool);
    }

    /** Whether no further request may be on a connection. */
    private static boolean isFull(ClusterState cluster) {
        return cluster.active >= cluster.config.limits().maxRequests();
    }

    /** Opens connections while more requests wait than connections are on their way; one is always allowed. */
    private void openWhatIsMissing(Pool pool) {
        ClusterState cluster = pool.host.cluster;
        for (int i = 0; i < 3 && pool.waiting > pool.connecting; i++) {
            if (cluster.connections >= cluster.config.limits().maxConnections()) {
                cluster.count(ClusterCounter.CX_OVERFLOW);
                if (pool.connections > 0) {
                    return;
                }
            }
            open(pool);
        }
    }

    private void open(Pool pool) {
        ClusterState cluster = pool.host.cluster;
        Socket connection = core.connections.allocate();
        Try first = waiting(pool.firstWaiting);
        long key = core.draw(first.key, Purpose.CONNECT + pool.connecting * 256L);
        connection.state = Socket.CONNECTING;
        connection.pool = pool;
        connection.peer = pool.host.pod;
        connection.key = key;
        connection.drains = pool.host.drains;
        pool.connecting++;
        pool.connections++;
        cluster.connections++;
        cluster.touched = true;
        cluster.count(ClusterCounter.CX_TOTAL);
        connection.edge = first.edge;
        statistics(connection).connectionOpened();
        long timeout = cluster.config.connectTimeoutNanos();
        connection.timer = core.agenda.arm(core.agenda.timerClass(timeout), EventKind.CONNECT_TIMEOUT, connection.slot);
        connect(connection, core.pod(cluster.proxyPod), core.pod(pool.host.pod));
    }

    /** Starts the handshake of a connection: one round trip, unless packets vanish. */
    void connect(Socket connection, Pod from, Pod to) {
        if (core.separated(from, to)) {
            return; // the connect timeout ends it
        }
        long key = connection.key;
        long there = core.network(from, to, 0, key, Purpose.NETWORK);
        long back = core.network(to, from, 0, key, Purpose.NETWORK_BACK);
        boolean accepted = to.listens() && (to.sidecar == null || !to.sidecar.down);
        core.connectionEvent(core.now() + there + back, accepted ? EventKind.CONNECTED : EventKind.REFUSED, connection);
        Sidecar sidecar = to.sidecar;
        connection.worker =
                sidecar == null ? 0 : (int) Long.remainderUnsigned(core.draw(key, Purpose.WORKER), sidecar.workers);
    }

    /** A connection of a pool is established. */
    void connected(Socket connection) {
        Pool pool = pool(connection);
        disarm(connection);
        pool.connecting--;
        connection.drains = pool.host.drains; // what was on its way is not drained
        connection.state = Socket.READY;
        if (!core.pod(pool.host.pod).listens()) {
            lost(connection); // it died during the handshake
            return;
        }
        serveOrKeep(pool, connection);
    }

    /** A connection took too long. */
    void timedOut(Socket connection) {
        connection.timer = -1;
        failed(connection, true);
    }

    /** A connection could not be established: all requests that wait in its pool fail with it, the newest first. */
    void failed(Socket connection, boolean timedOut) {
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
            upstreamTries.connectFailed(row, timedOut);
        }
    }

    /** The request on a connection has ended well: the next waiting one takes it, else it is kept. */
    void release(Socket connection) {
        Pool pool = pool(connection);
        if (pool.host.removed && pool.waiting == 0) { // what waits is still served: it has been promised to this host
            close(connection, true);
            return;
        }
        long most = pool.host.cluster.config.limits().maxRequestsPerConnection();
        if (most > 0 && connection.requests >= most || connection.drains != pool.host.drains) {
            close(connection, true);
            return;
        }
        connection.state = Socket.READY;
        serveOrKeep(pool, connection);
    }

    private void serveOrKeep(Pool pool, Socket connection) {
        ClusterState cluster = pool.host.cluster;
        for (Try row = pool.firstWaiting; row != null; row = pool.firstWaiting) {
            pool.remove(row);
            cluster.pending--;
            if (!isFull(cluster)) {
                attach(row, connection);
                return;
            }
            cluster.count(ClusterCounter.RQ_ACTIVE_OVERFLOW);
            upstreamTries.overflowed(row);
        }
        connection.next = pool.ready;
        pool.ready = connection;
    }

    private void attach(Try row, Socket connection) {
        connection.state = Socket.BUSY;
        connection.edge = row.edge;
        connection.requests++;
        ClusterState cluster = clusterOf(connection);
        if (connection.requests == cluster.config.limits().maxRequestsPerConnection()) {
            cluster.count(ClusterCounter.CX_MAX_REQUESTS);
        }
        row.connection = connection;
        upstreamTries.attached(row, connection);
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
    void close(Socket connection, boolean local) {
        Pool pool = pool(connection);
        forget(connection, pool, local);
        if (pool.waiting > pool.connecting) {
            openWhatIsMissing(pool);
        }
    }

    /** A ready connection is gone because its pod is. */
    void lost(Socket connection) {
        Pool pool = pool(connection);
        Socket before = null;
        for (Socket each = pool.ready; each != null; each = each.next) {
            if (each == connection) {
                if (before == null) {
                    pool.ready = each.next;
                } else {
                    before.next = each.next;
                }
                break;
            }
            before = each;
        }
        close(connection, false);
    }

    /** A host has left the cluster or was ejected: its ready connections close, busy ones when they are done. */
    void drain(HostState host) {
        host.drains++;
        for (Pool pool : host.pools) {
            if (pool == null) {
                continue;
            }
            for (Socket connection = pool.ready; connection != null; connection = pool.ready) {
                pool.ready = connection.next;
                forget(connection, pool, true);
            }
        }
    }

    private void forget(Socket connection, Pool pool, boolean local) {
        ClusterState cluster = pool.host.cluster;
        pool.connections--;
        cluster.connections--;
        cluster.count(ClusterCounter.CX_DESTROY);
        cluster.count(local ? ClusterCounter.CX_DESTROY_LOCAL : ClusterCounter.CX_DESTROY_REMOTE);
        statistics(connection).connectionsOpen--;
        disarm(connection);
        connection.state = Socket.CLOSED;
        core.connections.release(connection);
    }

    private void disarm(Socket connection) {
        int timer = connection.timer;
        if (timer >= 0) {
            core.agenda.cancel(timer);
            connection.timer = -1;
        }
    }

    private EdgeStatistics statistics(Socket connection) {
        Edge edge = connection.edge;
        if (edge == null) {
            throw new IllegalStateException("connection " + connection.slot + " belongs to no edge");
        }
        return edge.statistics;
    }

    private static Try waiting(@Nullable Try row) {
        if (row == null) {
            throw new IllegalStateException("a connection is opened for nobody");
        }
        return row;
    }

    private ClusterState clusterOf(Socket connection) {
        return pool(connection).host.cluster;
    }

    private Pool pool(Socket connection) {
        Pool pool = connection.pool;
        if (pool == null) {
            throw new IllegalStateException("connection " + connection.slot + " belongs to no pool");
        }
        return pool;
    }
}

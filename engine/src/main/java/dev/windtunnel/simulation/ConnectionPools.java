package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.plan.ConnectionSettings;
import dev.windtunnel.plan.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The connections from sidecars to pods: of HTTP/1.1 one request at a time on each, of HTTP/2 many. The host is chosen
 * first; a request that finds no room on a connection there waits in that pool for it ({@code conn_pool_base.cc}).
 */
final class ConnectionPools {

    private final Core core;
    private final UpstreamTries upstreamTries;
    private final Packets packets;
    private final Handshakes handshakes;

    ConnectionPools(Core core, UpstreamTries upstreamTries, Packets packets) {
        this.core = core;
        this.upstreamTries = upstreamTries;
        this.packets = packets;
        this.handshakes = new Handshakes(core);
    }

    Handshakes handshakes() {
        return handshakes;
    }

    /** A new try asks for a connection: it gets one, waits for one, or finds the queue full. */
    void request(Try row, Pool pool) {
        ClusterState cluster = pool.host.cluster;
        row.pool = pool;
        Socket connection = readyOf(pool);
        if (connection != null) {
            if (isFull(cluster)) {
                cluster.count(ClusterCounter.RQ_ACTIVE_OVERFLOW);
                upstreamTries.overflowed(row);
                return;
            }
            Socket after = connection.next;
            if (attach(row, connection)) {
                pool.ready = after;
            }
            return;
        }
        if (cluster.pending >= cluster.limits.maxPendingRequests()) {
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

    /** The connection that is used next; those that have been idle for too long close. */
    private @Nullable Socket readyOf(Pool pool) {
        Socket connection = pool.ready;
        while (connection != null
                && connection.streams == 0
                && core.now() - connection.idleSince >= pool.host.cluster.idleNanos) {
            pool.ready = connection.next;
            pool.host.cluster.count(ClusterCounter.CX_IDLE_TIMEOUT);
            forget(connection, pool, true);
            connection = pool.ready;
        }
        return connection;
    }

    /** Whether no further request may be on a connection. */
    private static boolean isFull(ClusterState cluster) {
        return cluster.active >= cluster.limits.maxRequests();
    }

    /** Opens connections while more requests wait than those on their way have room for; one is always allowed. */
    private void openWhatIsMissing(Pool pool) {
        ClusterState cluster = pool.host.cluster;
        for (int i = 0; i < 3 && pool.waiting > pool.connectingStreams; i++) {
            if (cluster.connections >= cluster.limits.maxConnections()) {
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
        connection.mostStreams = mostStreams(pool);
        pool.connecting++;
        pool.connectingStreams += connection.mostStreams;
        pool.connections++;
        cluster.connections++;
        cluster.touched = true;
        cluster.count(ClusterCounter.CX_TOTAL);
        if (pool.http2) {
            cluster.count(ClusterCounter.CX_HTTP2_TOTAL);
        }
        connection.edge = first.edge;
        statistics(connection).connectionOpened();
        long timeout = cluster.config.connectTimeoutNanos();
        connection.timer = core.agenda.arm(core.agenda.timerClass(timeout), EventKind.CONNECT_TIMEOUT, connection.slot);
        connect(connection, core.pod(cluster.proxyPod), core.pod(pool.host.pod));
    }

    /** How many requests a new connection may have at a time. */
    private static long mostStreams(Pool pool) {
        if (!pool.http2) {
            return 1;
        }
        long streams = pool.host.cluster.config.connections().maxConcurrentStreams();
        long requests = pool.host.cluster.limits.maxRequestsPerConnection();
        return requests > 0 ? Math.min(streams, requests) : streams;
    }

    /** Starts the handshake of a connection: one round trip, unless packets vanish. */
    void connect(Socket connection, Pod from, Pod to) {
        if (core.trouble.any && !packets.handshakeArrives(connection, from, to)) {
            return; // it is tried again, unless the connect timeout ends it
        }
        long key = connection.key;
        long there = core.network(from, to, 0, key, Purpose.NETWORK);
        long back = core.network(to, from, 0, key, Purpose.NETWORK_BACK);
        long time = there + back;
        boolean accepted = to.listens() && (to.sidecar == null || !to.sidecar.down);
        if (accepted) {
            connection.security = handshakes.outcome(connection, from, to);
            accepted = connection.security != Transport.FAILING;
            time += connection.security.isHandshake() ? handshakes.nanos(key, from, to) : 0;
        }
        core.connectionEvent(core.now() + time, accepted ? EventKind.CONNECTED : EventKind.REFUSED, connection);
        Sidecar sidecar = to.sidecar;
        connection.worker =
                sidecar == null ? 0 : (int) Long.remainderUnsigned(core.draw(key, Purpose.WORKER), sidecar.workers);
    }

    /** A handshake whose packets were lost is tried again. */
    void tryAgain(Socket connection) {
        Pool pool = pool(connection);
        if (Packets.givesUp(connection)) {
            failed(connection, true);
        } else {
            connect(connection, core.pod(pool.host.cluster.proxyPod), core.pod(pool.host.pod));
        }
    }

    /** A connection of a pool is established. */
    void connected(Socket connection) {
        Pool pool = pool(connection);
        disarm(connection);
        pool.connecting--;
        pool.connectingStreams -= connection.mostStreams;
        connection.drains = pool.host.drains; // what was on its way is not drained
        connection.state = Socket.READY;
        if (!core.pod(pool.host.pod).listens()) {
            close(connection, false); // it died during the handshake
            return;
        }
        long longest = pool.host.cluster.config.connections().maxDurationNanos();
        if (longest > 0) {
            connection.timer =
                    core.agenda.arm(core.agenda.timerClass(longest), EventKind.CONNECTION_TOO_OLD, connection.slot);
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
        pool.connectingStreams -= connection.mostStreams;
        forget(connection, pool, timedOut);
        for (Try row = pool.lastWaiting; row != null; row = pool.lastWaiting) {
            pool.remove(row);
            cluster.pending--;
            cluster.count(ClusterCounter.RQ_PENDING_FAILURE_EJECT);
            upstreamTries.connectFailed(row, timedOut);
        }
    }

    /** A request on a connection has ended well: the next waiting one takes its place, else the connection is kept. */
    void release(Socket connection) {
        Pool pool = pool(connection);
        connection.streams--;
        if (core.closingPods > 0 && !core.pod(connection.peer).listens()) {
            connection.lost = true; // the app has closed it with its answer
            leave(connection, pool);
            return;
        }
        if (isLeaving(connection, pool)) {
            leave(connection, pool);
            return;
        }
        if (connection.state == Socket.BUSY) {
            connection.state = Socket.READY;
            serveOrKeep(pool, connection);
        } else if (connection.streams == 0) {
            idle(connection, pool);
        }
    }

    /** Whether a connection takes no further requests, and closes when it is free. */
    private boolean isLeaving(Socket connection, Pool pool) {
        return connection.state == Socket.DRAINING
                || connection.drains != pool.host.drains
                // What waits has been promised to this host, and is served on others.
                || pool.host.removed && (core.era.is2017() ? pool.waiting == 0 : connection.streams == 0);
    }

    private void serveOrKeep(Pool pool, Socket connection) {
        ClusterState cluster = pool.host.cluster;
        for (Try row = pool.firstWaiting; row != null; row = pool.firstWaiting) {
            pool.remove(row);
            cluster.pending--;
            if (!isFull(cluster)) {
                if (attach(row, connection)) {
                    if (!core.era.is2017()) {
                        openWhatIsMissing(pool); // for those that still wait: there may be room for another by now
                    }
                    return;
                }
                continue;
            }
            cluster.count(ClusterCounter.RQ_ACTIVE_OVERFLOW);
            upstreamTries.overflowed(row);
        }
        pool.pushReady(connection);
        if (connection.streams == 0) {
            idle(connection, pool);
        }
    }

    private void idle(Socket connection, Pool pool) {
        connection.idleSince = core.now();
        long longest = pool.host.cluster.idleNanos;
        if (longest != ConnectionSettings.DEFAULT_IDLE_NANOS) { // who is idle for an hour is looked at when it is used
            connection.idleTimer =
                    core.agenda.arm(core.agenda.timerClass(longest), EventKind.CONNECTION_IDLE, connection.slot);
        }
    }

    /**
     * Puts a request on a connection.
     *
     * @return whether there is room for no further one
     */
    private boolean attach(Try row, Socket connection) {
        if (connection.idleTimer >= 0) {
            core.agenda.cancel(connection.idleTimer);
            connection.idleTimer = -1;
        }
        connection.edge = row.edge;
        connection.requests++;
        connection.streams++;
        ClusterState cluster = pool(connection).host.cluster;
        if (connection.requests == cluster.limits.maxRequestsPerConnection()) {
            cluster.count(ClusterCounter.CX_MAX_REQUESTS);
            connection.state = Socket.DRAINING;
        } else if (connection.streams >= connection.mostStreams) {
            connection.state = Socket.BUSY;
        }
        boolean full = connection.state != Socket.READY;
        row.connection = connection;
        upstreamTries.attached(row, connection);
        return full;
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

    /** A request that is under way is given up: that costs a connection of HTTP/1.1, and of HTTP/2 one stream. */
    void cancel(Socket connection) {
        Pool pool = pool(connection);
        if (pool.http2) {
            pool.host.cluster.count(ClusterCounter.RQ_TX_RESET);
            release(connection);
        } else {
            close(connection, true);
        }
    }

    /** The pod's side has ended a request, and a connection of HTTP/1.1 with it. */
    void reset(Socket connection) {
        Pool pool = pool(connection);
        if (!pool.http2) {
            close(connection, false);
            return;
        }
        pool.host.cluster.count(connection.lost ? ClusterCounter.RQ_PENDING_FAILURE_EJECT : ClusterCounter.RQ_RX_RESET);
        release(connection);
    }

    /** Closes a connection from this side or the other's. */
    private void close(Socket connection, boolean local) {
        Pool pool = pool(connection);
        forget(connection, pool, local);
        if (pool.waiting > pool.connectingStreams) {
            openWhatIsMissing(pool);
        }
    }

    /** A connection is gone because its pod is; those who are on it will notice. */
    void lost(Socket connection) {
        Pool pool = pool(connection);
        if (connection.streams == 0 || pool.http2) {
            connection.lost = true;
            leave(connection, pool);
        }
    }

    /** Nobody has used a connection for too long. */
    void idleFor(Socket connection) {
        connection.idleTimer = -1;
        Pool pool = pool(connection);
        pool.removeReady(connection);
        pool.host.cluster.count(ClusterCounter.CX_IDLE_TIMEOUT);
        close(connection, true);
    }

    /** A connection has reached the age at which it takes no further requests. */
    void tooOld(Socket connection) {
        connection.timer = -1;
        Pool pool = pool(connection);
        pool.host.cluster.count(ClusterCounter.CX_MAX_DURATION_REACHED);
        leave(connection, pool);
    }

    private void leave(Socket connection, Pool pool) {
        if (connection.state == Socket.READY) {
            pool.removeReady(connection);
        }
        connection.state = Socket.DRAINING;
        if (connection.streams == 0) {
            close(connection, !connection.lost);
        }
    }

    /** The pod has said that it takes no further requests on a connection. */
    void goAway(Socket connection) {
        if (connection.state != Socket.DRAINING) {
            Pool pool = pool(connection);
            pool.host.cluster.count(ClusterCounter.CX_CLOSE_NOTIFY);
            leave(connection, pool);
        }
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
                if (connection.streams == 0) {
                    forget(connection, pool, true);
                } else {
                    connection.state = Socket.DRAINING;
                }
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
        if (connection.timer >= 0) {
            core.agenda.cancel(connection.timer);
            connection.timer = -1;
        }
        if (connection.idleTimer >= 0) {
            core.agenda.cancel(connection.idleTimer);
            connection.idleTimer = -1;
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

    private static Pool pool(Socket connection) {
        Pool pool = connection.pool;
        if (pool == null) {
            throw new IllegalStateException("connection " + connection.slot + " belongs to no pool");
        }
        return pool;
    }
}

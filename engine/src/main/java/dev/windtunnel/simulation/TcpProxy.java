package dev.windtunnel.simulation;

import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.ConnectionSettings;
import dev.windtunnel.plan.TcpRouting;

/**
 * A sidecar that forwards connections as bytes: cluster and host are chosen for each, one connection upstream belongs to
 * each downstream, there is no queue and nothing is repeated ({@code tcp_proxy.cc}).
 */
final class TcpProxy {

    private final Core core;
    private final HostSelection hosts;
    private final Outliers outliers;

    TcpProxy(Core core, Router router) {
        this.core = core;
        this.hosts = router.hosts();
        this.outliers = router.tries().outliers();
    }

    /** The pod of a new connection; -1 when it is closed at once, which its flags say. */
    int open(Call call, Socket connection, Decision decision) {
        long draw = decision.choices.length == 1
                ? 0
                : Long.remainderUnsigned(core.draw(connection.key, Purpose.TCP_ROUTE), decision.totalWeight);
        int choice = 0;
        while (draw >= decision.choices[choice].limit) {
            choice++;
        }
        call.cluster = choice;
        ClusterConfig config = decision.choices[choice].cluster;
        if (config == null) {
            call.flags = ResponseFlag.NC.addTo(call.flags);
            return -1;
        }
        Sidecar sidecar = core.pod(call.pod).sidecar();
        ClusterState cluster = hosts.cluster(sidecar, config, decision.choices[choice].clusterId);
        cluster.touched = true;
        counters(cluster, decision).connections++;
        if (cluster.connections >= config.limits().maxConnections()) {
            cluster.count(ClusterCounter.CX_OVERFLOW);
            call.flags = ResponseFlag.UO.addTo(call.flags);
            return -1;
        }
        HostState host = hosts.pick(call, cluster, decision);
        if (host == null) {
            cluster.count(ClusterCounter.CX_NONE_HEALTHY);
            call.flags = ResponseFlag.UH.addTo(call.flags);
            return -1;
        }
        connection.host = host;
        cluster.connections++;
        cluster.count(ClusterCounter.CX_TOTAL);
        cluster.count(ClusterCounter.RQ_PENDING_TOTAL);
        if (!connection.shared) { // one that carries many requests is HTTP/2 on a port of TCP, and never idle for long
            connection.timer = core.agenda.arm(
                    core.agenda.timerClass(config.connectTimeoutNanos()), EventKind.CONNECT_TIMEOUT, connection.slot);
        }
        return host.pod;
    }

    /** The connection to the host stands. */
    void established(Call call, Socket connection, HostState host) {
        disarm(connection);
        ClusterState cluster = host.cluster;
        cluster.count(ClusterCounter.RQ_TOTAL);
        cluster.active++;
        host.active++;
        connection.streamed = true;
        outliers.connected(host);
        TcpRouting tcp = call.decided().tcp;
        if (connection.shared || tcp == null) {
            return;
        }
        if (tcp.maxDurationNanos() > 0) {
            connection.timer = core.agenda.arm(
                    core.agenda.timerClass(tcp.maxDurationNanos()), EventKind.CONNECTION_TOO_OLD, connection.slot);
        }
        moved(call, connection);
    }

    /** Bytes have passed, in either direction. */
    void moved(Call call, Socket connection) {
        TcpRouting tcp = call.decided().tcp;
        if (connection.idleTimer >= 0) {
            core.agenda.cancel(connection.idleTimer);
            connection.idleTimer = -1;
        }
        if (tcp != null && tcp.idleNanos() < ConnectionSettings.DEFAULT_IDLE_NANOS && !connection.shared) {
            connection.idleTimer = core.agenda.arm(
                    core.agenda.timerClass(tcp.idleNanos()), EventKind.CONNECTION_IDLE, connection.slot);
        }
    }

    /** The connection to the host did not come about, and there is no second try. */
    void failed(Call call, Socket connection, HostState host, boolean timedOut) {
        connection.cutOff = timedOut;
        ClusterState cluster = host.cluster;
        cluster.count(ClusterCounter.CX_CONNECT_FAIL);
        cluster.count(ClusterCounter.RQ_PENDING_FAILURE_EJECT);
        if (timedOut) {
            cluster.count(ClusterCounter.CX_CONNECT_TIMEOUT);
        }
        outliers.failed(host, false);
        call.flags = ResponseFlag.UF.addTo(call.flags);
        if (core.era.logsRetryLimit()) {
            call.flags = ResponseFlag.URX.addTo(call.flags);
        }
    }

    /** A connection is closed. When its caller ends it, the host hears of it and closes its side: that is the other's doing. */
    void closed(Socket connection, HostState host) {
        disarm(connection);
        ClusterState cluster = host.cluster;
        cluster.connections--;
        cluster.count(ClusterCounter.CX_DESTROY);
        cluster.count(connection.cutOff ? ClusterCounter.CX_DESTROY_LOCAL : ClusterCounter.CX_DESTROY_REMOTE);
        if (connection.streamed) {
            connection.streamed = false;
            cluster.active--;
            host.active--;
        }
        connection.host = null;
    }

    /** Nothing has moved on a connection for too long, or it is too old: the sidecar closes it on both sides. */
    void cutOff(Call call, Socket connection, HostState host, boolean idle) {
        connection.cutOff = true;
        TcpCounters counters = counters(host.cluster, call.decided());
        if (idle) {
            counters.idleTimeouts++;
        } else {
            counters.tooOld++;
            call.flags = ResponseFlag.DT.addTo(call.flags);
        }
    }

    private static TcpCounters counters(ClusterState cluster, Decision decision) {
        TcpCounters counters = cluster.tcp;
        if (counters == null) {
            TcpRouting tcp = decision.tcp;
            counters = new TcpCounters(tcp == null ? cluster.config.name() : tcp.statPrefix());
            cluster.tcp = counters;
        }
        return counters;
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
}

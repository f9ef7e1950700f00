package dev.windtunnel.simulation;

import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.scenario.Connection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections that apps keep: to their sidecar, or to pods where none is between. A call takes an idle one, opens
 * one, or waits for one.
 */
final class AppConnections {

    private final Core core;
    private final Connections connections;
    private final Resolver resolver;
    private final Callers callers;
    private final NewCalls newCalls;
    private final DirectTries directTries;
    private final Router router;
    private final TcpProxy tcpProxy;
    private final ConnectionPools pools;
    private final TrafficSource source;
    private final Manners manners;
    /** Numbers of {@code host:port} targets, by head. */
    private int[] targetOfHead = new int[16];

    private final Map<String, Integer> targets = new HashMap<>();

    AppConnections(Core core, Resolver resolver, Callers callers, Manners manners) {
        this.core = core;
        this.connections = core.connections;
        this.resolver = resolver;
        this.callers = callers;
        this.manners = manners;
        this.newCalls = callers.newCalls();
        this.directTries = callers.directTries();
        this.router = callers.router();
        this.tcpProxy = new TcpProxy(core, router);
        this.pools = router.pools();
        this.source = callers.source();
    }

    private Connection policy(Call call) {
        int traffic = call.traffic;
        if (traffic >= 0) {
            return manners.ofTraffic(traffic).connection();
        }
        return newCalls.byHand(call) != null ? ByHand.CONNECTION : core.pod(call.pod).connection;
    }

    private AppPool pool(Call call) {
        int target = 2 * target(call.head) + (call.http2 ? 1 : 0); // connections of both versions are kept apart
        if (call.user >= 0) {
            return source.pool(call.user, target, call.pod);
        }
        ByHand own = newCalls.byHand(call);
        if (own != null) {
            return own.pool;
        }
        Pod pod = core.pod(call.pod);
        if (target >= pod.appPools.length) {
            pod.appPools = Arrays.copyOf(pod.appPools, Math.max(target + 1, 2 * pod.appPools.length));
        }
        AppPool pool = pod.appPools[target];
        if (pool == null) {
            pool = new AppPool(pod.id);
            pod.appPools[target] = pool;
        }
        return pool;
    }

    private int target(int head) {
        if (head >= targetOfHead.length) {
            targetOfHead = Arrays.copyOf(targetOfHead, 2 * (head + 1));
        }
        if (targetOfHead[head] == 0) {
            RequestHead request = core.heads.get(head);
            String name = (Heads.isTls(request) ? "tls " : "") + request.dialled() + ":" + request.port();
            Integer known = targets.get(name);
            if (known == null) {
                known = targets.size();
                targets.put(name, known);
            }
            targetOfHead[head] = known + 1;
        }
        return targetOfHead[head] - 1;
    }

    /** Finds a connection for a call: an idle one, a new one, or the one that is free next. */
    void take(Call call) {
        Connection policy = policy(call);
        call.http2 = call.session == null && (policy.http2() || core.heads.isGrpc(call.head));
        AppPool pool = pool(call);
        if (call.tcp != null || call.session != null) {
            open(call, pool);
            return;
        }
        if (call.http2 && policy.keepAlive()) {
            share(call, pool, policy);
            return;
        }
        for (Socket connection = pool.idle; policy.keepAlive() && connection != null; connection = pool.idle) {
            pool.idle = connection.next;
            if (core.now() - connection.idleSince < policy.idleNanos()) {
                use(call, connection);
                return;
            }
            close(connection);
        }
        if (pool.open >= policy.max()) {
            pool.enqueue(call);
            return;
        }
        open(call, pool);
    }

    /** A call of HTTP/2 goes on the one connection that there is, or waits until it is there. */
    private void share(Call call, AppPool pool, Connection policy) {
        Socket connection = pool.shared;
        if (connection != null
                && connection.state == Socket.READY
                && connection.streams == 0
                && core.now() - connection.idleSince >= policy.idleNanos()) {
            closeShared(connection);
            connection = null;
        }
        if (connection == null) {
            open(call, pool);
        } else if (connection.state == Socket.CONNECTING) {
            pool.enqueue(call);
        } else {
            use(call, connection);
        }
    }

    private void open(Call call, AppPool pool) {
        if (core.trouble.nameless > 0 && !isNameKnown(call)) {
            callers.fail(call, Failure.DNS);
            return;
        }
        Socket connection = connections.allocate();
        connection.state = Socket.CONNECTING;
        connection.appPool = pool;
        connection.caller = call;
        connection.key = core.draw(call.key, Purpose.CONNECT + ((long) call.callerTry << 8));
        pool.open++;
        call.connection = connection;
        if (call.tcp == null && call.http2 && policy(call).keepAlive()) {
            connection.shared = true;
            pool.shared = connection;
        }
        // A handshake with the gateway is a round trip more, and TLS another and some work.
        long lookup =
                core.nameLookup(call.key) + 2 * callers.outside(call, Purpose.CONNECT) + callers.tlsFromOutside(call);
        if (lookup > 0) {
            core.callEvent(core.now() + lookup, EventKind.CALLER_READY, call);
        } else {
            connect(call);
        }
    }

    /** Whether a host is found while nobody looks names up: an address is none, and some sidecars know those of the mesh. */
    private boolean isNameKnown(Call call) {
        String host = core.heads.get(call.head).dialled();
        if (Resolver.isAddress(host) || Resolver.isLoopback(host) || core.isFromOutside(call)) {
            return true;
        }
        Pod pod = core.pod(call.pod);
        return pod.sidecar != null
                && pod.plan.life().answersNames()
                && core.plan.directory().lookUp(host, pod.plan.namespace()) != null;
    }

    /** The name is known: connects to the sidecar, or to a pod. */
    void callerReady(Call call) {
        if (call.state != Call.CONNECTING) {
            return;
        }
        if (call.failure != 0) { // it is known what comes of it, and now the caller knows, too
            callers.fail(call, Failure.values()[call.failure]);
        } else if (call.socket().peer >= 0) {
            secured(call, call.socket());
        } else {
            connect(call);
        }
    }

    private void connect(Call call) {
        Socket connection = call.socket();
        Decision decision = call.decided();
        Pod pod = core.pod(call.pod);
        switch (decision.kind) {
            case KUBE_PROXY -> connectTo(call, kubeProxyPick(call, decision));
            case TCP -> connectTo(call, tcpProxy.open(call, connection, decision));
            case ADDRESS -> connectTo(call, addressPick(call, decision));
            default -> {
                Sidecar sidecar = pod.sidecar;
                int workers = sidecar == null ? 1 : sidecar.workers;
                connection.worker = workers == 1
                        ? 0
                        : (int) Long.remainderUnsigned(core.draw(connection.key, Purpose.WORKER), workers);
                use(call, connection);
            }
        }
    }

    private int kubeProxyPick(Call call, Decision decision) {
        int[] pods = resolver.dialled(decision);
        return pods.length == 0
                ? -1
                : pods[(int) Long.remainderUnsigned(core.draw(call.socket().key, Purpose.KUBE_PROXY), pods.length)];
    }

    private int addressPick(Call call, Decision decision) {
        return decision.external != null ? kubeProxyPick(call, decision) : decision.pod;
    }

    private void connectTo(Call call, int target) {
        Socket connection = call.socket();
        if (target < 0) {
            Failure failure = notConnected(call);
            if (call.decided().kind != Decision.Kind.TCP) {
                callers.failAfter(call, failure, 1);
                return;
            }
            drop(call);
            closedByProxy(call, failure);
            return;
        }
        connection.peer = target;
        connection.edge = call.edge;
        Edges.of(call).statistics.connectionOpened();
        if (target == call.pod) {
            begin(call, connection);
            return;
        }
        pools.connect(connection, core.pod(call.pod), core.pod(target));
    }

    /** An app's connection to a pod is established. */
    void connected(Socket connection) {
        Call call = connection.caller;
        if (call == null || connection.state != Socket.CONNECTING) {
            return;
        }
        if (!core.pod(connection.peer).listens()) {
            refused(connection);
            return;
        }
        begin(call, connection);
    }

    private void begin(Call call, Socket connection) {
        HostState host = connection.host;
        if (host != null) {
            tcpProxy.established(call, connection, host);
        }
        long handshake = ownTls(call, connection);
        if (handshake > 0) {
            core.callEvent(core.now() + handshake, EventKind.CALLER_READY, call);
        } else {
            use(call, connection);
        }
    }

    /** What the TLS of the app itself takes, from end to end; who is outside has had his with the way there. */
    private long ownTls(Call call, Socket connection) {
        return !core.heads.isTls(call.head) || core.isFromOutside(call) || connection.peer == call.pod
                ? 0
                : pools.handshakes()
                        .nanos(
                                core.draw(connection.key, Purpose.TLS_OF_APP),
                                core.pod(call.pod),
                                core.pod(connection.peer));
    }

    /** The handshake of the app is over, unless nobody is at the other end any more. */
    private void secured(Call call, Socket connection) {
        if (core.pod(connection.peer).listens()) {
            use(call, connection);
            return;
        }
        failWaiting(connection, Failure.RESET);
        drop(call);
        callers.fail(call, Failure.RESET);
    }

    /** Those who waited for a connection that many share fail with it. */
    private void failWaiting(Socket connection, Failure failure) {
        AppPool pool = connection.appPool;
        while (connection.shared && pool != null && pool.firstWaiting != null) {
            Call waiting = pool.poll();
            if (waiting != null) {
                callers.fail(waiting, failure);
            }
        }
    }

    /** The sidecar has waited long enough for the pod. */
    void timedOut(Socket connection) {
        connection.timer = -1;
        notConnected(connection, true);
    }

    /** An app's connection to a pod is refused. */
    void refused(Socket connection) {
        notConnected(connection, false);
    }

    private void notConnected(Socket connection, boolean timedOut) {
        Call call = connection.caller;
        if (call == null || connection.state != Socket.CONNECTING) {
            return;
        }
        Edges.of(call).statistics.connectionsFailed++;
        if (connection.host != null) {
            tcpProxy.failed(call, connection, connection.host, timedOut);
        }
        Failure failure = notConnected(call);
        failWaiting(connection, failure);
        drop(call);
        closedByProxy(call, failure);
    }

    /** The proxy that has taken a connection closes it: who is outside hears of it later, as the gateway did of him. */
    private void closedByProxy(Call call, Failure failure) {
        if (core.isFromOutside(call)) {
            callers.failAfter(call, failure, 1);
        } else {
            callers.fail(call, failure);
        }
    }

    /** How an app sees that nobody is at the other end: its sidecar, where one passes bytes on, has taken the connection. */
    private Failure notConnected(Call call) {
        Decision decision = call.decided();
        if (decision.passedOn) {
            call.flags = ResponseFlag.notConnected(core.era);
        }
        return decision.kind == Decision.Kind.TCP || decision.passedOn ? Failure.EMPTY_REPLY : Failure.CONNECT_REFUSED;
    }

    /** A handshake whose packets were lost is tried again, unless it has been tried for too long. */
    void tryAgain(Socket connection) {
        Call call = connection.caller;
        if (call == null) {
            return;
        }
        if (!Packets.givesUp(connection)) {
            pools.connect(connection, core.pod(call.pod), core.pod(connection.peer));
            return;
        }
        Edges.of(call).statistics.connectionsFailed++;
        drop(call);
        callers.fail(call, Failure.CONNECT_TIMEOUT);
    }

    private void use(Call call, Socket connection) {
        boolean opened = connection.state == Socket.CONNECTING;
        call.connection = connection;
        connection.streams++;
        if (connection.shared) {
            connection.state = Socket.READY;
            connection.caller = null;
        } else {
            connection.state = Socket.BUSY;
            connection.caller = call;
        }
        send(call, connection);
        AppPool pool = connection.appPool;
        if (opened && connection.shared && pool != null) {
            serveWaiting(pool);
        }
    }

    private void send(Call call, Socket connection) {
        if (connection.peer >= 0) {
            directTries.send(call, connection);
            return;
        }
        call.state = Call.ENTERING;
        long way = callers.outside(call, Purpose.NETWORK);
        long passage = core.passage(call.key, Purpose.PROXY_OUT) + way;
        if (way > 0) {
            call.start = core.now() + way; // the gateway knows nothing of it before
        }
        if (passage == 0) {
            router.receive(call);
        } else {
            core.callEvent(core.now() + passage, EventKind.PROXY_RECEIVES, call);
        }
    }

    /** A call has passed into the sidecar, unless its caller hung up meanwhile. */
    void proxyReceives(Call call) {
        if (call.state == Call.ENTERING) {
            router.receive(call);
        }
    }

    /** Closes a connection that no call is on. */
    void close(Socket connection) {
        if (connection.host != null) {
            tcpProxy.closed(connection, connection.host);
        }
        AppPool pool = connection.appPool;
        if (pool != null) {
            pool.open--;
            if (pool.shared == connection) {
                pool.shared = null;
            }
        }
        connection.state = Socket.CLOSED;
        connection.caller = null;
        connections.release(connection);
    }

    /** Closes the connection of a call, if it has one. */
    void drop(Call call) {
        Socket connection = call.connection;
        if (connection != null && connection.shared && connection.state != Socket.CONNECTING) {
            leave(call, connection);
        } else if (connection != null) {
            AppPool pool = connection.appPool;
            if (connection.peer >= 0) {
                Edges.of(call).statistics.connectionsOpen--;
            }
            call.connection = null;
            close(connection);
            if (pool != null) {
                serveWaiting(pool);
            }
        }
    }

    /** The call is over and its connection is well: the next waiting call takes it, else it is kept or closed. */
    void release(Call call) {
        Socket connection = call.connection;
        if (connection == null) {
            return;
        }
        if (connection.shared) {
            leave(call, connection);
            return;
        }
        Connection policy = policy(call);
        AppPool pool = connection.appPool;
        int peer = connection.peer;
        boolean usable = call.tcp == null
                && call.session == null
                && !connection.lost
                && policy.keepAlive()
                && (peer < 0 || core.pod(peer).listens());
        if (!usable || pool == null) {
            drop(call);
            return;
        }
        call.connection = null;
        connection.state = Socket.READY;
        connection.caller = null;
        connection.streams = 0;
        Call waiting = pool.poll();
        if (waiting != null) {
            use(waiting, connection);
            return;
        }
        connection.idleSince = core.now();
        connection.next = pool.idle;
        pool.idle = connection;
    }

    /** A call is over, or given up, and the connection of HTTP/2 that it was on stays as it is. */
    private void leave(Call call, Socket connection) {
        call.connection = null;
        connection.streams--;
        if (connection.streams > 0) {
            return;
        }
        connection.idleSince = core.now();
        if (connection.lost) {
            closeShared(connection);
        }
    }

    private void closeShared(Socket connection) {
        Edge edge = connection.edge;
        if (edge != null) {
            edge.statistics.connectionsOpen--;
        }
        close(connection);
    }

    /** The pod has said that it takes no further requests on a connection, which has one now. */
    void goAway(Socket connection) {
        if (connection.shared) {
            lost(connection);
        } else {
            connection.lost = true;
        }
    }

    /** The pod at the other end of a connection of HTTP/2 is gone: the next call opens another. */
    void lost(Socket connection) {
        connection.lost = true;
        AppPool pool = connection.appPool;
        if (pool != null && pool.shared == connection) {
            pool.shared = null;
        }
        if (connection.streams == 0) {
            closeShared(connection);
        }
    }

    /** Bytes pass a sidecar that does not read them. */
    void moved(Call call, Socket connection) {
        if (connection.host != null) {
            tcpProxy.moved(call, connection);
        }
    }

    /** The sidecar closes a connection of bytes on both sides: it was idle for too long, or is too old. */
    void cutOff(Socket connection, boolean idle) {
        Call call = connection.caller;
        AppPool pool = connection.appPool;
        if (idle) {
            connection.idleTimer = -1;
        } else {
            connection.timer = -1;
        }
        if (call != null && connection.host != null) {
            tcpProxy.cutOff(call, connection, connection.host, idle);
            if (call.is(Call.UPGRADED)) {
                callers.sessions().close(call, idle ? SessionEnd.IDLE : SessionEnd.TOO_OLD);
            } else {
                callers.connectionEnds(call);
            }
        } else if (pool != null) {
            pool.removeIdle(connection);
            close(connection);
        }
    }

    private void serveWaiting(AppPool pool) {
        if (pool.serving) {
            return; // a connection failed at once: the loop below goes on
        }
        pool.serving = true;
        for (Call next = pool.firstWaiting; next != null; next = pool.firstWaiting) {
            Socket shared = pool.shared;
            if (shared != null
                    ? shared.state != Socket.READY
                    : pool.open >= policy(next).max()) {
                break;
            }
            pool.poll();
            if (shared != null) {
                use(next, shared);
            } else {
                open(next, pool);
            }
        }
        pool.serving = false;
    }

    /** A call gives up waiting for a connection. */
    void leaveQueue(Call call) {
        pool(call).remove(call);
    }
}

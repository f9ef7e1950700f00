package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.measure.TrafficStatistics;
import dev.windtunnel.measure.Windows;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.Program;
import dev.windtunnel.proxy.route.Grpc;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.scenario.CallerRetries;
import dev.windtunnel.scenario.Connection;
import dev.windtunnel.scenario.Step;
import dev.windtunnel.scenario.Traffic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The apps as callers: traffic and the {@code call} steps of handlers. They look names up, keep connections, wait, hang
 * up and retry by themselves; a sidecar, where there is one, only sees what they send.
 */
final class Callers {

    /** So many calls may wait for each other: more is a circle. */
    static final int DEEPEST = 2_000;

    private final Core core;
    private final Calls calls;
    private final Tries tries;
    private final Connections connections;
    private final Resolver resolver;
    private final Router router;
    private final Observation observation = new Observation();
    private final EndedCall ended;
    private final Manners manners;
    private final Servers servers;
    private final TrafficSource source;
    /** Numbers of {@code host:port} targets, by head. */
    private int[] targetOfHead = new int[16];

    private final Map<String, Integer> targets = new HashMap<>();
    /** Heads of calls by call site and head of the request that the handler serves. */
    private int[][] headOfSite = new int[16][];

    private long requests;
    private long requestsByHand;
    /** The request that somebody makes by hand; null when there is none. */
    private @Nullable ByHand byHand;

    Callers(Core core, Resolver resolver) {
        this.core = core;
        this.calls = core.calls;
        this.tries = core.tries;
        this.connections = core.connections;
        this.resolver = resolver;
        this.ended = new EndedCall(core);
        this.manners = new Manners(core);
        this.router = new Router(core, resolver, this);
        this.servers = new Servers(core, this);
        this.source = new TrafficSource(core, this);
    }

    Router router() {
        return router;
    }

    Servers servers() {
        return servers;
    }

    TrafficSource source() {
        return source;
    }

    /** How many requests traffic has made. */
    long requests() {
        return requests;
    }

    /** The plan has changed. */
    void planChanged() {
        manners.planChanged();
        servers.planChanged();
    }

    /** A pod is gone: what it served ends, what it asked for is given up, connections to it are lost. */
    void podDies(Pod pod) {
        servers.podDies(pod);
        for (int slot = 0; slot < calls.limit(); slot++) {
            Call call = calls.at(slot);
            byte state = call.state;
            if (state != Call.FREE && state != Call.DONE && call.pod == pod.id && !call.is(Call.MIRROR)) {
                hangUp(call, Failure.RESET);
            }
        }
        loseConnections(pod);
    }

    /** Ready connections to a pod close; those on their way are refused when they arrive. */
    void loseConnections(Pod pod) {
        for (int slot = 0; slot < connections.limit(); slot++) {
            Socket connection = connections.at(slot);
            if (connection.state == Socket.READY && connection.peer == pod.id) {
                if (connection.pool != null) {
                    router.pools().lost(connection);
                }
            }
        }
    }

    /** The sidecar of a pod stops: what passes through it is cut off, on both sides. */
    void sidecarStops(Pod pod) {
        for (int slot = 0; slot < calls.limit(); slot++) {
            Call call = calls.at(slot);
            byte state = call.state;
            boolean under = state == Call.ENTERING
                    || state == Call.DELAYED
                    || state == Call.TRYING
                    || state == Call.BACKING_OFF;
            if (under && call.pod == pod.id && throughSidecar(call) && !call.is(Call.MIRROR)) {
                hangUp(call, Failure.RESET);
            }
        }
        servers.cutOff(pod);
        loseConnections(pod);
    }

    // ---------------------------------------------------------------- starting

    /** A request of a traffic. */
    void startRoot(int traffic, int user, Pod pod, int head, int mix, long key) {
        Call call = calls.allocate();
        call.traffic = traffic;
        call.user = user;
        call.mix = mix;
        call.pod = pod.id;
        call.head = head;
        call.key = key;
        call.number = ++requests;
        call.firstStart = core.now();
        call.worst = mostTries(call);
        call.bits = Call.ORGANIC;
        if (core.now() >= core.measures.warmupNanos) {
            call.bits |= Call.MEASURED;
            core.measures.traffic[traffic].requests++;
        }
        Recorder recorder = core.recorder;
        if (recorder != null && recorder.wants(requests)) {
            RequestHead request = core.heads.get(head);
            call.span = recorder.openRoot(
                    requests,
                    pod.name,
                    request.authority(),
                    core.now(),
                    request.method() + " " + request.scheme() + "://" + request.authority() + request.target());
        }
        begin(call);
    }

    /** A call of a handler's step. */
    void startChild(Try row, Try frame, Program.CallSite site) {
        Call call = calls.allocate();
        Pod pod = core.pod(row.pod);
        call.parentTry = row;
        call.parentFrame = frame;
        call.depth = below(row.depth);
        call.site = site.id();
        call.pod = pod.id;
        call.head = headOfCall(site, row.head, pod);
        call.key = core.draw(row.key, Purpose.CHILD + ((long) site.id() << 8));
        call.number = row.number;
        call.firstStart = core.now();
        call.worst = row.worst * mostTries(call);
        call.bits = (row.is(Try.ORGANIC) ? Call.ORGANIC : 0)
                | (core.now() >= core.measures.warmupNanos && row.is(Try.MEASURED) ? Call.MEASURED : 0);
        tries.hold(row);
        if (row.span >= 0 && core.recorder != null) {
            RequestHead request = core.heads.get(call.head);
            call.span = core.recorder.open(
                    row.span,
                    TraceSpan.Kind.REQUEST,
                    pod.name,
                    request.authority(),
                    core.now(),
                    request.method() + " " + request.scheme() + "://" + request.authority() + request.target());
        }
        begin(call);
    }

    /** The depth of what comes of something of a depth. */
    static int below(int depth) {
        if (depth >= DEEPEST) {
            throw new Overload(Overload.Kind.DEPTH);
        }
        return depth + 1;
    }

    /** A request that belongs to no traffic and is counted nowhere. One at a time. */
    ByHand startByHand(Pod pod, int head) {
        Call call = calls.allocate();
        call.pod = pod.id;
        call.head = head;
        call.key = core.draw(++requestsByHand, Purpose.BY_HAND);
        call.number = 0;
        call.firstStart = core.now();
        call.worst = 1;
        ByHand request = new ByHand(call, pod.id, core.now(), core.nameLookup(call.key));
        byHand = request;
        begin(call);
        return request;
    }

    long requestsByHand() {
        return requestsByHand;
    }

    private @Nullable ByHand byHand(Call call) {
        return byHand != null && byHand.call == call ? byHand : null;
    }

    private void begin(Call call) {
        Pod pod = core.pod(call.pod);
        long now = core.now();
        call.start = now;
        Decision decision = resolver.decide(pod, call.head);
        call.edge = edgeOf(call, pod, decision);
        call.bits |= Call.UNIT_OPEN;
        EdgeStatistics edge = edge(call);
        if (call.is(Call.MEASURED)) {
            edge.requests++;
        }
        if (call.worst > edge.worstAmplification) {
            edge.worstAmplification = call.worst;
        }
        Manners.Caller caller = manners(call);
        if (caller != null && caller.timerClass() >= 0) {
            call.callerTimer = core.agenda.arm(caller.timerClass(), EventKind.CALLER_TIMEOUT, call.slot);
        }
        call.decision = decision;
        call.state = Call.CONNECTING;
        switch (decision.kind) {
            case NO_SUCH_NAME -> fail(call, Failure.DNS);
            case REFUSED -> fail(call, Failure.CONNECT_REFUSED);
            case CLOSED_AT_ONCE -> fail(call, proxyDown(pod, call) ? Failure.CONNECT_REFUSED : Failure.EMPTY_REPLY);
            default -> {
                if (proxyDown(pod, call)) {
                    fail(call, Failure.CONNECT_REFUSED);
                } else {
                    takeConnection(call);
                }
            }
        }
    }

    /** A caller outside knows no service: the edge is that from the gateway to where its route leads first. */
    private Edge edgeOf(Call call, Pod pod, Decision decision) {
        if (isFromOutside(call) && decision.choices.length > 0) {
            ClusterConfig cluster = decision.choices[0].cluster;
            if (cluster != null && cluster.service() != null && cluster.port() != null) {
                return core.measures.edgeTo(core, pod.plan, cluster.service(), cluster.port());
            }
        }
        return core.measures.edge(core, pod.plan, call.head);
    }

    /** Redirected to a sidecar that does not listen; only what goes to localhost never is. */
    private boolean proxyDown(Pod pod, Call call) {
        return pod.sidecar != null
                && pod.sidecar.down
                && !Resolver.isLoopback(core.heads.get(call.head).dialled());
    }

    /** The request that a call site makes while its handler serves another: with the headers that the app forwards. */
    private int headOfCall(Program.CallSite site, int served, Pod pod) {
        if (site.id() >= headOfSite.length) {
            headOfSite = Arrays.copyOf(headOfSite, Math.max(site.id() + 1, 2 * headOfSite.length));
        }
        int[] byServed = headOfSite[site.id()];
        if (byServed == null || served >= byServed.length) {
            byServed = byServed == null ? new int[served + 4] : Arrays.copyOf(byServed, 2 * (served + 1));
            headOfSite[site.id()] = byServed;
        }
        if (byServed[served] == 0) {
            Step.Call call = site.call();
            Map<String, String> headers = new TreeMap<>();
            RequestHead request = core.heads.get(served);
            for (String name : pod.behaviour.forwardHeaders()) {
                String value = request.headers().get(name);
                if (value != null) {
                    headers.put(name, value);
                }
            }
            headers.putAll(call.headers());
            byServed[served] = core.heads.id(RequestHeads.of(call.method(), call.url(), headers, call.bytes())) + 1;
        }
        return byServed[served] - 1;
    }

    // ---------------------------------------------------------------- connections of apps

    private Connection policy(Call call) {
        int traffic = call.traffic;
        if (traffic >= 0) {
            return manners.ofTraffic(traffic).connection();
        }
        return byHand(call) != null ? ByHand.CONNECTION : core.pod(call.pod).connection;
    }

    private AppPool pool(Call call) {
        int target = target(call.head);
        if (call.user >= 0) {
            return source.pool(call.user, target, call.pod);
        }
        ByHand own = byHand(call);
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
            String name = request.dialled() + ":" + request.port();
            Integer known = targets.get(name);
            if (known == null) {
                known = targets.size();
                targets.put(name, known);
            }
            targetOfHead[head] = known + 1;
        }
        return targetOfHead[head] - 1;
    }

    private void takeConnection(Call call) {
        AppPool pool = pool(call);
        Connection policy = policy(call);
        for (Socket connection = pool.idle; policy.keepAlive() && connection != null; connection = pool.idle) {
            pool.idle = connection.next;
            if (core.now() - connection.idleSince < policy.idleNanos()) {
                use(call, connection);
                return;
            }
            closeAppConnection(connection);
        }
        if (pool.open >= policy.max()) {
            call.bits |= Call.QUEUED_AT_APP;
            call.nextWaiting = null;
            if (pool.lastWaiting == null) {
                pool.firstWaiting = call;
            } else {
                pool.lastWaiting.nextWaiting = call;
            }
            pool.lastWaiting = call;
            return;
        }
        openConnection(call, pool);
    }

    private void openConnection(Call call, AppPool pool) {
        Socket connection = connections.allocate();
        connection.state = Socket.CONNECTING;
        connection.appPool = pool;
        connection.caller = call;
        connection.key = core.draw(call.key, Purpose.CONNECT + ((long) call.callerTry << 8));
        pool.open++;
        call.connection = connection;
        // A handshake with the gateway is a round trip more.
        long lookup = core.nameLookup(call.key) + 2 * outside(call, Purpose.CONNECT);
        if (lookup > 0) {
            core.callEvent(core.now() + lookup, EventKind.CALLER_READY, call);
        } else {
            connect(call);
        }
    }

    /** The name is known: connects to the sidecar, or to a pod. */
    void callerReady(Call call) {
        if (call.state == Call.CONNECTING) {
            connect(call);
        }
    }

    private void connect(Call call) {
        Socket connection = socket(call);
        Decision decision = decision(call);
        Pod pod = core.pod(call.pod);
        switch (decision.kind) {
            case KUBE_PROXY -> connectTo(call, kubeProxyPick(call, decision));
            case TCP -> connectTo(call, tcpPick(call, pod, decision));
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
                : pods[(int) Long.remainderUnsigned(core.draw(socket(call).key, Purpose.KUBE_PROXY), pods.length)];
    }

    private int addressPick(Call call, Decision decision) {
        return decision.external != null ? kubeProxyPick(call, decision) : decision.pod;
    }

    private int tcpPick(Call call, Pod pod, Decision decision) {
        HostState host = router.pickForConnection(call, pod, decision);
        return host == null ? -1 : host.pod;
    }

    private void connectTo(Call call, int target) {
        Socket connection = socket(call);
        if (target < 0) {
            boolean throughProxy = decision(call).kind == Decision.Kind.TCP;
            dropConnection(call);
            fail(call, throughProxy ? Failure.EMPTY_REPLY : Failure.CONNECT_REFUSED);
            return;
        }
        connection.peer = target;
        edge(call).connectionOpened();
        if (target == call.pod) {
            use(call, connection);
            return;
        }
        router.pools().connect(connection, core.pod(call.pod), core.pod(target));
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
        use(call, connection);
    }

    /** An app's connection to a pod is refused. */
    void refused(Socket connection) {
        Call call = connection.caller;
        if (call == null || connection.state != Socket.CONNECTING) {
            return;
        }
        edge(call).connectionsFailed++;
        boolean throughProxy = decision(call).kind == Decision.Kind.TCP;
        dropConnection(call);
        fail(call, throughProxy ? Failure.EMPTY_REPLY : Failure.CONNECT_REFUSED);
    }

    private void use(Call call, Socket connection) {
        connection.state = Socket.BUSY;
        connection.caller = call;
        call.connection = connection;
        if (connection.peer >= 0) {
            sendDirectly(call, connection);
            return;
        }
        call.state = Call.ENTERING;
        long way = outside(call, Purpose.NETWORK);
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

    void proxyReceives(Call call) {
        if (call.state == Call.ENTERING) {
            router.receive(call);
        }
    }

    /** Without a sidecar that reads HTTP, the request goes to the pod at the other end of the connection. */
    private void sendDirectly(Call call, Socket connection) {
        Try row = tries.allocate();
        int pod = connection.peer;
        call.currentTry = row;
        call.attempt = 1;
        call.state = Call.TRYING;
        call.destination = Edges.of(call).destination(core.pod(pod), null);
        tries.hold(row);
        row.call = call;
        row.depth = call.depth;
        row.edge = call.edge;
        row.key = core.draw(call.key, Purpose.REQUEST + (1L << 8));
        row.pod = pod;
        row.sourcePod = call.pod;
        row.head = call.head;
        row.number = call.number;
        row.worst = call.worst;
        row.worker = connection.worker;
        row.bits = (call.is(Call.ORGANIC) ? Try.ORGANIC : 0) | (call.is(Call.MEASURED) ? Try.MEASURED : 0);
        if (call.span >= 0 && core.recorder != null) {
            row.span = core.recorder.open(
                    call.span,
                    TraceSpan.Kind.ATTEMPT,
                    core.podName(call.pod),
                    core.podName(pod),
                    core.now(),
                    decision(call).kind == Decision.Kind.TCP
                            ? "as bytes through the sidecar, to the pod of its connection"
                            : "no sidecar: to the pod of its connection");
        }
        travel(row);
    }

    private void closeAppConnection(Socket connection) {
        AppPool pool = connection.appPool;
        if (pool != null) {
            pool.open--;
        }
        connection.state = Socket.CLOSED;
        connection.caller = null;
        connections.release(connection);
    }

    private void dropConnection(Call call) {
        Socket connection = call.connection;
        if (connection != null) {
            AppPool pool = connection.appPool;
            if (connection.peer >= 0) {
                edge(call).connectionsOpen--;
            }
            call.connection = null;
            closeAppConnection(connection);
            if (pool != null) {
                serveWaiting(pool);
            }
        }
    }

    /** The call is over and its connection is well: the next waiting call takes it, else it is kept or closed. */
    private void releaseConnection(Call call) {
        Socket connection = call.connection;
        if (connection == null) {
            return;
        }
        Connection policy = policy(call);
        AppPool pool = connection.appPool;
        int peer = connection.peer;
        boolean usable = policy.keepAlive() && (peer < 0 || core.pod(peer).listens());
        if (!usable || pool == null) {
            dropConnection(call);
            return;
        }
        call.connection = null;
        connection.state = Socket.READY;
        connection.caller = null;
        Call waiting = pollWaiting(pool);
        if (waiting != null) {
            use(waiting, connection);
            return;
        }
        connection.idleSince = core.now();
        connection.next = pool.idle;
        pool.idle = connection;
    }

    private void serveWaiting(AppPool pool) {
        if (pool.serving) {
            return; // a connection failed at once: the loop below goes on
        }
        pool.serving = true;
        for (Call next = pool.firstWaiting;
                next != null && pool.open < policy(next).max();
                next = pool.firstWaiting) {
            pollWaiting(pool);
            openConnection(next, pool);
        }
        pool.serving = false;
    }

    private @Nullable Call pollWaiting(AppPool pool) {
        Call call = pool.firstWaiting;
        if (call != null) {
            pool.firstWaiting = call.nextWaiting;
            if (pool.firstWaiting == null) {
                pool.lastWaiting = null;
            }
            call.bits &= ~Call.QUEUED_AT_APP;
        }
        return call;
    }

    private void leaveQueue(Call call) {
        AppPool pool = pool(call);
        Call before = null;
        for (Call each = pool.firstWaiting; each != null; each = each.nextWaiting) {
            if (each == call) {
                if (before == null) {
                    pool.firstWaiting = each.nextWaiting;
                } else {
                    before.nextWaiting = each.nextWaiting;
                }
                if (each.nextWaiting == null) {
                    pool.lastWaiting = before;
                }
                break;
            }
            before = each;
        }
        call.bits &= ~Call.QUEUED_AT_APP;
    }

    // ---------------------------------------------------------------- on the wire

    /** Sends a try to its pod, through the pod's sidecar where it has one. Packets between parted pods vanish. */
    void travel(Try row) {
        Pod from = core.pod(row.sourcePod);
        Pod to = core.pod(row.pod);
        row.state = Try.TRAVELLING;
        if (core.separated(from, to)) {
            row.bits |= Try.LOST;
            return;
        }
        long key = row.key;
        long delay = core.network(from, to, row.head, key);
        if (to.sidecar != null && to != from) {
            delay += core.passage(key, Purpose.PROXY_IN);
        }
        if (row.call != null && decision(row.call).kind == Decision.Kind.TCP) {
            delay += core.passage(key, Purpose.PROXY_OUT);
        }
        core.tryEvent(core.now() + delay, EventKind.POD_RECEIVES, row);
    }

    /** The caller has hung up: the pod learns it where it makes a difference there. */
    void tellHangUp(Try row) {
        Pod to = core.pod(row.pod);
        Pod from = core.pod(row.sourcePod);
        boolean matters = to.behaviour.stopOnCancel() || core.era.inboundTimeoutNanos() > 0 && to.sidecar != null;
        if (!matters || row.is(Try.ANSWERED) || core.separated(from, to)) {
            return;
        }
        long delay = core.network(from, to, 0, row.key, Purpose.NETWORK);
        if (to.sidecar != null) {
            delay += core.passage(row.key, Purpose.PROXY_IN);
        }
        core.tryEvent(core.now() + delay, EventKind.HANG_UP_ARRIVES, row);
    }

    /** A try reaches its pod: from here on it counts as an attempt. */
    void reached(Try row) {
        Call call = row.call;
        boolean open = row.is(Try.ORPHAN_UNIT);
        if (call != null && call.is(Call.UNIT_OPEN)) {
            call.bits &= ~Call.UNIT_OPEN;
            open = true;
        }
        row.bits &= ~Try.ORPHAN_UNIT;
        if (!open || !row.is(Try.MEASURED)) {
            return;
        }
        Edge edgeOfTry = Edges.of(row);
        EdgeStatistics edge = edgeOfTry.statistics;
        if (row.is(Try.MIRROR)) {
            edge.mirrored++;
            return;
        }
        edge.attempts++;
        if (row.is(Try.ORGANIC)) {
            edge.organicAttempts++;
        }
        Pod to = core.pod(row.pod);
        HostState host = row.host;
        int destination =
                host != null && host.lastEdge == row.edge ? host.lastDestination : edgeOfTry.destination(to, null);
        edge.destinations.get(destination).attempts++;
        edgeOfTry.countLocality(core.pod(row.sourcePod), to);
    }

    /** A try that will never reach its pod. */
    void neverReached(Try row) {
        if (row.is(Try.ORPHAN_UNIT)) {
            row.bits &= ~Try.ORPHAN_UNIT;
            if (row.is(Try.MEASURED) && !row.is(Try.MIRROR)) {
                Edges.of(row).statistics.unsent++;
            }
        }
    }

    // ---------------------------------------------------------------- outcomes

    /** An answer is back at the caller's side. */
    void answerBack(Try row) {
        Call call = row.call;
        if (call == null) {
            return; // given up
        }
        if (row.is(Try.SENT_THROUGH_SIDECAR)) {
            router.answered(row);
            return;
        }
        call.code = row.code;
        call.grpc = row.grpc;
        call.answerPod = row.pod;
        call.answer = row.answer;
        endDirectTry(row, call, "answered");
        appGets(call, 0);
    }

    /** The loss of a connection is noticed at the caller's side. */
    void resetBack(Try row) {
        Call call = row.call;
        if (call == null) {
            return;
        }
        if (row.is(Try.SENT_THROUGH_SIDECAR)) {
            router.reset(row);
            return;
        }
        endDirectTry(row, call, "the connection was closed by the pod");
        fail(call, Failure.RESET);
    }

    private void endDirectTry(Try row, Call call, String reason) {
        if (row.span >= 0 && core.recorder != null) {
            core.recorder.close(row.span, core.now(), call.code, 0, reason);
        }
        if (call.is(Call.UNIT_OPEN)) {
            closeUnsent(call);
        }
        call.currentTry = null;
        row.call = null;
        tries.letGo(row);
    }

    /** The sidecar has an outcome: it goes to the app, after one more passage. */
    void proxyResponds(Call call) {
        if (call.is(Call.MIRROR)) {
            call.state = Call.DONE;
            calls.release(call);
            return;
        }
        long passage = core.passage(call.key, Purpose.PROXY_OUT_BACK);
        appGets(call, passage, passage + outside(call, Purpose.NETWORK_BACK));
    }

    /** One way between a caller outside and the gateway; nothing for callers whose sidecar is beside them. */
    private long outside(Call call, long purpose) {
        return isFromOutside(call) ? core.outside(call.key, purpose) : 0;
    }

    private boolean isFromOutside(Call call) {
        return call.traffic >= 0
                && core.plan.traffic().get(call.traffic).traffic().fromOutside();
    }

    private void appGets(Call call, long delay) {
        appGets(call, delay, delay);
    }

    /** The answer leaves the proxy after {@code passage} and is at the caller after {@code delay}. */
    private void appGets(Call call, long passage, long delay) {
        call.state = Call.RETURNING;
        closeEdge(call, core.now() + passage);
        if (delay == 0 && call.parentTry == null) {
            core.callEvent(core.now(), EventKind.DELIVERED, call);
        } else if (delay == 0) {
            delivered(call);
        } else {
            core.callEvent(core.now() + delay, EventKind.DELIVERED, call);
        }
    }

    /** No HTTP answer, and the app knows why. */
    private void fail(Call call, Failure failure) {
        call.failure = (byte) failure.ordinal();
        call.code = 0;
        if (call.is(Call.UNIT_OPEN)) {
            closeUnsent(call);
        }
        dropConnection(call);
        call.state = Call.RETURNING;
        closeEdge(call, core.now());
        core.callEvent(core.now(), EventKind.DELIVERED, call);
    }

    private void closeUnsent(Call call) {
        call.bits &= ~Call.UNIT_OPEN;
        call.unsent++;
        if (call.is(Call.MEASURED)) {
            EdgeStatistics edge = edge(call);
            edge.unsent++;
            if (call.is(Call.ORGANIC)) {
                edge.organicAttempts++;
            }
        }
    }

    /** The caller's own patience is over: it hangs up. */
    void callerTimeout(Call call) {
        call.callerTimer = -1;
        boolean connecting = call.state == Call.CONNECTING;
        hangUp(
                call,
                connecting && !call.is(Call.QUEUED_AT_APP) && !throughSidecar(call)
                        ? Failure.CONNECT_TIMEOUT
                        : Failure.TIMEOUT);
    }

    private boolean throughSidecar(Call call) {
        return switch (decision(call).kind) {
            case KUBE_PROXY, ADDRESS, TCP, NO_SUCH_NAME, REFUSED, CLOSED_AT_ONCE -> false;
            default -> true;
        };
    }

    /** Ends a call from the app's side, whatever state it is in. */
    void hangUp(Call call, Failure failure) {
        byte state = call.state;
        if (state == Call.CALLER_WAITING) { // between two tries: no request of its edge is under way
            call.failure = (byte) failure.ordinal();
            finish(call);
            return;
        }
        boolean outcomeKnown = state == Call.RETURNING;
        switch (state) {
            case Call.CONNECTING -> {
                if (call.is(Call.QUEUED_AT_APP)) {
                    leaveQueue(call);
                }
                if (call.is(Call.UNIT_OPEN)) {
                    closeUnsent(call);
                }
            }
            case Call.ENTERING, Call.DELAYED, Call.BACKING_OFF -> router.hangUp(call);
            case Call.TRYING -> {
                Try row = call.currentTry;
                if (row != null && !row.is(Try.SENT_THROUGH_SIDECAR)) {
                    abandonDirectTry(row, call);
                } else {
                    router.hangUp(call);
                }
            }
            default -> {}
        }
        call.failure = (byte) failure.ordinal();
        call.code = 0;
        dropConnection(call);
        if (!outcomeKnown) {
            closeEdge(call, core.now());
        }
        finish(call);
    }

    private void abandonDirectTry(Try row, Call call) {
        tellHangUp(row);
        if (call.is(Call.UNIT_OPEN) && !row.is(Try.LOST)) {
            call.bits &= ~Call.UNIT_OPEN;
            row.bits |= Try.ORPHAN_UNIT;
        }
        row.bits |= Try.ABANDONED;
        endDirectTry(row, call, "the caller hung up");
    }

    /** The outcome is at the app. */
    void delivered(Call call) {
        if (call.state != Call.RETURNING) {
            return; // it hung up meanwhile
        }
        releaseConnection(call);
        finish(call);
    }

    private void finish(Call call) {
        if (call.callerTimer >= 0) {
            core.agenda.cancel(call.callerTimer);
            call.callerTimer = -1;
        }
        if (retries(call)) {
            return;
        }
        int traffic = call.traffic;
        if (call.span >= 0 && core.recorder != null) {
            core.recorder.answered(call.span, call.answerPod, call.answer);
            core.recorder.close(call.span, core.now(), call.code, call.flags, Reasons.of(call));
        }
        call.state = Call.DONE;
        if (traffic >= 0) {
            if (core.outcomes != null) {
                core.outcomes.answered(call.number, traffic, call.firstStart, core.now(), call.code, ended.of(call));
            }
            record(call, traffic);
            source.answered(call);
        } else if (call.parentTry != null && call.parentFrame != null) {
            servers.called(
                    call.parentTry,
                    call.parentFrame,
                    succeeded(call)
                            ? null
                            : core.plan.callSites().get(call.site).call().onError());
        } else {
            ByHand own = byHand(call);
            if (own != null) {
                own.ended(core, call);
                byHand = null;
            }
        }
        calls.release(call);
    }

    /** A call succeeds with any answer but a 5xx or a gRPC status that is not OK. */
    private boolean succeeded(Call call) {
        return call.code > 0 && call.code < 500 && call.grpc <= 0;
    }

    // ---------------------------------------------------------------- the caller's own retries

    private Manners.@Nullable Caller manners(Call call) {
        int traffic = call.traffic;
        if (traffic >= 0) {
            return manners.ofTraffic(traffic);
        }
        int site = call.site;
        return site < 0 ? null : manners.ofSite(site);
    }

    /** Whether the caller tries once more; then the call goes on in another row. */
    private boolean retries(Call call) {
        Manners.Caller caller = manners(call);
        CallerRetries policy = caller == null ? null : caller.retries();
        if (policy == null || call.callerTry >= policy.attempts() || !wants(policy, call) || isCallerGone(call)) {
            return false;
        }
        Call again = calls.allocate();
        again.traffic = call.traffic;
        again.user = call.user;
        again.mix = call.mix;
        again.parentTry = call.parentTry;
        again.parentFrame = call.parentFrame;
        again.depth = call.depth;
        again.site = call.site;
        again.pod = call.pod;
        again.head = call.head;
        again.number = call.number;
        again.firstStart = call.firstStart;
        again.callerTry = call.callerTry + 1;
        again.key = core.draw(call.key, Purpose.CALLER_RETRY);
        again.worst = call.worst;
        again.bits = call.bits & Call.MEASURED;
        again.span = call.span;
        again.state = Call.CALLER_WAITING;
        if (call.traffic >= 0 && call.is(Call.MEASURED)) {
            core.measures.traffic[call.traffic].callerRetries++;
        }
        if (call.span >= 0 && core.recorder != null) {
            core.recorder.closed(
                    call.span,
                    TraceSpan.Kind.BACKOFF,
                    core.podName(call.pod),
                    "caller",
                    core.now(),
                    core.now() + policy.backoffNanos(),
                    "the caller tries again (" + again.callerTry + " of " + policy.attempts() + ")");
        }
        core.callEvent(core.now() + policy.backoffNanos(), EventKind.CALLER_RETRIES, again);
        call.state = Call.DONE;
        calls.release(call);
        return true;
    }

    /** How often the caller makes a request at worst. */
    private int mostTries(Call call) {
        Manners.Caller caller = manners(call);
        CallerRetries policy = caller == null ? null : caller.retries();
        return policy == null ? 1 : 1 + policy.attempts();
    }

    /** Whether nobody is there to try again: the pod is gone, or the handler that calls has been stopped. */
    private boolean isCallerGone(Call call) {
        Try parent = call.parentTry;
        return core.pod(call.pod).state == Pod.State.GONE || parent != null && parent.is(Try.STOPPED);
    }

    private boolean wants(CallerRetries policy, Call call) {
        Failure failure = Failure.values()[call.failure];
        return switch (failure) {
            case NONE -> call.code >= 500 && policy.retryOn().contains(CallerRetries.Condition.STATUS_5XX);
            case TIMEOUT -> policy.retryOn().contains(CallerRetries.Condition.TIMEOUT);
            case CONNECT_REFUSED, CONNECT_TIMEOUT, DNS -> policy.retryOn().contains(CallerRetries.Condition.CONNECT);
            case RESET, EMPTY_REPLY -> policy.retryOn().contains(CallerRetries.Condition.RESET);
        };
    }

    void callerRetries(Call call) {
        if (call.state == Call.CALLER_WAITING) {
            begin(call);
        }
    }

    // ---------------------------------------------------------------- counting

    private void closeEdge(Call call, long endNanos) {
        if (core.outcomes != null) {
            core.outcomes.logged(call.number, ResponseFlag.text(call.flags));
        }
        if (!call.is(Call.MEASURED)) {
            return;
        }
        Edge edgeOfCall = Edges.of(call);
        EdgeStatistics edge = edgeOfCall.statistics;
        long latency = endNanos - call.start;
        edge.codes.count(call.code);
        if (call.grpc != Grpc.NONE) {
            edge.grpc.count(call.grpc);
        }
        edge.flags.count(call.flags);
        edge.latency.record(latency);
        countDestination(edge, call);
        Windows windows = edgeOfCall.windows;
        boolean error = isError(call);
        if (windows != null) {
            Windows.Window window = windows.at(endNanos);
            window.completed++;
            window.errors += error ? 1 : 0;
            window.attempts += call.attempt;
            window.retries += Math.max(0, call.attempt - 1);
            window.codes.count(call.code);
            window.flags.count(call.flags);
            window.latency.record(latency);
            if (call.destination >= 0) {
                window.destinations.count(call.destination);
            }
        }
        if (!edgeOfCall.selected.isEmpty()) {
            observe(call);
            observation.startNanos = call.start;
            Selections.record(edgeOfCall.selected, observation, latency, endNanos, error);
        }
    }

    void countDestination(EdgeStatistics edge, Call call) {
        if (call.destination < 0) {
            edge.noDestination++;
            return;
        }
        edge.destinations.get(call.destination).requests++;
    }

    private void record(Call call, int traffic) {
        if (!call.is(Call.MEASURED)) {
            return;
        }
        TrafficStatistics statistics = core.measures.traffic[traffic];
        long latency = core.now() - call.firstStart;
        statistics.completed++;
        statistics.codes.count(call.code);
        if (call.grpc != Grpc.NONE) {
            statistics.grpc.count(call.grpc);
        }
        statistics.flags.count(call.flags);
        statistics.latency.record(latency);
        if (call.failure != 0) {
            statistics.failures.count(call.failure);
        }
        boolean error = isError(call);
        Windows windows = core.measures.trafficWindows[traffic];
        if (windows != null) {
            Windows.Window window = windows.at(core.now());
            window.completed++;
            window.errors += error ? 1 : 0;
            window.attempts += call.attempt;
            window.retries += Math.max(0, call.attempt - 1);
            window.codes.count(call.code);
            window.flags.count(call.flags);
            window.latency.record(latency);
        }
        if (!core.measures.selections.ofTraffic(traffic).isEmpty()) {
            observe(call);
            observation.startNanos = call.firstStart;
            Selections.record(core.measures.selections.ofTraffic(traffic), observation, latency, core.now(), error);
        }
    }

    private void observe(Call call) {
        RequestHead request = core.heads.get(call.head);
        observation.code = call.code;
        observation.grpc = call.grpc;
        observation.flags = call.flags;
        observation.tries = Math.max(1, call.attempt);
        observation.unsent = call.unsent;
        observation.path = request.path();
        observation.method = request.method();
        observation.fromZone = core.pod(call.pod).zone;
        int traffic = call.traffic;
        Traffic declared = traffic < 0 ? null : core.plan.traffic().get(traffic).traffic();
        observation.requestName =
                declared == null ? null : declared.mix().get(call.mix).name();
        observation.version = null;
        observation.subset = null;
        observation.workload = "";
        observation.zone = null;
        if (call.destination >= 0) {
            EdgeStatistics.Destination destination = edge(call).destinations.get(call.destination);
            observation.version = destination.version;
            observation.subset = destination.subset;
            observation.workload = destination.workload;
            int pod = call.answerPod;
            observation.zone = pod < 0 ? null : core.pod(pod).zone;
        }
    }

    private static boolean isError(Call call) {
        return call.code == 0 || call.code >= 500 && call.code < 600 || Grpc.isError(call.grpc);
    }

    private EdgeStatistics edge(Call call) {
        return Edges.of(call).statistics;
    }

    private static Socket socket(Call call) {
        Socket connection = call.connection;
        if (connection == null) {
            throw new IllegalStateException("call " + call.slot + " has no connection");
        }
        return connection;
    }

    private static Decision decision(Call call) {
        Decision decision = call.decision;
        if (decision == null) {
            throw new IllegalStateException("call " + call.slot + " is not decided");
        }
        return decision;
    }
}

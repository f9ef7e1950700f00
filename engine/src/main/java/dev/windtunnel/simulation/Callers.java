package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.measure.TrafficStatistics;
import dev.windtunnel.measure.Windows;
import dev.windtunnel.plan.Program;
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

    private final Core core;
    private final Calls calls;
    private final Tries tries;
    private final Connections connections;
    private final Resolver resolver;
    private final Router router;
    private final Observation observation = new Observation();
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
        for (int call = 0; call < calls.limit(); call++) {
            byte state = calls.state[call];
            if (state != Calls.FREE && state != Calls.DONE && calls.pod[call] == pod.id && !calls.is(call, Calls.MIRROR)) {
                if (state == Calls.CALLER_WAITING) {
                    continue; // it begins again, from a pod that is gone, and fails then
                }
                hangUp(call, Failure.RESET);
            }
        }
        loseConnections(pod);
    }

    /** Ready connections to a pod close; those on their way are refused when they arrive. */
    void loseConnections(Pod pod) {
        for (int connection = 0; connection < connections.limit(); connection++) {
            if (connections.state[connection] == Connections.READY && connections.peer[connection] == pod.id) {
                if (connections.pool[connection] != null) {
                    router.pools().lost(connection);
                }
            }
        }
    }

    /** The sidecar of a pod stops: what passes through it is cut off, on both sides. */
    void sidecarStops(Pod pod) {
        for (int call = 0; call < calls.limit(); call++) {
            byte state = calls.state[call];
            boolean under = state == Calls.ENTERING
                    || state == Calls.DELAYED
                    || state == Calls.TRYING
                    || state == Calls.BACKING_OFF;
            if (under && calls.pod[call] == pod.id && throughSidecar(call) && !calls.is(call, Calls.MIRROR)) {
                hangUp(call, Failure.RESET);
            }
        }
        servers.cutOff(pod);
        loseConnections(pod);
    }

    // ---------------------------------------------------------------- starting

    /** A request of a traffic. */
    void startRoot(int traffic, int user, Pod pod, int head, int mix, long key) {
        int call = calls.allocate();
        calls.traffic[call] = traffic;
        calls.user[call] = user;
        calls.mix[call] = mix;
        calls.pod[call] = pod.id;
        calls.head[call] = head;
        calls.key[call] = key;
        calls.number[call] = ++requests;
        calls.firstStart[call] = core.now();
        calls.worst[call] = 1;
        calls.bits[call] = Calls.ORGANIC;
        if (core.now() >= core.measures.warmupNanos) {
            calls.bits[call] |= Calls.MEASURED;
            core.measures.traffic[traffic].requests++;
        }
        Recorder recorder = core.recorder;
        if (recorder != null && recorder.wants(requests)) {
            RequestHead request = core.heads.get(head);
            calls.span[call] = recorder.openRoot(
                    requests, pod.name, request.authority(), core.now(),
                    request.method() + " " + request.scheme() + "://" + request.authority() + request.target());
        }
        begin(call);
    }

    /** A call of a handler's step. */
    void startChild(int row, int frame, Program.CallSite site) {
        int call = calls.allocate();
        Pod pod = core.pod(tries.pod[row]);
        calls.parentTry[call] = row;
        calls.parentFrame[call] = frame;
        calls.site[call] = site.id();
        calls.pod[call] = pod.id;
        calls.head[call] = headOfCall(site, tries.head[row], pod);
        calls.key[call] = core.draw(tries.key[row], Purpose.CHILD + ((long) site.id() << 8));
        calls.number[call] = tries.number[row];
        calls.firstStart[call] = core.now();
        calls.worst[call] = tries.worst[row];
        calls.bits[call] = (tries.is(row, Tries.ORGANIC) ? Calls.ORGANIC : 0)
                | (core.now() >= core.measures.warmupNanos && tries.is(row, Tries.MEASURED) ? Calls.MEASURED : 0);
        tries.hold(row);
        if (tries.span[row] >= 0 && core.recorder != null) {
            RequestHead request = core.heads.get(calls.head[call]);
            calls.span[call] = core.recorder.open(
                    tries.span[row], TraceSpan.Kind.REQUEST, pod.name, request.authority(), core.now(),
                    request.method() + " " + request.scheme() + "://" + request.authority() + request.target());
        }
        begin(call);
    }

    /** A request that belongs to no traffic and is counted nowhere. One at a time. */
    ByHand startByHand(Pod pod, int head) {
        int call = calls.allocate();
        calls.pod[call] = pod.id;
        calls.head[call] = head;
        calls.key[call] = core.draw(++requestsByHand, Purpose.BY_HAND);
        calls.number[call] = 0;
        calls.firstStart[call] = core.now();
        calls.worst[call] = 1;
        ByHand request = new ByHand(call, pod.id, core.now(), core.nameLookup(calls.key[call]));
        byHand = request;
        begin(call);
        return request;
    }

    private @Nullable ByHand byHand(int call) {
        return byHand != null && byHand.call == call ? byHand : null;
    }

    private void begin(int call) {
        Pod pod = core.pod(calls.pod[call]);
        long now = core.now();
        calls.start[call] = now;
        calls.edge[call] = core.measures.edge(core, pod.plan, calls.head[call]);
        calls.bits[call] |= Calls.UNIT_OPEN;
        EdgeStatistics edge = edge(call);
        if (calls.is(call, Calls.MEASURED)) {
            edge.requests++;
        }
        edge.worstAmplification = Math.max(edge.worstAmplification, calls.worst[call]);
        Manners.Caller caller = manners(call);
        if (caller != null && caller.timerClass() >= 0) {
            calls.callerTimer[call] = core.agenda.arm(caller.timerClass(), EventKind.CALLER_TIMEOUT, call);
        }
        Decision decision = resolver.decide(pod, calls.head[call]);
        calls.decision[call] = decision;
        calls.state[call] = Calls.CONNECTING;
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

    /** Redirected to a sidecar that does not listen; only what goes to localhost never is. */
    private boolean proxyDown(Pod pod, int call) {
        return pod.sidecar != null
                && pod.sidecar.down
                && !Resolver.isLoopback(core.heads.get(calls.head[call]).dialled());
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
            for (String name : pod.plan.behaviour().forwardHeaders()) {
                String value = request.headers().get(name);
                if (value != null) {
                    headers.put(name, value);
                }
            }
            headers.putAll(call.headers());
            byServed[served] =
                    core.heads.id(RequestHeads.of(call.method(), call.url(), headers, call.bytes())) + 1;
        }
        return byServed[served] - 1;
    }

    // ---------------------------------------------------------------- connections of apps

    private Connection policy(int call) {
        int traffic = calls.traffic[call];
        if (traffic >= 0) {
            return manners.ofTraffic(traffic).connection();
        }
        return byHand(call) != null
                ? ByHand.CONNECTION
                : core.pod(calls.pod[call]).plan.behaviour().connection();
    }

    private AppPool pool(int call) {
        int target = target(calls.head[call]);
        if (calls.user[call] >= 0) {
            return source.pool(calls.user[call], target, calls.pod[call]);
        }
        ByHand own = byHand(call);
        if (own != null) {
            return own.pool;
        }
        Pod pod = core.pod(calls.pod[call]);
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

    private void takeConnection(int call) {
        AppPool pool = pool(call);
        Connection policy = policy(call);
        while (policy.keepAlive() && pool.idle >= 0) {
            int connection = pool.idle;
            pool.idle = connections.next[connection];
            if (core.now() - connections.idleSince[connection] < policy.idleNanos()) {
                use(call, connection);
                return;
            }
            closeAppConnection(connection);
        }
        if (pool.open >= policy.max()) {
            calls.bits[call] |= Calls.QUEUED_AT_APP;
            calls.nextWaiting[call] = -1;
            if (pool.lastWaiting < 0) {
                pool.firstWaiting = call;
            } else {
                calls.nextWaiting[pool.lastWaiting] = call;
            }
            pool.lastWaiting = call;
            return;
        }
        openConnection(call, pool);
    }

    private void openConnection(int call, AppPool pool) {
        int connection = connections.allocate();
        connections.state[connection] = Connections.CONNECTING;
        connections.appPool[connection] = pool;
        connections.user[connection] = call;
        connections.key[connection] = core.draw(calls.key[call], Purpose.CONNECT + ((long) calls.callerTry[call] << 8));
        pool.open++;
        calls.connection[call] = connection;
        long lookup = core.nameLookup(calls.key[call]);
        if (lookup > 0) {
            core.callEvent(core.now() + lookup, EventKind.CALLER_READY, call);
        } else {
            connect(call);
        }
    }

    /** The name is known: connects to the sidecar, or to a pod. */
    void callerReady(int call) {
        if (calls.state[call] == Calls.CONNECTING) {
            connect(call);
        }
    }

    private void connect(int call) {
        int connection = calls.connection[call];
        Decision decision = decision(call);
        Pod pod = core.pod(calls.pod[call]);
        switch (decision.kind) {
            case KUBE_PROXY -> connectTo(call, kubeProxyPick(call, decision));
            case TCP -> connectTo(call, tcpPick(call, pod, decision));
            case ADDRESS -> connectTo(call, addressPick(call, decision));
            default -> {
                Sidecar sidecar = pod.sidecar;
                int workers = sidecar == null ? 1 : sidecar.workers;
                connections.worker[connection] = workers == 1
                        ? 0
                        : (int) Long.remainderUnsigned(
                                core.draw(connections.key[connection], Purpose.WORKER), workers);
                use(call, connection);
            }
        }
    }

    private int kubeProxyPick(int call, Decision decision) {
        int[] pods = resolver.dialled(decision);
        return pods.length == 0 ? -1 : pods[(int) Long.remainderUnsigned(
                core.draw(connections.key[calls.connection[call]], Purpose.KUBE_PROXY), pods.length)];
    }

    private int addressPick(int call, Decision decision) {
        return decision.external != null ? kubeProxyPick(call, decision) : decision.pod;
    }

    private int tcpPick(int call, Pod pod, Decision decision) {
        HostState host = router.pickForConnection(call, pod, decision);
        return host == null ? -1 : host.pod;
    }

    private void connectTo(int call, int target) {
        int connection = calls.connection[call];
        if (target < 0) {
            boolean throughProxy = decision(call).kind == Decision.Kind.TCP;
            dropConnection(call);
            fail(call, throughProxy ? Failure.EMPTY_REPLY : Failure.CONNECT_REFUSED);
            return;
        }
        connections.peer[connection] = target;
        edge(call).connectionOpened();
        if (target == calls.pod[call]) {
            use(call, connection);
            return;
        }
        router.pools().connect(connection, core.pod(calls.pod[call]), core.pod(target));
    }

    /** An app's connection to a pod is established. */
    void connected(int connection) {
        int call = connections.user[connection];
        if (call < 0 || connections.state[connection] != Connections.CONNECTING) {
            return;
        }
        if (!core.pod(connections.peer[connection]).listens()) {
            refused(connection);
            return;
        }
        use(call, connection);
    }

    /** An app's connection to a pod is refused. */
    void refused(int connection) {
        int call = connections.user[connection];
        if (call < 0 || connections.state[connection] != Connections.CONNECTING) {
            return;
        }
        edge(call).connectionsFailed++;
        boolean throughProxy = decision(call).kind == Decision.Kind.TCP;
        dropConnection(call);
        fail(call, throughProxy ? Failure.EMPTY_REPLY : Failure.CONNECT_REFUSED);
    }

    private void use(int call, int connection) {
        connections.state[connection] = Connections.BUSY;
        connections.user[connection] = call;
        calls.connection[call] = connection;
        if (connections.peer[connection] >= 0) {
            sendDirectly(call, connection);
            return;
        }
        calls.state[call] = Calls.ENTERING;
        long passage = core.passage(calls.key[call], Purpose.PROXY_OUT);
        if (passage == 0) {
            router.receive(call);
        } else {
            core.callEvent(core.now() + passage, EventKind.PROXY_RECEIVES, call);
        }
    }

    void proxyReceives(int call) {
        if (calls.state[call] == Calls.ENTERING) {
            router.receive(call);
        }
    }

    /** Without a sidecar that reads HTTP, the request goes to the pod at the other end of the connection. */
    private void sendDirectly(int call, int connection) {
        int row = tries.allocate();
        int pod = connections.peer[connection];
        calls.currentTry[call] = row;
        calls.attempt[call] = 1;
        calls.state[call] = Calls.TRYING;
        calls.destination[call] = core.measures.destination(calls.edge[call], core.pod(pod).plan, null);
        tries.hold(row);
        tries.call[row] = call;
        tries.edge[row] = calls.edge[call];
        tries.key[row] = core.draw(calls.key[call], Purpose.REQUEST + (1L << 8));
        tries.pod[row] = pod;
        tries.sourcePod[row] = calls.pod[call];
        tries.head[row] = calls.head[call];
        tries.number[row] = 1;
        tries.worst[row] = calls.worst[call];
        tries.worker[row] = connections.worker[connection];
        tries.bits[row] = (calls.is(call, Calls.ORGANIC) ? Tries.ORGANIC : 0)
                | (calls.is(call, Calls.MEASURED) ? Tries.MEASURED : 0);
        if (calls.span[call] >= 0 && core.recorder != null) {
            tries.span[row] = core.recorder.open(
                    calls.span[call], TraceSpan.Kind.ATTEMPT, core.podName(calls.pod[call]), core.podName(pod),
                    core.now(), decision(call).kind == Decision.Kind.TCP
                            ? "as bytes through the sidecar, to the pod of its connection"
                            : "no sidecar: to the pod of its connection");
        }
        travel(row);
    }

    private void closeAppConnection(int connection) {
        AppPool pool = connections.appPool[connection];
        if (pool != null) {
            pool.open--;
        }
        connections.state[connection] = Connections.CLOSED;
        connections.user[connection] = -1;
        connections.release(connection);
    }

    private void dropConnection(int call) {
        int connection = calls.connection[call];
        if (connection >= 0) {
            AppPool pool = connections.appPool[connection];
            if (connections.peer[connection] >= 0) {
                edge(call).connectionsOpen--;
            }
            calls.connection[call] = -1;
            closeAppConnection(connection);
            if (pool != null) {
                serveWaiting(pool);
            }
        }
    }

    /** The call is over and its connection is well: the next waiting call takes it, else it is kept or closed. */
    private void releaseConnection(int call) {
        int connection = calls.connection[call];
        if (connection < 0) {
            return;
        }
        Connection policy = policy(call);
        AppPool pool = connections.appPool[connection];
        int peer = connections.peer[connection];
        boolean usable = policy.keepAlive() && (peer < 0 || core.pod(peer).listens());
        if (!usable || pool == null) {
            dropConnection(call);
            return;
        }
        calls.connection[call] = -1;
        connections.state[connection] = Connections.READY;
        connections.user[connection] = -1;
        int waiting = pollWaiting(pool);
        if (waiting >= 0) {
            use(waiting, connection);
            return;
        }
        connections.idleSince[connection] = core.now();
        connections.next[connection] = pool.idle;
        pool.idle = connection;
    }

    private void serveWaiting(AppPool pool) {
        int waiting = pollWaiting(pool);
        if (waiting >= 0) {
            openConnection(waiting, pool);
        }
    }

    private int pollWaiting(AppPool pool) {
        int call = pool.firstWaiting;
        if (call >= 0) {
            pool.firstWaiting = calls.nextWaiting[call];
            if (pool.firstWaiting < 0) {
                pool.lastWaiting = -1;
            }
            calls.bits[call] &= ~Calls.QUEUED_AT_APP;
        }
        return call;
    }

    private void leaveQueue(int call) {
        AppPool pool = pool(call);
        int before = -1;
        for (int each = pool.firstWaiting; each >= 0; each = calls.nextWaiting[each]) {
            if (each == call) {
                int after = calls.nextWaiting[each];
                if (before < 0) {
                    pool.firstWaiting = after;
                } else {
                    calls.nextWaiting[before] = after;
                }
                if (after < 0) {
                    pool.lastWaiting = before;
                }
                break;
            }
            before = each;
        }
        calls.bits[call] &= ~Calls.QUEUED_AT_APP;
    }

    // ---------------------------------------------------------------- on the wire

    /** Sends a try to its pod, through the pod's sidecar where it has one. Packets between parted pods vanish. */
    void travel(int row) {
        Pod from = core.pod(tries.sourcePod[row]);
        Pod to = core.pod(tries.pod[row]);
        tries.state[row] = Tries.TRAVELLING;
        if (core.separated(from, to)) {
            return;
        }
        long key = tries.key[row];
        long delay = core.network(from, to, core.heads.get(tries.head[row]).bytes(), key, Purpose.NETWORK);
        if (to.sidecar != null && to != from) {
            delay += core.passage(key, Purpose.PROXY_IN);
        }
        if (tries.call[row] >= 0 && decision(tries.call[row]).kind == Decision.Kind.TCP) {
            delay += core.passage(key, Purpose.PROXY_OUT);
        }
        core.tryEvent(core.now() + delay, EventKind.POD_RECEIVES, row);
    }

    /** The caller has hung up: the pod learns it where it makes a difference there. */
    void tellHangUp(int row) {
        Pod to = core.pod(tries.pod[row]);
        Pod from = core.pod(tries.sourcePod[row]);
        boolean matters = to.plan.behaviour().stopOnCancel() || core.era.inboundTimeoutNanos() > 0 && to.sidecar != null;
        if (!matters || tries.is(row, Tries.ANSWERED) || core.separated(from, to)) {
            return;
        }
        long delay = core.network(from, to, 0, tries.key[row], Purpose.NETWORK);
        if (to.sidecar != null) {
            delay += core.passage(tries.key[row], Purpose.PROXY_IN);
        }
        core.tryEvent(core.now() + delay, EventKind.HANG_UP_ARRIVES, row);
    }

    /** A try reaches its pod: from here on it counts as an attempt. */
    void reached(int row) {
        int call = tries.call[row];
        boolean open = tries.is(row, Tries.ORPHAN_UNIT);
        if (call >= 0 && calls.is(call, Calls.UNIT_OPEN)) {
            calls.bits[call] &= ~Calls.UNIT_OPEN;
            open = true;
        }
        tries.bits[row] &= ~Tries.ORPHAN_UNIT;
        if (!open || !tries.is(row, Tries.MEASURED)) {
            return;
        }
        EdgeStatistics edge = core.measures.edges.get(tries.edge[row]);
        if (tries.is(row, Tries.MIRROR)) {
            edge.mirrored++;
            return;
        }
        edge.attempts++;
        if (tries.is(row, Tries.ORGANIC)) {
            edge.organicAttempts++;
        }
        Pod to = core.pod(tries.pod[row]);
        HostState host = tries.host[row];
        int destination = host != null && host.lastEdge == tries.edge[row]
                ? host.lastDestination
                : core.measures.destination(tries.edge[row], to.plan, null);
        edge.destinations.get(destination).attempts++;
        edge.locality(core.pod(tries.sourcePod[row]).locality, to.locality).attempts++;
    }

    /** A try that will never reach its pod. */
    void neverReached(int row) {
        if (tries.is(row, Tries.ORPHAN_UNIT)) {
            tries.bits[row] &= ~Tries.ORPHAN_UNIT;
            if (tries.is(row, Tries.MEASURED) && !tries.is(row, Tries.MIRROR)) {
                core.measures.edges.get(tries.edge[row]).unsent++;
            }
        }
    }

    // ---------------------------------------------------------------- outcomes

    /** An answer is back at the caller's side. */
    void answerBack(int row) {
        int call = tries.call[row];
        if (call < 0) {
            return; // given up
        }
        if (tries.is(row, Tries.SENT_THROUGH_SIDECAR)) {
            router.answered(row);
            return;
        }
        calls.code[call] = tries.code[row];
        calls.answerPod[call] = tries.pod[row];
        calls.answer[call] = tries.answer[row];
        endDirectTry(row, call, "answered");
        appGets(call, 0);
    }

    /** The loss of a connection is noticed at the caller's side. */
    void resetBack(int row) {
        int call = tries.call[row];
        if (call < 0) {
            return;
        }
        if (tries.is(row, Tries.SENT_THROUGH_SIDECAR)) {
            router.reset(row);
            return;
        }
        endDirectTry(row, call, "the connection was closed by the pod");
        fail(call, Failure.RESET);
    }

    private void endDirectTry(int row, int call, String reason) {
        if (tries.span[row] >= 0 && core.recorder != null) {
            core.recorder.close(tries.span[row], core.now(), calls.code[call], 0, reason);
        }
        if (calls.is(call, Calls.UNIT_OPEN)) {
            closeUnsent(call);
        }
        calls.currentTry[call] = -1;
        tries.call[row] = -1;
        tries.letGo(row);
    }

    /** The sidecar has an outcome: it goes to the app, after one more passage. */
    void proxyResponds(int call) {
        if (calls.is(call, Calls.MIRROR)) {
            calls.state[call] = Calls.DONE;
            calls.release(call);
            return;
        }
        appGets(call, core.passage(calls.key[call], Purpose.PROXY_OUT_BACK));
    }

    private void appGets(int call, long delay) {
        calls.state[call] = Calls.RETURNING;
        closeEdge(call, core.now() + delay);
        if (delay == 0 && calls.parentTry[call] < 0) {
            core.callEvent(core.now(), EventKind.DELIVERED, call);
        } else if (delay == 0) {
            delivered(call);
        } else {
            core.callEvent(core.now() + delay, EventKind.DELIVERED, call);
        }
    }

    /** No HTTP answer, and the app knows why. */
    private void fail(int call, Failure failure) {
        calls.failure[call] = (byte) failure.ordinal();
        calls.code[call] = 0;
        if (calls.is(call, Calls.UNIT_OPEN)) {
            closeUnsent(call);
        }
        dropConnection(call);
        calls.state[call] = Calls.RETURNING;
        closeEdge(call, core.now());
        core.callEvent(core.now(), EventKind.DELIVERED, call);
    }

    private void closeUnsent(int call) {
        calls.bits[call] &= ~Calls.UNIT_OPEN;
        calls.unsent[call]++;
        if (calls.is(call, Calls.MEASURED)) {
            EdgeStatistics edge = edge(call);
            edge.unsent++;
            if (calls.is(call, Calls.ORGANIC)) {
                edge.organicAttempts++;
            }
        }
    }

    /** The caller's own patience is over: it hangs up. */
    void callerTimeout(int call) {
        calls.callerTimer[call] = -1;
        boolean connecting = calls.state[call] == Calls.CONNECTING;
        hangUp(call, connecting && !calls.is(call, Calls.QUEUED_AT_APP) && !throughSidecar(call)
                ? Failure.CONNECT_TIMEOUT
                : Failure.TIMEOUT);
    }

    private boolean throughSidecar(int call) {
        return switch (decision(call).kind) {
            case KUBE_PROXY, ADDRESS, TCP, NO_SUCH_NAME, REFUSED, CLOSED_AT_ONCE -> false;
            default -> true;
        };
    }

    /** Ends a call from the app's side, whatever state it is in. */
    void hangUp(int call, Failure failure) {
        byte state = calls.state[call];
        boolean outcomeKnown = state == Calls.RETURNING;
        switch (state) {
            case Calls.CONNECTING -> {
                if (calls.is(call, Calls.QUEUED_AT_APP)) {
                    leaveQueue(call);
                }
                if (calls.is(call, Calls.UNIT_OPEN)) {
                    closeUnsent(call);
                }
            }
            case Calls.ENTERING, Calls.DELAYED, Calls.BACKING_OFF -> router.hangUp(call);
            case Calls.TRYING -> {
                int row = calls.currentTry[call];
                if (row >= 0 && !tries.is(row, Tries.SENT_THROUGH_SIDECAR)) {
                    abandonDirectTry(row, call);
                } else {
                    router.hangUp(call);
                }
            }
            default -> { }
        }
        calls.failure[call] = (byte) failure.ordinal();
        calls.code[call] = 0;
        dropConnection(call);
        if (!outcomeKnown) {
            closeEdge(call, core.now());
        }
        finish(call);
    }

    private void abandonDirectTry(int row, int call) {
        tellHangUp(row);
        if (calls.is(call, Calls.UNIT_OPEN)) {
            calls.bits[call] &= ~Calls.UNIT_OPEN;
            tries.bits[row] |= Tries.ORPHAN_UNIT;
        }
        tries.bits[row] |= Tries.ABANDONED;
        endDirectTry(row, call, "the caller hung up");
    }

    /** The outcome is at the app. */
    void delivered(int call) {
        if (calls.state[call] != Calls.RETURNING) {
            return; // it hung up meanwhile
        }
        releaseConnection(call);
        finish(call);
    }

    private void finish(int call) {
        if (calls.callerTimer[call] >= 0) {
            core.agenda.cancel(calls.callerTimer[call]);
            calls.callerTimer[call] = -1;
        }
        if (retries(call)) {
            return;
        }
        int traffic = calls.traffic[call];
        if (calls.span[call] >= 0 && core.recorder != null) {
            core.recorder.answered(calls.span[call], calls.answerPod[call], calls.answer[call]);
            core.recorder.close(
                    calls.span[call], core.now(), calls.code[call], calls.flags[call], Reasons.of(calls, call));
        }
        calls.state[call] = Calls.DONE;
        if (traffic >= 0) {
            record(call, traffic);
            source.answered(call);
        } else if (calls.parentTry[call] >= 0) {
            servers.called(calls.parentTry[call], calls.parentFrame[call], succeeded(call), core.plan.callSites()
                    .get(calls.site[call])
                    .call()
                    .onError());
        } else {
            ByHand own = byHand(call);
            if (own != null) {
                own.ended(core);
                byHand = null;
            }
        }
        calls.release(call);
    }

    /** A call succeeds with any answer but a 5xx. */
    private boolean succeeded(int call) {
        return calls.code[call] > 0 && calls.code[call] < 500;
    }

    // ---------------------------------------------------------------- the caller's own retries

    private Manners.@Nullable Caller manners(int call) {
        int traffic = calls.traffic[call];
        if (traffic >= 0) {
            return manners.ofTraffic(traffic);
        }
        int site = calls.site[call];
        return site < 0 ? null : manners.ofSite(site);
    }

    /** Whether the caller tries once more; then the call goes on in another row. */
    private boolean retries(int call) {
        Manners.Caller caller = manners(call);
        CallerRetries policy = caller == null ? null : caller.retries();
        if (policy == null || calls.callerTry[call] >= policy.attempts() || !wants(policy, call)) {
            return false;
        }
        int again = calls.allocate();
        calls.traffic[again] = calls.traffic[call];
        calls.user[again] = calls.user[call];
        calls.mix[again] = calls.mix[call];
        calls.parentTry[again] = calls.parentTry[call];
        calls.parentFrame[again] = calls.parentFrame[call];
        calls.site[again] = calls.site[call];
        calls.pod[again] = calls.pod[call];
        calls.head[again] = calls.head[call];
        calls.number[again] = calls.number[call];
        calls.firstStart[again] = calls.firstStart[call];
        calls.callerTry[again] = calls.callerTry[call] + 1;
        calls.key[again] = core.draw(calls.key[call], Purpose.CALLER_RETRY);
        calls.worst[again] = calls.worst[call];
        if (calls.callerTry[call] == 0) {
            calls.worst[again] *= 1 + policy.attempts();
        }
        calls.bits[again] = calls.bits[call] & Calls.MEASURED;
        calls.span[again] = calls.span[call];
        calls.state[again] = Calls.CALLER_WAITING;
        if (calls.traffic[call] >= 0 && calls.is(call, Calls.MEASURED)) {
            core.measures.traffic[calls.traffic[call]].callerRetries++;
        }
        if (calls.span[call] >= 0 && core.recorder != null) {
            core.recorder.closed(
                    calls.span[call], TraceSpan.Kind.BACKOFF, core.podName(calls.pod[call]), "caller",
                    core.now(), core.now() + policy.backoffNanos(),
                    "the caller tries again (" + calls.callerTry[again] + " of " + policy.attempts() + ")");
        }
        core.callEvent(core.now() + policy.backoffNanos(), EventKind.CALLER_RETRIES, again);
        calls.state[call] = Calls.DONE;
        calls.release(call);
        return true;
    }

    private boolean wants(CallerRetries policy, int call) {
        Failure failure = Failure.values()[calls.failure[call]];
        return switch (failure) {
            case NONE -> calls.code[call] >= 500
                    && policy.retryOn().contains(CallerRetries.Condition.STATUS_5XX);
            case TIMEOUT -> policy.retryOn().contains(CallerRetries.Condition.TIMEOUT);
            case CONNECT_REFUSED, CONNECT_TIMEOUT, DNS -> policy.retryOn()
                    .contains(CallerRetries.Condition.CONNECT);
            case RESET, EMPTY_REPLY -> policy.retryOn().contains(CallerRetries.Condition.RESET);
        };
    }

    void callerRetries(int call) {
        if (calls.state[call] == Calls.CALLER_WAITING) {
            begin(call);
        }
    }

    // ---------------------------------------------------------------- counting

    private void closeEdge(int call, long endNanos) {
        if (!calls.is(call, Calls.MEASURED)) {
            return;
        }
        int number = calls.edge[call];
        EdgeStatistics edge = edge(call);
        long latency = endNanos - calls.start[call];
        edge.codes.count(calls.code[call]);
        edge.flags.count(calls.flags[call]);
        edge.latency.record(latency);
        countDestination(edge, call);
        Windows windows = core.measures.windowsOfEdge(number);
        boolean error = isError(calls.code[call]);
        if (windows != null) {
            Windows.Window window = windows.at(endNanos);
            window.completed++;
            window.errors += error ? 1 : 0;
            window.attempts += calls.attempt[call];
            window.retries += Math.max(0, calls.attempt[call] - 1);
            window.latency.record(latency);
            if (calls.destination[call] >= 0) {
                window.destinations.count(calls.destination[call]);
            }
        }
        if (!core.measures.selections.ofEdge(number).isEmpty()) {
            observe(call);
            observation.startNanos = calls.start[call];
            Selections.record(core.measures.selections.ofEdge(number), observation, latency, endNanos, error);
        }
    }

    void countDestination(EdgeStatistics edge, int call) {
        if (calls.destination[call] < 0) {
            edge.noDestination++;
            return;
        }
        edge.destinations.get(calls.destination[call]).requests++;
    }

    private void record(int call, int traffic) {
        if (!calls.is(call, Calls.MEASURED)) {
            return;
        }
        TrafficStatistics statistics = core.measures.traffic[traffic];
        long latency = core.now() - calls.firstStart[call];
        statistics.completed++;
        statistics.codes.count(calls.code[call]);
        statistics.flags.count(calls.flags[call]);
        statistics.latency.record(latency);
        if (calls.failure[call] != 0) {
            statistics.failures.count(calls.failure[call]);
        }
        boolean error = isError(calls.code[call]);
        Windows windows = core.measures.trafficWindows[traffic];
        if (windows != null) {
            Windows.Window window = windows.at(core.now());
            window.completed++;
            window.errors += error ? 1 : 0;
            window.attempts += calls.attempt[call];
            window.retries += Math.max(0, calls.attempt[call] - 1);
            window.latency.record(latency);
        }
        if (!core.measures.selections.ofTraffic(traffic).isEmpty()) {
            observe(call);
            observation.startNanos = calls.firstStart[call];
            Selections.record(core.measures.selections.ofTraffic(traffic), observation, latency, core.now(), error);
        }
    }

    private void observe(int call) {
        RequestHead request = core.heads.get(calls.head[call]);
        observation.code = calls.code[call];
        observation.flags = calls.flags[call];
        observation.tries = Math.max(1, calls.attempt[call]);
        observation.unsent = calls.unsent[call];
        observation.path = request.path();
        observation.method = request.method();
        observation.fromZone = core.pod(calls.pod[call]).zone;
        int traffic = calls.traffic[call];
        Traffic declared = traffic < 0 ? null : core.plan.traffic().get(traffic).traffic();
        observation.requestName = declared == null ? null : declared.mix().get(calls.mix[call]).name();
        observation.version = null;
        observation.subset = null;
        observation.workload = "";
        observation.zone = null;
        if (calls.destination[call] >= 0) {
            EdgeStatistics.Destination destination = edge(call).destinations.get(calls.destination[call]);
            observation.version = destination.version;
            observation.subset = destination.subset;
            observation.workload = destination.workload;
            int pod = calls.answerPod[call];
            observation.zone = pod < 0 ? null : core.pod(pod).zone;
        }
    }

    private static boolean isError(int code) {
        return code == 0 || code >= 500 && code <= 599;
    }

    private EdgeStatistics edge(int call) {
        return core.measures.edges.get(calls.edge[call]);
    }

    private Decision decision(int call) {
        Decision decision = calls.decision[call];
        if (decision == null) {
            throw new IllegalStateException("call " + call + " is not decided");
        }
        return decision;
    }
}

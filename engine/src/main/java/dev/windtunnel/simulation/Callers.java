package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.mesh.GrpcStatus;
import dev.windtunnel.proxy.route.Grpc;
import dev.windtunnel.scenario.ClusterSettings;
import dev.windtunnel.scenario.Traffic;

/**
 * The apps as callers: the life of a call of an app, be it of a traffic or of a {@code call} step of a handler, from its
 * beginning to its outcome. Apps look names up, keep connections, wait, hang up and retry by themselves; a sidecar, where
 * there is one, only sees what they send.
 */
final class Callers {

    /** So many calls may wait for each other: more is a circle. */
    static final int DEEPEST = 2_000;

    private static final int CANCELLED = GrpcStatus.CANCELLED.number();
    private static final int DEADLINE_EXCEEDED = GrpcStatus.DEADLINE_EXCEEDED.number();
    private static final long MILLISECOND = 1_000_000L;

    private final Core core;
    private final Calls calls;
    private final Resolver resolver;
    private final EndedCall ended;
    private final Manners manners;
    private final NewCalls newCalls;
    private final AppConnections appConnections;
    private final DirectTries directTries;
    private final OwnRetries ownRetries;
    private final Wire wire;
    private final Ledger ledger;
    private final Router router;
    private final UpstreamTries upstreamTries;
    private final Servers servers;
    private final Steps steps;
    private final TrafficSource source;
    private final PodLosses losses;
    private final Sessions sessions;

    Callers(Core core, Resolver resolver) {
        this.core = core;
        this.calls = core.calls;
        this.resolver = resolver;
        this.ended = new EndedCall(core);
        this.manners = new Manners(core);
        this.ledger = new Ledger(core);
        this.wire = new Wire(core);
        this.ownRetries = new OwnRetries(core, manners);
        this.newCalls = new NewCalls(core, this, ownRetries);
        this.directTries = new DirectTries(core, wire, ledger);
        this.router = new Router(core, resolver, this);
        this.upstreamTries = router.tries();
        this.sessions = new Sessions(core, this);
        this.source = new TrafficSource(core, this);
        this.appConnections = new AppConnections(core, resolver, this, manners);
        this.servers = new Servers(core, this);
        this.steps = servers.steps();
        this.losses = new PodLosses(core, this);
    }

    NewCalls newCalls() {
        return newCalls;
    }

    AppConnections connections() {
        return appConnections;
    }

    DirectTries directTries() {
        return directTries;
    }

    Wire wire() {
        return wire;
    }

    Ledger ledger() {
        return ledger;
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

    Sessions sessions() {
        return sessions;
    }

    PodLosses losses() {
        return losses;
    }

    /** The plan has changed. */
    void planChanged() {
        manners.planChanged();
        servers.planChanged();
    }

    /** The depth of what comes of something of a depth. */
    static int below(int depth) {
        if (depth >= DEEPEST) {
            throw new Overload(Overload.Kind.DEPTH);
        }
        return depth + 1;
    }

    /** A call sets out, for the first time or once more. */
    void begin(Call call) {
        Pod pod = core.pod(call.pod);
        long now = core.now();
        call.start = now;
        Decision decision = resolver.decide(pod, call.head);
        call.edge = newCalls.edgeOf(call, pod, decision);
        call.bits |= Call.UNIT_OPEN;
        EdgeStatistics edge = Edges.of(call).statistics;
        if (call.is(Call.MEASURED)) {
            edge.requests++;
        }
        if (call.worst > edge.worstAmplification) {
            edge.worstAmplification = call.worst;
        }
        Manners.Caller caller = ownRetries.manners(call);
        int timer = caller == null ? -1 : caller.timerClass(call.mix);
        if (timer >= 0) {
            call.callerTimer = core.agenda.arm(timer, EventKind.CALLER_TIMEOUT, call.slot);
        }
        call.decision = decision;
        call.state = Call.CONNECTING;
        call.failure = 0; // of the try before
        switch (decision.kind) {
            case NO_SUCH_NAME -> fail(call, Failure.DNS);
            case REFUSED -> failAfter(call, Failure.CONNECT_REFUSED, 1);
            case CLOSED_AT_ONCE -> {
                if (proxyDown(pod, call)) {
                    fail(call, Failure.CONNECT_REFUSED);
                    return;
                }
                call.flags = decision.flags;
                if (core.isFromOutside(call)) {
                    failAfter(call, Failure.EMPTY_REPLY, 2); // it is closed when the gateway has read of whom it is
                } else if (ResponseFlag.UF.isIn(decision.flags)) {
                    failAfter(call, Failure.EMPTY_REPLY, 1); // the sidecar asks in vain
                } else {
                    fail(call, Failure.EMPTY_REPLY);
                }
            }
            default -> {
                if (proxyDown(pod, call)) {
                    fail(call, Failure.CONNECT_REFUSED);
                } else {
                    appConnections.take(call);
                }
            }
        }
    }

    /**
     * Fails when the other side has said no: SYN and RST are a round trip. Of an address at which nobody is it is the node
     * itself that answers (kube-proxy rejects for a Service without endpoints); what stays in the pod takes no time.
     */
    void failAfter(Call call, Failure failure, int roundTrips) {
        Pod pod = core.pod(call.pod);
        String host = core.heads.get(call.head).dialled();
        long nanos = 0;
        if (core.isFromOutside(call)) {
            nanos = 2L * roundTrips * outside(call, Purpose.CONNECT);
        } else if (!Resolver.isLoopback(host) && !host.equals(pod.ip)) {
            nanos = 2L * roundTrips * core.network(pod, pod, 0, call.key, Purpose.NETWORK);
        }
        if (nanos == 0) {
            fail(call, failure);
        } else {
            call.failure = (byte) failure.ordinal();
            core.callEvent(core.now() + nanos, EventKind.CALLER_READY, call);
        }
    }

    /** Redirected to a sidecar that does not listen; only what goes to localhost never is. */
    private boolean proxyDown(Pod pod, Call call) {
        return pod.sidecar != null
                && pod.sidecar.down
                && !Resolver.isLoopback(core.heads.get(call.head).dialled());
    }

    /** An answer is back at the caller's side. */
    void answerBack(Try row) {
        Call call = row.call;
        if (call == null) {
            return; // given up
        }
        readAhead(row, call);
        if (row.is(Try.HEAD_SENT) && !row.is(Try.HEAD_SEEN)) {
            row.bits |= Try.HEAD_SEEN;
            answerBegins(row, call);
            return;
        }
        if (row.is(Try.SENT_THROUGH_SIDECAR)) {
            upstreamTries.answered(row);
            return;
        }
        call.code = call.tcp == null ? row.code : Math.max(call.code, row.code);
        call.grpc = core.heads.grpc(call.head, row.code, row.grpc);
        call.answerPod = row.pod;
        call.answer = row.answer;
        directTries.end(row, call, "answered");
        Socket connection = call.socket();
        if (row.is(Try.CLOSES)) {
            appConnections.goAway(connection);
        }
        appConnections.moved(call, connection);
        Traffic.Tcp tcp = call.tcp;
        if (tcp == null) {
            appGets(call, 0);
            return;
        }
        if (call.is(Call.MEASURED)) {
            Edges.of(call).statistics.bytesReceived += Answers.bytes(row.answer);
        }
        if (++call.exchange >= tcp.exchanges()) {
            appGets(call, 0);
            return;
        }
        long wait = tcp.interval().sampleNanos(core.draw(call.key, Purpose.EXCHANGE + ((long) call.exchange << 8)));
        call.state = Call.PAUSING;
        core.callEvent(core.now() + wait, EventKind.CALLER_GOES_ON, call);
    }

    /**
     * Asks at once for all the rows that an answer is about to change. They were last touched milliseconds ago, and a
     * processor that comes to them one by one waits for its memory each time; so the waits overlap.
     */
    private void readAhead(Try row, Call call) {
        HostState host = row.host;
        Socket connection = row.connection;
        if (host != null && connection != null) {
            core.readAhead = call.bits + connection.streams + host.active;
        }
    }

    /** As {@link #readAhead(Try, Call)}, for an outcome that reaches a calling handler. */
    private void readAhead(Call call) {
        Socket connection = call.connection;
        Try caller = call.parentTry;
        if (connection != null && caller != null) {
            core.readAhead = connection.streams + caller.bits;
        }
    }

    private void answerBegins(Try row, Call call) {
        if (!row.is(Try.UPGRADES)) {
            if (row.is(Try.SENT_THROUGH_SIDECAR)) {
                upstreamTries.begun(row);
            }
        } else if (row.is(Try.SENT_THROUGH_SIDECAR)) {
            upstreamTries.upgraded(row);
        } else {
            sessions.acceptedDirectly(row, call);
            appConnections.moved(call, call.socket());
            appGets(call, 0);
        }
    }

    /** The connection of TCP that a call is on is closed from the other side. */
    void connectionEnds(Call call) {
        Try row = call.currentTry;
        if (row != null) {
            directTries.abandon(row, call);
        }
        fail(call, Failure.RESET, outside(call, Purpose.WAY_OF_BYTES_BACK));
    }

    /** The loss of a connection is noticed at the caller's side. */
    void resetBack(Try row) {
        Call call = row.call;
        if (call == null) {
            return;
        }
        if (call.is(Call.UPGRADED)) {
            sessions.cut(row, call);
            return;
        }
        if (row.is(Try.SENT_THROUGH_SIDECAR)) {
            upstreamTries.reset(row);
            return;
        }
        directTries.end(row, call, "the connection was closed by the pod");
        fail(call, Failure.RESET);
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

    /**
     * An answer that has begun breaks off at the sidecar: its log has the code of the head, the app knows that it has no
     * whole answer.
     */
    void proxyBreaksOff(Call call) {
        if (call.is(Call.MIRROR)) {
            proxyResponds(call);
            return;
        }
        long passage = core.passage(call.key, Purpose.PROXY_OUT_BACK);
        call.state = Call.RETURNING;
        ledger.closeEdge(call, core.now() + passage);
        call.code = 0;
        call.failure = (byte) Failure.RESET.ordinal();
        appConnections.drop(call);
        core.callEvent(core.now() + passage + outside(call, Purpose.NETWORK_BACK), EventKind.DELIVERED, call);
    }

    /** One way between a caller outside and the gateway; nothing for callers whose sidecar is beside them. */
    long outside(Call call, long purpose) {
        return core.isFromOutside(call) ? core.outside(call.key, purpose) : 0;
    }

    /** What TLS with a gateway adds to the time that a connection takes; nothing for all other callers. */
    long tlsFromOutside(Call call) {
        if (!core.isFromOutside(call) || !core.heads.isTls(call.head)) {
            return 0;
        }
        ClusterSettings.TlsHandshake handshake =
                core.scenario.cluster().network().tlsHandshake();
        long nanos = handshake.cpu().sampleNanos(core.draw(call.key, Purpose.TLS));
        for (int trip = 0; trip < handshake.roundTrips(); trip++) {
            nanos += 2 * outside(call, Purpose.CONNECT + ((long) (trip + 1) << 16));
        }
        return nanos;
    }

    private void appGets(Call call, long delay) {
        appGets(call, delay, delay);
    }

    /** The answer leaves the proxy after {@code passage} and is at the caller after {@code delay}. */
    private void appGets(Call call, long passage, long delay) {
        call.state = Call.RETURNING;
        ledger.closeEdge(call, core.now() + passage);
        if (delay == 0 && call.parentTry == null) {
            core.callEvent(core.now(), EventKind.DELIVERED, call);
        } else if (delay == 0) {
            delivered(call);
        } else {
            core.callEvent(core.now() + delay, EventKind.DELIVERED, call);
        }
    }

    /** No HTTP answer, and the app knows why. */
    void fail(Call call, Failure failure) {
        fail(call, failure, 0);
    }

    /** As {@link #fail(Call, Failure)}; the app hears of it after {@code delay}. */
    private void fail(Call call, Failure failure, long delay) {
        call.failure = (byte) failure.ordinal();
        call.code = 0;
        if (call.is(Call.UNIT_OPEN)) {
            ledger.closeUnsent(call);
        }
        appConnections.drop(call);
        call.state = Call.RETURNING;
        ledger.closeEdge(call, core.now());
        core.callEvent(core.now() + delay, EventKind.DELIVERED, call);
    }

    /**
     * The caller's own patience is over: it hangs up. Of a gRPC call that is to cancel it, and the library says CANCELLED;
     * only a deadline is DEADLINE_EXCEEDED (gRPC, "Cancellation" and "Deadlines").
     */
    void callerTimeout(Call call) {
        call.callerTimer = -1;
        Manners.Caller caller = ownRetries.manners(call);
        boolean late = caller != null && caller.hasDeadline(call.mix);
        if (late && sidecarCountsTheSame(call)) {
            deadline(call);
            return;
        }
        boolean connecting = call.state == Call.CONNECTING;
        int ofGrpc = late ? DEADLINE_EXCEEDED : CANCELLED;
        int status = core.heads.isGrpc(call.head) ? ofGrpc : Grpc.NONE;
        hangUp(
                call,
                connecting && !call.is(Call.QUEUED_AT_APP) && !throughSidecar(call)
                        ? Failure.CONNECT_TIMEOUT
                        : Failure.TIMEOUT,
                status);
    }

    /**
     * Whether the timer of the sidecar for a call's deadline began with that of the caller: no fault held the call up, and
     * {@code grpc-timeout} says how long the caller has waited now, not what somebody wrote there by hand.
     */
    private boolean sidecarCountsTheSame(Call call) {
        return call.routeTimer >= 0
                && (call.state == Call.TRYING || call.state == Call.BACKING_OFF)
                && !ResponseFlag.DI.isIn(call.flags)
                && Grpc.timeoutNanos(core.heads.get(call.head)) - (core.now() - call.start) < MILLISECOND;
    }

    /**
     * The deadline of a gRPC call runs out at its caller and at the caller's sidecar. The sidecar says what it says of any
     * timeout, 504 as the status that stands for it (UNAVAILABLE, flag UT); the library of gRPC waits for nobody and says
     * DEADLINE_EXCEEDED, whether an answer had begun or not.
     */
    private void deadline(Call call) {
        core.agenda.cancel(call.routeTimer);
        Try caller = call.parentTry;
        call.parentTry = null; // what the sidecar says comes too late for a handler that waits, however near it is
        router.routeTimeout(call);
        call.parentTry = caller;
        appConnections.release(call);
        call.code = 200;
        call.grpc = DEADLINE_EXCEEDED;
        call.failure = 0;
        finish(call);
    }

    /** Whether a sidecar of the caller reads its requests. */
    static boolean throughSidecar(Call call) {
        return switch (call.decided().kind) {
            case KUBE_PROXY, ADDRESS, TCP, NO_SUCH_NAME, REFUSED, CLOSED_AT_ONCE -> false;
            default -> true;
        };
    }

    /** Ends a call from the app's side, whatever state it is in. */
    void hangUp(Call call, Failure failure) {
        hangUp(call, failure, Grpc.NONE);
    }

    private void hangUp(Call call, Failure failure, int grpc) {
        byte state = call.state;
        if (call.is(Call.UPGRADED)) {
            sessions.close(call, SessionEnd.CALLER_GONE);
            if (state == Call.SESSION) {
                return;
            }
        }
        if (state == Call.CALLER_WAITING) { // between two tries: no request of its edge is under way
            call.failure = (byte) failure.ordinal();
            call.grpc = grpc;
            finish(call);
            return;
        }
        boolean outcomeKnown = state == Call.RETURNING;
        Try begun = call.currentTry;
        int logged = state == Call.TRYING && begun != null && begun.is(Try.HEAD_SEEN) ? call.code : 0;
        switch (state) {
            case Call.CONNECTING -> {
                if (call.is(Call.QUEUED_AT_APP)) {
                    appConnections.leaveQueue(call);
                }
                if (call.is(Call.UNIT_OPEN)) {
                    ledger.closeUnsent(call);
                }
            }
            case Call.ENTERING, Call.DELAYED, Call.BACKING_OFF -> router.hangUp(call);
            case Call.TRYING -> {
                Try row = call.currentTry;
                if (row != null && !row.is(Try.SENT_THROUGH_SIDECAR)) {
                    directTries.abandon(row, call);
                } else {
                    router.hangUp(call);
                }
            }
            default -> {}
        }
        call.failure = (byte) failure.ordinal();
        appConnections.drop(call);
        if (!outcomeKnown) {
            call.code = logged;
            ledger.closeEdge(call, core.now());
        }
        call.code = 0;
        call.grpc = grpc;
        finish(call);
    }

    /** The outcome is at the app. */
    void delivered(Call call) {
        readAhead(call);
        if (call.state != Call.RETURNING) {
            return; // it hung up meanwhile
        }
        if (call.is(Call.UPGRADED)) {
            sessions.begin(call);
            return;
        }
        appConnections.release(call);
        finish(call);
    }

    private void finish(Call call) {
        if (call.callerTimer >= 0) {
            core.agenda.cancel(call.callerTimer);
            call.callerTimer = -1;
        }
        if (ownRetries.again(call)) {
            return;
        }
        outcome(call);
        over(call);
    }

    /** Enters what a call came to. */
    void outcome(Call call) {
        if (call.callerTimer >= 0) {
            core.agenda.cancel(call.callerTimer);
            call.callerTimer = -1;
        }
        int traffic = call.traffic;
        if (call.span >= 0 && core.recorder != null) {
            core.recorder.answered(call.span, call.answerPod, call.answer);
            core.recorder.close(call.span, core.now(), call.code, call.grpc, call.flags, Reasons.of(call));
        }
        if (traffic >= 0) {
            if (core.outcomes != null) {
                core.outcomes.answered(call.number, traffic, call.firstStart, core.now(), call.code, ended.of(call));
            }
            ledger.record(call, traffic);
        }
    }

    /** A call is over: who waits for it goes on. */
    void over(Call call) {
        call.state = Call.DONE;
        if (call.traffic >= 0) {
            source.answered(call);
            Chores.Chore whenIdle = core.pod(call.pod).whenIdle;
            if (whenIdle != null) {
                core.chores.at(core.now(), whenIdle);
            }
        } else if (call.parentTry != null && call.parentFrame != null) {
            steps.called(
                    call.parentTry,
                    call.parentFrame,
                    succeeded(call)
                            ? null
                            : core.plan.callSites().get(call.site).call().onError());
        } else {
            ByHand own = newCalls.byHand(call);
            if (own != null) {
                own.ended(core, call);
                newCalls.endByHand();
            }
        }
        calls.release(call);
    }

    /** A call succeeds with any answer but a 5xx or a gRPC status that is not OK. */
    private boolean succeeded(Call call) {
        return call.code > 0 && call.code < 500 && call.grpc <= 0;
    }

    /** The wait of a caller is over: before its own retry, or between two exchanges of TCP. */
    void goesOn(Call call) {
        if (call.session != null && call.is(Call.UPGRADED)) {
            sessions.goesOn(call);
        } else if (call.state == Call.CALLER_WAITING) {
            begin(call);
        } else if (call.state == Call.PAUSING) {
            appConnections.moved(call, call.socket());
            directTries.send(call, call.socket());
        }
    }
}

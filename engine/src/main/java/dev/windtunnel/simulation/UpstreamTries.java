package dev.windtunnel.simulation;

import dev.windtunnel.proxy.retry.RetryConditions;
import dev.windtunnel.proxy.retry.RetryConditions.Failure;
import dev.windtunnel.proxy.retry.RetryPolicy;
import dev.windtunnel.proxy.route.Grpc;

/** The tries of a sidecar's request, from the choice of a host to an answer or a failure ({@code upstream_request.cc}). */
final class UpstreamTries {

    private final Core core;
    private final Tries tries;
    private final Router router;
    private final Wire wire;
    private final Ledger ledger;
    private final Retrying retrying;
    private final AttemptedHosts attemptedHosts;
    private final ConnectionPools pools;
    private final Outliers outliers;

    UpstreamTries(Core core, Router router, Callers callers, AttemptedHosts attemptedHosts) {
        this.core = core;
        this.tries = core.tries;
        this.router = router;
        this.wire = callers.wire();
        this.ledger = callers.ledger();
        this.retrying = router.retrying();
        this.attemptedHosts = attemptedHosts;
        this.pools = new ConnectionPools(core, this, wire.packets());
        this.outliers = new Outliers(core, pools);
    }

    Outliers outliers() {
        return outliers;
    }

    ConnectionPools pools() {
        return pools;
    }

    /** Begins the next try of a call at a host. */
    void start(Call call, HostState host) {
        int attempt = ++call.attempt;
        Decision decision = call.decided();
        Try row = tries.allocate();
        call.currentTry = row;
        call.state = Call.TRYING;
        call.bits |= Call.UNIT_OPEN;
        tries.hold(row); // the caller's side
        row.call = call;
        row.depth = call.depth;
        row.edge = call.edge;
        row.key = core.draw(call.key, Purpose.REQUEST + ((long) attempt << 8));
        row.host = host;
        row.pod = host.pod;
        row.sourcePod = call.pod;
        row.head = decision.choices[call.cluster].head;
        row.number = call.number;
        row.worst = decision.retry == null ? call.worst : call.worst * (1 + decision.retry.retries());
        int organic = attempt == 1 && call.is(Call.ORGANIC) ? Try.ORGANIC : 0;
        row.bits = organic
                | Try.SENT_THROUGH_SIDECAR
                | (call.is(Call.MEASURED) ? Try.MEASURED : 0)
                | (call.is(Call.MIRROR) ? Try.MIRROR : 0)
                | (call.session == null || core.era.is2017() ? 0 : Try.UPGRADES);
        noteDestination(call, host);
        call.triedPriorities |= 1 << Math.min(host.priority, 31);
        if (call.span >= 0) {
            row.span = core.recording()
                    .open(
                            call.span,
                            TraceSpan.Kind.ATTEMPT,
                            core.podName(call.pod),
                            core.podName(host.pod),
                            core.now(),
                            "try " + attempt + " by " + decision.rule());
        }
        if (core.era.perTryCoversConnect() && attempt > 1 && decision.tryTimerClass >= 0) {
            row.tryTimer = core.agenda.arm(decision.tryTimerClass, EventKind.TRY_TIMEOUT, row.slot);
        }
        pools.request(row, host.pool(HostSelection.worker(call), host.cluster.speaksHttp2(call.http2)));
    }

    private void noteDestination(Call call, HostState host) {
        if (host.lastEdge != call.edge) {
            Edge edge = Edges.of(call);
            Pod pod = core.pod(host.pod);
            host.lastEdge = edge;
            host.lastDestination = edge.destination(pod, host.cluster.config.subset());
            host.lastLocality = edge.locality(core.pod(call.pod), pod);
        }
        call.destination = host.lastDestination;
        call.locality = host.lastLocality;
    }

    /** A try has its connection: it is sent. */
    void attached(Try row, Socket connection) {
        Call call = row.owner();
        HostState host = row.host();
        ClusterState cluster = host.cluster;
        cluster.touched = true;
        cluster.count(ClusterCounter.RQ_TOTAL);
        cluster.active++;
        host.active++;
        row.bits |= Try.ACTIVE;
        row.sentOn(connection);
        if (row.is(Try.UPGRADES) && connection.pool != null && connection.pool.http2) {
            row.bits |= Try.TO_BE_CLOSED; // of HTTP/2 it is a CONNECT, which no proxy of Istio allows
        }
        call.bits |= Call.SENT;
        outliers.connected(host);
        Decision decision = call.decided();
        if (decision.retry != null && decision.retry.avoidsPreviousHosts()) {
            call.attempted = attemptedHosts.add(call.attempted, host.pod);
        }
        if (decision.tryTimerClass >= 0 && row.tryTimer < 0) {
            row.tryTimer = core.agenda.arm(decision.tryTimerClass, EventKind.TRY_TIMEOUT, row.slot);
        }
        wire.travel(row);
    }

    /** The pool had no room. */
    void overflowed(Try row) {
        Call call = row.owner();
        row.state = Try.ENDED;
        end(row, 503, "no room: the queue for connections is full");
        failed(call, Failure.OVERFLOW, 503, ResponseFlag.UO, LocalReply.OVERFLOW);
    }

    /** No connection came about. */
    void connectFailed(Try row, boolean timedOut) {
        Call call = row.owner();
        Decision decision = call.decided();
        if (decision.retry != null && decision.retry.avoidsPreviousHosts()) {
            call.attempted = attemptedHosts.add(call.attempted, row.pod);
        }
        row.state = Try.ENDED;
        outliers.failed(row.host(), false);
        end(row, 503, timedOut ? "the connection timed out" : "the connection was refused");
        failed(
                call,
                Failure.CONNECT,
                503,
                ResponseFlag.UF,
                timedOut ? LocalReply.CONNECT_TIMEOUT : LocalReply.CONNECT_FAILED);
    }

    /** The pod's side has ended a request without an answer: with its connection, or of HTTP/2 that stream alone. */
    void reset(Try row) {
        Call call = row.owner();
        deactivate(row);
        outliers.failed(row.host(), false);
        Socket connection = row.socket();
        if (row.is(Try.TO_BE_CLOSED)) {
            pools.lost(connection); // all of it, whatever else is on it
        }
        boolean stream = connection.pool != null && connection.pool.http2 && !connection.lost;
        pools.reset(connection);
        if (row.is(Try.HEAD_SEEN)) {
            end(row, row.code, stream ? "the pod reset the stream" : "the connection was closed by the pod");
            boolean http2 = connection.pool != null && connection.pool.http2;
            // An answer of HTTP/1.1 that ends with its connection is no whole message, which the codec complains of.
            router.breakOff(call, stream ? ResponseFlag.UR : http2 ? ResponseFlag.UC : ResponseFlag.UPE);
            return;
        }
        end(row, 503, stream ? "the pod reset the stream" : "the connection was closed by the pod");
        if (stream) {
            failed(call, Failure.RESET, 503, ResponseFlag.UR, LocalReply.REMOTE_RESET);
        } else {
            failed(call, Failure.RESET, 503, ResponseFlag.UC, LocalReply.TERMINATED);
        }
    }

    /** The per-try timer of a try has run out. */
    void tryTimeout(Try row) {
        Call call = row.owner();
        row.tryTimer = -1;
        HostState host = row.host();
        host.cluster.count(ClusterCounter.RQ_PER_TRY_TIMEOUT);
        outliers.failed(host, true);
        abandon(row, "the per-try timeout ended it");
        failed(call, Failure.PER_TRY_TIMEOUT, 504, ResponseFlag.UT, LocalReply.TIMEOUT);
    }

    /** The pod has agreed to a websocket: timers and retries are over, the try is not ({@code router.cc}). */
    void upgraded(Try row) {
        Call call = row.owner();
        outliers.answered(row.host(), row.code);
        retrying.judge(call, false, 1);
        disarm(row);
        router.finalCode(call, row.code);
        call.code = row.code;
        call.answerPod = row.pod;
        call.answer = row.answer;
        call.bits |= Call.UPGRADED;
        router.upgraded(call);
    }

    /**
     * The caller's side ends a session.
     *
     * @param agreed whether both sides have said that it is over; then it is the pod that closes the connection
     */
    void close(Try row, boolean agreed) {
        deactivate(row);
        if (agreed) {
            pools.reset(row.socket());
        } else {
            pools.cancel(row.socket());
        }
        wire.tellHangUp(row);
        row.bits |= Try.ABANDONED;
        end(row, row.code, agreed ? "the caller closed the session" : "the session was given up");
    }

    /** The pod's side has ended a session, and its connection with it. */
    void cut(Try row) {
        deactivate(row);
        pools.reset(row.socket());
        end(row, row.code, "the session was cut off");
    }

    /** The head of an answer is back: whether it is repeated is decided now, and its timer stops ({@code router.cc}). */
    void begun(Try row) {
        Call call = row.owner();
        Decision decision = call.decided();
        int code = row.code;
        if (!core.heads.isGrpc(row.head)) { // the status of a gRPC call comes with its end
            outliers.answered(row.host(), code);
        }
        boolean wanted = decision.retry != null && wants(decision.retry.conditions(), row, code);
        if (retrying.judge(call, wanted, 0)) {
            ClusterState cluster = row.host().cluster;
            cluster.retriedCodes.count(code);
            cluster.count(ClusterCounter.RETRY_RQ_COMPLETED);
            abandon(row, "answered " + code + ", which is retried");
            retrying.backOff(call);
            return;
        }
        disarm(row);
        router.finalCode(call, code);
        call.code = code;
    }

    private void ended(Try row) {
        Call call = row.owner();
        deactivate(row);
        if (row.grpc != Grpc.NONE) {
            outliers.answered(row.host(), Grpc.http(row.grpc));
        }
        call.code = row.code;
        call.grpc = row.grpc;
        call.answerPod = row.pod;
        call.answer = row.answer;
        Socket connection = row.socket();
        if (row.is(Try.CLOSES)) {
            pools.goAway(connection);
        }
        end(row, row.code, "answered");
        router.respond(call);
        pools.release(connection);
    }

    /** An answer is back at the sidecar. */
    void answered(Try row) {
        if (row.is(Try.HEAD_SEEN)) {
            ended(row);
            return;
        }
        Call call = row.owner();
        int code = row.code;
        Object answer = row.answer;
        Decision decision = call.decided();
        deactivate(row);
        int grpc = row.grpc;
        outliers.answered(row.host(), grpc == Grpc.NONE ? code : Grpc.http(grpc));
        // What another proxy refused for lack of room (x-envoy-overloaded) is never repeated.
        boolean wanted = decision.retry != null
                && (code >= 400 || grpc != Grpc.NONE || decision.retriesSuccess)
                && answer != LocalReply.OVERFLOW
                && wants(decision.retry.conditions(), row, code);
        boolean retry = retrying.judge(call, wanted, 1);
        int pod = row.pod;
        Socket connection = row.socket();
        if (row.is(Try.CLOSES)) {
            pools.goAway(connection);
        }
        if (retry) {
            ClusterState cluster = row.host().cluster;
            cluster.retriedCodes.count(code);
            cluster.count(ClusterCounter.RETRY_RQ_COMPLETED);
        }
        end(row, code, retry ? "answered, which is retried" : "answered");
        if (retry) {
            // The try is reset before its body is read, which closes an HTTP/1.1 connection.
            if (row.is(Try.UPGRADES) || Answers.hasBody(answer)) {
                pools.cancel(connection);
            } else {
                pools.release(connection);
            }
            retrying.backOff(call);
            return;
        }
        router.finalCode(call, code);
        call.code = code;
        call.grpc = core.heads.grpc(call.head, code, grpc);
        call.answerPod = pod;
        call.answer = answer;
        boolean refused = row.is(Try.UPGRADES); // which costs the connection (codec_impl.cc)
        router.respond(call);
        if (refused) {
            pools.cancel(connection);
        } else {
            pools.release(connection);
        }
    }

    private static boolean wants(RetryConditions conditions, Try row, int code) {
        if (row.answer == LocalReply.OVER_LIMIT) {
            return conditions.retriesRateLimited();
        }
        return conditions.retriesStatus(code) || row.grpc != Grpc.NONE && conditions.retriesGrpc(row.grpc);
    }

    private void failed(Call call, Failure failure, int code, ResponseFlag flag, LocalReply reply) {
        Decision decision = call.decided();
        RetryPolicy retry = decision.retry;
        boolean wanted = retry != null
                && (core.era.is2017()
                        ? retry.conditions().retriesFailureIn2017(failure)
                        : retry.conditions().retriesFailure(failure, call.is(Call.SENT)));
        boolean wasActive = failure == Failure.RESET || failure == Failure.PER_TRY_TIMEOUT;
        if (retrying.judge(call, wanted, wasActive ? 1 : 0)) {
            retrying.backOff(call);
            return;
        }
        call.flags = flag.addTo(call.flags);
        router.finalCode(call, code);
        if (reply.byProxy() && call.attempt > 1 && failure != Failure.PER_TRY_TIMEOUT) {
            reply = new LocalReply(
                    reply.body().replace("before headers. reset", "before headers. retried and the latest reset"),
                    true,
                    "");
        }
        router.localReply(call, code, reply);
    }

    /** Gives up a try: out of the queue, or off its connection, which that costs. The pod may go on with it. */
    void abandon(Try row, String reason) {
        boolean queued = row.state == Try.QUEUED;
        Call call = row.owner();
        if (queued) {
            pools.cancelWaiting(row);
            row.state = Try.ENDED;
        } else {
            deactivate(row);
            pools.cancel(row.socket());
            wire.tellHangUp(row);
            if (call.is(Call.UNIT_OPEN) && !row.is(Try.LOST)) { // still on its way: it will arrive all the same
                call.bits &= ~Call.UNIT_OPEN;
                row.bits |= Try.ORPHAN_UNIT;
            }
        }
        row.bits |= Try.ABANDONED;
        end(row, 0, reason);
    }

    private void disarm(Try row) {
        if (row.tryTimer >= 0) {
            core.agenda.cancel(row.tryTimer);
            row.tryTimer = -1;
        }
    }

    private void end(Try row, int code, String reason) {
        Call call = row.owner();
        disarm(row);
        if (row.span >= 0) {
            core.recording().close(row.span, core.now(), code, row.grpc, 0, reason);
        }
        ledger.closeUnit(call);
        call.currentTry = null;
        row.call = null;
        tries.letGo(row);
    }

    private void deactivate(Try row) {
        if (row.is(Try.ACTIVE)) {
            row.bits &= ~Try.ACTIVE;
            HostState host = row.host();
            host.active--;
            host.cluster.active--;
        }
    }
}

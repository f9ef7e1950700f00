package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.proxy.retry.RetryPolicy;
import dev.windtunnel.proxy.route.Grpc;
import java.util.Objects;

/**
 * What the caller's sidecar does with a request: route, faults, timeouts, tries, and the answer. The order is
 * Envoy's: what comes before faults, those, preflights, what comes behind, then the router, which chooses the host and
 * asks the host's pool for a connection; the route's timeout goes around all tries ({@code router.cc}).
 */
final class Router {

    private final Core core;
    private final Calls calls;
    private final Resolver resolver;
    private final Callers callers;
    private final Ledger ledger;
    private final Gatekeeper gatekeeper;
    private final AttemptedHosts attemptedHosts = new AttemptedHosts();
    private final FaultInjection faults;
    private final HostSelection hosts;
    private final Retrying retrying;
    private final UpstreamTries upstreamTries;
    private final Mirroring mirroring;

    Router(Core core, Resolver resolver, Callers callers) {
        this.core = core;
        this.calls = core.calls;
        this.resolver = resolver;
        this.callers = callers;
        this.ledger = callers.ledger();
        this.gatekeeper = new Gatekeeper(core);
        this.faults = new FaultInjection(core, this);
        this.hosts = new HostSelection(core, resolver, attemptedHosts);
        this.retrying = new Retrying(core);
        this.upstreamTries = new UpstreamTries(core, this, callers, attemptedHosts);
        this.mirroring = new Mirroring(core, this);
    }

    FaultInjection faults() {
        return faults;
    }

    HostSelection hosts() {
        return hosts;
    }

    Retrying retrying() {
        return retrying;
    }

    UpstreamTries tries() {
        return upstreamTries;
    }

    ConnectionPools pools() {
        return upstreamTries.pools();
    }

    /** A request has passed into the sidecar. */
    void receive(Call call) {
        Pod pod = core.pod(call.pod);
        Sidecar sidecar = pod.sidecar();
        long count = ++sidecar.streams;
        sidecar.downstreamRequests++;
        Gate gate = sidecar.routing.entry();
        if (gate == null) {
            decide(call, pod, call.head, count);
            return;
        }
        gatekeeper.enter(call, pod, gate);
        Passage passage = passage(call);
        if (passes(call, passage, passage.faults())) {
            decide(call, pod, passage.head(), count);
        }
    }

    private static Passage passage(Call call) {
        return Objects.requireNonNull(call.passage);
    }

    /** Whether a request goes on to a stage of its way through the proxy now. */
    private boolean passes(Call call, Passage passage, int until) {
        Gatekeeper.Outcome outcome = gatekeeper.through(call, passage, until);
        if (outcome == Gatekeeper.Outcome.REFUSED) {
            boolean grpc = core.heads.isGrpc(call.head);
            localReply(
                    call,
                    grpc ? 200 : gatekeeper.refusedWith(),
                    grpc ? gatekeeper.refusedWithGrpc() : Grpc.NONE,
                    gatekeeper.refusal());
        }
        return outcome == Gatekeeper.Outcome.PASSED;
    }

    /** Somebody whom the proxy has asked about a request has answered. */
    void askedAbout(Call call) {
        if (call.state != Call.ENTERING || !call.waitsInGate) {
            return;
        }
        Passage passage = passage(call);
        Pod pod = core.pod(call.pod);
        if (call.stage >= passage.cors()) {
            pastCors(call);
        } else if (call.stage >= passage.faults()) {
            pastFaults(call);
        } else if (passes(call, passage, passage.faults())) {
            decide(call, pod, passage.head(), pod.sidecar().streams);
        }
    }

    private void decide(Call call, Pod pod, int head, long count) {
        Decision decision = resolver.decide(pod, head);
        call.decision = decision;
        decision.uses++;
        if (decision.kind != Decision.Kind.FORWARD) {
            pastFaults(call);
            return;
        }
        long stream = core.era.countedStreams() ? count : core.draw(call.key, Purpose.STREAM);
        call.stream = stream;
        call.cluster = decision.choose(stream);
        if (call.passage == null && decision.isPlain(call.cluster)) {
            call.bits |= Call.PAST_CORS;
            route(call, decision, pod.sidecar());
            return;
        }
        call.fault = 0;
        faults.inject(call);
    }

    /** The request has passed the fault filters: what comes before preflights, and those. */
    void pastFaults(Call call) {
        Passage passage = call.passage;
        call.state = Call.ENTERING;
        if (passage != null && !passes(call, passage, passage.cors())) {
            return;
        }
        call.bits |= Call.PAST_CORS;
        if (call.decided().preflight) {
            localReply(call, 200, LocalReply.EMPTY);
        } else {
            pastCors(call);
        }
    }

    private void pastCors(Call call) {
        Passage passage = call.passage;
        if (passage == null || passes(call, passage, passage.stages().length)) {
            forward(call);
        }
    }

    /** The last filter: the router itself. */
    private void forward(Call call) {
        Decision decision = call.decided();
        Sidecar sidecar = core.pod(call.pod).sidecar();
        switch (decision.kind) {
            case REDIRECT -> {
                sidecar.directResponses++;
                localReply(call, decision.localCode, new LocalReply("", true, decision.localText));
            }
            case DIRECT -> {
                sidecar.directResponses++;
                localReply(call, decision.localCode, new LocalReply(decision.localText, true, ""));
            }
            case FORWARD -> route(call, decision, sidecar);
            default -> {
                sidecar.noRoute++;
                call.flags = ResponseFlag.NR.addTo(call.flags);
                localReply(call, 404, LocalReply.EMPTY);
            }
        }
    }

    /** A host of the cluster, and the first try. */
    private void route(Call call, Decision decision, Sidecar sidecar) {
        Decision.Choice choice = decision.choices[call.cluster];
        ClusterConfig config = choice.cluster;
        if (config == null) {
            sidecar.noCluster++;
            ResponseFlag flag = core.era.is2017() ? ResponseFlag.NR : ResponseFlag.NC;
            call.flags = flag.addTo(call.flags);
            localReply(call, core.era.unknownClusterCode(), LocalReply.EMPTY);
            return;
        }
        RetryPolicy retry = decision.retry;
        if (retry != null) {
            EdgeStatistics edge = Edges.of(call).statistics;
            double worst = call.worst * (1 + retry.retries());
            if (worst > edge.worstAmplification) {
                edge.worstAmplification = worst;
            }
        }
        ClusterState cluster = hosts.cluster(sidecar, config, choice.clusterId);
        call.upstream = cluster;
        HostState host = hosts.pick(call, cluster, decision);
        if (host == null) {
            noHost(call, cluster);
            return;
        }
        if (decision.routeTimerClass >= 0) {
            call.routeTimer = core.agenda.arm(decision.routeTimerClass, EventKind.ROUTE_TIMEOUT, call.slot);
        }
        call.events++; // the try may end at once, and the request with it: then there are no copies
        upstreamTries.start(call, host);
        for (int i = 0; call.currentTry != null && i < decision.copies.length; i++) {
            Decision.Copy copy = decision.copies[i];
            if (Long.remainderUnsigned(call.stream, 1_000_000L) < copy.limit()) {
                mirroring.mirror(call, copy, i);
            }
        }
        call.events--;
        calls.release(call);
    }

    /** The cluster has no host for a request. */
    void noHost(Call call, ClusterState cluster) {
        cluster.touched = true;
        cluster.count(ClusterCounter.CX_NONE_HEALTHY);
        call.flags = ResponseFlag.UH.addTo(call.flags);
        finalCode(call, 503);
        localReply(call, 503, LocalReply.NO_HOST);
    }

    /** The route's timer has run out: whatever is under way ends, and nothing is repeated. */
    void routeTimeout(Call call) {
        call.routeTimer = -1;
        Try row = call.currentTry;
        if (row != null && row.is(Try.HEAD_SEEN)) {
            row.host().cluster.count(ClusterCounter.RQ_TIMEOUT);
            upstreamTries.abandon(row, "the route's timeout cut it off");
            breakOff(call, ResponseFlag.UT);
            return;
        }
        if (row != null) {
            HostState host = row.host();
            host.cluster.count(ClusterCounter.RQ_TIMEOUT);
            if (row.state != Try.QUEUED) {
                upstreamTries.outliers().failed(host, true);
            }
            upstreamTries.abandon(row, "the route's timeout ended it");
        }
        ledger.closeUnit(call);
        retrying.ended(call);
        call.flags = ResponseFlag.UT.addTo(call.flags);
        finalCode(call, 504);
        localReply(call, 504, LocalReply.TIMEOUT);
    }

    /** The wait before a retry is over. */
    void backOffOver(Call call) {
        if (call.state != Call.BACKING_OFF) {
            return;
        }
        closeWorkSpan(call);
        ClusterState cluster = call.upstream();
        retrying.begins(cluster);
        HostState host = hosts.pick(call, cluster, call.decided());
        if (host == null) {
            ledger.closeUnit(call);
            noHost(call, cluster);
            return;
        }
        upstreamTries.start(call, host);
    }

    /** The caller has hung up: everything under way for it ends, flag DC. */
    void hangUp(Call call) {
        Try row = call.currentTry;
        if (row != null) {
            upstreamTries.abandon(row, "the caller hung up");
        }
        ledger.closeUnit(call);
        call.flags = ResponseFlag.DC.addTo(call.flags);
        call.code = 0;
        letGo(call);
    }

    /** The proxy answers by itself. */
    void localReply(Call call, int code, LocalReply reply) {
        boolean grpc = !call.is(Call.MIRROR) && core.heads.isGrpc(call.head);
        localReply(call, grpc ? 200 : code, grpc ? Grpc.status(code) : Grpc.NONE, reply);
    }

    /** As {@link #localReply(Call, int, LocalReply)}, with a gRPC status of its own. */
    void localReply(Call call, int code, int grpc, LocalReply reply) {
        ledger.closeUnit(call);
        call.code = code;
        call.grpc = grpc;
        call.answerPod = -1;
        call.answer = reply;
        respond(call);
    }

    /** The request has its outcome. */
    void respond(Call call) {
        letGo(call);
        callers.proxyResponds(call);
    }

    /** The answer had begun and has no end: its code has been said ({@code router.cc}, onUpstreamReset). */
    void breakOff(Call call, ResponseFlag flag) {
        call.flags = flag.addTo(call.flags);
        letGo(call);
        callers.proxyBreaksOff(call);
    }

    /** The request was answered 101: its outcome is known, and its try goes on. */
    void upgraded(Call call) {
        settle(call);
        callers.proxyResponds(call);
    }

    /** Ends the sidecar's part: timers, the retry slot, what was remembered. */
    private void letGo(Call call) {
        settle(call);
        call.currentTry = null;
    }

    private void settle(Call call) {
        if (call.routeTimer >= 0) {
            core.agenda.cancel(call.routeTimer);
            call.routeTimer = -1;
        }
        retrying.ended(call);
        closeWorkSpan(call);
        if (call.attempted >= 0) {
            attemptedHosts.free(call.attempted);
            call.attempted = -1;
        }
    }

    private void closeWorkSpan(Call call) {
        if (call.workSpan >= 0) {
            core.recording().close(call.workSpan, core.now(), 0, 0, null);
            call.workSpan = -1;
        }
    }

    /** The final code of a request that its cluster is charged with. */
    void finalCode(Call call, int code) {
        ClusterState cluster = call.upstream();
        cluster.count(ClusterCounter.RQ_COMPLETED);
        cluster.finalCodes.count(code);
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.mesh.GrpcStatus;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.proxy.retry.RetryConditions.Failure;
import dev.windtunnel.proxy.retry.RetryPolicy;
import dev.windtunnel.proxy.route.Grpc;
import org.jspecify.annotations.Nullable;

/**
 * What the caller's sidecar does with a request: faults, route, timeouts, tries, retries, and the answer. The order is
 * Envoy's: fault filter, then the router, which chooses the cluster, the host, and asks the host's pool for a
 * connection; the route's timeout goes around all tries ({@code router.cc}, {@code upstream_request.cc},
 * {@code retry_state_impl.cc}).
 */
final class Router {

    private final Core core;
    private final Calls calls;
    private final Tries tries;
    private final Resolver resolver;
    private final ConnectionPools pools;
    private final Outliers outliers;
    private final Callers callers;
    private final AttemptedHosts attemptedHosts = new AttemptedHosts();

    Router(Core core, Resolver resolver, Callers callers) {
        this.core = core;
        this.calls = core.calls;
        this.tries = core.tries;
        this.resolver = resolver;
        this.callers = callers;
        this.pools = new ConnectionPools(core, this);
        this.outliers = new Outliers(core, pools);
    }

    Outliers outliers() {
        return outliers;
    }

    ConnectionPools pools() {
        return pools;
    }

    // ---------------------------------------------------------------- request

    /** A request has passed into the sidecar. */
    void receive(Call call) {
        Pod pod = core.pod(call.pod);
        Sidecar sidecar = sidecar(pod);
        long count = ++sidecar.streams;
        sidecar.downstreamRequests++;
        Decision decision = resolver.decide(pod, call.head);
        call.decision = decision;
        switch (decision.kind) {
            case REDIRECT -> {
                sidecar.directResponses++;
                localReply(call, decision.localCode, new LocalReply("", true, decision.localText));
            }
            case DIRECT -> {
                sidecar.directResponses++;
                localReply(call, decision.localCode, new LocalReply(decision.localText, true, ""));
            }
            case FORWARD -> {
                long stream = core.era.countedStreams() ? count : core.draw(call.key, Purpose.STREAM);
                call.stream = stream;
                call.cluster = choose(decision, Long.remainderUnsigned(stream, decision.totalWeight));
                call.fault = 0;
                injectFaults(call);
            }
            default -> {
                sidecar.noRoute++;
                call.flags = ResponseFlag.NR.addTo(call.flags);
                localReply(call, 404, LocalReply.EMPTY);
            }
        }
    }

    private static int choose(Decision decision, long draw) {
        int i = 0;
        while (draw >= decision.choices[i].limit) {
            i++;
        }
        return i;
    }

    /** Goes through the fault filters: of each the delay, then the abort, by independent draws. */
    private void injectFaults(Call call) {
        Decision decision = decision(call);
        HttpRoute.Fault[] faults = decision.choices[call.cluster].faults;
        for (int i = call.fault; i < 2 * faults.length; i++) {
            HttpRoute.Fault fault = faults[i >> 1];
            long salt = (long) (i >> 1) << 16;
            Sidecar sidecar = sidecar(core.pod(call.pod));
            if ((i & 1) == 0) {
                if (fault.delayNanos() > 0
                        && core.unit(call.key, Purpose.FAULT_DELAY + salt) < percent(fault.delayFraction())) {
                    sidecar.delaysInjected++;
                    call.flags = ResponseFlag.DI.addTo(call.flags);
                    call.fault = i + 1;
                    call.state = Call.DELAYED;
                    if (call.span >= 0) {
                        recorder()
                                .closed(
                                        call.span,
                                        TraceSpan.Kind.FAULT,
                                        core.podName(call.pod),
                                        "delay",
                                        core.now(),
                                        core.now() + fault.delayNanos(),
                                        "delay injected by " + rule(decision));
                    }
                    core.callEvent(core.now() + fault.delayNanos(), EventKind.FAULT_OVER, call);
                    return;
                }
            } else if ((fault.abortHttpStatus() > 0 || fault.abortGrpcStatus() != null)
                    && core.unit(call.key, Purpose.FAULT_ABORT + salt) < percent(fault.abortFraction())) {
                sidecar.abortsInjected++;
                call.flags = ResponseFlag.FI.addTo(call.flags);
                LocalReply reply = new LocalReply(core.era.abortBody(), true, "");
                String grpcStatus = fault.abortGrpcStatus();
                if (grpcStatus == null) {
                    localReply(call, fault.abortHttpStatus(), reply);
                } else {
                    localReply(call, 200, GrpcStatus.valueOf(grpcStatus).number(), reply);
                }
                return;
            }
        }
        route(call);
    }

    /** Percentages of 2017 were truncated to whole ones. */
    private double percent(double fraction) {
        return core.era.is2017() ? Math.floor(fraction * 100 + 1e-9) / 100 : fraction;
    }

    void faultOver(Call call) {
        if (call.state == Call.DELAYED) {
            injectFaults(call);
        }
    }

    private void route(Call call) {
        Decision decision = decision(call);
        Decision.Choice choice = decision.choices[call.cluster];
        Sidecar sidecar = sidecar(core.pod(call.pod));
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
            EdgeStatistics edge = edge(call);
            double worst = call.worst * (1 + retry.retries());
            if (worst > edge.worstAmplification) {
                edge.worstAmplification = worst;
            }
        }
        ClusterState cluster = cluster(sidecar, config, choice.clusterId);
        call.upstream = cluster;
        HostState host = pickHost(call, cluster, decision);
        if (host == null) {
            noHost(call, cluster);
            return;
        }
        if (decision.routeTimerClass >= 0) {
            call.routeTimer = core.agenda.arm(decision.routeTimerClass, EventKind.ROUTE_TIMEOUT, call.slot);
        }
        call.events++; // the try may end at once and the request with it; its copies are sent all the same
        startTry(call, host);
        for (int i = 0; i < decision.copies.length; i++) {
            Decision.Copy copy = decision.copies[i];
            if (Long.remainderUnsigned(call.stream, 1_000_000L) < copy.limit()) {
                mirror(call, copy, i);
            }
        }
        call.events--;
        calls.release(call);
    }

    private void noHost(Call call, ClusterState cluster) {
        cluster.touched = true;
        cluster.count(ClusterCounter.CX_NONE_HEALTHY);
        call.flags = ResponseFlag.UH.addTo(call.flags);
        finalCode(call, 503);
        localReply(call, 503, LocalReply.NO_HOST);
    }

    /** A copy whose answer nobody waits for: one try, its own host and pool, no retries. */
    private void mirror(Call original, Decision.Copy copy, int index) {
        ClusterConfig config = copy.cluster();
        if (config == null) {
            return;
        }
        Pod pod = core.pod(original.pod);
        ClusterState cluster = cluster(sidecar(pod), config, copy.clusterId());
        Call call = calls.allocate();
        call.state = Call.TRYING;
        call.bits = Call.MIRROR | original.bits & Call.MEASURED;
        call.key = core.draw(original.key, Purpose.MIRROR + ((long) index << 16));
        call.pod = original.pod;
        call.head = copy.head();
        call.number = original.number;
        call.depth = Callers.below(original.depth);
        call.edge = mirrorEdge(pod, cluster, copy.head());
        call.start = core.now();
        call.firstStart = core.now();
        call.worst = 1;
        Decision of = decision(original);
        call.decision = copyDecision(of, copy, index);
        call.cluster = 0;
        call.upstream = cluster;
        HostState host = pickHost(call, cluster, decision(call));
        if (host == null) {
            noHost(call, cluster);
            return;
        }
        if (of.routeTimerClass >= 0) {
            call.routeTimer = core.agenda.arm(of.routeTimerClass, EventKind.ROUTE_TIMEOUT, call.slot);
        }
        startTry(call, host);
    }

    private static Decision copyDecision(Decision of, Decision.Copy copy, int index) {
        Decision known = of.copyDecisions[index];
        if (known == null) {
            Decision.Builder builder = new Decision.Builder(Decision.Kind.FORWARD);
            builder.choices = new Decision.Choice[] {
                new Decision.Choice(1, copy.cluster(), copy.clusterId(), copy.head(), new HttpRoute.Fault[0])
            };
            known = builder.build();
            of.copyDecisions[index] = known;
        }
        return known;
    }

    private Edge mirrorEdge(Pod pod, ClusterState cluster, int head) {
        Edge edge = cluster.copies;
        if (edge == null) {
            ClusterConfig config = cluster.config;
            edge = config.service() == null || config.port() == null
                    ? core.measures.edge(core, pod.plan, head)
                    : core.measures.edgeTo(core, pod.plan, config.service(), config.port());
            cluster.copies = edge;
        }
        return edge;
    }

    // ---------------------------------------------------------------- hosts

    private ClusterState cluster(Sidecar sidecar, ClusterConfig config, int id) {
        if (id >= sidecar.clusters.length) {
            sidecar.clusters = java.util.Arrays.copyOf(sidecar.clusters, Math.max(id + 1, 2 * sidecar.clusters.length));
        }
        ClusterState cluster = sidecar.clusters[id];
        if (cluster == null) {
            long key = core.draw(((long) sidecar.pod << 32) + id, Purpose.BALANCER_START);
            cluster = new ClusterState(
                    core, core.clusters.size(), sidecar.pod, config, sidecar.workers, key, sidecar.sinceNanos);
            core.clusters.add(cluster);
            if (!config.originalDestination()) {
                cluster.setHosts(sidecar.endpoints.of(config));
            }
            sidecar.clusters[id] = cluster;
        }
        return cluster;
    }

    private @Nullable HostState pickHost(Call call, ClusterState cluster, Decision decision) {
        if (cluster.config.originalDestination()) {
            return dialledHost(call, cluster, decision);
        }
        int worker = worker(call);
        boolean hashes = decision.hash != null && cluster.config.balancing().hashes();
        long salt = (long) call.attempt << 8;
        long bits = hashes ? hash(call, decision) : core.draw(call.key, Purpose.PICK + salt);
        RetryPolicy retry = decision.retry;
        if (retry != null && retry.leavesPriorities()) {
            leavePriorities(call, cluster);
        }
        HostState picked = cluster.sets.pick(worker, bits, 0, call.leftPriorities);
        if (picked != null && call.attempt > 0 && retry != null && retry.avoidsPreviousHosts()) {
            for (int again = 1; again <= retry.hostSelectionAttempts() && cluster.hosts.length > 1; again++) {
                if (!attemptedHosts.contains(call.attempted, picked.pod)) {
                    break;
                }
                HostState other = cluster.sets.pick(
                        worker,
                        hashes ? bits : core.draw(call.key, Purpose.PICK + salt + ((long) again << 24)),
                        again,
                        call.leftPriorities);
                picked = other == null ? picked : other;
            }
        }
        return picked;
    }

    /** Every other retry leaves the priorities tried so far, or begins anew when none is left (previous_priorities.cc). */
    private static void leavePriorities(Call call, ClusterState cluster) {
        if (call.attempt > 0 && call.attempt % RetryPolicy.PRIORITY_UPDATE_FREQUENCY == 0) {
            call.leftPriorities = call.triedPriorities;
            if (!cluster.sets.isAnyLeft(call.leftPriorities)) {
                call.triedPriorities = 0;
                call.leftPriorities = 0;
            }
        }
    }

    /** The hash of a request for balancers that go by one; a random number when it has none of what is hashed. */
    private long hash(Call call, Decision decision) {
        RequestHashes hashes = decision.hash;
        long fallback = core.draw(call.key, Purpose.HASH);
        return hashes == null ? fallback : hashes.of(core, call, fallback);
    }

    /** The host of a connection that the sidecar forwards as bytes; null when the cluster has none. */
    @Nullable
    HostState pickForConnection(Call call, Pod pod, Decision decision) {
        Decision.Choice choice = decision.choices[0];
        ClusterConfig config = choice.cluster;
        if (config == null) {
            return null;
        }
        ClusterState cluster = cluster(sidecar(pod), config, choice.clusterId);
        call.cluster = 0;
        HostState host = pickHost(call, cluster, decision);
        cluster.touched = true;
        cluster.count(host == null ? ClusterCounter.CX_NONE_HEALTHY : ClusterCounter.CX_TOTAL);
        return host;
    }

    /** The host of a cluster of dialled addresses: what DNS or kube-proxy makes of the name. */
    private @Nullable HostState dialledHost(Call call, ClusterState cluster, Decision decision) {
        Service service = cluster.config.service();
        Service.Port port = cluster.config.port();
        int[] pods = service == null || port == null || service.entry() != null
                ? resolver.dialled(decision)
                : core.endpoints.selected(service, port, cluster.config.labels());
        if (pods.length == 0) {
            return null;
        }
        long draw = core.draw(call.key, Purpose.KUBE_PROXY + ((long) call.attempt << 8));
        int pod = pods[(int) Long.remainderUnsigned(draw, pods.length)];
        for (HostState host : cluster.hosts) {
            if (host.pod == pod) {
                return host;
            }
        }
        return cluster.addDialled(pod);
    }

    private int worker(Call call) {
        Socket connection = call.connection;
        return connection == null ? 0 : connection.worker;
    }

    // ---------------------------------------------------------------- tries

    private void startTry(Call call, HostState host) {
        int attempt = ++call.attempt;
        Decision decision = decision(call);
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
                | (call.is(Call.MIRROR) ? Try.MIRROR : 0);
        call.destination = destination(call, host);
        call.triedPriorities |= 1 << Math.min(host.priority, 31);
        if (call.span >= 0) {
            row.span = recorder()
                    .open(
                            call.span,
                            TraceSpan.Kind.ATTEMPT,
                            core.podName(call.pod),
                            core.podName(host.pod),
                            core.now(),
                            "try " + attempt + " by " + rule(decision));
        }
        if (core.era.perTryCoversConnect() && attempt > 1 && decision.tryTimerClass >= 0) {
            row.tryTimer = core.agenda.arm(decision.tryTimerClass, EventKind.TRY_TIMEOUT, row.slot);
        }
        int worker = worker(call);
        pools.request(row, host.pool(worker));
    }

    private int destination(Call call, HostState host) {
        if (host.lastEdge != call.edge) {
            host.lastEdge = call.edge;
            host.lastDestination = Edges.of(call).destination(core.pod(host.pod), host.cluster.config.subset());
        }
        return host.lastDestination;
    }

    /** A try has its connection: it is sent. */
    void attached(Try row, Socket connection) {
        Call call = callOf(row);
        HostState host = host(row);
        ClusterState cluster = host.cluster;
        cluster.touched = true;
        cluster.count(ClusterCounter.RQ_TOTAL);
        cluster.active++;
        host.active++;
        row.bits |= Try.ACTIVE;
        row.worker = connection.worker;
        call.bits |= Call.SENT;
        outliers.connected(host);
        Decision decision = decision(call);
        if (decision.retry != null && decision.retry.avoidsPreviousHosts()) {
            call.attempted = attemptedHosts.add(call.attempted, host.pod);
        }
        if (decision.tryTimerClass >= 0 && row.tryTimer < 0) {
            row.tryTimer = core.agenda.arm(decision.tryTimerClass, EventKind.TRY_TIMEOUT, row.slot);
        }
        callers.travel(row);
    }

    /** The pool had no room. */
    void overflowed(Try row) {
        Call call = callOf(row);
        row.state = Try.ENDED;
        endTry(row, 503, "no room: the queue for connections is full");
        failed(call, Failure.OVERFLOW, 503, ResponseFlag.UO, LocalReply.OVERFLOW);
    }

    /** No connection came about. */
    void connectFailed(Try row, boolean timedOut) {
        Call call = callOf(row);
        Decision decision = decision(call);
        if (decision.retry != null && decision.retry.avoidsPreviousHosts()) {
            call.attempted = attemptedHosts.add(call.attempted, row.pod);
        }
        row.state = Try.ENDED;
        outliers.failed(host(row), false);
        endTry(row, 503, timedOut ? "the connection timed out" : "the connection was refused");
        failed(
                call,
                Failure.CONNECT,
                503,
                ResponseFlag.UF,
                timedOut ? LocalReply.CONNECT_TIMEOUT : LocalReply.CONNECT_FAILED);
    }

    /** The pod's side has closed the connection instead of answering. */
    void reset(Try row) {
        Call call = callOf(row);
        deactivate(row);
        outliers.failed(host(row), false);
        pools.close(socket(row), false);
        endTry(row, 503, "the connection was closed by the pod");
        failed(call, Failure.RESET, 503, ResponseFlag.UC, LocalReply.TERMINATED);
    }

    /** The per-try timer of a try has run out. */
    void tryTimeout(Try row) {
        Call call = callOf(row);
        row.tryTimer = -1;
        HostState host = host(row);
        host.cluster.count(ClusterCounter.RQ_PER_TRY_TIMEOUT);
        outliers.failed(host, true);
        abandon(row, "the per-try timeout ended it");
        failed(call, Failure.PER_TRY_TIMEOUT, 504, ResponseFlag.UT, LocalReply.TIMEOUT);
    }

    /** The route's timer has run out: whatever is under way ends, and nothing is repeated. */
    void routeTimeout(Call call) {
        call.routeTimer = -1;
        Try row = call.currentTry;
        if (row != null) {
            HostState host = host(row);
            host.cluster.count(ClusterCounter.RQ_TIMEOUT);
            if (row.state != Try.QUEUED) {
                outliers.failed(host, true);
            }
            abandon(row, "the route's timeout ended it");
        }
        closeUnit(call);
        retryEnded(call);
        call.flags = ResponseFlag.UT.addTo(call.flags);
        finalCode(call, 504);
        localReply(call, 504, LocalReply.TIMEOUT);
    }

    /** An answer is back at the sidecar. */
    void answered(Try row) {
        Call call = callOf(row);
        int code = row.code;
        Object answer = row.answer;
        Decision decision = decision(call);
        deactivate(row);
        int grpc = row.grpc;
        outliers.answered(host(row), grpc == Grpc.NONE ? code : Grpc.http(grpc));
        boolean wanted = decision.retry != null
                && (decision.retry.conditions().retriesStatus(code)
                        || grpc != Grpc.NONE && decision.retry.conditions().retriesGrpc(grpc));
        boolean retry = judge(call, wanted, 1);
        int pod = row.pod;
        Socket connection = socket(row);
        if (retry) {
            ClusterState cluster = host(row).cluster;
            cluster.retriedCodes.count(code);
            cluster.count(ClusterCounter.RETRY_RQ_COMPLETED);
        }
        endTry(row, code, retry ? "answered, which is retried" : "answered");
        if (retry) {
            // The try is reset before its body is read, which closes an HTTP/1.1 connection.
            if (Answers.hasBody(answer)) {
                pools.close(connection, true);
            } else {
                pools.release(connection);
            }
            backOff(call);
            return;
        }
        finalCode(call, code);
        call.code = code;
        call.grpc = grpc;
        call.answerPod = pod;
        call.answer = answer;
        respond(call);
        pools.release(connection);
    }

    private void failed(Call call, Failure failure, int code, ResponseFlag flag, LocalReply reply) {
        Decision decision = decision(call);
        RetryPolicy retry = decision.retry;
        boolean wanted = retry != null
                && (core.era.is2017()
                        ? retry.conditions().retriesFailureIn2017(failure)
                        : retry.conditions().retriesFailure(failure, call.is(Call.SENT)));
        boolean wasActive = failure == Failure.RESET || failure == Failure.PER_TRY_TIMEOUT;
        if (judge(call, wanted, wasActive ? 1 : 0)) {
            backOff(call);
            return;
        }
        call.flags = flag.addTo(call.flags);
        finalCode(call, code);
        if (reply.byProxy() && call.attempt > 1 && failure != Failure.PER_TRY_TIMEOUT) {
            reply = new LocalReply(
                    reply.body().replace("before headers. reset", "before headers. retried and the latest reset"),
                    true,
                    "");
        }
        localReply(call, code, reply);
    }

    /**
     * Whether a failure is followed by a retry; counts and flags as Envoy does, in its order (retry_state_impl.cc).
     *
     * @param itself 1 when the failed try still counts as active for a retry budget, else 0
     */
    private boolean judge(Call call, boolean wanted, int itself) {
        Decision decision = decision(call);
        RetryPolicy retry = decision.retry;
        if (retry == null) {
            return false;
        }
        ClusterState cluster = clusterOf(call);
        if (call.attempt > 1 && !wanted) {
            cluster.count(ClusterCounter.RQ_RETRY_SUCCESS);
        }
        retryEnded(call);
        if (!wanted) {
            return false;
        }
        if (call.attempt > retry.retries()) {
            cluster.count(ClusterCounter.RQ_RETRY_LIMIT_EXCEEDED);
            if (core.era.logsRetryLimit()) {
                call.flags = ResponseFlag.URX.addTo(call.flags);
            }
            return false;
        }
        if (cluster.retries >= cluster.config.limits().retries(cluster.active + cluster.pending + itself)) {
            cluster.count(ClusterCounter.RQ_RETRY_OVERFLOW);
            call.flags = ResponseFlag.UO.addTo(call.flags);
            return false;
        }
        cluster.retries++;
        call.bits |= Call.HOLDS_RETRY;
        cluster.count(ClusterCounter.RQ_RETRY);
        return true;
    }

    private void retryEnded(Call call) {
        if (call.is(Call.HOLDS_RETRY)) {
            call.bits &= ~Call.HOLDS_RETRY;
            clusterOf(call).retries--;
        }
    }

    private void backOff(Call call) {
        RetryPolicy retry = decision(call).retry;
        if (retry == null) {
            throw new IllegalStateException("call " + call.slot + " is retried without a policy");
        }
        int number = call.attempt;
        long wait = retry.backOff().waitNanos(number, core.draw(call.key, Purpose.BACK_OFF + ((long) number << 8)));
        clusterOf(call).count(ClusterCounter.RQ_RETRY_BACKOFF_EXPONENTIAL);
        if (call.is(Call.MEASURED)) {
            edge(call).retries++;
        }
        call.bits |= Call.UNIT_OPEN;
        call.state = Call.BACKING_OFF;
        if (call.span >= 0) {
            call.workSpan = recorder()
                    .open(
                            call.span,
                            TraceSpan.Kind.BACKOFF,
                            core.podName(call.pod),
                            "retry " + number,
                            core.now(),
                            "back-off before retry " + number + ", drawn below "
                                    + retry.backOff().limitMillis(number) + " ms");
        }
        core.callEvent(core.now() + wait, EventKind.BACK_OFF_OVER, call);
    }

    void backOffOver(Call call) {
        if (call.state != Call.BACKING_OFF) {
            return;
        }
        closeWorkSpan(call);
        ClusterState cluster = clusterOf(call);
        HostState host = pickHost(call, cluster, decision(call));
        if (host == null) {
            closeUnit(call);
            noHost(call, cluster);
            return;
        }
        startTry(call, host);
    }

    // ---------------------------------------------------------------- ends

    /** The caller has hung up: everything under way for it ends, flag DC. */
    void hangUp(Call call) {
        Try row = call.currentTry;
        if (row != null) {
            abandon(row, "the caller hung up");
        }
        closeUnit(call);
        call.flags = ResponseFlag.DC.addTo(call.flags);
        call.code = 0;
        letGo(call);
    }

    /** The proxy answers by itself. */
    private void localReply(Call call, int code, LocalReply reply) {
        boolean grpc = !call.is(Call.MIRROR) && Grpc.isCall(core.heads.get(call.head));
        localReply(call, grpc ? 200 : code, grpc ? Grpc.status(code) : Grpc.NONE, reply);
    }

    private void localReply(Call call, int code, int grpc, LocalReply reply) {
        closeUnit(call);
        call.code = code;
        call.grpc = grpc;
        call.answerPod = -1;
        call.answer = reply;
        respond(call);
    }

    private void respond(Call call) {
        letGo(call);
        callers.proxyResponds(call);
    }

    /** Ends the sidecar's part: timers, the retry slot, what was remembered. */
    private void letGo(Call call) {
        if (call.routeTimer >= 0) {
            core.agenda.cancel(call.routeTimer);
            call.routeTimer = -1;
        }
        retryEnded(call);
        call.currentTry = null;
        closeWorkSpan(call);
        if (call.attempted >= 0) {
            attemptedHosts.free(call.attempted);
            call.attempted = -1;
        }
    }

    private void closeWorkSpan(Call call) {
        if (call.workSpan >= 0) {
            recorder().close(call.workSpan, core.now(), 0, 0, null);
            call.workSpan = -1;
        }
    }

    /** Gives up a try: out of the queue, or off its connection, which that costs. The pod may go on with it. */
    private void abandon(Try row, String reason) {
        boolean queued = row.state == Try.QUEUED;
        Call call = callOf(row);
        if (queued) {
            pools.cancelWaiting(row);
            row.state = Try.ENDED;
        } else {
            deactivate(row);
            pools.close(socket(row), true);
            callers.tellHangUp(row);
            if (call.is(Call.UNIT_OPEN) && !row.is(Try.LOST)) { // still on its way: it will arrive all the same
                call.bits &= ~Call.UNIT_OPEN;
                row.bits |= Try.ORPHAN_UNIT;
            }
        }
        row.bits |= Try.ABANDONED;
        endTry(row, 0, reason);
    }

    private void endTry(Try row, int code, String reason) {
        Call call = callOf(row);
        if (row.tryTimer >= 0) {
            core.agenda.cancel(row.tryTimer);
            row.tryTimer = -1;
        }
        if (row.span >= 0) {
            recorder().close(row.span, core.now(), code, 0, reason);
        }
        closeUnit(call);
        call.currentTry = null;
        row.call = null;
        tries.letGo(row);
    }

    /** A try (or the wait for it) that reached no pod counts as unsent. */
    private void closeUnit(Call call) {
        if (call.is(Call.UNIT_OPEN)) {
            call.bits &= ~Call.UNIT_OPEN;
            call.unsent++;
            if (call.is(Call.MEASURED) && !call.is(Call.MIRROR)) {
                EdgeStatistics edge = edge(call);
                edge.unsent++;
                if (call.attempt <= 1 && call.is(Call.ORGANIC)) {
                    edge.organicAttempts++;
                }
            }
        }
    }

    private void deactivate(Try row) {
        if (row.is(Try.ACTIVE)) {
            row.bits &= ~Try.ACTIVE;
            HostState host = host(row);
            host.active--;
            host.cluster.active--;
        }
    }

    /** The final code of a request that its cluster is charged with. */
    private void finalCode(Call call, int code) {
        ClusterState cluster = clusterOf(call);
        cluster.count(ClusterCounter.RQ_COMPLETED);
        cluster.finalCodes.count(code);
    }

    private static ClusterState clusterOf(Call call) {
        ClusterState cluster = call.upstream;
        if (cluster == null) {
            throw new IllegalStateException("call " + call.slot + " has no cluster");
        }
        return cluster;
    }

    private static Decision decision(Call call) {
        Decision decision = call.decision;
        if (decision == null) {
            throw new IllegalStateException("call " + call.slot + " is not decided");
        }
        return decision;
    }

    private static Call callOf(Try row) {
        Call call = row.call;
        if (call == null) {
            throw new IllegalStateException("try " + row.slot + " belongs to no call any more");
        }
        return call;
    }

    private static Socket socket(Try row) {
        Socket connection = row.connection;
        if (connection == null) {
            throw new IllegalStateException("try " + row.slot + " has no connection");
        }
        return connection;
    }

    private static HostState host(Try row) {
        HostState host = row.host;
        if (host == null) {
            throw new IllegalStateException("try " + row.slot + " has no host");
        }
        return host;
    }

    private static Sidecar sidecar(Pod pod) {
        Sidecar sidecar = pod.sidecar;
        if (sidecar == null) {
            throw new IllegalStateException(pod.name + " has no sidecar");
        }
        return sidecar;
    }

    private EdgeStatistics edge(Call call) {
        return Edges.of(call).statistics;
    }

    private Recorder recorder() {
        Recorder recorder = core.recorder;
        if (recorder == null) {
            throw new IllegalStateException("nothing is recorded");
        }
        return recorder;
    }

    private static String rule(Decision decision) {
        return decision.route == null ? "no rule" : decision.route.rule();
    }
}

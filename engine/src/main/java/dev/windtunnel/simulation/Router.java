package dev.windtunnel.simulation;

import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.proxy.balance.Balancer;
import dev.windtunnel.proxy.retry.RetryConditions.Failure;
import dev.windtunnel.proxy.retry.RetryPolicy;
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
    private final Callers callers;
    private final AttemptedHosts attemptedHosts = new AttemptedHosts();

    Router(Core core, Resolver resolver, Callers callers) {
        this.core = core;
        this.calls = core.calls;
        this.tries = core.tries;
        this.resolver = resolver;
        this.callers = callers;
        this.pools = new ConnectionPools(core, this);
    }

    ConnectionPools pools() {
        return pools;
    }

    // ---------------------------------------------------------------- request

    /** A request has passed into the sidecar. */
    void receive(int call) {
        Pod pod = core.pod(calls.pod[call]);
        Sidecar sidecar = sidecar(pod);
        long count = ++sidecar.streams;
        sidecar.downstreamRequests++;
        calls.bits[call] |= Calls.HAS_STREAM;
        Decision decision = resolver.decide(pod, calls.head[call]);
        calls.decision[call] = decision;
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
                long stream = core.era.countedStreams() ? count : core.draw(calls.key[call], Purpose.STREAM);
                calls.stream[call] = stream;
                calls.cluster[call] = choose(decision, Long.remainderUnsigned(stream, decision.totalWeight));
                calls.fault[call] = 0;
                injectFaults(call);
            }
            default -> {
                sidecar.noRoute++;
                calls.flags[call] = ResponseFlag.NR.addTo(calls.flags[call]);
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
    private void injectFaults(int call) {
        Decision decision = decision(call);
        HttpRoute.Fault[] faults = decision.choices[calls.cluster[call]].faults;
        for (int i = calls.fault[call]; i < 2 * faults.length; i++) {
            HttpRoute.Fault fault = faults[i >> 1];
            long salt = (long) (i >> 1) << 16;
            Sidecar sidecar = sidecar(core.pod(calls.pod[call]));
            if ((i & 1) == 0) {
                if (fault.delayNanos() > 0
                        && core.unit(calls.key[call], Purpose.FAULT_DELAY + salt) < percent(fault.delayFraction())) {
                    sidecar.delaysInjected++;
                    calls.flags[call] = ResponseFlag.DI.addTo(calls.flags[call]);
                    calls.fault[call] = i + 1;
                    calls.state[call] = Calls.DELAYED;
                    if (calls.span[call] >= 0) {
                        recorder().closed(
                                calls.span[call], TraceSpan.Kind.FAULT, core.podName(calls.pod[call]), "delay",
                                core.now(), core.now() + fault.delayNanos(),
                                "delay injected by " + rule(decision));
                    }
                    core.callEvent(core.now() + fault.delayNanos(), EventKind.FAULT_OVER, call);
                    return;
                }
            } else if ((fault.abortHttpStatus() > 0 || fault.abortGrpcStatus() != null)
                    && core.unit(calls.key[call], Purpose.FAULT_ABORT + salt) < percent(fault.abortFraction())) {
                sidecar.abortsInjected++;
                calls.flags[call] = ResponseFlag.FI.addTo(calls.flags[call]);
                int status = fault.abortHttpStatus() > 0 ? fault.abortHttpStatus() : 200;
                localReply(call, status, new LocalReply(core.era.abortBody(), true, ""));
                return;
            }
        }
        route(call);
    }

    /** Percentages of 2017 were truncated to whole ones. */
    private double percent(double fraction) {
        return core.era.is2017() ? Math.floor(fraction * 100 + 1e-9) / 100 : fraction;
    }

    void faultOver(int call) {
        if (calls.state[call] == Calls.DELAYED) {
            injectFaults(call);
        }
    }

    private void route(int call) {
        Decision decision = decision(call);
        Decision.Choice choice = decision.choices[calls.cluster[call]];
        Sidecar sidecar = sidecar(core.pod(calls.pod[call]));
        ClusterConfig config = choice.cluster;
        if (config == null) {
            sidecar.noCluster++;
            ResponseFlag flag = core.era.is2017() ? ResponseFlag.NR : ResponseFlag.NC;
            calls.flags[call] = flag.addTo(calls.flags[call]);
            localReply(call, core.era.unknownClusterCode(), LocalReply.EMPTY);
            return;
        }
        RetryPolicy retry = decision.retry;
        if (retry != null) {
            calls.worst[call] *= 1 + retry.retries();
            EdgeStatistics edge = edge(call);
            edge.worstAmplification = Math.max(edge.worstAmplification, calls.worst[call]);
        }
        ClusterState cluster = cluster(sidecar, config, choice.clusterId);
        HostState host = pickHost(call, cluster, decision);
        if (host == null) {
            noHost(call, cluster);
            return;
        }
        if (decision.routeTimerClass >= 0) {
            calls.routeTimer[call] = core.agenda.arm(decision.routeTimerClass, EventKind.ROUTE_TIMEOUT, call);
        }
        startTry(call, host);
        for (int i = 0; i < decision.copies.length; i++) {
            Decision.Copy copy = decision.copies[i];
            if (Long.remainderUnsigned(calls.stream[call], 1_000_000L) < copy.limit()) {
                mirror(call, copy, i);
            }
        }
    }

    private void noHost(int call, ClusterState cluster) {
        cluster.touched = true;
        cluster.count(ClusterCounter.CX_NONE_HEALTHY);
        calls.flags[call] = ResponseFlag.UH.addTo(calls.flags[call]);
        finalCode(call, 503);
        localReply(call, 503, LocalReply.NO_HOST);
    }

    /** A copy whose answer nobody waits for: one try, its own host and pool, no retries. */
    private void mirror(int original, Decision.Copy copy, int index) {
        ClusterConfig config = copy.cluster();
        if (config == null) {
            return;
        }
        Pod pod = core.pod(calls.pod[original]);
        ClusterState cluster = cluster(sidecar(pod), config, copy.clusterId());
        int call = calls.allocate();
        calls.state[call] = Calls.TRYING;
        calls.bits[call] = Calls.MIRROR | calls.bits[original] & Calls.MEASURED;
        calls.key[call] = core.draw(calls.key[original], Purpose.MIRROR + ((long) index << 16));
        calls.pod[call] = calls.pod[original];
        calls.head[call] = copy.head();
        calls.number[call] = calls.number[original];
        calls.edge[call] = mirrorEdge(pod, config, copy.head());
        calls.start[call] = core.now();
        calls.firstStart[call] = core.now();
        calls.worst[call] = 1;
        Decision.Builder builder = new Decision.Builder(Decision.Kind.FORWARD);
        Decision of = decision(original);
        builder.choices = new Decision.Choice[] {
            new Decision.Choice(1, config, copy.clusterId(), copy.head(), new HttpRoute.Fault[0])
        };
        calls.decision[call] = copyDecision(of, index, builder);
        calls.cluster[call] = 0;
        HostState host = pickHost(call, cluster, decision(call));
        if (host == null) {
            noHost(call, cluster);
            return;
        }
        if (of.routeTimerClass >= 0) {
            calls.routeTimer[call] = core.agenda.arm(of.routeTimerClass, EventKind.ROUTE_TIMEOUT, call);
        }
        startTry(call, host);
    }

    private static Decision copyDecision(Decision of, int index, Decision.Builder builder) {
        Decision known = of.copyDecisions[index];
        if (known == null) {
            known = builder.build();
            of.copyDecisions[index] = known;
        }
        return known;
    }

    private int mirrorEdge(Pod pod, ClusterConfig config, int head) {
        if (config.service() == null || config.port() == null) {
            return core.measures.edge(core, pod.plan, head);
        }
        return core.measures.edgeTo(core, pod.plan, config.service(), config.port());
    }

    // ---------------------------------------------------------------- hosts

    private ClusterState cluster(Sidecar sidecar, ClusterConfig config, int id) {
        if (id >= sidecar.clusters.length) {
            sidecar.clusters = java.util.Arrays.copyOf(sidecar.clusters, Math.max(id + 1, 2 * sidecar.clusters.length));
        }
        ClusterState cluster = sidecar.clusters[id];
        if (cluster == null) {
            long key = core.draw(((long) sidecar.pod << 32) + id, Purpose.BALANCER_START);
            cluster = new ClusterState(sidecar.pod, config, sidecar.workers, key);
            cluster.setHosts(sidecar.endpoints.of(config), sidecar.workers);
            sidecar.clusters[id] = cluster;
        }
        return cluster;
    }

    private @Nullable HostState pickHost(int call, ClusterState cluster, Decision decision) {
        if (cluster.config.originalDestination()) {
            return dialledHost(call, cluster, decision);
        }
        int count = cluster.hosts.length;
        if (count == 0) {
            return null;
        }
        int worker = worker(call);
        Balancer balancer = cluster.balancers[worker];
        if (balancer == null) {
            int start = core.era.is2017()
                    ? 0
                    : (int) (core.draw(cluster.balancerKey, worker) >>> 33);
            balancer = cluster.config.balancing().create(start);
            cluster.balancers[worker] = balancer;
        }
        long salt = (long) calls.attempt[call] << 8;
        int picked = count == 1 ? 0 : balancer.pick(cluster, count, core.draw(calls.key[call], Purpose.PICK + salt));
        RetryPolicy retry = decision.retry;
        if (calls.attempt[call] > 0 && retry != null && retry.avoidsPreviousHosts() && count > 1) {
            for (int again = 1; again <= retry.hostSelectionAttempts(); again++) {
                if (!attemptedHosts.contains(calls.attempted[call], cluster.hosts[picked].pod)) {
                    break;
                }
                picked = balancer.pick(
                        cluster, count, core.draw(calls.key[call], Purpose.PICK + salt + ((long) again << 24)));
            }
        }
        return cluster.hosts[picked];
    }

    /** The host of a connection that the sidecar forwards as bytes; null when the cluster has none. */
    @Nullable HostState pickForConnection(int call, Pod pod, Decision decision) {
        Decision.Choice choice = decision.choices[0];
        ClusterConfig config = choice.cluster;
        if (config == null) {
            return null;
        }
        ClusterState cluster = cluster(sidecar(pod), config, choice.clusterId);
        calls.cluster[call] = 0;
        HostState host = pickHost(call, cluster, decision);
        cluster.touched = true;
        cluster.count(host == null ? ClusterCounter.CX_NONE_HEALTHY : ClusterCounter.CX_TOTAL);
        return host;
    }

    /** The host of a cluster of dialled addresses: what DNS or kube-proxy makes of the name. */
    private @Nullable HostState dialledHost(int call, ClusterState cluster, Decision decision) {
        int[] pods = cluster.config.service() != null
                ? core.endpoints.of(cluster.config)
                : resolver.dialled(decision);
        if (pods.length == 0) {
            return null;
        }
        long draw = core.draw(calls.key[call], Purpose.KUBE_PROXY + ((long) calls.attempt[call] << 8));
        int pod = pods[(int) Long.remainderUnsigned(draw, pods.length)];
        for (HostState host : cluster.hosts) {
            if (host.pod == pod) {
                return host;
            }
        }
        HostState host = new HostState(cluster, pod, cluster.balancers.length);
        cluster.hosts = java.util.Arrays.copyOf(cluster.hosts, cluster.hosts.length + 1);
        cluster.hosts[cluster.hosts.length - 1] = host;
        return host;
    }

    private int worker(int call) {
        int connection = calls.connection[call];
        return connection < 0 ? 0 : core.connections.worker[connection];
    }

    // ---------------------------------------------------------------- tries

    private void startTry(int call, HostState host) {
        int attempt = ++calls.attempt[call];
        Decision decision = decision(call);
        int row = tries.allocate();
        calls.currentTry[call] = row;
        calls.state[call] = Calls.TRYING;
        calls.bits[call] |= Calls.UNIT_OPEN;
        tries.hold(row); // the caller's side
        tries.call[row] = call;
        tries.edge[row] = calls.edge[call];
        tries.key[row] = core.draw(calls.key[call], Purpose.REQUEST + ((long) attempt << 8));
        tries.host[row] = host;
        tries.pod[row] = host.pod;
        tries.sourcePod[row] = calls.pod[call];
        tries.head[row] = decision.choices[calls.cluster[call]].head;
        tries.number[row] = attempt;
        tries.worst[row] = calls.worst[call];
        int organic = attempt == 1 && calls.is(call, Calls.ORGANIC) ? Tries.ORGANIC : 0;
        tries.bits[row] = organic
                | Tries.SENT_THROUGH_SIDECAR
                | (calls.is(call, Calls.MEASURED) ? Tries.MEASURED : 0)
                | (calls.is(call, Calls.MIRROR) ? Tries.MIRROR : 0);
        calls.destination[call] = destination(call, host);
        if (calls.span[call] >= 0) {
            tries.span[row] = recorder().open(
                    calls.span[call], TraceSpan.Kind.ATTEMPT, core.podName(calls.pod[call]), core.podName(host.pod),
                    core.now(), "try " + attempt + " by " + rule(decision));
        }
        if (core.era.perTryCoversConnect() && attempt > 1 && decision.tryTimerClass >= 0) {
            tries.tryTimer[row] = core.agenda.arm(decision.tryTimerClass, EventKind.TRY_TIMEOUT, row);
        }
        int worker = worker(call);
        pools.request(row, host.pool(worker));
    }

    private int destination(int call, HostState host) {
        if (host.lastEdge != calls.edge[call]) {
            host.lastEdge = calls.edge[call];
            host.lastDestination = core.measures.destination(
                    calls.edge[call], core.pod(host.pod).plan, host.cluster.config.subset());
        }
        return host.lastDestination;
    }

    /** A try has its connection: it is sent. */
    void attached(int row, int connection) {
        int call = tries.call[row];
        HostState host = host(row);
        ClusterState cluster = host.cluster;
        cluster.touched = true;
        cluster.count(ClusterCounter.RQ_TOTAL);
        cluster.active++;
        host.active++;
        tries.bits[row] |= Tries.ACTIVE;
        tries.worker[row] = core.connections.worker[connection];
        calls.bits[call] |= Calls.SENT;
        Decision decision = decision(call);
        if (decision.retry != null && decision.retry.avoidsPreviousHosts()) {
            calls.attempted[call] = attemptedHosts.add(calls.attempted[call], host.pod);
        }
        if (decision.tryTimerClass >= 0 && tries.tryTimer[row] < 0) {
            tries.tryTimer[row] = core.agenda.arm(decision.tryTimerClass, EventKind.TRY_TIMEOUT, row);
        }
        callers.travel(row);
    }

    /** The pool had no room. */
    void overflowed(int row) {
        int call = tries.call[row];
        tries.state[row] = Tries.ENDED;
        endTry(row, 503, "no room: the queue for connections is full");
        failed(call, Failure.OVERFLOW, 503, ResponseFlag.UO, LocalReply.OVERFLOW);
    }

    /** No connection came about. */
    void connectFailed(int row, boolean timedOut) {
        int call = tries.call[row];
        Decision decision = decision(call);
        if (decision.retry != null && decision.retry.avoidsPreviousHosts()) {
            calls.attempted[call] = attemptedHosts.add(calls.attempted[call], tries.pod[row]);
        }
        tries.state[row] = Tries.ENDED;
        endTry(row, 503, timedOut ? "the connection timed out" : "the connection was refused");
        failed(
                call,
                Failure.CONNECT,
                503,
                ResponseFlag.UF,
                timedOut ? LocalReply.CONNECT_TIMEOUT : LocalReply.CONNECT_FAILED);
    }

    /** The pod's side has closed the connection instead of answering. */
    void reset(int row) {
        int call = tries.call[row];
        deactivate(row);
        pools.close(tries.connection[row], false);
        endTry(row, 503, "the connection was closed by the pod");
        failed(call, Failure.RESET, 503, ResponseFlag.UC, LocalReply.TERMINATED);
    }

    /** The per-try timer of a try has run out. */
    void tryTimeout(int row) {
        int call = tries.call[row];
        tries.tryTimer[row] = -1;
        host(row).cluster.count(ClusterCounter.RQ_PER_TRY_TIMEOUT);
        abandon(row, "the per-try timeout ended it");
        failed(call, Failure.PER_TRY_TIMEOUT, 504, ResponseFlag.UT, LocalReply.TIMEOUT);
    }

    /** The route's timer has run out: whatever is under way ends, and nothing is repeated. */
    void routeTimeout(int call) {
        calls.routeTimer[call] = -1;
        int row = calls.currentTry[call];
        if (row >= 0) {
            host(row).cluster.count(ClusterCounter.RQ_TIMEOUT);
            abandon(row, "the route's timeout ended it");
        }
        closeUnit(call);
        retryEnded(call);
        calls.flags[call] = ResponseFlag.UT.addTo(calls.flags[call]);
        finalCode(call, 504);
        localReply(call, 504, LocalReply.TIMEOUT);
    }

    /** An answer is back at the sidecar. */
    void answered(int row) {
        int call = tries.call[row];
        int code = tries.code[row];
        Object answer = tries.answer[row];
        Decision decision = decision(call);
        deactivate(row);
        boolean body = Answers.hasBody(answer);
        boolean wanted = decision.retry != null && decision.retry.conditions().retriesStatus(code);
        boolean retry = judge(call, wanted);
        int pod = tries.pod[row];
        int connection = tries.connection[row];
        if (retry) {
            ClusterState cluster = host(row).cluster;
            cluster.retriedCodes[code]++;
            cluster.count(ClusterCounter.RETRY_RQ_COMPLETED);
        }
        endTry(row, code, retry ? "answered, which is retried" : "answered");
        if (retry) {
            // The try is reset before its body is read, which closes an HTTP/1.1 connection.
            if (body) {
                pools.close(connection, true);
            } else {
                pools.release(connection);
            }
            backOff(call);
            return;
        }
        finalCode(call, code);
        calls.code[call] = code;
        calls.answerPod[call] = pod;
        calls.answer[call] = answer;
        respond(call);
        pools.release(connection);
    }

    private void failed(int call, Failure failure, int code, ResponseFlag flag, LocalReply reply) {
        Decision decision = decision(call);
        RetryPolicy retry = decision.retry;
        boolean wanted = retry != null
                && (core.era.is2017()
                        ? retry.conditions().retriesFailureIn2017(failure)
                        : retry.conditions().retriesFailure(failure, calls.is(call, Calls.SENT)));
        if (judge(call, wanted)) {
            backOff(call);
            return;
        }
        calls.flags[call] = flag.addTo(calls.flags[call]);
        finalCode(call, code);
        if (reply.byProxy() && calls.attempt[call] > 1 && failure != Failure.PER_TRY_TIMEOUT) {
            reply = new LocalReply(
                    reply.body().replace("before headers. reset", "before headers. retried and the latest reset"),
                    true,
                    "");
        }
        localReply(call, code, reply);
    }

    /** Whether a failure is followed by a retry; counts and flags as Envoy does, in its order (retry_state_impl.cc). */
    private boolean judge(int call, boolean wanted) {
        Decision decision = decision(call);
        RetryPolicy retry = decision.retry;
        if (retry == null) {
            return false;
        }
        ClusterState cluster = clusterOf(call);
        if (calls.attempt[call] > 1 && !wanted) {
            cluster.count(ClusterCounter.RQ_RETRY_SUCCESS);
        }
        retryEnded(call);
        if (!wanted) {
            return false;
        }
        if (calls.attempt[call] > retry.retries()) {
            cluster.count(ClusterCounter.RQ_RETRY_LIMIT_EXCEEDED);
            if (core.era.logsRetryLimit()) {
                calls.flags[call] = ResponseFlag.URX.addTo(calls.flags[call]);
            }
            return false;
        }
        if (cluster.retries >= cluster.config.maxRetries()) {
            cluster.count(ClusterCounter.RQ_RETRY_OVERFLOW);
            calls.flags[call] = ResponseFlag.UO.addTo(calls.flags[call]);
            return false;
        }
        cluster.retries++;
        calls.bits[call] |= Calls.HOLDS_RETRY;
        cluster.count(ClusterCounter.RQ_RETRY);
        return true;
    }

    private void retryEnded(int call) {
        if (calls.is(call, Calls.HOLDS_RETRY)) {
            calls.bits[call] &= ~Calls.HOLDS_RETRY;
            clusterOf(call).retries--;
        }
    }

    private void backOff(int call) {
        RetryPolicy retry = decision(call).retry;
        if (retry == null) {
            throw new IllegalStateException("call " + call + " is retried without a policy");
        }
        int number = calls.attempt[call];
        long wait = retry.backOff().waitNanos(number, core.draw(calls.key[call], Purpose.BACK_OFF + ((long) number << 8)));
        clusterOf(call).count(ClusterCounter.RQ_RETRY_BACKOFF_EXPONENTIAL);
        if (calls.is(call, Calls.MEASURED)) {
            edge(call).retries++;
        }
        calls.bits[call] |= Calls.UNIT_OPEN;
        calls.state[call] = Calls.BACKING_OFF;
        if (calls.span[call] >= 0) {
            calls.workSpan[call] = recorder().open(
                    calls.span[call], TraceSpan.Kind.BACKOFF, core.podName(calls.pod[call]), "retry " + number,
                    core.now(),
                    "back-off before retry " + number + ", drawn below " + retry.backOff().limitMillis(number) + " ms");
        }
        core.callEvent(core.now() + wait, EventKind.BACK_OFF_OVER, call);
    }

    void backOffOver(int call) {
        if (calls.state[call] != Calls.BACKING_OFF) {
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
    void hangUp(int call) {
        int row = calls.currentTry[call];
        if (row >= 0) {
            abandon(row, "the caller hung up");
        }
        closeUnit(call);
        calls.flags[call] = ResponseFlag.DC.addTo(calls.flags[call]);
        calls.code[call] = 0;
        letGo(call);
    }

    /** The proxy answers by itself. */
    private void localReply(int call, int code, LocalReply reply) {
        closeUnit(call);
        calls.code[call] = code;
        calls.answerPod[call] = -1;
        calls.answer[call] = reply;
        respond(call);
    }

    private void respond(int call) {
        letGo(call);
        callers.proxyResponds(call);
    }

    /** Ends the sidecar's part: timers, the retry slot, what was remembered. */
    private void letGo(int call) {
        if (calls.routeTimer[call] >= 0) {
            core.agenda.cancel(calls.routeTimer[call]);
            calls.routeTimer[call] = -1;
        }
        retryEnded(call);
        calls.currentTry[call] = -1;
        closeWorkSpan(call);
        if (calls.attempted[call] >= 0) {
            attemptedHosts.free(calls.attempted[call]);
            calls.attempted[call] = -1;
        }
    }

    private void closeWorkSpan(int call) {
        if (calls.workSpan[call] >= 0) {
            recorder().close(calls.workSpan[call], core.now(), 0, 0, null);
            calls.workSpan[call] = -1;
        }
    }

    /** Gives up a try: out of the queue, or off its connection, which that costs. The pod may go on with it. */
    private void abandon(int row, String reason) {
        boolean queued = tries.state[row] == Tries.QUEUED;
        int call = tries.call[row];
        if (queued) {
            pools.cancelWaiting(row);
            tries.state[row] = Tries.ENDED;
        } else {
            deactivate(row);
            pools.close(tries.connection[row], true);
            callers.tellHangUp(row);
            if (calls.is(call, Calls.UNIT_OPEN)) { // still on its way: it will arrive all the same
                calls.bits[call] &= ~Calls.UNIT_OPEN;
                tries.bits[row] |= Tries.ORPHAN_UNIT;
            }
        }
        tries.bits[row] |= Tries.ABANDONED;
        endTry(row, 0, reason);
    }

    private void endTry(int row, int code, String reason) {
        int call = tries.call[row];
        if (tries.tryTimer[row] >= 0) {
            core.agenda.cancel(tries.tryTimer[row]);
            tries.tryTimer[row] = -1;
        }
        if (tries.span[row] >= 0) {
            recorder().close(tries.span[row], core.now(), code, 0, reason);
        }
        closeUnit(call);
        calls.currentTry[call] = -1;
        tries.call[row] = -1;
        tries.letGo(row);
    }

    /** A try (or the wait for it) that reached no pod counts as unsent. */
    private void closeUnit(int call) {
        if (calls.is(call, Calls.UNIT_OPEN)) {
            calls.bits[call] &= ~Calls.UNIT_OPEN;
            calls.unsent[call]++;
            if (calls.is(call, Calls.MEASURED) && !calls.is(call, Calls.MIRROR)) {
                EdgeStatistics edge = edge(call);
                edge.unsent++;
                if (calls.attempt[call] <= 1 && calls.is(call, Calls.ORGANIC)) {
                    edge.organicAttempts++;
                }
            }
        }
    }

    private void deactivate(int row) {
        if (tries.is(row, Tries.ACTIVE)) {
            tries.bits[row] &= ~Tries.ACTIVE;
            HostState host = host(row);
            host.active--;
            host.cluster.active--;
        }
    }

    /** The final code of a request that its cluster is charged with. */
    private void finalCode(int call, int code) {
        ClusterState cluster = clusterOf(call);
        cluster.count(ClusterCounter.RQ_COMPLETED);
        cluster.finalCodes[code]++;
    }

    private ClusterState clusterOf(int call) {
        Decision.Choice choice = decision(call).choices[calls.cluster[call]];
        ClusterConfig config = choice.cluster;
        if (config == null) {
            throw new IllegalStateException("call " + call + " has no cluster");
        }
        return cluster(sidecar(core.pod(calls.pod[call])), config, choice.clusterId);
    }

    private Decision decision(int call) {
        Decision decision = calls.decision[call];
        if (decision == null) {
            throw new IllegalStateException("call " + call + " is not decided");
        }
        return decision;
    }

    private HostState host(int row) {
        HostState host = tries.host[row];
        if (host == null) {
            throw new IllegalStateException("try " + row + " has no host");
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

    private EdgeStatistics edge(int call) {
        return core.measures.edges.get(calls.edge[call]);
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

package dev.windtunnel.simulation;

import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.Program;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.scenario.Step;
import dev.windtunnel.scenario.Traffic;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes calls: the requests of traffic, those of handlers' steps, and one that somebody makes by hand. */
final class NewCalls {

    private final Core core;
    private final Calls calls;
    private final Tries tries;
    private final Callers callers;
    private final OwnRetries ownRetries;
    /** Heads of calls by call site and head of the request that the handler serves. */
    private int[][] headOfSite = new int[16][];

    private long requests;
    private long requestsByHand;
    /** The request that somebody makes by hand; null when there is none. */
    private @Nullable ByHand byHand;

    NewCalls(Core core, Callers callers, OwnRetries ownRetries) {
        this.core = core;
        this.calls = core.calls;
        this.tries = core.tries;
        this.callers = callers;
        this.ownRetries = ownRetries;
    }

    /** How many requests traffic has made. */
    long requests() {
        return requests;
    }

    /** A request of a traffic. */
    void startRoot(int traffic, Traffic.Request asked, int user, long cookies, Pod pod, int head, int mix, long key) {
        Call call = calls.allocate();
        call.traffic = traffic;
        call.user = user;
        call.cookies = cookies;
        call.mix = mix;
        call.pod = pod.id;
        call.head = head;
        call.key = key;
        call.number = ++requests;
        call.firstStart = core.now();
        call.tcp = asked.tcp();
        call.session = asked.session();
        call.worst = ownRetries.mostTries(call);
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
        callers.begin(call);
    }

    /** A call of a handler's step. */
    void startChild(Try row, Try frame, Program.CallSite site) {
        Call call = calls.allocate();
        Pod pod = core.pod(row.pod);
        call.parentTry = row;
        call.parentFrame = frame;
        call.depth = Callers.below(row.depth);
        call.site = site.id();
        call.pod = pod.id;
        call.head = headOfCall(site, row.head, pod);
        call.key = core.draw(row.key, Purpose.CHILD + ((long) site.id() << 8));
        call.number = row.number;
        call.firstStart = core.now();
        call.worst = row.worst * ownRetries.mostTries(call);
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
        callers.begin(call);
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
        call.session = ByHand.session(core.heads.get(head));
        ByHand request = new ByHand(call, pod.id, core.now(), core.nameLookup(call.key));
        byHand = request;
        callers.begin(call);
        return request;
    }

    /** How many requests were made by hand. */
    long requestsByHand() {
        return requestsByHand;
    }

    /** The request by hand that a call is; null when it is none. */
    @Nullable
    ByHand byHand(Call call) {
        return byHand != null && byHand.call == call ? byHand : null;
    }

    /** The request by hand is over. */
    void endByHand() {
        byHand = null;
    }

    /** A caller outside knows no service: the edge is that from the gateway to where its route leads first. */
    Edge edgeOf(Call call, Pod pod, Decision decision) {
        if (core.isFromOutside(call) && decision.choices.length > 0) {
            ClusterConfig cluster = decision.choices[0].cluster;
            if (cluster != null && cluster.service() != null && cluster.port() != null) {
                return core.measures.edgeTo(core, pod.plan, cluster.service(), cluster.port());
            }
        }
        return core.measures.edge(core, pod.plan, call.head);
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
}

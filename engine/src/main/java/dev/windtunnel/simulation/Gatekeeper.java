package dev.windtunnel.simulation;

import dev.windtunnel.mesh.GlobalRateLimit;
import dev.windtunnel.mesh.LocalLimit;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.proxy.limit.FixedWindow;
import dev.windtunnel.proxy.mixer.RollingWindow;
import dev.windtunnel.proxy.route.Grpc;
import dev.windtunnel.random.Distribution;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests through what a proxy asks of them: before the app of a pod, or on the way of a request through the
 * proxy of its app or a gateway. A request that waits for somebody's answer goes on when that is there.
 */
final class Gatekeeper {

    /** The address of callers outside the mesh that say nothing of theirs. */
    private static final String ELSEWHERE = "192.0.2.1";

    private final Core core;
    private final Verdict verdict = new Verdict();

    Gatekeeper(Core core) {
        this.core = core;
    }

    /** How a stage ended, used again and again. */
    private static final class Verdict {
        boolean waits;
        boolean refused;
        int status;
        /** Of a gRPC call. */
        int grpc;

        LocalReply reply = LocalReply.EMPTY;

        @Nullable
        ResponseFlag flag;

        String reason = "";

        void passes() {
            waits = false;
            refused = false;
        }

        void refuses(int code, LocalReply answer, @Nullable ResponseFlag logged, String why) {
            waits = false;
            refused = true;
            status = code;
            grpc = Grpc.status(code);
            reply = answer;
            flag = logged;
            reason = why;
        }
    }

    /** The end of a wait, or of the way through. */
    enum Outcome {
        PASSED,
        WAITS,
        REFUSED
    }

    // ---------------------------------------------------------------- at a pod

    /** Takes a request on its way into a pod further; one that is refused has been noted with its code and answer. */
    Outcome atPod(Try row, Pod pod, @Nullable Gate gate) {
        Passage passage = row.passage;
        if (passage == null) {
            passage = gate == null ? core.mixer.passage(row, pod) : passage(row, pod, gate);
            row.passage = passage;
            row.head = passage.head();
        }
        while (row.stage < passage.stages().length) {
            boolean waited = row.is(Try.IN_GATE);
            row.bits &= ~Try.IN_GATE;
            Passage.Stage stage = passage.stages()[row.stage];
            judge(stage, pod, connection(row), row.key, row.stage, waited);
            if (verdict.waits) {
                row.bits |= Try.IN_GATE;
                long wait = wait(stage, pod, row.key, row.stage);
                note(row.span, pod, stage, wait);
                core.tryEvent(core.now() + wait, EventKind.GATE_OF_POD, row);
                return Outcome.WAITS;
            }
            if (verdict.refused) {
                note(row.span, pod, verdict.reason);
                boolean grpc = core.heads.isGrpc(row.head);
                row.grpc = grpc ? verdict.grpc : Grpc.NONE;
                row.code = grpc ? 200 : verdict.status;
                row.answer = verdict.reply;
                return Outcome.REFUSED;
            }
            row.stage++;
        }
        return Outcome.PASSED;
    }

    /** The connection that a request has come on: of its caller's sidecar, or of the caller itself. */
    private static @Nullable Socket connection(Try row) {
        Call call = row.call;
        return row.connection != null || call == null ? row.connection : call.connection;
    }

    private Passage passage(Try row, Pod pod, Gate gate) {
        Pod from = core.pod(row.sourcePod);
        Gate.Caller caller =
                new Gate.Caller(from, row.is(Try.MUTUAL_TLS), isBytes(core, row), from.ip, servicePort(row));
        return gate.passage(core, row.head, caller, pod, port(row, pod));
    }

    /** Whether the pod's proxy sees a connection of bytes, not a request. */
    static boolean isBytes(Core core, Try row) {
        Call call = row.call;
        Decision decision = call == null ? null : call.decision;
        if (decision == null) {
            return false;
        }
        Service.Port port = decision.port;
        return decision.kind == Decision.Kind.TCP
                || decision.kind == Decision.Kind.KUBE_PROXY
                        && port != null
                        && (!core.plan.protocol(port).isHttp() || core.heads.isTls(row.head));
    }

    private int servicePort(Try row) {
        HostState host = row.host;
        Service.Port port = host == null ? null : host.cluster.config.port();
        return port == null ? core.heads.get(row.head).port() : port.port();
    }

    private int port(Try row, Pod pod) {
        int dialled = core.heads.get(row.head).port();
        HostState host = row.host;
        if (host != null) {
            return host.endpoint.port() == 0 ? dialled : host.endpoint.port();
        }
        Call call = row.call;
        return call == null || call.decision == null ? dialled : Handshakes.port(call.decision, dialled, pod);
    }

    // ---------------------------------------------------------------- of an app, or at a gateway

    /** What a request that has come into a proxy goes through, from which on it is known as its head says. */
    void enter(Call call, Pod pod, Gate gate) {
        boolean gateway = pod.sidecar().config().gateway();
        int port = core.heads.get(call.head).port();
        String address = gateway ? address(call) : pod.ip;
        call.passage = gate.passage(core, call.head, new Gate.Caller(pod, false, false, address, port), pod, port);
    }

    /**
     * Takes a request on its way through a proxy to a stage; one that is refused has its flag, and its answer here.
     *
     * @param until number of the stage before which it stops
     */
    Outcome through(Call call, Passage passage, int until) {
        Pod pod = core.pod(call.pod);
        while (call.stage < until) {
            boolean waited = call.waitsInGate;
            call.waitsInGate = false;
            Passage.Stage stage = passage.stages()[call.stage];
            judge(stage, pod, call.connection, call.key, call.stage, waited);
            if (verdict.waits) {
                call.waitsInGate = true;
                long wait = wait(stage, pod, call.key, call.stage);
                note(call.span, pod, stage, wait);
                core.callEvent(core.now() + wait, EventKind.GATE_OF_GATEWAY, call);
                return Outcome.WAITS;
            }
            if (verdict.refused) {
                note(call.span, pod, verdict.reason);
                call.flags = verdict.flag == null ? call.flags : verdict.flag.addTo(call.flags);
                return Outcome.REFUSED;
            }
            call.stage++;
        }
        return Outcome.PASSED;
    }

    /** The status of the last refusal. */
    int refusedWith() {
        return verdict.status;
    }

    /** The gRPC status of the last refusal, for calls of gRPC. */
    int refusedWithGrpc() {
        return verdict.grpc;
    }

    /** The answer of the last refusal. */
    LocalReply refusal() {
        return verdict.reply;
    }

    private String address(Call call) {
        String forwarded = core.heads.get(call.head).headers().get("x-forwarded-for");
        return forwarded == null
                ? ELSEWHERE
                : forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }

    // ---------------------------------------------------------------- stages

    private void judge(
            Passage.Stage stage, Pod pod, @Nullable Socket connection, long key, int number, boolean waited) {
        if (stage instanceof Passage.Refuse refuse) {
            verdict.refuses(refuse.status(), refuse.reply(), null, refuse.reason());
        } else if (stage instanceof Passage.Limit limit) {
            limit(limit, pod, key, number, waited);
        } else if (stage instanceof Passage.Local local) {
            limit(local, pod.sidecar(), connection, key);
        } else if (stage instanceof Passage.Connections connections) {
            limit(connections, pod.sidecar(), connection);
        } else if (stage instanceof Passage.Mixed mixed) {
            mix(mixed, waited);
        } else if (stage instanceof Passage.Ask ask) {
            verdict.passes();
            if (!waited && wait(stage, pod, key, number) > 0) {
                verdict.waits = true;
            } else if (core.unit(key, Purpose.GATE_FAILS + ((long) number << 8))
                    < ask.provider().failures()) {
                if (!ask.provider().failOpen()) {
                    verdict.refuses(
                            ask.provider().statusOnError(),
                            LocalReply.EMPTY,
                            ResponseFlag.UAEX,
                            ask.name() + " did not answer");
                }
            } else if (ask.denied()) {
                verdict.refuses(ask.provider().status(), ask.reply(), ResponseFlag.UAEX, ask.name() + " said no");
            }
        }
    }

    /** The service counts a request in all its windows, whatever the first of them says. */
    private void limit(Passage.Limit stage, Pod pod, long key, int number, boolean waited) {
        verdict.passes();
        if (!waited && wait(stage, pod, key, number) > 0) {
            verdict.waits = true;
            return;
        }
        GlobalRateLimit filter = stage.filter();
        boolean late = latency(stage, key, number) > filter.timeoutNanos();
        if (late
                || core.unit(key, Purpose.GATE_FAILS + ((long) number << 8))
                        < stage.service().failures()) {
            if (filter.failureModeDeny()) {
                verdict.refuses(
                        filter.statusOnError(),
                        LocalReply.EMPTY,
                        ResponseFlag.RLSE,
                        "the rate limit service did not answer" + (late ? " in time" : ""));
            }
            return;
        }
        boolean over = false;
        for (FixedWindow window : stage.windows()) {
            over |= !window.take(core.now());
        }
        if (over) {
            verdict.refuses(filter.status(), LocalReply.OVER_LIMIT, ResponseFlag.RL, "over the global rate limit");
            verdict.grpc = filter.grpcResourceExhausted() ? Grpc.RESOURCE_EXHAUSTED : verdict.grpc;
        }
    }

    /** Buckets give a token each, one after the other, until one is empty ({@code local_ratelimit_impl.cc}). */
    private void limit(Passage.Local stage, Sidecar sidecar, @Nullable Socket connection, long key) {
        verdict.passes();
        LocalLimit limit = stage.limit();
        long salt = (long) stage.number() << 8;
        if (core.unit(key, Purpose.RATE_LIMIT + salt) >= limit.enabledFraction()) {
            return;
        }
        LimitCounters counters = sidecar.counters(stage.counters());
        counters.enabled++;
        LocalBuckets buckets = limit.perConnection() && connection != null ? connection.buckets() : sidecar.buckets();
        for (LocalBuckets.Tokens tokens : stage.tokens()) {
            if (!buckets.take(tokens, core.now())) {
                counters.rateLimited++;
                if (core.unit(key, Purpose.RATE_LIMIT_ENFORCED + salt) < limit.enforcedFraction()) {
                    counters.enforced++;
                    verdict.refuses(limit.status(), stage.reply(), ResponseFlag.RL, "over the local rate limit");
                    verdict.grpc = limit.grpcResourceExhausted() ? Grpc.RESOURCE_EXHAUSTED : verdict.grpc;
                }
                return;
            }
        }
        counters.ok++;
    }

    /** A connection takes its token when it comes ({@code network/local_ratelimit}), not with what is said on it. */
    private void limit(Passage.Connections stage, Sidecar sidecar, @Nullable Socket connection) {
        verdict.passes();
        if (stage.enabledFraction() <= 0 || connection != null && connection.counted) {
            return;
        }
        if (connection != null) {
            connection.counted = true;
        }
        if (!sidecar.buckets().take(stage.tokens(), core.now())) {
            sidecar.counters(stage.counters()).rateLimited++;
            verdict.refuses(0, LocalReply.EMPTY, null, "over the limit of connections");
        }
    }

    /** Mixer answers, or lets pass when nobody can reach it. */
    private void mix(Passage.Mixed stage, boolean waited) {
        verdict.passes();
        if (!core.mixer.answers()) {
            return;
        }
        Passage.Refuse no = stage.no();
        if (!waited) {
            verdict.waits = true;
        } else if (no != null && !(stage.quota() && takes(stage))) {
            verdict.refuses(no.status(), no.reply(), null, no.reason());
        }
    }

    private boolean takes(Passage.Mixed stage) {
        for (RollingWindow window : stage.windows()) {
            if (!window.take(core.now())) {
                return false;
            }
        }
        return true;
    }

    private long wait(Passage.Stage stage, Pod pod, long key, int number) {
        if (stage instanceof Passage.Mixed) {
            return core.mixer.roundTripNanos(pod, key, number);
        }
        long latency = latency(stage, key, number);
        return stage instanceof Passage.Limit limit
                ? Math.min(latency, limit.filter().timeoutNanos())
                : latency;
    }

    private long latency(Passage.Stage stage, long key, int number) {
        Distribution latency;
        if (stage instanceof Passage.Ask ask) {
            latency = ask.provider().latency();
        } else if (stage instanceof Passage.Limit limit) {
            latency = limit.service().latency();
        } else {
            return 0;
        }
        return latency instanceof Distribution.Constant constant
                ? constant.nanos()
                : latency.sampleNanos(core.draw(key, Purpose.GATE + ((long) number << 8)));
    }

    private void note(int span, Pod pod, Passage.Stage stage, long wait) {
        if (span >= 0) {
            core.recording()
                    .closed(
                            span,
                            TraceSpan.Kind.QUEUE,
                            pod.name,
                            asked(stage),
                            core.now(),
                            core.now() + wait,
                            "the proxy asks whether the request may pass");
        }
    }

    private static String asked(Passage.Stage stage) {
        return stage instanceof Passage.Ask ask
                ? ask.name()
                : stage instanceof Passage.Mixed mixed
                        ? mixed.quota() ? "Mixer, Quota" : "Mixer, Check"
                        : "rate limit service";
    }

    private void note(int span, Pod pod, String reason) {
        if (span >= 0) {
            core.recording()
                    .closed(
                            span,
                            TraceSpan.Kind.WORK,
                            pod.name,
                            "sidecar",
                            core.now(),
                            core.now(),
                            "refused: " + reason);
        }
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.scenario.Connection;
import dev.windtunnel.scenario.Handler;
import dev.windtunnel.scenario.Traffic;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request that belongs to no traffic: somebody makes it from inside a pod and looks at what comes back. */
final class ByHand {

    /** A new connection, and closed afterwards. */
    static final Connection CONNECTION = new Connection(false, false, Integer.MAX_VALUE, 0);

    /** A websocket that stays open until its caller has had enough. */
    private static final Traffic.Session OPEN = new Traffic.Session(new Distribution.Constant(Long.MAX_VALUE), null);

    final AppPool pool;
    private final long startNanos;
    private final long lookupNanos;
    /** Null when it has ended. */
    @Nullable
    Call call;

    private long connectedNanos = -1;
    private long headNanos = -1;
    /** Of the head of an answer that came before its end. */
    private int headCode;

    private int headPod = -1;
    private @Nullable Object headOf;
    private boolean impatient;
    private @Nullable RequestOutcome outcome;

    ByHand(Call call, int pod, long startNanos, long lookupNanos) {
        this.call = call;
        this.pool = new AppPool(pod);
        this.startNanos = startNanos;
        this.lookupNanos = lookupNanos;
    }

    /** The websocket that a request asks for ({@code RFC 6455}, 4.1); null when it asks for none. */
    static Traffic.@Nullable Session session(RequestHead head) {
        String connection = head.headers().getOrDefault("connection", "");
        boolean upgrade =
                Stream.of(connection.split(",")).anyMatch(word -> word.strip().equalsIgnoreCase("upgrade"));
        return upgrade
                        && head.method().equals("GET")
                        && "websocket".equalsIgnoreCase(head.headers().get("upgrade"))
                ? OPEN
                : null;
    }

    /** Whether it has become a websocket, which would stay open for ever. */
    boolean isOpen() {
        return call != null && call.state == Call.SESSION;
    }

    /** Its caller has waited long enough. */
    void losePatience() {
        impatient = true;
    }

    /** Its outcome; null while it is under way. */
    @Nullable
    RequestOutcome outcome() {
        return outcome;
    }

    boolean connected() {
        return connectedNanos >= 0;
    }

    long startNanos() {
        return startNanos;
    }

    /** Looks whether the connection stands, after an event. */
    void look(Core core) {
        if (outcome == null
                && call != null
                && connectedNanos < 0
                && call.state != Call.CONNECTING
                && call.failure == 0) {
            connectedNanos = core.now();
        }
        if (outcome == null && call != null && headNanos < 0) {
            Try row = call.currentTry;
            if (row != null && row.is(Try.HEAD_SEEN)) {
                boolean proxied = row.is(Try.SENT_THROUGH_SIDECAR);
                headNanos = core.now() + (proxied ? core.passage(call.key, Purpose.PROXY_OUT_BACK) : 0);
                headCode = row.code;
                headPod = row.pod;
                headOf = row.answer;
            }
        }
    }

    /** The call has ended. */
    void ended(Core core, Call call) {
        Failure failure = call.failure == 0 && impatient ? Failure.TIMEOUT : Failure.values()[call.failure];
        Decision decision = call.decision;
        boolean proxied = decision != null && isHttp(decision.kind);
        long end = core.now();
        long head = headNanos >= 0 ? headNanos : end;
        boolean never =
                failure == Failure.DNS || failure == Failure.CONNECT_REFUSED || failure == Failure.CONNECT_TIMEOUT;
        long connected = never ? -1 : connectedNanos >= 0 ? connectedNanos : Math.min(end, startNanos + lookupNanos);
        boolean cut = failure != Failure.NONE && headNanos >= 0 && headNanos <= end;
        Object answer = cut ? headOf : call.answer;
        LocalReply local = answer instanceof LocalReply reply ? reply : LocalReply.BY_APP;
        int answering = cut ? headPod : call.answerPod;
        long upstream = -1;
        if (proxied && answering >= 0) {
            upstream = Math.max(
                    0,
                    head
                            - connected
                            - core.passage(call.key, Purpose.PROXY_OUT)
                            - core.passage(call.key, Purpose.PROXY_OUT_BACK));
        } else if (answering >= 0 && core.pod(answering).sidecar != null && answering != call.pod) {
            upstream = Math.max(0, head - connected);
        }
        RequestHead sent = core.heads.get(call.head);
        outcome = new RequestOutcome(
                cut ? headCode : call.code,
                failure.text(),
                ResponseFlag.text(call.flags),
                startNanos,
                Math.min(lookupNanos, end - startNanos),
                connected,
                head,
                end,
                proxied,
                answering,
                answer instanceof Handler.Response response ? response : null,
                local.body(),
                local.byProxy(),
                local.location(),
                decision != null && decision.choices.length > 0
                        ? core.heads.get(decision.choices[call.cluster].head)
                        : sent,
                addedHeaders(call, decision, local),
                Math.max(1, call.attempt),
                upstream);
        this.call = null;
    }

    private static Map<String, String> addedHeaders(Call call, @Nullable Decision decision, LocalReply local) {
        Map<String, String> headers = new TreeMap<>(local.headers());
        if (decision != null && call.is(Call.PAST_CORS)) {
            headers.putAll(decision.addedHeaders);
        }
        return headers;
    }

    private static boolean isHttp(Decision.Kind kind) {
        return switch (kind) {
            case NO_ROUTE, REDIRECT, DIRECT, FORWARD -> true;
            default -> false;
        };
    }
}

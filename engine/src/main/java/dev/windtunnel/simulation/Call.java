package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.proxy.route.Grpc;
import dev.windtunnel.scenario.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * A request under way: one HTTP request of an app, be it of a traffic, of a step of a handler, or a mirrored copy. Calls
 * are kept and used again by {@link Calls}, so that a run in its steady state makes no garbage; a call is free again when
 * it has ended and no event names it any more.
 */
final class Call {

    static final byte FREE = 0;
    /** The app waits for a connection or a name. */
    static final byte CONNECTING = 1;
    /** On its way into the sidecar. */
    static final byte ENTERING = 2;
    /** Held up by an injected delay. */
    static final byte DELAYED = 3;
    /** A try is under way. */
    static final byte TRYING = 4;
    /** Waiting before a retry. */
    static final byte BACKING_OFF = 5;
    /** The outcome is on its way to the app. */
    static final byte RETURNING = 6;
    /** The caller waits before its own retry. */
    static final byte CALLER_WAITING = 7;

    static final byte DONE = 8;
    /** On a connection of TCP, between two exchanges. */
    static final byte PAUSING = 9;
    /** Answered 101, and open. */
    static final byte SESSION = 10;

    static final int MEASURED = 1;
    static final int MIRROR = 1 << 1;
    /** Neither it nor anything above it is a retry. */
    static final int ORGANIC = 1 << 2;
    /** The present try, or the wait for it, has neither reached a pod nor been given up. */
    static final int UNIT_OPEN = 1 << 3;

    static final int HOLDS_RETRY = 1 << 4;
    /** A byte of it has been sent upstream. */
    static final int SENT = 1 << 5;
    /** Waits in the queue of an app's connections. */
    static final int QUEUED_AT_APP = 1 << 6;
    /** It was answered 101. */
    static final int UPGRADED = 1 << 7;

    /** Has come past the filter that answers preflights, and adds its headers to whatever comes back. */
    static final int PAST_CORS = 1 << 8;

    /** The slot by which events name it. */
    final int slot;

    byte state;
    byte failure;
    int bits;
    /** Events that name it. */
    int events;
    /** Makes all its random draws, with a purpose. */
    long key;

    int pod;
    int head;

    @Nullable
    Edge edge;
    /** Traffic, person and entry of the mix; -1 for a call of a handler. */
    int traffic;

    int user;
    /** Of whom the cookies are, where they are kept; 0 for nobody. */
    long cookies;

    int mix;
    /** How many calls wait for it, one through the other. */
    int depth;
    /** Call site of a handler's call; -1 for none. */
    int site;
    /** The try whose handler makes the call, and the branch of it. */
    @Nullable
    Try parentTry;

    @Nullable
    Try parentFrame;
    /** Number of the traffic's request that it belongs to. */
    long number;

    long firstStart;
    long start;
    /** Which try of the caller itself, from 0. */
    int callerTry;
    /** Connection of the app; null for none. */
    @Nullable
    Socket connection;

    @Nullable
    Call nextWaiting;
    /** Of a connection of TCP: what is said on it, and which exchange it is, from 0; null for HTTP. */
    Traffic.@Nullable Tcp tcp;

    int exchange;
    /** The websocket that it asks for; null for a request that is over with its answer. */
    Traffic.@Nullable Session session;

    /** When the caller closes it. */
    long sessionUntil;
    /** Ordinal of the reason of its end. */
    byte sessionEnd;
    /** Whether the app speaks HTTP/2 for it. */
    boolean http2;
    // the sidecar's part
    @Nullable
    Decision decision;

    int cluster;

    @Nullable
    ClusterState upstream;

    /** What it goes through in its proxy or a gateway, and how far it is. */
    @Nullable
    Passage passage;

    int stage;
    boolean waitsInGate;
    long stream;
    int fault;
    int attempt;

    @Nullable
    Try currentTry;
    /** Pods already tried, in {@link AttemptedHosts}; -1 for none. */
    int attempted;

    /** Priorities of the hosts tried, and those that get no more of it, as bits. */
    int triedPriorities;

    int leftPriorities;
    int routeTimer;
    int callerTimer;
    // the outcome
    /** Where it went last, and where caller and destination are; null before its first try. */
    EdgeStatistics.@Nullable Destination destination;

    EdgeStatistics.@Nullable Locality locality;

    int unsent;
    int flags;
    int code;
    /** Status of a gRPC call; {@link Grpc#NONE} when it has none. */
    int grpc;
    /** Where the answer came from: pod and response of an app, or -1 and a local reply. */
    int answerPod;

    @Nullable
    Object answer;
    /** Product of the tries that every hop so far may make. */
    double worst;
    // what is recorded of it; -1 when it is not
    int span;
    int workSpan;

    Call(int slot) {
        this.slot = slot;
    }

    boolean is(int bit) {
        return (bits & bit) != 0;
    }

    /** The connection of an app that it has. */
    Socket socket() {
        Socket present = connection;
        if (present == null) {
            throw new IllegalStateException("call " + slot + " has no connection");
        }
        return present;
    }

    /** Where it goes, which has been decided. */
    Decision decided() {
        Decision present = decision;
        if (present == null) {
            throw new IllegalStateException("call " + slot + " is not decided");
        }
        return present;
    }

    /** The cluster that it was sent to. */
    ClusterState upstream() {
        ClusterState present = upstream;
        if (present == null) {
            throw new IllegalStateException("call " + slot + " has no cluster");
        }
        return present;
    }

    /** As new. */
    void clear() {
        failure = 0;
        bits = 0;
        events = 0;
        traffic = -1;
        user = -1;
        cookies = 0;
        mix = 0;
        depth = 0;
        site = -1;
        parentTry = null;
        parentFrame = null;
        callerTry = 0;
        connection = null;
        nextWaiting = null;
        tcp = null;
        exchange = 0;
        session = null;
        sessionEnd = 0;
        http2 = false;
        decision = null;
        upstream = null;
        passage = null;
        stage = 0;
        waitsInGate = false;
        fault = 0;
        attempt = 0;
        currentTry = null;
        attempted = -1;
        triedPriorities = 0;
        leftPriorities = 0;
        routeTimer = -1;
        callerTimer = -1;
        destination = null;
        locality = null;
        unsent = 0;
        flags = 0;
        code = 0;
        grpc = Grpc.NONE;
        answerPod = -1;
        answer = null;
        span = -1;
        workSpan = -1;
    }
}

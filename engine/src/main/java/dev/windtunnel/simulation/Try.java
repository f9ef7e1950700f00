package dev.windtunnel.simulation;

import dev.windtunnel.plan.Program;
import dev.windtunnel.plan.Transport;
import dev.windtunnel.proxy.route.Grpc;
import org.jspecify.annotations.Nullable;

/**
 * A try under way, and what a pod does for it. It has two sides: the caller's, which may give it up, and the pod's, which
 * may go on all the same; it is free again when both have let go and no event names it. The branches of a
 * {@code parallel} step are kept in the same way, with a parent.
 */
final class Try {

    static final byte FREE = 0;
    /** Waits for a connection. */
    static final byte QUEUED = 1;
    /** On its way to the pod. */
    static final byte TRAVELLING = 2;
    /** At the pod: waiting, working, or its answer on the way back. */
    static final byte SERVED = 3;

    static final byte ENDED = 4;

    static final int MEASURED = 1;
    static final int MIRROR = 1 << 1;
    static final int ORGANIC = 1 << 2;
    /** Counts as a try of its edge that has not reached a pod yet, though its call has let go. */
    static final int ORPHAN_UNIT = 1 << 3;
    /** The caller's side has given it up. */
    static final int ABANDONED = 1 << 4;

    static final int HOLDS_THREAD = 1 << 5;
    static final int WAITS_FOR_THREAD = 1 << 6;
    static final int HOLDS_CORE = 1 << 7;
    static final int WAITS_FOR_CORE = 1 << 8;
    static final int BRANCH = 1 << 9;
    /** The pod's side has answered, or closed the connection. */
    static final int ANSWERED = 1 << 10;
    /** The pod's side has not let go yet. */
    static final int AT_APP = 1 << 11;
    /** To be dropped wherever it turns up next. */
    static final int STOPPED = 1 << 12;
    /** Attached to a connection, so that its host counts it as active. */
    static final int ACTIVE = 1 << 13;

    static final int SENT_THROUGH_SIDECAR = 1 << 14;
    /** Counts among the requests that its app serves. */
    static final int IN_SERVICE = 1 << 15;
    /** Its packets have vanished on the way, or its pod was gone when they came: it never arrives. */
    static final int LOST = 1 << 16;
    /** It was sent on a connection that its pod no longer knows. */
    static final int UNKNOWN_TO_POD = 1 << 17;

    /** Waits in the pod's sidecar for a connection to the app. */
    static final int WAITS_INBOUND = 1 << 22;
    /** Passes a limited pool of the pod's sidecar. */
    static final int POOLED_INBOUND = 1 << 18;
    /** Its connection is secured by mutual TLS. */
    static final int MUTUAL_TLS = 1 << 19;
    /** It will be closed as soon as the proxy at the other end sees that it is plain text. */
    static final int TO_BE_CLOSED = 1 << 20;

    /** Waits for somebody whom the proxy of its pod has asked whether it may pass. */
    static final int IN_GATE = 1 << 21;

    /** One exchange on a connection of TCP: no proxy reads it. */
    static final int BYTES = 1 << 23;

    /** Its answer says that its connection takes no further requests: the pod's sidecar is on its way out. */
    static final int CLOSES = 1 << 24;

    /** Asks for a websocket. */
    static final int UPGRADES = 1 << 25;

    /** The pod's side has begun to answer, and is not done. */
    static final int HEAD_SENT = 1 << 26;

    /** The beginning of the answer is at the caller's side. */
    static final int HEAD_SEEN = 1 << 27;

    /** A probe of the kubelet; all of them are abandoned from the beginning, as no caller waits for them. */
    static final int PROBE = 1 << 28;

    /** Passes its caller's sidecar as bytes of a connection of TCP. */
    static final int THROUGH_TCP_PROXY = 1 << 29;

    /** The slot by which events name it. */
    final int slot;

    byte state;
    int bits;
    /** Reasons to keep it: sides, branches, calls and events. */
    int holds;
    /** Makes all its random draws, with a purpose. */
    long key;

    /** Null once the caller's side has let go. */
    @Nullable
    Call call;

    /** The depth of its call. */
    int depth;

    @Nullable
    Edge edge;

    int head;
    /** Number of the request of the traffic behind it. */
    long number;

    int pod;
    int sourcePod;
    /** How far it is between the two, as {@link Core#distance} has it. */
    int distance;
    /** Of a try through a sidecar. */
    @Nullable
    HostState host;

    @Nullable
    Pool pool;

    @Nullable
    Socket connection;
    /** Worker of the pod's sidecar that serves its connection. */
    int worker;
    /** What its packets are about to bring, and how often they were sent in vain. */
    int packetEvent;

    long packetNanos;
    int packetTries;
    /** Neighbours in the queue that it waits in. */
    @Nullable
    Try next;

    @Nullable
    Try previous;

    int tryTimer;
    double worst;
    // the pod's side
    int inboundTimer;
    /** The limited pool of the pod's sidecar whose connection it is on, or waits for. */
    @Nullable
    InboundPool inbound;

    /** What it goes through before its app, and how far it is. */
    @Nullable
    Passage passage;

    int stage;
    long arrival;

    @Nullable
    Program program;

    int position;
    /** Which error of its handler (or of the timeline) it meets; -1 for none. */
    int error;

    @Nullable
    Try parentFrame;

    int openBranches;
    int branchStatus;
    long coreSince;
    int code;
    /** Of a session: ordinal of the reason why the pod's side has ended it. */
    byte sessionEnd;
    /** Status of a gRPC answer; {@link Grpc#NONE} when it has none. */
    int grpc;

    @Nullable
    Object answer;
    // what is recorded of it; -1 when it is not
    int span;
    int stepSpan;

    Try(int slot) {
        this.slot = slot;
    }

    /** Notes how its connection is secured. */
    void sentOn(Socket secured) {
        worker = secured.worker;
        if (secured.security == Transport.MUTUAL) {
            bits |= MUTUAL_TLS;
        } else if (secured.security == Transport.TO_BE_CLOSED) {
            bits |= TO_BE_CLOSED;
        }
    }

    boolean is(int bit) {
        return (bits & bit) != 0;
    }

    /** The call that it is a try of, which has not let go of it. */
    Call owner() {
        Call present = call;
        if (present == null) {
            throw new IllegalStateException("try " + slot + " belongs to no call any more");
        }
        return present;
    }

    /** The connection of the sidecar that it is on. */
    Socket socket() {
        Socket present = connection;
        if (present == null) {
            throw new IllegalStateException("try " + slot + " has no connection");
        }
        return present;
    }

    /** The host that the sidecar has chosen for it. */
    HostState host() {
        HostState present = host;
        if (present == null) {
            throw new IllegalStateException("try " + slot + " has no host");
        }
        return present;
    }

    /** The try whose handler this frame belongs to: itself, unless it is a branch. */
    Try root() {
        Try top = this;
        while (top.is(BRANCH)) {
            top = top.parent();
        }
        return top;
    }

    /** What a branch is a branch of. */
    Try parent() {
        Try present = parentFrame;
        if (present == null) {
            throw new IllegalStateException("branch " + slot + " has no parent");
        }
        return present;
    }

    /** As new. */
    void clear() {
        bits = 0;
        holds = 0;
        call = null;
        pod = -1;
        host = null;
        pool = null;
        connection = null;
        worker = 0;
        next = null;
        previous = null;
        tryTimer = -1;
        inboundTimer = -1;
        inbound = null;
        passage = null;
        stage = 0;
        program = null;
        position = 0;
        error = -1;
        parentFrame = null;
        openBranches = 0;
        branchStatus = 0;
        code = 0;
        sessionEnd = 0;
        grpc = Grpc.NONE;
        answer = null;
        span = -1;
        stepSpan = -1;
    }
}

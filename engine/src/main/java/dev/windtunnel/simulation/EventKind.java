package dev.windtunnel.simulation;

/** What can happen. Each event names one row of a table; dispatch is one switch in {@link Simulation}. */
final class EventKind {

    /** An open loop makes its next request (traffic). */
    static final int ARRIVAL = 0;
    /** A person of a closed loop makes the next request (user). */
    static final int USER_SENDS = 1;
    /** A request has passed into the caller's sidecar (call). */
    static final int PROXY_RECEIVES = 2;
    /** An injected delay is over (call). */
    static final int FAULT_OVER = 3;
    /** A connection is established (connection). */
    static final int CONNECTED = 4;
    /** A connection is refused (connection). */
    static final int REFUSED = 5;
    /** A request reaches the pod (try). */
    static final int POD_RECEIVES = 6;
    /** Work or sleep of a handler is over (try or branch). */
    static final int STEP_OVER = 7;
    /** An answer is back at the caller's side (try). */
    static final int ANSWER_BACK = 8;
    /** The loss of a connection is noticed at the caller's side (try). */
    static final int RESET_BACK = 9;
    /** The outcome reaches the calling app (call). */
    static final int DELIVERED = 10;
    /** The wait before a retry of the proxy is over (call). */
    static final int BACK_OFF_OVER = 11;
    /** The route's timeout (call). */
    static final int ROUTE_TIMEOUT = 12;
    /** The per-try timeout (try). */
    static final int TRY_TIMEOUT = 13;
    /** The caller's own patience is over (call). */
    static final int CALLER_TIMEOUT = 14;
    /** The connect timeout (connection). */
    static final int CONNECT_TIMEOUT = 15;
    /** The timeout of the server's sidecar towards its app (try). */
    static final int INBOUND_TIMEOUT = 16;
    /** The wait of a caller is over, before its own retry or between two exchanges of TCP (call). */
    static final int CALLER_GOES_ON = 17;
    /** An entry of the timeline begins or ends (occurrence). */
    static final int TIMELINE = 18;
    /** A proxy gets what the control plane last sent (pod). */
    static final int CONFIG_ARRIVES = 19;
    /** Something that happens seldom (chore). */
    static final int CHORE = 20;
    /** Packets that were lost are sent again (try). */
    static final int PACKETS_AGAIN = 21;
    /** The server learns that its caller hung up (try). */
    static final int HANG_UP_ARRIVES = 22;
    /** A name is looked up, or a connection of the app to its sidecar stands (call). */
    static final int CALLER_READY = 23;

    /** Balancers learn of delayed changes of health (cluster). */
    static final int HEALTH_SEEN = 24;
    /** Outlier detection looks at ejected hosts (cluster). */
    static final int OUTLIER_LOOK = 25;

    /** Nobody has used a connection for too long (connection). */
    static final int CONNECTION_IDLE = 26;
    /** A connection has reached its greatest age (connection). */
    static final int CONNECTION_TOO_OLD = 27;
    /** A handshake whose packet was lost is tried again (connection). */
    static final int HANDSHAKE_AGAIN = 28;
    /** Somebody who was asked about a request at its pod has answered (try). */
    static final int GATE_OF_POD = 29;
    /** Somebody who was asked about a request at its gateway has answered (call). */
    static final int GATE_OF_GATEWAY = 30;

    private EventKind() {}
}

package dev.windtunnel.simulation;

/**
 * What a random draw is for. Together with the seed and the key of the request it makes the draw, so that no rule, retry
 * or further service shifts the draws of anything else (performance.md, 6). Draws of a try add {@code try << 8}.
 */
final class Purpose {

    static final long ARRIVAL = 1;
    static final long REQUEST = 2;
    static final long TEMPLATE = 3;
    static final long THINK = 4;
    static final long STREAM = 5;
    static final long FAULT_DELAY = 6;
    static final long FAULT_ABORT = 7;
    static final long PICK = 16; // 16..31: the first pick and its repetitions
    static final long BACK_OFF = 8;
    static final long PROXY_OUT = 9;
    static final long PROXY_IN = 10;
    static final long PROXY_OUT_BACK = 11;
    static final long PROXY_IN_BACK = 12;
    static final long NETWORK = 13;
    static final long NETWORK_BACK = 14;
    static final long ERRORS = 15;
    static final long FAILING = 32;
    static final long CHILD = 33;
    static final long CONNECT = 34;
    static final long WORKER = 35;
    static final long KUBE_PROXY = 36;
    static final long DNS = 37;
    static final long BALANCER_START = 38;
    static final long POLL = 39;
    static final long PUSH = 40;
    static final long MIX = 41;
    static final long USER = 42;
    static final long MIRROR = 43;
    static final long CALLER_RETRY = 44;
    static final long BY_HAND = 45;
    static final long PRIORITY = 46;
    static final long HASH = 47;
    static final long RATE_LIMIT = 48;
    static final long RATE_LIMIT_ENFORCED = 49;
    static final long COOKIE = 50;
    static final long TLS = 53;
    static final long GATE = 51;
    static final long GATE_FAILS = 52;
    static final long MIXER = 58;
    static final long MIXER_BACK = 59;
    static final long PACKETS = 60;
    static final long HANDSHAKE = 61;
    static final long PROBE = 62;
    static final long APP_REFUSES = 63;
    static final long WAY_OF_BYTES = 66;
    static final long WAY_OF_BYTES_BACK = 67;
    static final long TLS_OF_APP = 68;
    static final long PROBE_PHASE = 128; // plus the number of the probe << 8
    static final long WAY = 1L << 19; // plus the purpose of the passage and the entry of the timeline
    static final long EXCHANGE = 54;
    static final long TCP_ROUTE = 55;
    static final long SESSION = 56;
    static final long HOST_LIST = 1L << 17; // plus the number of the list
    static final long LOCALITY = 1L << 18; // plus priority and worker
    static final long STEP = 1L << 16; // plus the position in the program

    private Purpose() {}
}

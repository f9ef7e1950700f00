package dev.windtunnel.simulation;

import java.util.Map;

/** An answer that a proxy or an app makes by itself, instead of a handler's response. */
record LocalReply(String body, boolean byProxy, String location, Map<String, String> headers) {

    /** Without further headers. */
    LocalReply(String body, boolean byProxy, String location) {
        this(body, byProxy, location, Map.of());
    }

    static final LocalReply EMPTY = new LocalReply("", true, "");
    static final LocalReply TIMEOUT = new LocalReply("upstream request timeout", true, "");
    static final LocalReply NO_HOST = new LocalReply("no healthy upstream", true, "");
    static final LocalReply CONNECT_FAILED = disconnect("remote connection failure");
    static final LocalReply CONNECT_TIMEOUT = disconnect("connection timeout");
    static final LocalReply TERMINATED = disconnect("connection termination");
    static final LocalReply REMOTE_RESET = disconnect("remote reset");
    static final LocalReply OVERFLOW = disconnect("overflow");
    /** What a proxy answers when the rate limit service says no: without a body, and never tried again. */
    static final LocalReply OVER_LIMIT = new LocalReply("", true, "");
    /** 404 of an app whose handlers take no such request, 503 of a full queue, 502 of a failed call. */
    static final LocalReply BY_APP = new LocalReply("", false, "");

    /** What a proxy answers when a local rate limit has no token. */
    static LocalReply rateLimited(Map<String, String> headers) {
        return new LocalReply("local_rate_limited", true, "", headers);
    }

    private static LocalReply disconnect(String reason) {
        return new LocalReply(
                "upstream connect error or disconnect/reset before headers. reset reason: " + reason, true, "");
    }
}

package dev.windtunnel.scenario;

/**
 * How a caller keeps its connections.
 *
 * @param http2 whether it speaks HTTP/2, so that one connection to a host and port carries all its requests; for gRPC
 *     calls every caller does
 * @param keepAlive whether a connection is used again
 * @param max greatest number of connections to one host and port; {@link Integer#MAX_VALUE} for unlimited
 * @param idleNanos an idle connection is closed after this long
 */
public record Connection(boolean http2, boolean keepAlive, int max, long idleNanos) {

    /** Kept alive, unlimited, closed after 90 s. */
    public static final Connection DEFAULT = new Connection(false, true, Integer.MAX_VALUE, 90_000_000_000L);
}

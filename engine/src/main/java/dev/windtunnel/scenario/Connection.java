package dev.windtunnel.scenario;

/**
 * How a caller keeps its HTTP/1.1 connections.
 *
 * @param keepAlive whether a connection is used again
 * @param max greatest number of connections to one host and port; {@link Integer#MAX_VALUE} for unlimited
 * @param idleNanos an idle connection is closed after this long
 */
public record Connection(boolean keepAlive, int max, long idleNanos) {

    /** Kept alive, unlimited, closed after 90 s. */
    public static final Connection DEFAULT = new Connection(true, Integer.MAX_VALUE, 90_000_000_000L);
}

package dev.windtunnel.simulation;

import dev.windtunnel.measure.Tally;

/**
 * A stretch of the life of a request.
 *
 * @param request number of the request, from 1 in the order in which requests start
 * @param span number of the span in its run
 * @param parent number of the span that it belongs to; -1 for the request itself
 * @param kind what it is
 * @param source who asks
 * @param target who is asked, or what is waited for
 * @param startNanos begin
 * @param endNanos end; -1 while it lasts
 * @param code status; 0 for none
 * @param grpc status of gRPC; negative for none
 * @param flags flags of the access log, {@code -} for none
 * @param reason why it is there or why it ended, in words
 * @param begun what was said of it when it began: the request line, or which try it is and by which rule
 */
public record TraceSpan(
        long request,
        int span,
        int parent,
        Kind kind,
        String source,
        String target,
        long startNanos,
        long endNanos,
        int code,
        int grpc,
        String flags,
        String reason,
        String begun) {

    /** Whether it ended without an answer, or with that of a server that failed. */
    public boolean failed() {
        return endNanos >= 0 && (code == 0 || code >= 500 || Tally.isGrpcError(grpc));
    }

    /** What it ended with: the code, or of gRPC a status that is not OK, as in {@code grpc 14}. */
    public String status() {
        return code != 0 && grpc > 0 ? "grpc " + grpc : Integer.toString(code);
    }

    /** Kinds of spans. */
    public enum Kind {
        REQUEST,
        ATTEMPT,
        BACKOFF,
        QUEUE,
        WORK,
        SLEEP,
        FAULT,
        CONNECT;

        /** The name in documents. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}

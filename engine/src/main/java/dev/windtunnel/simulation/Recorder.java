package dev.windtunnel.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Keeps the life of chosen requests: every hop, try, wait and timer, and the reason of each end. */
final class Recorder {

    private final LongPredicate wanted;
    private final List<Open> spans = new ArrayList<>();

    /** Records the requests (numbered from 1 in the order in which they start) that a predicate takes. */
    Recorder(LongPredicate wanted) {
        this.wanted = wanted;
    }

    boolean wants(long request) {
        return wanted.test(request);
    }

    private static final class Open {
        final long request;
        final int parent;
        final TraceSpan.Kind kind;
        final String source;
        final String target;
        final long start;
        long end = -1;
        int code;
        int grpc = -1;
        String flags = "-";
        String reason;
        final String begun;

        @Nullable
        Object answer;

        int answerPod = -1;

        Open(long request, int parent, TraceSpan.Kind kind, String source, String target, long start, String reason) {
            this.request = request;
            this.parent = parent;
            this.kind = kind;
            this.source = source;
            this.target = target;
            this.start = start;
            this.reason = reason;
            this.begun = reason;
        }
    }

    int openRoot(long request, String source, String target, long now, String reason) {
        spans.add(new Open(request, -1, TraceSpan.Kind.REQUEST, source, target, now, reason));
        return spans.size() - 1;
    }

    int open(int parent, TraceSpan.Kind kind, String source, String target, long now, String reason) {
        spans.add(new Open(spans.get(parent).request, parent, kind, source, target, now, reason));
        return spans.size() - 1;
    }

    /** A span that is over, by its end. */
    void closed(int parent, TraceSpan.Kind kind, String source, String target, long start, long end, String reason) {
        close(open(parent, kind, source, target, start, reason), end, 0, 0, null);
    }

    /** Ends a span; a reason replaces that of the start. A span that has ended stays as it is. */
    void close(int span, long now, int code, int flags, @Nullable String reason) {
        close(span, now, code, -1, flags, reason);
    }

    /** The same with the status of gRPC; negative for none. */
    void close(int span, long now, int code, int grpc, int flags, @Nullable String reason) {
        Open open = spans.get(span);
        if (open.end >= 0) {
            return;
        }
        open.end = now;
        open.code = code;
        open.grpc = grpc;
        open.flags = ResponseFlag.text(flags);
        if (reason != null) {
            open.reason = reason;
        }
    }

    void answered(int span, int pod, @Nullable Object answer) {
        spans.get(span).answerPod = pod;
        spans.get(span).answer = answer;
    }

    int answerPod(int span) {
        return spans.get(span).answerPod;
    }

    @Nullable
    Object answer(int span) {
        return spans.get(span).answer;
    }

    /** The spans of one request, or of all (0), in order of their start. */
    List<TraceSpan> spans(long request) {
        List<TraceSpan> result = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            Open open = spans.get(i);
            if (request == 0 || open.request == request) {
                result.add(new TraceSpan(
                        open.request,
                        i,
                        open.parent,
                        open.kind,
                        open.source,
                        open.target,
                        open.start,
                        open.end,
                        open.code,
                        open.grpc,
                        open.flags,
                        open.reason,
                        open.begun));
            }
        }
        return result;
    }

    /** The number of the root span of a request; -1 when it was not recorded. */
    int root(long request) {
        for (int i = 0; i < spans.size(); i++) {
            if (spans.get(i).request == request && spans.get(i).parent < 0) {
                return i;
            }
        }
        return -1;
    }
}

package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.RequestLife;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.simulation.TraceSpan;
import dev.windtunnel.simulation.TraceSpan.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The life of a request in two other ways: what happened one after another, and which hops it took. */
final class RequestLog {

    private RequestLog() {}

    /**
     * Something that happened.
     *
     * @param seconds since the request began
     * @param who where it happened
     */
    record Line(double seconds, String who, String what, boolean bad) {}

    /**
     * A hop: one service asking another.
     *
     * @param depth how many hops lie before it
     * @param pod where its last try went; empty when none was made
     * @param rule what governed its last try; empty for none
     */
    record Hop(
            int depth,
            String from,
            String to,
            String code,
            String flags,
            int tries,
            String pod,
            double seconds,
            String rule,
            boolean bad) {}

    /** What happened, in the order of time. */
    static List<Line> lines(RequestLife life) {
        List<Line> lines = new ArrayList<>();
        List<Line> answers = new ArrayList<>();
        long from = life.spans().get(0).startNanos();
        for (TraceSpan span : life.spans()) {
            double begin = (span.startNanos() - from) / 1e9;
            lines.add(new Line(begin, who(life, span), begin(span), false));
            if (span.endNanos() >= 0) {
                boolean asks = span.kind() == Kind.REQUEST || span.kind() == Kind.ATTEMPT;
                double end = (span.endNanos() - from) / 1e9;
                String words = end(span);
                if (!words.isEmpty()) {
                    (span.kind() == Kind.REQUEST ? answers : lines)
                            .add(new Line(end, who(life, span), words, asks && WhyEnded.failed(span)));
                }
            }
        }
        // Of one instant, the end of a try stands before the answer that it leads to, and that before the one above.
        Collections.reverse(answers);
        lines.addAll(answers);
        lines.sort(Comparator.comparingDouble(Line::seconds));
        return List.copyOf(lines);
    }

    private static String who(RequestLife life, TraceSpan span) {
        return switch (span.kind()) {
            case REQUEST -> life.workloadName(span.source());
            case ATTEMPT, BACKOFF, CONNECT, FAULT -> "sidecar of " + life.workloadName(span.source());
            case QUEUE, WORK, SLEEP -> span.source();
        };
    }

    private static String begin(TraceSpan span) {
        return switch (span.kind()) {
            case REQUEST -> "asks " + span.target() + ": " + span.begun();
            case ATTEMPT -> span.begun() + ", sent to " + span.target();
            case BACKOFF -> span.reason().isEmpty() ? "waits before it tries again" : span.reason();
            case CONNECT -> "connects" + (span.target().isEmpty() ? "" : " to " + span.target());
            case FAULT -> "injected fault: " + span.target();
            case QUEUE -> "waits for a " + span.target();
            case WORK -> "works";
            case SLEEP -> "sleeps";
        };
    }

    private static String end(TraceSpan span) {
        String code = span.code() == 0 ? "no answer" : span.status();
        String flags = span.flags().equals("-") || span.flags().isEmpty() ? "" : " " + span.flags();
        return switch (span.kind()) {
            case REQUEST -> "has " + code + flags + " from " + span.target() + " after " + lasted(span);
            case ATTEMPT -> (span.code() == 0 ? "gives the try up" : "has " + code + flags) + ", " + span.reason();
            case WORK, SLEEP -> "is done after " + lasted(span);
            case QUEUE -> "is served after " + lasted(span);
            case CONNECT -> "is connected after " + lasted(span);
            case BACKOFF, FAULT -> "";
        };
    }

    private static String lasted(TraceSpan span) {
        return Instants.latency((span.endNanos() - span.startNanos()) / 1e9);
    }

    /** The hops, each below the one that it belongs to. */
    static List<Hop> hops(RequestLife life) {
        List<Hop> hops = new ArrayList<>();
        add(life, life.spans().get(0), 0, hops);
        return List.copyOf(hops);
    }

    private static void add(RequestLife life, TraceSpan span, int depth, List<Hop> hops) {
        boolean hop = span.kind() == Kind.REQUEST;
        if (hop) {
            int tries = 0;
            String pod = "";
            String rule = "";
            for (TraceSpan child : life.spans()) {
                if (child.parent() == span.span() && child.kind() == Kind.ATTEMPT) {
                    tries++;
                    pod = child.target();
                    String by = RequestRules.rule(child);
                    rule = by == null ? "" : by;
                }
            }
            hops.add(new Hop(
                    depth,
                    life.workloadName(span.source()),
                    span.target(),
                    span.code() == 0 ? "none" : span.status(),
                    span.flags(),
                    tries,
                    pod,
                    span.endNanos() < 0 ? Double.NaN : (span.endNanos() - span.startNanos()) / 1e9,
                    rule,
                    WhyEnded.failed(span)));
        }
        for (TraceSpan child : life.spans()) {
            if (child.parent() == span.span()) {
                add(life, child, hop ? depth + 1 : depth, hops);
            }
        }
    }
}

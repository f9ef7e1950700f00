package dev.windtunnel.app.report;

import dev.windtunnel.experiment.RequestTrace;
import dev.windtunnel.report.Documents;
import dev.windtunnel.report.Figures;
import dev.windtunnel.report.Style;
import dev.windtunnel.report.Table;
import dev.windtunnel.simulation.TraceSpan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The life of one request: a document, or a tree with a bar for each span. */
public final class TraceReport {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int BAR_WIDTH = 24;

    private TraceReport() {}

    /** A document of kind {@code Trace}. */
    public static Map<String, @Nullable Object> document(RequestTrace trace) {
        Map<String, @Nullable Object> document = Documents.ofKind("Trace");
        document.put("request", trace.request());
        document.put("spans", trace.spans().stream().map(TraceReport::span).toList());
        return document;
    }

    private static Map<String, @Nullable Object> span(TraceSpan span) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("span", span.span());
        item.put("parent", span.parent() < 0 ? null : span.parent());
        item.put("kind", span.kind().text());
        item.put("source", span.source());
        item.put("target", span.target());
        item.put("startSeconds", span.startNanos() / NANOS_PER_SECOND);
        item.put("endSeconds", span.endNanos() < 0 ? null : span.endNanos() / NANOS_PER_SECOND);
        item.put("code", hasCode(span) ? span.code() : null);
        if (hasCode(span) && span.grpc() >= 0) {
            item.put("grpc", span.grpc());
        }
        item.put("flags", hasCode(span) ? span.flags() : null);
        item.put("reason", span.reason());
        return item;
    }

    /** Waits and work have no code; a request or try that got no answer has code 0. */
    static boolean hasCode(TraceSpan span) {
        return switch (span.kind()) {
            case REQUEST, ATTEMPT -> span.endNanos() >= 0;
            default -> false;
        };
    }

    /** The tree, in order of the starts below each span. */
    public static String text(RequestTrace trace, Style style) {
        List<TraceSpan> spans = trace.spans();
        TraceSpan root = spans.get(0);
        long end = root.startNanos() + 1;
        for (TraceSpan span : spans) {
            end = Math.max(end, Math.max(span.startNanos(), span.endNanos()));
        }
        Table table = Table.of("start", "duration", "", "what", "code", "flags", "why")
                .right("start", "duration");
        addTree(table, spans, root, 0, root.startNanos(), end, style);
        return style.bold("request " + trace.request()) + ", started at " + Figures.duration(root.startNanos()) + "\n"
                + table.text();
    }

    private static void addTree(
            Table table, List<TraceSpan> spans, TraceSpan span, int depth, long from, long to, Style style) {
        boolean over = span.endNanos() >= 0;
        boolean coded = hasCode(span);
        String code = coded ? span.status() : "";
        boolean bad = coded && span.failed();
        table.row(
                "+" + Figures.duration(span.startNanos() - from),
                over ? Figures.duration(span.endNanos() - span.startNanos()) : "not over",
                bar(span.startNanos(), over ? span.endNanos() : to, from, to),
                "  ".repeat(depth) + span.kind().text() + " " + span.source() + " > " + span.target(),
                bad ? style.bad(code) : code,
                coded ? span.flags() : "",
                span.reason());
        for (TraceSpan child : spans) {
            if (child.parent() == span.span()) {
                addTree(table, spans, child, depth + 1, from, to, style);
            }
        }
    }

    private static String bar(long start, long end, long from, long to) {
        double scale = BAR_WIDTH / (double) (to - from);
        int first = Math.min(BAR_WIDTH - 1, (int) ((start - from) * scale));
        int last = Math.min(BAR_WIDTH, Math.max(first + 1, (int) Math.round((end - from) * scale)));
        return " ".repeat(first) + "\u2588".repeat(last - first) + " ".repeat(BAR_WIDTH - last);
    }
}

package dev.windtunnel.app.report;

import dev.windtunnel.experiment.RequestTrace;
import dev.windtunnel.report.Documents;
import dev.windtunnel.simulation.TraceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The life of a request in the forms of tracing tools. Virtual time 0 is the beginning of the year 2000 there, because
 * they take a time of 0 for none. Ids follow from seed, request and span: the same run has the same trace.
 */
public final class TraceExport {
    private static final long BEGIN_SECONDS = 946_684_800L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;
    private static final int OTLP_INTERNAL = 1;
    private static final int OTLP_CLIENT = 3;
    private static final int OTLP_ERROR = 2;

    private final RequestTrace trace;
    private final String traceId;

    /** An export of a trace of the run with a seed. */
    public TraceExport(RequestTrace trace, long seed) {
        this.trace = trace;
        this.traceId = hex(seed) + hex(trace.request());
    }

    private static String hex(long number) {
        String digits = Long.toHexString(number);
        return "0".repeat(16 - digits.length()) + digits;
    }

    private static String id(int span) {
        return hex(span + 1L);
    }

    private String service(TraceSpan span) {
        return trace.workloads().getOrDefault(span.source(), span.source());
    }

    private static boolean isCall(TraceSpan span) {
        return span.kind() == TraceSpan.Kind.REQUEST || span.kind() == TraceSpan.Kind.ATTEMPT;
    }

    private static boolean failed(TraceSpan span) {
        return TraceReport.hasCode(span) && span.failed();
    }

    private static String name(TraceSpan span) {
        return span.kind().text() + " " + span.target();
    }

    private static Map<String, String> tags(TraceSpan span) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("kind", span.kind().text());
        tags.put("pod", span.source());
        if (TraceReport.hasCode(span)) {
            tags.put("http.status_code", Integer.toString(span.code()));
            if (span.grpc() >= 0) {
                tags.put("grpc.status_code", Integer.toString(span.grpc()));
            }
            tags.put("response_flags", span.flags());
        }
        tags.put("reason", span.reason());
        return tags;
    }

    // ---------------------------------------------------------------- Zipkin

    /** A list of spans as Zipkin's API v2 takes it ({@code POST /api/v2/spans}). */
    public String zipkin() {
        List<Map<String, @Nullable Object>> spans = new ArrayList<>();
        for (TraceSpan span : trace.spans()) {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("traceId", traceId);
            item.put("id", id(span.span()));
            if (span.parent() >= 0) {
                item.put("parentId", id(span.parent()));
            }
            if (isCall(span)) {
                item.put("kind", "CLIENT");
            }
            item.put("name", name(span));
            item.put("timestamp", BEGIN_SECONDS * 1_000_000L + span.startNanos() / NANOS_PER_MICRO);
            if (span.endNanos() >= 0) {
                // Zipkin takes whole microseconds, and 0 for no duration at all.
                item.put("duration", Math.max(1, (span.endNanos() - span.startNanos()) / NANOS_PER_MICRO));
            }
            item.put("localEndpoint", Map.of("serviceName", service(span)));
            if (span.kind() == TraceSpan.Kind.ATTEMPT) {
                String remote = trace.workloads().getOrDefault(span.target(), span.target());
                item.put("remoteEndpoint", Map.of("serviceName", remote));
            }
            Map<String, String> tags = tags(span);
            if (failed(span)) {
                tags.put("error", span.reason());
            }
            item.put("tags", tags);
            spans.add(item);
        }
        return Documents.json(spans);
    }

    // ---------------------------------------------------------------- OTLP

    /** An {@code ExportTraceServiceRequest} as JSON, as a collector takes it ({@code POST /v1/traces}). */
    public String otlp() {
        Map<String, List<Map<String, @Nullable Object>>> byService = new LinkedHashMap<>();
        for (TraceSpan span : trace.spans()) {
            byService.computeIfAbsent(service(span), name -> new ArrayList<>()).add(otlpSpan(span));
        }
        List<Map<String, @Nullable Object>> resources = new ArrayList<>();
        byService.forEach((name, spans) -> {
            Map<String, @Nullable Object> scope = new LinkedHashMap<>();
            scope.put("scope", Map.of("name", "windtunnel"));
            scope.put("spans", spans);
            Map<String, @Nullable Object> resource = new LinkedHashMap<>();
            resource.put("resource", Map.of("attributes", List.of(attribute("service.name", name))));
            resource.put("scopeSpans", List.of(scope));
            resources.add(resource);
        });
        return Documents.json(Map.of("resourceSpans", resources));
    }

    private Map<String, @Nullable Object> otlpSpan(TraceSpan span) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("traceId", traceId);
        item.put("spanId", id(span.span()));
        if (span.parent() >= 0) {
            item.put("parentSpanId", id(span.parent()));
        }
        item.put("name", name(span));
        item.put("kind", isCall(span) ? OTLP_CLIENT : OTLP_INTERNAL);
        item.put("startTimeUnixNano", unixNanos(span.startNanos()));
        item.put("endTimeUnixNano", unixNanos(Math.max(span.startNanos(), span.endNanos())));
        List<Map<String, @Nullable Object>> attributes = new ArrayList<>();
        tags(span).forEach((key, value) -> attributes.add(attribute(key, value)));
        item.put("attributes", attributes);
        if (failed(span)) {
            Map<String, @Nullable Object> status = new LinkedHashMap<>();
            status.put("code", OTLP_ERROR);
            status.put("message", span.reason());
            item.put("status", status);
        }
        return item;
    }

    /** 64-bit numbers are texts in the JSON of protobuf. */
    private static String unixNanos(long virtualNanos) {
        return Long.toString(BEGIN_SECONDS * NANOS_PER_SECOND + virtualNanos);
    }

    private static Map<String, @Nullable Object> attribute(String key, String value) {
        Map<String, @Nullable Object> attribute = new LinkedHashMap<>();
        attribute.put("key", key);
        attribute.put("value", Map.of("stringValue", value));
        return attribute;
    }
}

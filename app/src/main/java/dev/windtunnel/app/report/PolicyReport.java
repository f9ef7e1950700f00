package dev.windtunnel.app.report;

import dev.windtunnel.explain.EdgePolicy;
import dev.windtunnel.explain.Setting;
import dev.windtunnel.report.Documents;
import dev.windtunnel.report.Figures;
import dev.windtunnel.report.Style;
import dev.windtunnel.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Effective policies, each value with where it comes from. */
public final class PolicyReport {
    /** Where nothing means no limit; elsewhere it means none. */
    private static final Set<String> LIMITS = Set.of(
            "maxConnections", "http1MaxPendingRequests", "http2MaxRequests", "maxRetries", "retries.backoff.max");

    private PolicyReport() {}

    /** A document of kind {@code PolicyList}. */
    public static Map<String, @Nullable Object> document(List<EdgePolicy> policies) {
        Map<String, @Nullable Object> document = Documents.ofKind("PolicyList");
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        for (EdgePolicy policy : policies) {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("source", policy.source());
            item.put("service", policy.service());
            item.put("port", policy.port());
            item.put(
                    "settings",
                    policy.settings().stream().map(PolicyReport::setting).toList());
            items.add(item);
        }
        document.put("items", items);
        return document;
    }

    private static Map<String, @Nullable Object> setting(Setting setting) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("field", setting.field());
        item.put("value", setting.value());
        item.put("unit", setting.unit());
        item.put("origin", setting.origin());
        item.put("file", setting.file());
        item.put("line", setting.file() == null || setting.line() == 0 ? null : setting.line());
        item.put("rule", setting.rule());
        item.put("destination", setting.destination());
        return item;
    }

    /** A table for each edge. */
    public static String table(List<EdgePolicy> policies, Style style) {
        StringBuilder text = new StringBuilder();
        for (EdgePolicy policy : policies) {
            text.append(text.length() == 0 ? "" : "\n");
            String edge = policy.source() + " -> " + policy.service() + ":" + policy.port();
            text.append(style.bold(edge)).append('\n').append(table(policy, style));
        }
        return text.toString();
    }

    private static String table(EdgePolicy policy, Style style) {
        Table table = Table.of("applies to", "field", "value", "origin", "place");
        String before = "";
        for (Setting setting : policy.settings()) {
            String subject = subject(setting);
            boolean isDefault = setting.origin().endsWith(" default");
            String origin = isDefault ? style.dim(setting.origin()) : setting.origin();
            table.row(subject.equals(before) ? "" : subject, setting.field(), value(setting), origin, place(setting));
            before = subject;
        }
        return table.text();
    }

    private static String subject(Setting setting) {
        if (setting.rule() != null) {
            return setting.rule().equals("default") ? "all requests" : setting.rule();
        }
        return setting.destination() == null ? "the edge" : "to " + setting.destination();
    }

    private static String value(Setting setting) {
        Object value = setting.value();
        if (value == null) {
            return LIMITS.contains(setting.field()) ? "unlimited" : "none";
        }
        if (value instanceof Double number) {
            return "share".equals(setting.unit()) ? Figures.percent(number) : Figures.seconds(number);
        }
        return value.toString();
    }

    private static String place(Setting setting) {
        if (setting.file() == null) {
            return "";
        }
        return setting.line() == 0 ? setting.file() : setting.file() + ":" + setting.line();
    }
}

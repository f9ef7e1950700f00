package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.explain.EdgePolicy;
import dev.windtunnel.explain.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An effective policy as rows: field, value, origin. */
final class PolicyTable {

    private static final Set<String> LIMITS =
            Set.of("maxConnections", "http1MaxPendingRequests", "maxRetries", "retries.backoff.max");

    /** A row; a heading names an edge, or in its first text a part of it. */
    record Row(String field, String value, String origin, boolean heading) {}

    private PolicyTable() {}

    /** The rows of some policies: a heading for each edge and for each part of it. */
    static List<Row> rows(List<EdgePolicy> policies) {
        List<Row> rows = new ArrayList<>();
        for (EdgePolicy policy : policies) {
            String before = "";
            rows.add(new Row(policy.source() + " to", shortName(policy.service()), "port " + policy.port(), true));
            for (Setting setting : policy.settings()) {
                String subject = setting.rule() != null
                        ? setting.rule().equals("default")
                                ? "all requests"
                                : setting.rule().substring(setting.rule().lastIndexOf('/') + 1)
                        : setting.destination() == null ? "" : "to " + setting.destination();
                if (!subject.equals(before) && !subject.isEmpty()) {
                    rows.add(new Row(subject, "", "", true));
                }
                before = subject;
                rows.add(new Row(field(setting.field()), value(setting), origin(setting), false));
            }
        }
        return rows;
    }

    /** Of a name with its namespace, the name. */
    private static String shortName(String service) {
        int dot = service.indexOf('.');
        return dot < 0 ? service : service.substring(0, dot);
    }

    /** What stands in a list of retry settings need not say so again. */
    private static String field(String name) {
        return name.startsWith("retries.") ? name.substring("retries.".length()) : name;
    }

    static String value(Setting setting) {
        Object value = setting.value();
        if (value == null) {
            return LIMITS.contains(setting.field()) ? "unlimited" : "none";
        }
        if (value instanceof Double number) {
            if ("share".equals(setting.unit())) {
                return String.format(Locale.ROOT, "%.1f %%", number * 100);
            }
            if ("s".equals(setting.unit())) {
                return dev.windtunnel.source.Durations.format(Math.round(number * 1e9));
            }
        }
        return value.toString();
    }

    static String origin(Setting setting) {
        if (setting.file() == null) {
            String origin = setting.origin();
            return origin.isEmpty() ? origin : origin.substring(0, 1).toUpperCase(Locale.ROOT) + origin.substring(1);
        }
        String name = setting.file().substring(setting.file().lastIndexOf('/') + 1);
        return setting.line() == 0 ? name : name + ":" + setting.line();
    }
}

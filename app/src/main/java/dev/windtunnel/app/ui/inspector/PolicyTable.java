package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.rules.SettingWords;
import dev.windtunnel.explain.EdgePolicy;
import dev.windtunnel.explain.Setting;
import java.util.ArrayList;
import java.util.List;

/** An effective policy as rows: field, value, origin. */
final class PolicyTable {

    /** A row; a heading names an edge, or in its first text a part of it. */
    record Row(String field, String value, String origin, boolean heading) {}

    private PolicyTable() {}

    /** The rows of some policies: a heading for each edge and for each part of it. */
    static List<Row> rows(List<EdgePolicy> policies) {
        List<Row> rows = new ArrayList<>();
        for (EdgePolicy policy : policies) {
            String before = "";
            rows.add(new Row(
                    policy.source() + " to", SettingWords.shortName(policy.service()), "port " + policy.port(), true));
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
                rows.add(new Row(
                        field(setting.field()), SettingWords.value(setting), SettingWords.origin(setting), false));
            }
        }
        return rows;
    }

    /** What stands in a list of retry settings need not say so again. */
    private static String field(String name) {
        return name.startsWith("retries.") ? name.substring("retries.".length()) : name;
    }
}

package dev.windtunnel.app.rules;

import dev.windtunnel.explain.EdgePolicy;
import dev.windtunnel.explain.Policies;
import dev.windtunnel.explain.Setting;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What two plans have their callers do differently: the values of effective policies that are not the same. */
public final class PolicyChanges {

    private PolicyChanges() {}

    /**
     * A value that is not the same.
     *
     * @param edge caller and service: {@code web to ratings}
     * @param field the value's name, with the route or destination that it belongs to
     * @param plainField its name alone
     * @param base as it is in one plan; a dash where that has no such value
     * @param now as it is in the other
     * @param origin who set it last: a file's line, an object or a default
     * @param rule the object that set it; null when none did
     */
    public record Change(
            String edge,
            String field,
            String plainField,
            String base,
            String now,
            String origin,
            @Nullable ObjectKey rule) {}

    /** The changes from one plan to another, in the order of the policies. */
    public static List<Change> between(Plan base, Plan now) {
        if (base == now) {
            return List.of();
        }
        Map<String, Map<String, Setting>> before = byEdge(Policies.ofEdges(base));
        Map<String, Map<String, Setting>> after = byEdge(Policies.ofEdges(now));
        Set<String> edges = new LinkedHashSet<>(after.keySet());
        edges.addAll(before.keySet());
        List<Change> changes = new ArrayList<>();
        for (String edge : edges) {
            Map<String, Setting> left = before.getOrDefault(edge, Map.of());
            Map<String, Setting> right = after.getOrDefault(edge, Map.of());
            Set<String> names = new LinkedHashSet<>(right.keySet());
            names.addAll(left.keySet());
            for (String name : names) {
                Setting one = left.get(name);
                Setting other = right.get(name);
                String was = one == null ? "-" : SettingWords.value(one);
                String is = other == null ? "-" : SettingWords.value(other);
                Setting teller = other == null ? one : other;
                if (!was.equals(is) && teller != null) {
                    changes.add(new Change(
                            edge,
                            label(teller),
                            plain(teller.field()),
                            was,
                            is,
                            SettingWords.origin(teller),
                            rule(teller)));
                }
            }
        }
        return List.copyOf(changes);
    }

    /** The greatest of the changes in a sentence; empty when there are none. */
    public static String sentence(List<Change> changes) {
        if (changes.isEmpty()) {
            return "";
        }
        Change first = changes.get(0);
        List<String> base = new ArrayList<>();
        List<String> now = new ArrayList<>();
        int said = 0;
        for (Change change : changes) {
            if (change.edge().equals(first.edge()) && change.plainField().equals(first.plainField()) && said < 4) {
                base.add(change.base());
                now.add(change.now());
                said++;
            }
        }
        int more = changes.size() - said;
        return "Base keeps " + first.plainField() + " of " + first.edge() + " at "
                + String.join(" / ", base) + ", this run has " + String.join(" / ", now)
                + (more == 0 ? "." : more == 1 ? "; 1 more difference." : "; " + more + " more differences.");
    }

    private static Map<String, Map<String, Setting>> byEdge(List<EdgePolicy> policies) {
        Map<String, Map<String, Setting>> edges = new LinkedHashMap<>();
        for (EdgePolicy policy : policies) {
            Map<String, Setting> settings = edges.computeIfAbsent(
                    policy.source() + " to " + SettingWords.shortName(policy.service()), name -> new LinkedHashMap<>());
            for (Setting setting : policy.settings()) {
                String name =
                        policy.port() + " " + setting.rule() + " " + setting.destination() + " " + setting.field();
                // The same name twice (two routes without names) stays two values.
                int again = 0;
                while (settings.containsKey(name + again)) {
                    again++;
                }
                settings.put(name + again, setting);
            }
        }
        return edges;
    }

    private static String plain(String field) {
        int bracket = field.indexOf('[');
        return bracket < 0 ? field : field.substring(0, bracket);
    }

    private static String label(Setting setting) {
        String field = setting.field().startsWith("split[") && setting.field().endsWith("]")
                ? "share of "
                        + setting.field()
                                .substring("split[".length(), setting.field().length() - 1)
                : setting.field();
        if (setting.destination() != null) {
            return field + " of " + setting.destination();
        }
        String rule = setting.rule();
        return rule == null || rule.equals("default")
                ? field
                : field + ", " + rule.substring(rule.lastIndexOf('/') + 1);
    }

    private static @Nullable ObjectKey rule(Setting setting) {
        String[] parts = setting.origin().split("/", -1);
        return parts.length == 3 ? new ObjectKey(parts[0], parts[1], parts[2]) : null;
    }
}

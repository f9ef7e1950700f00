package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.RequestLife;
import dev.windtunnel.explain.EdgePolicy;
import dev.windtunnel.explain.Policies;
import dev.windtunnel.explain.Setting;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.TraceSpan;
import dev.windtunnel.source.Durations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings that held for the calls of one traced request, and how sentences name them. */
final class RequestRules {

    private final RequestLife life;
    private final Map<String, List<Setting>> known = new HashMap<>();

    RequestRules(RequestLife life) {
        this.life = life;
    }

    /** The rule that sent a try: {@code VirtualService/default/hello http[0]}; null when none is known. */
    static @Nullable String rule(TraceSpan attempt) {
        int by = attempt.begun().indexOf(" by ");
        return attempt.begun().startsWith("try ") && by > 0 ? attempt.begun().substring(by + 4) : null;
    }

    /** A setting of the edge that a call used, under the rule that its tries went by; null when there is none. */
    @Nullable
    Setting setting(TraceSpan call, @Nullable String rule, String field) {
        for (Setting setting : settings(call)) {
            boolean ofRule =
                    rule == null || setting.rule() == null || setting.rule().equals(rule);
            if (setting.field().equals(field) && ofRule) {
                return setting;
            }
        }
        return null;
    }

    private List<Setting> settings(TraceSpan call) {
        return known.computeIfAbsent(call.source() + " " + call.target(), key -> look(call));
    }

    private List<Setting> look(TraceSpan call) {
        WorkloadPlan source = life.workload(call.source());
        if (source == null) {
            return List.of();
        }
        int colon = call.target().lastIndexOf(':');
        String host = colon < 0 ? call.target() : call.target().substring(0, colon);
        String digits = call.target().substring(colon + 1);
        int port = colon < 0 || !digits.matches("[0-9]{1,5}") ? 80 : Integer.parseInt(digits);
        Service service = life.plan().directory().lookUp(host, source.namespace());
        if (service == null) {
            return List.of();
        }
        for (EdgePolicy policy : Policies.ofPossible(life.plan(), source, service)) {
            if (policy.port() == port) {
                return policy.settings();
            }
        }
        return List.of();
    }

    /** {@code 2s} of a setting in seconds; empty when it has no value. */
    static String duration(@Nullable Setting setting) {
        return setting != null && setting.value() instanceof Number seconds
                ? " " + Durations.format(Math.round(seconds.doubleValue() * 1e9))
                : "";
    }

    /** {@code of VirtualService hello, hello.yaml:14}: who set it. */
    static String origin(@Nullable Setting setting) {
        if (setting == null) {
            return "";
        }
        String place = place(setting);
        return switch (setting.origin()) {
            case "istio default" -> " of Istio's defaults";
            case "mesh" -> " of the mesh's settings";
            default ->
                setting.origin().endsWith("default")
                        ? " of Envoy's defaults"
                        : " of " + object(setting.origin()) + (place.isEmpty() ? "" : ", " + place);
        };
    }

    /** {@code hello.yaml:14}; empty for what stands in no file. */
    static String place(Setting setting) {
        String file = setting.file();
        return file == null ? "" : file.substring(file.lastIndexOf('/') + 1) + ":" + setting.line();
    }

    /** {@code VirtualService hello} of {@code VirtualService/default/hello http[0]}. */
    static String object(String origin) {
        int space = origin.indexOf(' ');
        String object = space < 0 ? origin : origin.substring(0, space);
        int slash = object.indexOf('/');
        return slash < 0 ? origin : object.substring(0, slash) + " " + object.substring(object.lastIndexOf('/') + 1);
    }
}

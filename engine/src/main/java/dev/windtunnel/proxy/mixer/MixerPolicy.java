package dev.windtunnel.proxy.mixer;

import dev.windtunnel.mesh.MixerRules;
import dev.windtunnel.mesh.MixerRules.Aspect;
import dev.windtunnel.mesh.MixerRules.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All rules of Mixer. Subjects go from {@code global} over the namespace to the service; within a scope the aspects of a
 * kind of the more specific subject replace those of the others, and scopes add up (istio/mixer 0.1
 * {@code pkg/config/runtime.go}).
 */
public final class MixerPolicy {

    /** Nothing is ruled. */
    public static final MixerPolicy NONE = new MixerPolicy(List.of());

    /** By scope, then by subject. */
    private final Map<String, Map<String, MixerRules>> scopes = new LinkedHashMap<>();

    /** Decides by these rules. */
    public MixerPolicy(List<MixerRules> rules) {
        for (MixerRules each : rules) {
            scopes.computeIfAbsent(each.scope(), scope -> new LinkedHashMap<>()).put(each.subject(), each);
        }
    }

    /** Whether there are no rules at all. */
    public boolean isEmpty() {
        return scopes.isEmpty();
    }

    /**
     * What is decided about a kind of request.
     *
     * @param refusal the answer of Check; null when it lets the request pass
     * @param counters what Quota takes one from, in order
     */
    public record Ruling(MixerRules.@Nullable Status refusal, List<Counter> counters) {}

    /** A counter: requests with the same one share a window. */
    public record Counter(MixerRules.Quotas of, MixerRules.Quota quota, List<String> values) {}

    /** Decides about a request. */
    public Ruling decide(Attributes request) {
        List<Aspect> aspects = aspects(request);
        List<Counter> counters = new ArrayList<>();
        for (Aspect aspect : aspects) {
            MixerRules.Status refusal = check(aspect, request);
            if (refusal != null) {
                return new Ruling(refusal, List.of());
            }
            if (aspect instanceof MixerRules.Quotas quotas) {
                count(quotas, request, counters);
            }
        }
        return new Ruling(null, List.copyOf(counters));
    }

    private List<Aspect> aspects(Attributes request) {
        List<Aspect> all = new ArrayList<>();
        for (Map<String, MixerRules> scope : scopes.values()) {
            Map<Class<?>, List<Aspect>> byKind = new LinkedHashMap<>();
            for (String subject : subjects(request.target())) {
                MixerRules rules = scope.get(subject);
                if (rules != null) {
                    Map<Class<?>, List<Aspect>> own = new LinkedHashMap<>();
                    select(rules.rules(), request, own);
                    byKind.putAll(own);
                }
            }
            byKind.values().forEach(all::addAll);
        }
        return all;
    }

    private static List<String> subjects(Attributes.Peer target) {
        List<String> subjects = new ArrayList<>(List.of(MixerRules.GLOBAL));
        String service = target.service();
        if (service != null) {
            subjects.add(service.substring(service.indexOf('.') + 1));
            subjects.add(service);
        }
        return subjects;
    }

    private static void select(List<Rule> rules, Attributes request, Map<Class<?>, List<Aspect>> selected) {
        for (Rule rule : rules) {
            if (Expressions.isTrue(rule.selector(), request)) {
                for (Aspect aspect : rule.aspects()) {
                    selected.computeIfAbsent(aspect.getClass(), kind -> new ArrayList<>())
                            .add(aspect);
                }
                select(rule.rules(), request, selected);
            }
        }
    }

    private static MixerRules.@Nullable Status check(Aspect aspect, Attributes request) {
        if (aspect instanceof MixerRules.Denials denials) {
            return denials.status();
        }
        if (aspect instanceof MixerRules.Lists list) {
            String value = Expressions.value(list.value(), request);
            if (value == null) {
                return new MixerRules.Status("INTERNAL", 500, "the request has nothing to look up");
            }
            return list.entries().contains(value) != list.blacklist()
                    ? null
                    : new MixerRules.Status("PERMISSION_DENIED", 403, value + " rejected");
        }
        return null;
    }

    private static void count(MixerRules.Quotas quotas, Attributes request, List<Counter> counters) {
        for (MixerRules.Quota quota : quotas.quotas()) {
            if (quota.name().equals(MixerRules.REQUEST_COUNT)) {
                List<String> values = new ArrayList<>();
                quota.labels().forEach((label, expression) -> {
                    String value = Expressions.value(expression, request);
                    values.add(value == null ? "" : value);
                });
                counters.add(new Counter(quotas, quota, List.copyOf(values)));
            }
        }
    }
}

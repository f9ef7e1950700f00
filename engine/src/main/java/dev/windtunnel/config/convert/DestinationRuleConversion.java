package dev.windtunnel.config.convert;

import dev.windtunnel.config.convert.Host.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The versions and policies of one destination as the {@code spec} of one DestinationRule. */
final class DestinationRuleConversion {
    private static final String OUTLIER = "outlierDetection";

    private final Host host;
    private final boolean literal;
    private final PolicyConversion policies;

    DestinationRuleConversion(Host host, boolean literal) {
        this.host = host;
        this.literal = literal;
        this.policies = new PolicyConversion(literal);
    }

    /** The spec, or null when there is nothing to say. */
    @Nullable
    Map<String, @Nullable Object> convert() {
        host.policies().keySet().stream().filter(labels -> !labels.isEmpty()).forEach(host::subset);
        Policy whole = host.policies().get(Map.of());
        Map<String, @Nullable Object> top =
                whole != null ? policies.convert(whole.block()) : literal ? Map.of() : PolicyConversion.oldDefaults();
        if (whole != null) {
            Remark.POLICY_WITHOUT_TAGS.about(
                    whole.block(), literal ? "now it is for all" : "so the subsets are given policies of their own");
        }
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("host", host.name());
        if (!top.isEmpty()) {
            spec.put("trafficPolicy", top);
        }
        List<Object> subsets = new ArrayList<>();
        host.subsets().forEach((labels, name) -> subsets.add(subset(labels, name, top)));
        if (!subsets.isEmpty()) {
            spec.put("subsets", subsets);
        }
        return spec.size() == 1 ? null : spec;
    }

    private Map<String, @Nullable Object> subset(
            Map<String, String> labels, String name, Map<String, @Nullable Object> top) {
        Map<String, @Nullable Object> subset = new LinkedHashMap<>();
        subset.put("name", name);
        subset.put("labels", labels);
        Policy own = host.policies().get(labels);
        Map<String, @Nullable Object> policy = new LinkedHashMap<>();
        if (own != null) {
            policy.putAll(policies.convert(own.block()));
        } else if (!literal && !top.equals(PolicyConversion.oldDefaults())) {
            policy.putAll(PolicyConversion.oldDefaults());
        }
        if (!literal && top.containsKey(OUTLIER) && !policy.containsKey(OUTLIER)) {
            policy.put(OUTLIER, PolicyConversion.noEjection());
        }
        if (!policy.isEmpty()) {
            subset.put("trafficPolicy", policy);
        }
        return subset;
    }
}

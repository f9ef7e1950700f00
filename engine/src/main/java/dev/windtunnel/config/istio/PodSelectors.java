package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.Labels;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.Spelling;
import java.util.List;
import java.util.Map;

/** The {@code selector} of objects that are for the proxies of some pods ({@code type/v1beta1/selector.proto}). */
final class PodSelectors {
    private static final List<String> TARGETS = List.of("targetRef", "targetRefs");

    private PodSelectors() {}

    /** The labels; none for all pods of the namespace. */
    static Map<String, String> labels(Block spec) {
        Block selector = spec.block("selector");
        if (selector == null) {
            return Map.of();
        }
        Map<String, String> labels = selector.textMap("matchLabels");
        checkPlace(selector, "matchLabels");
        Labels.check(selector, "matchLabels", labels);
        if (labels.keySet().stream().anyMatch(String::isEmpty)) {
            selector.refuse("matchLabels", "the key of a label is empty");
        }
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (label.getKey().contains("*") || label.getValue().contains("*")) {
                selector.refuse("matchLabels", "labels of a selector have no wildcards");
                break;
            }
        }
        return labels;
    }

    /** Labels that stand in a selector itself: the API server drops them, so that it takes other pods than it seems to. */
    static void checkPlace(Block selector, String field) {
        for (String name : selector.names()) {
            if (Spelling.closest(name, List.of(field)).isEmpty() && selector.node(name) instanceof ScalarNode label) {
                selector.drop(
                        name,
                        "unknown key \"" + name + "\" in " + selector.path() + ": labels stand under " + field
                                + (selector.has(field) ? "" : ", and without it all pods of the namespace are meant"),
                        "write " + field + ": {" + name + ": " + label.text() + "}");
            }
        }
    }

    /** Whether the object names gateways or waypoints instead of pods; those are not simulated. */
    static boolean hasTargets(Block spec) {
        boolean any = false;
        for (String field : TARGETS) {
            if (spec.has(field)) {
                any = true;
                if (spec.has("selector")) {
                    spec.refuse(field, "selector and " + field + " cannot be given together");
                }
                spec.notSimulatedSo(
                        field, "gateways of the Gateway API and waypoints are not there, so the object is for nobody");
            }
        }
        return any;
    }
}

package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import java.util.List;
import java.util.Map;

/** LabelSelectors of workloads, which have to take the labels of their own pods (apps/validation). */
final class Selectors {
    private Selectors() {}

    /** Refuses the workload when its {@code selector} does not take the {@code labels} of its template. */
    static void checkOwn(Block spec, Map<String, String> labels) {
        Block selector = spec.block("selector");
        if (selector == null) {
            if (spec.object().key().kind().equals("Rollout")) {
                return;
            }
            if (spec.object().apiVersion().equals("apps/v1")) {
                spec.refuse(
                        "selector",
                        "the selector is missing",
                        "add spec.selector.matchLabels with labels of the template");
            }
            return;
        }
        boolean takes =
                labels.entrySet().containsAll(selector.textMap("matchLabels").entrySet());
        for (Block expression : selector.blocks("matchExpressions")) {
            takes &= takes(expression, labels);
        }
        if (!takes) {
            spec.refuse(
                    "selector",
                    "the selector does not take the labels of the pod template",
                    "make spec.selector and spec.template.metadata.labels agree");
        }
    }

    private static boolean takes(Block expression, Map<String, String> labels) {
        String key = expression.text("key", "");
        List<String> values = expression.texts("values");
        String operator = expression.word("operator", "In", "NotIn", "Exists", "DoesNotExist");
        String label = labels.get(key);
        if (operator == null) {
            return true;
        }
        return switch (operator) {
            case "In" -> label != null && values.contains(label);
            case "NotIn" -> label == null || !values.contains(label);
            case "Exists" -> label != null;
            default -> label == null;
        };
    }
}

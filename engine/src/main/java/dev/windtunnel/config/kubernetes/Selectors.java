package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.Labels;
import java.util.List;
import java.util.Map;

/** LabelSelectors of workloads, which have to take the labels of their own pods (apps/validation), and of budgets. */
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
            takes &= !isSound(expression) || takes(expression, labels);
        }
        if (!takes) {
            spec.refuse(
                    "selector",
                    "the selector does not take the labels of the pod template",
                    "make spec.selector and spec.template.metadata.labels agree");
        }
    }

    /** Refuses the object when its {@code selector} is none ({@code meta/v1/validation}, ValidateLabelSelector). */
    static void check(Block spec) {
        Block selector = spec.block("selector");
        if (selector != null) {
            Labels.check(selector, "matchLabels", selector.textMap("matchLabels"));
            selector.blocks("matchExpressions").forEach(Selectors::isSound);
        }
    }

    /** Whether the API server takes an expression; it says why not. */
    private static boolean isSound(Block expression) {
        String key = expression.requiredText("key", "the expression has no key");
        boolean sound = key != null;
        if (key != null && !Labels.isKey(key)) {
            expression.refuse(
                    "key", "\"" + key + "\" is no label key: letters, digits and -_. are allowed, 63 of them");
            sound = false;
        }
        String operator = expression.word("operator", "In", "NotIn", "Exists", "DoesNotExist");
        boolean any = !expression.texts("values").isEmpty();
        if (operator == null) {
            if (!expression.has("operator")) {
                expression.refuse(
                        "operator", "the expression has no operator", "write In, NotIn, Exists or DoesNotExist");
            }
            return false;
        }
        boolean compares = operator.endsWith("In");
        if (compares && !any) {
            if (!expression.has("values") || expression.isList("values")) {
                expression.refuse("values", "operator " + operator + " needs values");
            }
            return false;
        }
        if (!compares && any) {
            expression.refuse("values", "operator " + operator + " has no values", "remove them");
            return false;
        }
        return sound;
    }

    private static boolean takes(Block expression, Map<String, String> labels) {
        String label = labels.get(expression.text("key", ""));
        List<String> values = expression.texts("values");
        return switch (expression.text("operator", "")) {
            case "In" -> label != null && values.contains(label);
            case "NotIn" -> label == null || !values.contains(label);
            case "Exists" -> label != null;
            default -> label == null;
        };
    }
}

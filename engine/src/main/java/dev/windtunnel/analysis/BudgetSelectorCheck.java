package dev.windtunnel.analysis;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** WT3029: the selector of a PodDisruptionBudget takes no pod, so it holds nothing back. */
final class BudgetSelectorCheck implements Check {
    @Override
    public void run(Input input, Findings findings) {
        for (KubeObject budget : input.taken("PodDisruptionBudget")) {
            String namespace = budget.key().namespace();
            if (!(Paths.get(budget.root(), Paths.parse("spec.selector")) instanceof MapNode selector)) {
                continue;
            }
            boolean any = input.podLabels(namespace).stream().anyMatch(labels -> takes(selector, labels));
            if (!any) {
                Finding finding = Finding.warning(
                                "WT3029",
                                "the selector takes no pod of namespace " + namespace + ", so the budget is for nobody")
                        .withObject(budget.key().kind(), namespace, budget.key().name())
                        .withPath("spec.selector")
                        .withFix("give it labels that pods carry");
                findings.add(
                        selector.position().line() == 0
                                ? budget.position().on(finding)
                                : selector.position().on(finding));
            }
        }
    }

    private static boolean takes(MapNode selector, Map<String, String> labels) {
        boolean takes =
                labels.entrySet().containsAll(texts(selector.get("matchLabels")).entrySet());
        if (selector.get("matchExpressions") instanceof ListNode expressions) {
            for (Node each : expressions.items()) {
                takes &= !(each instanceof MapNode expression) || meets(expression, labels);
            }
        }
        return takes;
    }

    private static boolean meets(MapNode expression, Map<String, String> labels) {
        String label = labels.get(text(expression.get("key")));
        List<String> values = new ArrayList<>();
        if (expression.get("values") instanceof ListNode list) {
            list.items().forEach(value -> values.add(text(value)));
        }
        return switch (text(expression.get("operator"))) {
            case "In" -> label != null && values.contains(label);
            case "NotIn" -> label == null || !values.contains(label);
            case "Exists" -> label != null;
            default -> label == null;
        };
    }

    private static Map<String, String> texts(@Nullable Node node) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (node instanceof MapNode map) {
            map.entries().forEach(entry -> texts.put(entry.key(), text(entry.value())));
        }
        return texts;
    }

    private static String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.text() : "";
    }
}

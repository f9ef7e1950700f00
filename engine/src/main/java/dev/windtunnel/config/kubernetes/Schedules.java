package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Scheduling;
import dev.windtunnel.mesh.Scheduling.Neighbours;
import dev.windtunnel.mesh.Scheduling.Operator;
import dev.windtunnel.mesh.Scheduling.Preferred;
import dev.windtunnel.mesh.Scheduling.Requirement;
import dev.windtunnel.mesh.Scheduling.Selector;
import dev.windtunnel.mesh.Scheduling.Spread;
import dev.windtunnel.mesh.Scheduling.Term;
import dev.windtunnel.mesh.Scheduling.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a pod's spec says about the nodes that it may be put on. */
final class Schedules {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private Schedules() {}

    static Scheduling of(Block spec) {
        Block affinity = spec.blockOrEmpty("affinity");
        Block nodes = affinity.blockOrEmpty("nodeAffinity");
        List<Term> required = new ArrayList<>();
        for (Block term : nodes.blockOrEmpty(REQUIRED).blocks("nodeSelectorTerms")) {
            required.add(term(term));
        }
        if (nodes.has(REQUIRED) && required.isEmpty()) {
            nodes.blockOrEmpty(REQUIRED)
                    .refuse("nodeSelectorTerms", "there are no nodeSelectorTerms, and at least one is needed");
        }
        List<Preferred> preferred = new ArrayList<>();
        for (Block each : nodes.blocks(PREFERRED)) {
            preferred.add(new Preferred(each.count("weight", 1), term(each.blockOrEmpty("preference"))));
        }
        List<Neighbours> neighbours = new ArrayList<>();
        neighbours(affinity.blockOrEmpty("podAffinity"), false, neighbours);
        neighbours(affinity.blockOrEmpty("podAntiAffinity"), true, neighbours);
        return new Scheduling(
                List.copyOf(required),
                List.copyOf(preferred),
                tolerations(spec),
                List.copyOf(neighbours),
                spread(spec));
    }

    private static Term term(Block block) {
        List<Requirement> requirements = new ArrayList<>(requirements(block, "matchExpressions"));
        for (Requirement field : requirements(block, "matchFields")) { // metadata.name is the only one
            requirements.add(new Requirement("kubernetes.io/hostname", field.operator(), field.values()));
        }
        return new Term(List.copyOf(requirements));
    }

    private static List<Requirement> requirements(Block block, String field) {
        List<Requirement> requirements = new ArrayList<>();
        for (Block each : block.blocks(field)) {
            String operator = each.word("operator", "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt");
            String key = each.requiredText("key", "the expression has no key");
            List<String> values = each.texts("values");
            if (operator != null && key != null) {
                requirements.add(new Requirement(key, operator(operator), values));
            }
        }
        return List.copyOf(requirements);
    }

    private static Operator operator(String word) {
        return switch (word) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            case "Gt" -> Operator.GT;
            default -> Operator.LT;
        };
    }

    private static void neighbours(Block block, boolean far, List<Neighbours> neighbours) {
        for (Block each : block.blocks(REQUIRED)) {
            add(each, far, 0, neighbours);
        }
        for (Block each : block.blocks(PREFERRED)) {
            add(each.blockOrEmpty("podAffinityTerm"), far, Math.max(1, each.count("weight", 1)), neighbours);
        }
    }

    private static void add(Block term, boolean far, int weight, List<Neighbours> neighbours) {
        String key = term.requiredText("topologyKey", "the term has no topologyKey");
        Selector selector = selector(term.block("labelSelector"));
        term.notSimulated(Level.INFO, "namespaces", "namespaceSelector", "matchLabelKeys", "mismatchLabelKeys");
        if (key != null && selector != null) {
            neighbours.add(new Neighbours(far, weight, key, selector));
        }
    }

    private static @Nullable Selector selector(@Nullable Block block) {
        return block == null
                ? null
                : new Selector(Map.copyOf(block.textMap("matchLabels")), requirements(block, "matchExpressions"));
    }

    private static List<Toleration> tolerations(Block spec) {
        List<Toleration> tolerations = new ArrayList<>();
        for (Block each : spec.blocks("tolerations")) {
            String operator = each.word("operator", "Equal", "Exists");
            each.harmless("tolerationSeconds");
            if ("Exists".equals(operator) && each.filledText("value") != null) {
                each.refuse(
                        "value", "a toleration with operator Exists has no value", "leave value out, or write Equal");
            }
            tolerations.add(new Toleration(
                    each.filledText("key"), "Exists".equals(operator), each.text("value"), each.filledText("effect")));
        }
        return List.copyOf(tolerations);
    }

    private static List<Spread> spread(Block spec) {
        List<Spread> spread = new ArrayList<>();
        for (Block each : spec.blocks("topologySpreadConstraints")) {
            String key = each.requiredText("topologyKey", "the constraint has no topologyKey");
            String otherwise = each.word("whenUnsatisfiable", "DoNotSchedule", "ScheduleAnyway");
            Selector selector = selector(each.block("labelSelector"));
            each.notSimulated(Level.INFO, "minDomains", "matchLabelKeys", "nodeAffinityPolicy", "nodeTaintsPolicy");
            int skew = Math.max(1, each.count("maxSkew", 1));
            if (each.has("maxSkew") && each.count("maxSkew", 1) < 1) {
                each.refuse("maxSkew", "maxSkew has to be at least 1");
            }
            if (key != null && selector != null) {
                spread.add(new Spread(skew, key, !"ScheduleAnyway".equals(otherwise), selector));
            }
        }
        return List.copyOf(spread);
    }
}

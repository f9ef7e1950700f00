package dev.windtunnel.console;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.mesh.Autoscaler;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.Run.PodView;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The columns of HorizontalPodAutoscalers and PodDisruptionBudgets ({@code pkg/printers/internalversion/printers.go},
 * {@code pkg/controller/disruption/disruption.go}).
 */
final class ScalingTables {

    private static final String UNKNOWN = "<unknown>";
    private static final String NOT_SAID = "N/A";
    private static final int SHOWN_METRICS = 2;
    private static final int DEFAULT_PERCENT = 80;

    private final Cluster cluster;

    ScalingTables(Cluster cluster) {
        this.cluster = cluster;
    }

    List<String> autoscalerColumns() {
        return List.of("REFERENCE", "TARGETS", "MINPODS", "MAXPODS", "REPLICAS");
    }

    List<String> autoscaler(KubeObject object) {
        String kind = text(object, "spec", "scaleTargetRef", "kind");
        String name = text(object, "spec", "scaleTargetRef", "name");
        WorkloadPlan target = target(object);
        int replicas = target == null ? 0 : cluster.current(target);
        String least = text(object, "spec", "minReplicas");
        return List.of(
                kind + "/" + name,
                targets(object),
                least.isEmpty() ? "1" : least,
                text(object, "spec", "maxReplicas"),
                String.valueOf(replicas));
    }

    private String targets(KubeObject object) {
        List<String> targets = new ArrayList<>();
        for (Node metric : items(Cluster.field(object.root(), "spec", "metrics"))) {
            String name = metricName(metric);
            targets.add(target(object, name, wanted(metric)));
        }
        if (targets.isEmpty()) {
            String percent = text(object, "spec", "targetCPUUtilizationPercentage");
            targets.add(target(object, "cpu", (percent.isEmpty() ? DEFAULT_PERCENT : percent) + "%"));
        }
        int more = targets.size() - SHOWN_METRICS;
        String shown = String.join(", ", targets.subList(0, Math.min(SHOWN_METRICS, targets.size())));
        return more > 0 ? shown + " + " + more + " more..." : shown;
    }

    /** A metric as {@code kubectl describe} names it, with what it is now and what it is to be. */
    record Metric(String label, String current, String wanted) {}

    /** The metrics of an autoscaler. */
    List<Metric> metrics(KubeObject object) {
        List<Metric> metrics = new ArrayList<>();
        for (Node metric : items(Cluster.field(object.root(), "spec", "metrics"))) {
            String wanted = wanted(metric);
            metrics.add(metric(object, "  " + title(metric), metricName(metric), wanted));
        }
        if (metrics.isEmpty()) {
            String percent = text(object, "spec", "targetCPUUtilizationPercentage");
            String wanted = (percent.isEmpty() ? DEFAULT_PERCENT : percent) + "%";
            metrics.add(metric(object, "  resource cpu on pods", "cpu", wanted));
        }
        return metrics;
    }

    private Metric metric(KubeObject object, String title, String name, String wanted) {
        boolean percent = wanted.endsWith("%");
        String label = title + (percent ? "  (as a percentage of request):" : ":");
        String current = name.equals("cpu") ? used(object, percent) : UNKNOWN;
        if (percent && !current.equals(UNKNOWN)) {
            current += " (" + usedCores(object) + ")";
        }
        return new Metric(label, current, wanted);
    }

    private static String title(Node metric) {
        String name = metricName(metric);
        return switch (scalar(Cluster.field(metric, "type"))) {
            case "ContainerResource" ->
                "resource " + name + " of container \""
                        + scalar(Cluster.field(metric, "containerResource", "container")) + "\" on pods";
            case "Pods" -> "\"" + name + "\" on pods";
            case "Object" ->
                "\"" + name + "\" on " + scalar(Cluster.field(metric, "object", "describedObject", "kind")) + "/"
                        + scalar(Cluster.field(metric, "object", "describedObject", "name")) + " (target value)";
            case "External" -> "\"" + name + "\" (target value)";
            default -> "resource " + name + " on pods";
        };
    }

    private String target(KubeObject object, String name, String wanted) {
        String current = name.equals("cpu") ? used(object, wanted.endsWith("%")) : UNKNOWN;
        return cluster.is2017() ? current + " / " + wanted : name + ": " + current + "/" + wanted;
    }

    /** What pods used on average at the last look, of their requests or in thousandths of a core. */
    private String used(KubeObject object, boolean percent) {
        double ratio = cluster.useOfTarget(object.key());
        for (Autoscaler autoscaler : cluster.plan().mesh().autoscalers()) {
            if (autoscaler.key().equals(object.key()) && !Double.isNaN(ratio)) {
                return percent
                        ? whole(ratio * autoscaler.utilization() * 100) + "%"
                        : whole(ratio * autoscaler.averageCores() * 1000) + "m";
            }
        }
        return UNKNOWN;
    }

    /** What a pod used on average at the last look, in thousandths of a core. */
    private String usedCores(KubeObject object) {
        WorkloadPlan target = target(object);
        Workload declared = target == null ? null : target.workload();
        double requested = declared == null ? 0 : declared.requestedCores();
        double ratio = cluster.useOfTarget(object.key());
        for (Autoscaler autoscaler : cluster.plan().mesh().autoscalers()) {
            if (autoscaler.key().equals(object.key())) {
                return whole(ratio * autoscaler.utilization() * requested * 1000) + "m";
            }
        }
        return UNKNOWN;
    }

    /** The workload that an autoscaler scales; null when there is none. */
    @Nullable
    WorkloadPlan target(KubeObject object) {
        String name = text(object, "spec", "scaleTargetRef", "name");
        for (WorkloadPlan workload : cluster.workloads(text(object, "spec", "scaleTargetRef", "kind"))) {
            if (workload.name().equals(name)
                    && workload.namespace().equals(object.key().namespace())) {
                return workload;
            }
        }
        return null;
    }

    private static String whole(double value) {
        return BigDecimal.valueOf(value).setScale(0, RoundingMode.DOWN).toPlainString();
    }

    private static String metricName(Node metric) {
        for (String kind : List.of("resource", "containerResource")) {
            if (Cluster.field(metric, kind, "name") instanceof ScalarNode name) {
                return name.text();
            }
        }
        for (String kind : List.of("pods", "object", "external")) {
            if (Cluster.field(metric, kind, "metric", "name") instanceof ScalarNode name) {
                return name.text();
            }
        }
        return UNKNOWN;
    }

    private static String wanted(Node metric) {
        if (metric instanceof MapNode map) {
            for (var entry : map.entries()) {
                Node target = Cluster.field(entry.value(), "target");
                Node fields = target == null ? entry.value() : target;
                for (String percent : List.of("averageUtilization", "targetAverageUtilization")) {
                    if (Cluster.field(fields, percent) instanceof ScalarNode value) {
                        return value.text() + "%";
                    }
                }
                for (String amount : List.of("averageValue", "targetAverageValue", "value", "targetValue")) {
                    if (Cluster.field(fields, amount) instanceof ScalarNode value) {
                        return value.text();
                    }
                }
            }
        }
        return UNKNOWN;
    }

    // ---------------------------------------------------------------- budgets

    List<String> budgetColumns() {
        return cluster.is2017()
                ? List.of("MIN-AVAILABLE", "MAX-UNAVAILABLE", "ALLOWED-DISRUPTIONS")
                : List.of("MIN AVAILABLE", "MAX UNAVAILABLE", "ALLOWED DISRUPTIONS");
    }

    List<String> budget(KubeObject object) {
        String least = text(object, "spec", "minAvailable");
        String most = text(object, "spec", "maxUnavailable");
        Predicate<Map<String, String>> selected = selector(Cluster.field(object.root(), "spec", "selector"));
        int expected = 0;
        int ready = 0;
        for (PodView pod : cluster.pods()) {
            if (pod.namespace().equals(object.key().namespace())
                    && !pod.state().equals("TERMINATING")
                    && selected.test(pod.workload().labels())) {
                expected++;
                ready += pod.state().equals("READY") ? 1 : 0;
            }
        }
        int wanted = !most.isEmpty()
                ? Math.max(0, expected - scaled(most, expected))
                : least.isEmpty() ? expected : scaled(least, expected);
        return List.of(
                least.isEmpty() ? NOT_SAID : least,
                most.isEmpty() ? NOT_SAID : most,
                String.valueOf(Math.max(0, ready - wanted)));
    }

    /** A number of pods, or a percentage of them rounded up; all of them for what is neither. */
    private static int scaled(String value, int of) {
        try {
            return value.endsWith("%")
                    ? (int) Math.min(of, (Long.parseLong(value.substring(0, value.length() - 1)) * of + 99) / 100)
                    : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            return of;
        }
    }

    /** A LabelSelector; one that is not there takes nothing. */
    private static Predicate<Map<String, String>> selector(@Nullable Node node) {
        if (!(node instanceof MapNode map)) {
            return labels -> false;
        }
        List<String> parts = new ArrayList<>();
        Cluster.texts(map.get("matchLabels")).forEach((key, value) -> parts.add(key + "=" + value));
        for (Node expression : items(map.get("matchExpressions"))) {
            String key = scalar(Cluster.field(expression, "key"));
            List<String> values = new ArrayList<>();
            items(Cluster.field(expression, "values")).forEach(value -> values.add(scalar(value)));
            String list = " (" + String.join(",", values) + ")";
            parts.add(
                    switch (scalar(Cluster.field(expression, "operator"))) {
                        case "In" -> key + " in" + list;
                        case "NotIn" -> key + " notin" + list;
                        case "DoesNotExist" -> "!" + key;
                        default -> key;
                    });
        }
        return LabelSelector.of(String.join(",", parts));
    }

    static List<Node> items(@Nullable Node node) {
        return node instanceof ListNode list ? list.items() : List.of();
    }

    static String scalar(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.text() : "";
    }

    static String text(KubeObject object, String... path) {
        return scalar(Cluster.field(object.root(), path));
    }
}

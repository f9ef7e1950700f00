package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Autoscaler;
import dev.windtunnel.mesh.Autoscaler.Pace;
import dev.windtunnel.mesh.Autoscaler.Policy;
import dev.windtunnel.mesh.Autoscaler.Select;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HorizontalPodAutoscalers, with the defaults of {@code autoscaling/v2/defaults.go}. */
public final class Autoscalers {
    private static final long SECOND = 1_000_000_000L;
    private static final double STANDARD = 0.8;

    private Autoscalers() {}

    /** What is wanted of the CPU: a share of the requests, or cores of one pod. */
    private record Target(double utilization, double cores) {}

    /** A HorizontalPodAutoscaler. */
    public static void read(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        Block ref = spec.blockOrEmpty("scaleTargetRef");
        ref.harmless("apiVersion");
        String kind = ref.requiredText("kind", "scaleTargetRef has no kind");
        String name = ref.requiredText("name", "scaleTargetRef has no name");
        int min = spec.count("minReplicas", 1);
        int max = spec.count("maxReplicas", 0);
        if (min < 1 && !hasOtherMetrics(spec)) {
            spec.refuse("minReplicas", "minReplicas has to be at least 1");
        }
        if (max < 1 || max < min) {
            spec.refuse("maxReplicas", "maxReplicas has to be at least 1 and at least minReplicas");
        }
        Block behavior = spec.blockOrEmpty("behavior");
        Pace up = pace(behavior.block("scaleUp"), Pace.UP);
        Pace down = pace(behavior.block("scaleDown"), Pace.DOWN);
        Target target = target(spec);
        if (kind != null && name != null && target != null) {
            parts.add(new Autoscaler(
                    object.key(),
                    kind,
                    name,
                    min,
                    max,
                    target.utilization(),
                    target.cores(),
                    up,
                    down,
                    object.origin()));
        }
    }

    /** The feature gate HPAScaleToZero is for metrics that are there without pods ({@code autoscaling/validation.go}). */
    private static boolean hasOtherMetrics(Block spec) {
        return spec.blocks("metrics").stream()
                .map(metric -> metric.text("type", ""))
                .anyMatch(type -> type.equals("Object") || type.equals("External"));
    }

    private static @Nullable Target target(Block spec) {
        // A field of v1: in later versions it is unknown.
        boolean first = spec.object().apiVersion().equals("autoscaling/v1");
        String strange = first ? "metrics" : "targetCPUUtilizationPercentage";
        if (spec.has(strange)) {
            otherVersion(spec, strange, first);
        }
        if (first && spec.has("targetCPUUtilizationPercentage")) {
            return new Target(percent(spec, "targetCPUUtilizationPercentage"), 0);
        }
        if (first || !spec.has("metrics")) {
            return new Target(STANDARD, 0);
        }
        Target cpu = null;
        for (Block metric : spec.blocks("metrics")) {
            String type = metric.text("type", "");
            Block resource = type.equals("ContainerResource")
                    ? metric.blockOrEmpty("containerResource")
                    : metric.blockOrEmpty("resource");
            resource.harmless("container");
            boolean known = (type.equals("Resource") || type.equals("ContainerResource"))
                    && resource.text("name", "").equals("cpu");
            if (!known) {
                metric.notSimulatedSo("type", "only cpu scales; pods do not follow this metric");
                metric.harmlessRest();
                resource.harmlessRest();
            } else {
                cpu = cpu == null ? of(resource) : cpu;
            }
        }
        return cpu;
    }

    /**
     * Of a field of another version: kubectl's strict validation refuses it; any other client has it dropped, and then the
     * default holds.
     */
    private static void otherVersion(Block spec, String field, boolean first) {
        boolean also = spec.has(first ? "targetCPUUtilizationPercentage" : "metrics");
        spec.drop(
                field,
                "unknown key \"" + field + "\" in spec: it is of autoscaling/" + (first ? "v2" : "v1")
                        + ". kubectl apply"
                        + " refuses the object, and from others the API server takes it without the key: "
                        + (also ? "what else it says holds" : "the autoscaler aims at 80 % of the requested cpu"),
                first
                        ? "write apiVersion: autoscaling/v2"
                        : "write metrics of type Resource with averageUtilization, or apiVersion: autoscaling/v1");
    }

    private static Target of(Block resource) {
        if (resource.has("targetAverageUtilization")) { // v2beta1
            return new Target(percent(resource, "targetAverageUtilization"), 0);
        }
        Block target = resource.blockOrEmpty("target");
        target.harmless("type", "value");
        if (target.has("averageValue")) {
            Double cores = target.cpu("averageValue");
            return new Target(0, cores == null || cores <= 0 ? 1 : cores);
        }
        return new Target(percent(target, "averageUtilization"), 0);
    }

    private static double percent(Block block, String field) {
        Long percent = block.number(field, 1, 100_000);
        return percent == null ? STANDARD : percent / 100.0;
    }

    private static Pace pace(@Nullable Block block, Pace standard) {
        if (block == null) {
            return standard;
        }
        Long window = block.number("stabilizationWindowSeconds", 0, 3600);
        String select = block.word("selectPolicy", "Max", "Min", "Disabled");
        block.notSimulated(Level.INFO, "tolerance");
        List<Policy> policies = new ArrayList<>();
        for (Block each : block.blocks("policies")) {
            String type = each.word("type", "Pods", "Percent");
            Long value = each.number("value", 1, Integer.MAX_VALUE);
            Long period = each.number("periodSeconds", 1, 1800);
            if (type != null && value != null && period != null) {
                policies.add(new Policy((int) (long) value, type.equals("Percent"), period * SECOND));
            }
        }
        return new Pace(
                window == null ? standard.windowNanos() : window * SECOND,
                select == null ? Select.MAX : Select.valueOf(select.toUpperCase(java.util.Locale.ROOT)),
                policies.isEmpty() ? standard.policies() : List.copyOf(policies));
    }
}

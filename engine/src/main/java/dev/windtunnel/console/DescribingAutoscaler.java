package dev.windtunnel.console;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.mesh.Autoscaler;
import dev.windtunnel.mesh.Autoscaler.Policy;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.AutoscalerStatus;
import dev.windtunnel.simulation.Run.PodView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code kubectl describe hpa}: the form of {@code pkg/describe/describe.go}, and the conditions of
 * {@code pkg/controller/podautoscaler/horizontal.go}.
 */
final class DescribingAutoscaler {

    private static final String ABLE = "AbleToScale";
    private static final String ACTIVE = "ScalingActive";
    private static final String LIMITED = "ScalingLimited";

    private final Cluster cluster;
    private final KubeObject object;
    private final ScalingTables tables;
    private final Description out;
    private final @Nullable WorkloadPlan target;
    private final @Nullable AutoscalerStatus status;

    DescribingAutoscaler(Cluster cluster, KubeObject object) {
        this.cluster = cluster;
        this.object = object;
        this.tables = new ScalingTables(cluster);
        this.out = new Description(cluster.is2017());
        this.target = tables.target(object);
        this.status = cluster.autoscaling(object.key());
    }

    /** What it prints. */
    String text() {
        out.line("Name:", object.key().name());
        out.line("Namespace:", object.key().namespace());
        out.lines("Labels:", Cluster.texts(Cluster.field(object.root(), "metadata", "labels")), "=");
        out.lines(
                "Annotations:",
                Cluster.texts(Cluster.field(object.root(), "metadata", "annotations")),
                cluster.is2017() ? "=" : ": ");
        String kind = ScalingTables.text(object, "spec", "scaleTargetRef", "kind");
        out.line("Reference:", kind + "/" + ScalingTables.text(object, "spec", "scaleTargetRef", "name"));
        out.line("Metrics:", "( current / target )");
        for (ScalingTables.Metric metric : tables.metrics(object)) {
            out.line(metric.label(), metric.current() + " / " + metric.wanted());
        }
        String least = ScalingTables.text(object, "spec", "minReplicas");
        out.line("Min replicas:", least.isEmpty() ? "1" : least);
        out.line("Max replicas:", ScalingTables.text(object, "spec", "maxReplicas"));
        behaviour();
        int current = target == null ? 0 : cluster.current(target);
        int desired = target == null ? 0 : status == null ? target.replicas() : status.desired();
        out.line(kind + " pods:", current + " current / " + desired + " desired");
        conditions();
        if (status == null || status.events().isEmpty()) {
            out.line("Events:", "<none>");
        } else {
            out.heading("Events:");
            out.append(EventLines.of(status.events(), "horizontal-pod-autoscaler", cluster));
        }
        return out.text();
    }

    // ---------------------------------------------------------------- behavior

    private void behaviour() {
        if (Cluster.field(object.root(), "spec", "behavior") == null) {
            return; // then the API server keeps none, and the defaults hold
        }
        for (Autoscaler autoscaler : cluster.plan().mesh().autoscalers()) {
            if (autoscaler.key().equals(object.key())) {
                out.heading("Behavior:");
                pace("Scale Up", autoscaler.up());
                pace("Scale Down", autoscaler.down());
            }
        }
    }

    private void pace(String title, Autoscaler.Pace pace) {
        String select = pace.select().name();
        out.heading("  " + title + ":");
        out.heading("    Stabilization Window: " + pace.windowNanos() / 1_000_000_000L + " seconds");
        out.heading(
                "    Select Policy: " + select.charAt(0) + select.substring(1).toLowerCase(Locale.ROOT));
        out.heading("    Policies:");
        Columns policies = new Columns(0, 2);
        for (Policy policy : pace.policies()) {
            policies.row(List.of(
                    "      - Type: " + (policy.percent() ? "Percent" : "Pods"),
                    "Value: " + policy.value(),
                    "Period: " + policy.periodNanos() / 1_000_000_000L + " seconds"));
        }
        out.append(policies.text());
    }

    // ---------------------------------------------------------------- conditions

    private record Condition(String type, boolean holds, String reason, String message) {}

    private void conditions() {
        List<Condition> conditions = new ArrayList<>();
        if (target == null) {
            String missing = ResourceNames.notFound(
                    ScalingTables.text(object, "spec", "scaleTargetRef", "kind"),
                    ScalingTables.text(object, "spec", "scaleTargetRef", "name"),
                    cluster.is2017());
            conditions.add(new Condition(
                    ABLE,
                    false,
                    "FailedGetScale",
                    "the HPA controller was unable to get the target's current scale: "
                            + missing.substring(missing.indexOf(": ") + 2)));
        } else if (target.replicas() == 0) {
            conditions.add(gotScale());
            conditions.add(new Condition(
                    ACTIVE,
                    false,
                    "ScalingDisabled",
                    "scaling is disabled since the replica count of the target is zero"));
        } else if (status != null) {
            ofLook(target, status, conditions);
        }
        if (conditions.isEmpty()) {
            return; // it has not looked yet
        }
        out.heading("Conditions:");
        Columns columns = new Columns(0, 2);
        columns.row(List.of("  Type", "Status", "Reason", "Message"));
        columns.row(List.of("  ----", "------", "------", "-------"));
        for (Condition each : conditions) {
            columns.row(List.of("  " + each.type(), each.holds() ? "True" : "False", each.reason(), each.message()));
        }
        out.append(columns.text());
    }

    private static Condition gotScale() {
        return new Condition(
                ABLE, true, "SucceededGetScale", "the HPA controller was able to get the target's current scale");
    }

    private void ofLook(WorkloadPlan workload, AutoscalerStatus look, List<Condition> conditions) {
        switch (look.state()) {
            case AMBIGUOUS -> {
                conditions.add(gotScale());
                conditions.add(new Condition(
                        ACTIVE,
                        false,
                        "AmbiguousSelector",
                        "pods by selector " + Resources.pairs(workload.labels()) + " are controlled by multiple HPAs: "
                                + rivals()));
            }
            case UNKNOWN -> {
                conditions.add(gotScale());
                conditions.add(new Condition(
                        ACTIVE,
                        false,
                        "FailedGetResourceMetric",
                        "the HPA was unable to compute the replica count: failed to get cpu utilization: missing"
                                + " request for cpu" + inContainer(workload)));
            }
            case BOUNDS -> conditions.add(able(look));
            case USE -> {
                conditions.add(able(look));
                conditions.add(new Condition(
                        ACTIVE,
                        true,
                        "ValidMetricFound",
                        "the HPA was able to successfully calculate a replica count from " + metric()));
                conditions.add(limited(look));
            }
        }
    }

    private static Condition able(AutoscalerStatus look) {
        if (look.desired() != look.current()) {
            return new Condition(
                    ABLE,
                    true,
                    "SucceededRescale",
                    "the HPA controller was able to update the target scale to " + look.desired());
        }
        if (look.stable() != look.wanted()) {
            boolean up = look.wanted() > look.stable();
            return new Condition(
                    ABLE,
                    true,
                    up ? "ScaleUpStabilized" : "ScaleDownStabilized",
                    "recent recommendations were " + (up ? "lower" : "higher") + " than current one, applying the "
                            + (up ? "lowest" : "highest") + " recent recommendation");
        }
        return new Condition(ABLE, true, "ReadyForNewScale", "recommended size matches current size");
    }

    private Condition limited(AutoscalerStatus look) {
        if (look.desired() == look.stable()) {
            return new Condition(
                    LIMITED, false, "DesiredWithinRange", "the desired count is within the acceptable range");
        }
        boolean more = look.desired() < look.stable();
        Autoscaler autoscaler = declared();
        boolean bound =
                autoscaler != null && look.desired() == (more ? autoscaler.maxReplicas() : autoscaler.minReplicas());
        if (bound) {
            return new Condition(
                    LIMITED,
                    true,
                    more ? "TooManyReplicas" : "TooFewReplicas",
                    "the desired replica count is " + (more ? "more than the maximum" : "less than the minimum")
                            + " replica count");
        }
        return new Condition(
                LIMITED,
                true,
                more ? "ScaleUpLimit" : "ScaleDownLimit",
                "the desired replica count is " + (more ? "increasing" : "decreasing")
                        + " faster than the maximum scale rate");
    }

    private @Nullable Autoscaler declared() {
        for (Autoscaler autoscaler : cluster.plan().mesh().autoscalers()) {
            if (autoscaler.key().equals(object.key())) {
                return autoscaler;
            }
        }
        return null;
    }

    private String metric() {
        Autoscaler autoscaler = declared();
        return autoscaler == null ? "cpu" : autoscaler.metric();
    }

    private String rivals() {
        Autoscaler own = declared();
        List<String> names = new ArrayList<>();
        for (Autoscaler autoscaler : cluster.plan().mesh().autoscalers()) {
            if (own != null && autoscaler.hasTargetOf(own)) {
                names.add(autoscaler.key().namespace() + "/" + autoscaler.key().name());
            }
        }
        return "[" + String.join(" ", names) + "]";
    }

    /** Where a request is missing that its use could be compared with. */
    private String inContainer(WorkloadPlan workload) {
        Workload declared = workload.workload();
        List<PodView> pods = cluster.podsOf(workload);
        if (declared == null || pods.isEmpty()) {
            return "";
        }
        for (Workload.Container container : declared.containers()) {
            if (container.cpuRequest() == null) {
                return " in container " + container.name() + " of Pod "
                        + pods.get(0).name();
            }
        }
        return "";
    }
}

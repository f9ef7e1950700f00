package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Replacement;
import dev.windtunnel.mesh.Workload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that makes pods, in whatever API group it is written. */
public final class Workloads {
    private Workloads() {}

    /** A Deployment. */
    public static void deployment(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        spec.harmless("revisionHistoryLimit", "progressDeadlineSeconds", "rollbackTo");
        template(object, parts, spec, replicas(spec), Replacements.ofDeployment(spec));
    }

    /** A StatefulSet. */
    public static void statefulSet(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        spec.notSimulated(Level.INFO, "ordinals");
        spec.harmless(
                "serviceName", "volumeClaimTemplates", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy");
        template(object, parts, spec, replicas(spec), Replacements.ofStatefulSet(spec));
    }

    /** A DaemonSet: the number of its pods follows from the nodes, so one is noted here. */
    public static void daemonSet(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        spec.harmless("revisionHistoryLimit", "templateGeneration");
        template(object, parts, spec, 1, Replacements.ofDaemonSet(spec));
    }

    /** A ReplicaSet. */
    public static void replicaSet(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        template(object, parts, spec, replicas(spec), Replacements.ofReplicaSet(spec));
    }

    /** A ReplicationController, whose selector is a plain map of labels. */
    public static void replicationController(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        Map<String, String> selector = spec.textMap("selector");
        Block template = templateOf(spec);
        if (template == null) {
            return;
        }
        Metadata metadata = Metadata.of(template);
        if (!metadata.labels().entrySet().containsAll(selector.entrySet())) {
            spec.refuse("selector", "the selector does not take the labels of the template");
        }
        parts.add(pods(object, template, metadata, replicas(spec), Replacements.ofReplicaSet(spec), null));
    }

    /** A Rollout of Argo: its pods are simulated, its steps are not. */
    public static void rollout(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        spec.notSimulated("strategy");
        spec.notSimulatedSo("workloadRef", "the Rollout makes no pods here");
        spec.notSimulated(Level.INFO, "analysis");
        spec.harmless(
                "revisionHistoryLimit",
                "progressDeadlineSeconds",
                "progressDeadlineAbort",
                "restartAt",
                "rollbackWindow");
        int replicas = replicas(spec);
        if (spec.has("workloadRef")) {
            spec.harmless("selector", "template");
            return;
        }
        template(object, parts, spec, replicas, Replacements.ofRollout(spec));
    }

    /** A single Pod. */
    public static void pod(ObjectReading object, MeshParts parts) {
        String ip = object.root().blockOrEmpty("status").text("podIP");
        parts.add(pods(object, object.root(), Metadata.of(object.root()), 1, Replacement.NONE, ip));
    }

    private static void template(
            ObjectReading object, MeshParts parts, Block spec, int replicas, Replacement replacement) {
        Block template = templateOf(spec);
        if (template == null) {
            spec.harmless("selector");
            return;
        }
        Metadata metadata = Metadata.of(template);
        Selectors.checkOwn(spec, metadata.labels());
        parts.add(pods(object, template, metadata, replicas, replacement, null));
    }

    /** As many as a cluster would take, and no more than can be simulated. */
    private static int replicas(Block spec) {
        int replicas = spec.count("replicas", 1);
        if (replicas > Workload.MOST_PODS) {
            spec.report(
                    Level.ERROR,
                    "WT1003",
                    "replicas",
                    "replicas is " + replicas + ", and at most " + Workload.MOST_PODS + " pods can be simulated",
                    "write a smaller number");
        }
        return replicas;
    }

    private static @Nullable Block templateOf(Block spec) {
        if (!spec.has("template")) {
            spec.refuse("template", "the template of the pods is missing", "add spec.template");
        }
        return spec.block("template");
    }

    private static Workload pods(
            ObjectReading object,
            Block template,
            Metadata metadata,
            int replicas,
            Replacement replacement,
            @Nullable String podIp) {
        return PodTemplates.workload(object, template.blockOrEmpty("spec"), metadata, replicas, replacement, podIp);
    }
}

package dev.windtunnel.console;

import dev.windtunnel.cluster.Templates;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.mesh.Replacement;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.scenario.TimelineEntry.Patch;
import dev.windtunnel.scenario.TimelineEntry.Restart;
import dev.windtunnel.simulation.Run.PodView;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code kubectl rollout} does and says. */
final class Rollouts {

    static final List<String> REPLACED = List.of("Deployment", "StatefulSet", "DaemonSet");

    private Rollouts() {}

    // ---------------------------------------------------------------- changes

    static Action restart(KubeObject object) {
        if (isPaused(object)) {
            throw new ConsoleException("error: " + plural(object) + " can't restart paused " + lower(object)
                    + " (run rollout resume first)");
        }
        return new Restart(object.key().namespace() + "/" + object.key().name());
    }

    static Action pause(KubeObject object, boolean pause) {
        if (!object.key().kind().equals("Deployment")) {
            throw new ConsoleException(
                    "error: " + plural(object) + (pause ? " pausing" : " resuming") + " is not supported");
        }
        if (isPaused(object) == pause) {
            throw new ConsoleException("error: " + plural(object) + (pause ? " is already paused" : " is not paused"));
        }
        return patch(object, "spec.paused", ScalarNode.of(pause));
    }

    /**
     * Back to an earlier template.
     *
     * @param revisions the templates there were, the present one last
     * @param wanted number of a revision; 0 for the one before the present one
     * @return null when it is the present one
     */
    static @Nullable Action undo(KubeObject object, List<Templates.Revision> revisions, long wanted) {
        if (isPaused(object)) {
            throw new ConsoleException("error: you cannot rollback a paused " + lower(object)
                    + "; resume it first with 'kubectl rollout resume' and try again");
        }
        if (wanted == 0 && revisions.size() < 2) {
            throw new ConsoleException("error: no rollout history found for " + lower(object) + " \""
                    + object.key().name() + "\"");
        }
        Templates.Revision found = wanted == 0 ? revisions.get(revisions.size() - 2) : null;
        for (Templates.Revision revision : revisions) {
            found = revision.number() == wanted ? revision : found;
        }
        if (found == null) {
            throw new ConsoleException("error: unable to find specified revision " + wanted + " in history");
        }
        return found.equals(revisions.get(revisions.size() - 1))
                ? null
                : patch(object, "spec.template", found.template());
    }

    private static Action patch(KubeObject object, String path, Node value) {
        return new Patch(Map.of(object.key().text(), Map.of(path, value)));
    }

    private static boolean isPaused(KubeObject object) {
        return object.root().get("spec") instanceof MapNode spec
                && spec.get("paused") instanceof ScalarNode paused
                && Boolean.TRUE.equals(paused.asBoolean());
    }

    private static String plural(KubeObject object) {
        return ResourceNames.plural(object.key().kind()) + ".apps \""
                + object.key().name() + "\"";
    }

    private static String lower(KubeObject object) {
        return object.key().kind().toLowerCase(java.util.Locale.ROOT);
    }

    // ---------------------------------------------------------------- status

    /** Revisions of a workload as a table. */
    static Output history(Cluster cluster, WorkloadPlan workload) {
        KubeObject object = cluster.object(workload);
        if (object == null) {
            return Output.NOTHING;
        }
        StringBuilder out = new StringBuilder(lower(object)
                + (cluster.is2017() ? "s \"" + workload.name() + "\"" : ".apps/" + workload.name() + " "));
        out.append("\nREVISION  CHANGE-CAUSE\n");
        for (Templates.Revision revision : cluster.objects().revisions(object.key())) {
            String number = Integer.toString(revision.number());
            out.append(number)
                    .append(" ".repeat(Math.max(1, 10 - number.length())))
                    .append("<none>\n");
        }
        return Output.of(out.append('\n').toString());
    }

    /** What a rollout waits for ({@code kubectl/pkg/polymorphichelpers/rollout_status.go}); null when it is complete. */
    static @Nullable String progress(Cluster cluster, WorkloadPlan workload) {
        int wanted = workload.replicas();
        int updated = 0;
        int old = 0;
        int available = 0;
        for (PodView pod : cluster.podsOf(workload)) {
            boolean active = !pod.state().equals("TERMINATING") && !pod.state().equals("BLOCKED");
            boolean present = isOfTemplate(pod, workload);
            updated += active && present ? 1 : 0;
            old += active && !present ? 1 : 0;
            available += pod.state().equals("READY") && present ? 1 : 0;
        }
        if (updated < wanted) {
            return updated + " out of " + wanted + " new replicas have been updated";
        }
        if (old > 0) {
            return old + " old replicas are pending termination";
        }
        return available < wanted ? available + " of " + wanted + " updated replicas are available" : null;
    }

    /** Whether a pod is of the template that its workload has now. */
    static boolean isOfTemplate(PodView pod, WorkloadPlan workload) {
        Workload declared = workload.workload();
        Replacement wanted = declared == null ? Replacement.NONE : declared.replacement();
        return Cluster.declared(pod).replacement().hasTemplateOf(wanted);
    }
}

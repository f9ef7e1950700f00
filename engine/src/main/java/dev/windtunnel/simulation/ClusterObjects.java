package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.scenario.TimelineEntry.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects of the cluster at one instant, as its API server keeps them. Immutable: a change gives the next ones. */
public interface ClusterObjects {

    /**
     * Does what {@code kubectl} or {@code istioctl} would do with an action that changes objects (apply, delete, patch,
     * scale, exec).
     */
    Change change(Action action);

    /**
     * What came of an action.
     *
     * @param after the objects now
     * @param mesh what they declare; null when nothing changed
     * @param result {@code applied} or {@code failed}
     * @param message what the command printed or why it failed; null for nothing
     * @param consequences what else happens, for example pods that a console line deletes
     */
    record Change(
            ClusterObjects after,
            @Nullable Mesh mesh,
            String result,
            @Nullable String message,
            List<Action> consequences) {}
}

package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Replacement;
import dev.windtunnel.plan.WorkloadPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A StatefulSet or a DaemonSet: each pod has a place, and a new one comes when the place is free. Those of a StatefulSet
 * come one after another and go from the last one on ({@code pkg/controller/statefulset/stateful_set_control.go}); the
 * places of a DaemonSet are the nodes ({@code pkg/controller/daemon/update.go}).
 */
final class Places implements Controllers.Controller {

    private final Core core;
    private final Controllers.Hands hands;
    private final PodLife life;
    private WorkloadPlan workload;
    /** With the template before the present one. */
    private WorkloadPlan before;

    private int revision;

    Places(Core core, Controllers.Hands hands, PodLife life, WorkloadPlan workload) {
        this.core = core;
        this.hands = hands;
        this.life = life;
        this.workload = workload;
        this.before = workload;
    }

    @Override
    public void start() {
        if (workload.block() != null && !workload.block().creates()) {
            return;
        }
        for (int slot = 0; slot < workload.replicas(); slot++) {
            life.createReady(workload, revision, slot);
        }
    }

    @Override
    public void declare(WorkloadPlan next) {
        boolean same = Controllers.replacement(workload).hasTemplateOf(Controllers.replacement(next));
        if (!same) {
            before = workload;
            revision++;
        }
        workload = next;
    }

    @Override
    public void renew(WorkloadPlan next) {
        workload = next;
    }

    @Override
    public void work() {
        if (workload.block() != null) {
            return;
        }
        Controllers.letGoOfBlocked(core, workload);
        Replacement replacement = Controllers.replacement(workload);
        if (scaleDown(replacement) && fill(replacement)) {
            replace(replacement);
        }
    }

    /** The pod of a place that is there, or ending; null when the place is free. */
    private @Nullable Pod at(int slot) {
        List<Pod> pods = core.podsOf(workload);
        for (int i = pods.size() - 1; i >= 0; i--) {
            Pod pod = pods.get(i);
            if (pod.slot == slot && pod.state != Pod.State.BLOCKED) {
                return pod;
            }
        }
        return null;
    }

    /** Whether no pod is too many; those that are go from the last one on, one at a time where order matters. */
    private boolean scaleDown(Replacement replacement) {
        int highest = -1;
        boolean ending = false;
        for (Pod pod : core.podsOf(workload)) {
            if (pod.slot >= workload.replicas()) {
                highest = Controllers.isActive(pod) ? Math.max(highest, pod.slot) : highest;
                ending |= pod.state == Pod.State.TERMINATING;
            }
        }
        if (highest < 0) {
            return !ending || !replacement.inOrder();
        }
        for (int slot = highest; slot >= workload.replicas(); slot--) {
            Pod pod = at(slot);
            if (pod != null && Controllers.isActive(pod)) {
                if (replacement.inOrder() && ending) {
                    return false;
                }
                hands.end(pod);
                ending = true;
            }
        }
        return !replacement.inOrder();
    }

    /** Whether every place is taken, and where order matters by a pod that is ready. */
    private boolean fill(Replacement replacement) {
        boolean full = true;
        for (int slot = 0; slot < workload.replicas(); slot++) {
            Pod pod = at(slot);
            if (pod == null) {
                boolean old = slot < replacement.partition() && revision > 0;
                hands.create(old ? before : workload, old ? revision - 1 : revision, slot);
                full = false;
            } else if (pod.state == Pod.State.TERMINATING || pod.state == Pod.State.DOWN) {
                full &= !replacement.inOrder();
            } else if (pod.state == Pod.State.READY) {
                continue;
            }
            if (replacement.inOrder() && (pod == null || pod.revision == revision)) {
                return false; // the next one waits for this one
            }
        }
        return full;
    }

    private void replace(Replacement replacement) {
        if (replacement.strategy() != Replacement.Strategy.ROLLING) {
            return;
        }
        int missing = 0;
        int may = Math.max(1, replacement.maxUnavailable().of(workload.replicas(), true));
        for (int slot = workload.replicas() - 1; slot >= replacement.partition() && missing < may; slot--) {
            Pod pod = at(slot);
            if (pod == null) {
                missing++;
            } else if (pod.revision != revision && Controllers.isActive(pod)) {
                hands.end(pod);
                missing++;
            } else if (!Controllers.isAvailable(core, pod, replacement)) {
                missing++;
                if (pod.state == Pod.State.READY) {
                    hands.lookAgain(workload, pod.readyAt + replacement.minReadyNanos());
                }
            }
        }
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Replacement;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.WorkloadPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keeps as many pods as are wanted, of the template that is wanted: one controller for each workload. */
final class Controllers {

    /** Makes and ends pods. */
    interface Hands {
        Pod create(WorkloadPlan template, int revision, int slot);

        /** As {@code kubectl delete pod}, with the grace of its template. */
        void end(Pod pod);

        /** Something of the workload is to be looked at then. */
        void lookAgain(WorkloadPlan workload, long nanos);
    }

    /** One workload's controller. */
    interface Controller {
        /** At the beginning: all pods are there. */
        void start();

        /** Its workload is declared otherwise now. */
        void declare(WorkloadPlan workload);

        /** Its workload is declared again, and nothing that it goes by is new. */
        void renew(WorkloadPlan workload);

        /** Does what is to be done now; pods that change bring it here again. */
        void work();
    }

    private final Core core;
    private final World world;
    private final PodLife life;
    private final List<@Nullable Controller> byWorkload = new ArrayList<>();
    private boolean working;
    private final List<Controller> again = new ArrayList<>();

    Controllers(Core core, World world, PodLife life) {
        this.core = core;
        this.world = world;
        this.life = life;
    }

    private final Hands hands = new Hands() {
        @Override
        public Pod create(WorkloadPlan template, int revision, int slot) {
            return life.create(template, revision, slot);
        }

        @Override
        public void end(Pod pod) {
            life.terminate(pod, pod.plan.life().graceNanos());
        }

        @Override
        public void lookAgain(WorkloadPlan workload, long nanos) {
            core.chores.at(nanos, () -> work(workload));
        }
    };

    /** At the beginning: pods as wanted. */
    void start() {
        for (WorkloadPlan workload : core.plan.workloads()) {
            Controller controller = create(workload);
            if (controller != null) {
                controller.start();
            }
        }
    }

    private @Nullable Controller create(WorkloadPlan workload) {
        Controller controller = null;
        if (!workload.external()) {
            Workload declared = workload.workload();
            String kind = declared == null ? "" : declared.key().kind();
            controller = kind.equals("StatefulSet") || kind.equals("DaemonSet")
                    ? new Places(core, hands, life, workload)
                    : new ReplicaSets(core, hands, life, workload);
        }
        while (byWorkload.size() <= workload.id()) {
            byWorkload.add(null);
        }
        byWorkload.set(workload.id(), controller);
        return controller;
    }

    /**
     * A workload is declared again, or for the first time.
     *
     * @param before how it was declared until now; null when it was not
     */
    void declare(@Nullable WorkloadPlan before, WorkloadPlan workload) {
        Controller controller = workload.id() < byWorkload.size() ? byWorkload.get(workload.id()) : null;
        if (controller != null && before != null && !isNews(before, workload)) {
            controller.renew(workload);
            return;
        }
        if (controller == null) {
            controller = create(workload);
        }
        if (controller != null) {
            controller.declare(workload);
            work(controller);
        }
    }

    private static boolean isNews(WorkloadPlan before, WorkloadPlan workload) {
        return before.replicas() != workload.replicas()
                || (before.block() == null) != (workload.block() == null)
                || !replacement(before).equals(replacement(workload));
    }

    /** A pod has become ready, has ended, or is no longer what it was. */
    void podChanged(Pod pod) {
        work(pod.plan);
    }

    /** Lets the controller of a workload do what is to be done. */
    void work(WorkloadPlan workload) {
        Controller controller = workload.id() < byWorkload.size() ? byWorkload.get(workload.id()) : null;
        if (controller != null) {
            work(controller);
        }
    }

    /** One after another: what a controller does to pods may be of interest to others, and to itself. */
    private void work(Controller controller) {
        if (!again.contains(controller)) {
            again.add(controller);
        }
        if (working) {
            return;
        }
        working = true;
        while (!again.isEmpty()) {
            again.remove(0).work();
        }
        working = false;
        if (core.pendingPods > 0) {
            life.bindPending(false);
        }
        world.settle();
    }

    /** Whether a pod counts as available: ready for long enough. */
    static boolean isAvailable(Core core, Pod pod, Replacement replacement) {
        return pod.state == Pod.State.READY && core.now() - pod.readyAt >= replacement.minReadyNanos();
    }

    /** Whether a pod is one that a controller counts: it has not been told to end. */
    static boolean isActive(Pod pod) {
        return switch (pod.state) {
            case PENDING, STARTING, READY, UNREADY -> true;
            case DOWN -> !pod.evicted;
            default -> false;
        };
    }

    /** Pods that the platform held back are made anew when it lets them run. */
    static void letGoOfBlocked(Core core, WorkloadPlan workload) {
        for (Pod pod : List.copyOf(core.podsOf(workload))) {
            if (pod.state == Pod.State.BLOCKED) {
                core.gone(pod);
            }
        }
    }

    static Replacement replacement(WorkloadPlan workload) {
        Workload declared = workload.workload();
        return declared == null ? Replacement.NONE : declared.replacement();
    }
}

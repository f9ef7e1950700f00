package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.PlanCompiler;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.scenario.TimelineEntry.PodSelection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cluster as it moves: objects change, controllers make and end pods, proxies hear of it sooner or later. */
final class World {

    private final Core core;
    private final Resolver resolver;
    private final Callers callers;
    private final PodLife life;
    private final Controllers controllers;
    private final ControlPlane controlPlane;
    /** Endpoints have changed, and nobody was told yet. */
    private boolean unsettled;
    /** How many are at work who tell of it in the end. */
    private int busy;

    World(Core core, Resolver resolver, Callers callers) {
        this.core = core;
        this.resolver = resolver;
        this.callers = callers;
        this.controlPlane = new ControlPlane(core, resolver, callers.router().pools());
        this.life = new PodLife(core, this, callers);
        this.controllers = new Controllers(core, this, life);
    }

    PodLife life() {
        return life;
    }

    Controllers controllers() {
        return controllers;
    }

    ControlPlane controlPlane() {
        return controlPlane;
    }

    /** All pods of the input are ready, all proxies have the whole configuration. */
    void start() {
        controllers.start();
        life.bindPending(true);
        for (WorkloadPlan workload : core.plan.workloads()) {
            startOutside(workload);
        }
        refreshEndpoints();
        for (Pod pod : core.pods) {
            giveSidecar(pod);
        }
    }

    private void startOutside(WorkloadPlan workload) {
        if (workload.external()) {
            for (int i = 0; i < workload.replicas(); i++) {
                life.createReady(workload, 0, -1);
            }
        }
    }

    /** A pod that is to have a sidecar gets it, with the configuration of this moment. */
    void giveSidecar(Pod pod) {
        if (pod.plan.sidecar() && (pod.sidecar == null || pod.newSidecar)) {
            pod.newSidecar = false;
            pod.sidecar = new Sidecar(
                    pod.id,
                    core.scenario.cluster().proxy().workers(),
                    core.now(),
                    resolver.routing(controlPlane.initial(pod)),
                    core.endpoints);
            pod.sidecar.takeInbound(core, pod);
        }
    }

    // ---------------------------------------------------------------- endpoints

    void refreshEndpoints() {
        unsettled = false;
        core.endpoints = new Endpoints(core.plan.directory(), core.pods);
    }

    /** A pod has left the endpoints. */
    void endpointsChanged() {
        unsettled = true;
    }

    /** Tells of endpoints that have changed, unless somebody is at work who will do so. */
    void settle() {
        if (unsettled && busy == 0) {
            refreshEndpoints();
            controlPlane.publish(null);
        }
    }

    void publish(ControlPlane.@Nullable Propagated change) {
        controlPlane.publish(change);
    }

    // ---------------------------------------------------------------- changes

    /** The objects declare another mesh now: a new plan, pods as wanted, and news for the proxies. */
    void declare(Mesh mesh, ControlPlane.@Nullable Propagated change) {
        Plan before = core.plan;
        core.plan = PlanCompiler.recompile(before, mesh);
        core.mixer.declare(mesh.mixerRules());
        resolver.planChanged();
        callers.planChanged();
        busy++;
        for (WorkloadPlan workload : core.plan.workloads()) {
            boolean known = workload.id() < before.workloads().size();
            if (!workload.external()) {
                controllers.declare(known ? before.workloads().get(workload.id()) : null, workload);
            } else if (!known) {
                startOutside(workload);
            }
        }
        busy--;
        for (Pod pod : core.pods) {
            if (pod.state == Pod.State.GONE) {
                continue; // a long run has many of those, and nothing of them changes any more
            }
            WorkloadPlan next = core.plan.workloads().get(pod.plan.id());
            if (Controllers.replacement(pod.plan).hasTemplateOf(Controllers.replacement(next))) {
                pod.follow(next);
            }
        }
        refreshEndpoints();
        controlPlane.publish(change);
    }

    /** Ends pods of a workload; its controller makes new ones. */
    void kill(
            WorkloadPlan workload,
            List<Pod> pods,
            @Nullable Long graceNanos,
            ControlPlane.@Nullable Propagated change) {
        busy++;
        for (Pod pod : pods) {
            if (graceNanos == null) {
                life.die(pod);
            } else {
                life.terminate(pod, graceNanos);
            }
        }
        controllers.work(workload);
        busy--;
        refreshEndpoints();
        controlPlane.publish(change);
    }

    /** Does something to pods, then tells of the endpoints that have changed. */
    void change(Runnable what, ControlPlane.@Nullable Propagated change) {
        busy++;
        what.run();
        busy--;
        if (unsettled) {
            refreshEndpoints();
            controlPlane.publish(change);
        }
    }

    /** The pods that a selection means, of those that are there. */
    List<Pod> select(WorkloadPlan workload, PodSelection selection) {
        List<Pod> alive = new ArrayList<>();
        for (Pod pod : core.pods) {
            if (pod.plan.id() == workload.id() && pod.state != Pod.State.GONE && pod.state != Pod.State.TERMINATING) {
                alive.add(pod);
            }
        }
        int count = alive.size();
        if (selection instanceof PodSelection.Count wanted) {
            count = Math.min(count, wanted.count());
        } else if (selection instanceof PodSelection.Fraction share) {
            count = (int) Math.min(count, Math.ceil(share.fraction() * count - 1e-9));
        } else if (selection instanceof PodSelection.Named named) {
            alive.removeIf(pod -> !named.names().contains(pod.name));
            count = alive.size();
        }
        return new ArrayList<>(alive.subList(0, count));
    }
}

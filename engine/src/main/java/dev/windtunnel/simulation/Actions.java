package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.TrafficPlan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.scenario.TimelineEntry.Component;
import dev.windtunnel.scenario.TimelineEntry.PodSelection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Actions of the timeline on pods, traffic, network and the parts of the mesh; each that ends knows how. */
final class Actions {

    /** From the moment when a machine is known to be gone until its pods are given up (tolerationSeconds of not-ready). */
    private static final long EVICTION_NANOS = 300_000_000_000L;

    private final Core core;
    private final World world;
    private final Callers callers;

    Actions(Core core, World world, Callers callers) {
        this.core = core;
        this.world = world;
        this.callers = callers;
    }

    /** Carries out an action; false when it is one on objects of the cluster. */
    boolean perform(Occurrence occurrence, Action action) {
        if (action instanceof TimelineEntry.Kill kill) {
            occurrence.change = new ControlPlane.Propagated();
            withPods(occurrence, kill.workload(), kill.pods(), pods -> {
                WorkloadPlan workload = core.plan.workload(kill.workload());
                if (workload != null) {
                    world.kill(workload, pods, kill.graceNanos(), occurrence.change);
                }
            });
        } else if (action instanceof TimelineEntry.Slow slow) {
            withPods(occurrence, slow.workload(), slow.pods(), pods -> {
                pods.forEach(pod -> pod.slowFactor *= slow.factor());
                occurrence.end = () -> pods.forEach(pod -> pod.slowFactor /= slow.factor());
            });
        } else if (action instanceof TimelineEntry.Fail fail) {
            withPods(occurrence, fail.workload(), fail.pods(), pods -> {
                Pod.Failing failing = new Pod.Failing(occurrence.draws, fail.error());
                pods.forEach(pod -> pod.failWith(failing));
                occurrence.end = () -> pods.forEach(pod -> pod.failNoMore(failing.occurrence()));
            });
        } else if (action instanceof TimelineEntry.Unready unready) {
            withPods(occurrence, unready.workload(), unready.pods(), pods -> unready(occurrence, pods));
        } else if (action instanceof TimelineEntry.LoadFactor load) {
            setFactor(occurrence, load.traffic(), load.factor());
            occurrence.end = () -> setFactor(occurrence, load.traffic(), 1);
        } else if (action instanceof TimelineEntry.Partition partition) {
            partition(occurrence, partition);
        } else if (action instanceof TimelineEntry.Network network) {
            disturb(occurrence, network);
        } else if (action instanceof TimelineEntry.ZoneDown down) {
            takeDown(occurrence, pod -> pod.zone.equals(down.zone()), nodes(down.zone(), true), down.detectNanos());
        } else if (action instanceof TimelineEntry.NodeDown down) {
            takeDown(
                    occurrence,
                    pod -> pod.node.name().equals(down.node()),
                    nodes(down.node(), false),
                    down.detectNanos());
        } else if (action instanceof TimelineEntry.ProxyDown down) {
            withPods(occurrence, down.workload(), down.pods(), pods -> stopProxies(occurrence, pods));
        } else if (action instanceof TimelineEntry.StaleRoutes stale) {
            withPods(occurrence, stale.workload(), new PodSelection.All(), Actions::keepRoutes);
            occurrence.message = null;
        } else if (action instanceof TimelineEntry.ComponentDown down) {
            component(occurrence, down.component());
        } else {
            return false;
        }
        return true;
    }

    private interface OnWorkload {
        void accept(WorkloadPlan workload);
    }

    private void withWorkload(Occurrence occurrence, String name, OnWorkload then) {
        WorkloadPlan workload = core.plan.workload(name);
        if (workload == null) {
            occurrence.fail("there is no workload " + name);
        } else {
            then.accept(workload);
        }
    }

    private void withPods(Occurrence occurrence, String name, PodSelection selection, Consumer<List<Pod>> then) {
        withWorkload(occurrence, name, workload -> {
            List<Pod> pods = world.select(workload, selection);
            then.accept(pods);
            note(occurrence, pods);
            noteMissing(occurrence, name, selection, pods);
        });
    }

    /** Says of an entry of the scenario which of the pods that it means were not there. */
    private void noteMissing(Occurrence occurrence, String workload, PodSelection selection, List<Pod> found) {
        String missing = null;
        if (selection instanceof PodSelection.Named named) {
            List<String> names = new ArrayList<>(named.names());
            found.forEach(pod -> names.remove(pod.name));
            missing = names.isEmpty() ? null : "there is no pod " + String.join(", ", names) + " of " + workload;
        } else if (selection instanceof PodSelection.Count wanted && wanted.count() > found.size()) {
            missing = "there are " + found.size() + " of " + wanted.count() + " pods of " + workload;
        } else if (found.isEmpty()) {
            missing = "there is no pod of " + workload;
        }
        if (missing != null && occurrence.entry >= 0) {
            core.notes.missing(occurrence.entry, core.now(), found.size(), missing);
        }
    }

    private static void note(Occurrence occurrence, List<Pod> pods) {
        StringBuilder names = new StringBuilder();
        for (Pod pod : pods) {
            names.append(names.length() == 0 ? "" : ", ").append(pod.name);
        }
        occurrence.message = names.length() == 0 ? "no pod" : names.toString();
    }

    // ---------------------------------------------------------------- pods

    private void unready(Occurrence occurrence, List<Pod> pods) {
        occurrence.change = new ControlPlane.Propagated();
        world.change(() -> pods.forEach(world.life()::loseReadiness), occurrence.change);
        occurrence.end = () -> pods.forEach(world.life()::regainReadiness);
        pods.forEach(pod -> world.controllers().podChanged(pod));
    }

    private void stopProxies(Occurrence occurrence, List<Pod> pods) {
        for (Pod pod : pods) {
            if (pod.sidecar != null && !pod.sidecar.down) {
                pod.sidecar.down = true;
                callers.losses().sidecarStops(pod);
            }
        }
        occurrence.end = () -> {
            for (Pod pod : pods) {
                if (pod.sidecar != null && !pod.proxyGone) {
                    pod.sidecar.down = false;
                }
            }
        };
    }

    private static void keepRoutes(List<Pod> pods) {
        for (Pod pod : pods) {
            if (pod.sidecar != null) {
                pod.sidecar.stale = true;
            }
        }
    }

    private void setFactor(Occurrence occurrence, String name, double factor) {
        for (TrafficPlan traffic : core.plan.traffic()) {
            if (traffic.traffic().name().equals(name)) {
                callers.source().setFactor(traffic.id(), factor);
                return;
            }
        }
        occurrence.fail("there is no traffic " + name);
    }

    // ---------------------------------------------------------------- network

    private void partition(Occurrence occurrence, TimelineEntry.Partition partition) {
        withWorkload(
                occurrence,
                partition.from(),
                from -> withWorkload(occurrence, partition.to(), to -> {
                    core.trouble.separate(from.id(), to.id());
                    occurrence.end = () -> core.trouble.rejoin(from.id(), to.id());
                }));
    }

    private void disturb(Occurrence occurrence, TimelineEntry.Network network) {
        Trouble.Side from = side(network.from());
        Trouble.Side to = side(network.to());
        if (from == null || to == null) {
            occurrence.fail("there is no zone, node or workload " + (from == null ? network.from() : network.to()));
            return;
        }
        core.trouble.disturb(new Trouble.Way(occurrence.draws, from, to, network.latency(), network.loss()));
        occurrence.end = () -> core.trouble.calm(occurrence.draws);
    }

    private Trouble.@Nullable Side side(String name) {
        for (var node : core.plan.nodes()) {
            if (node.zone().equals(name)) {
                return pod -> !pod.external && pod.zone.equals(name);
            }
        }
        for (var node : core.plan.nodes()) {
            if (node.name().equals(name)) {
                return pod -> !pod.external && pod.node.name().equals(name);
            }
        }
        WorkloadPlan workload = core.plan.workload(name);
        return workload == null ? null : pod -> pod.plan.id() == workload.id();
    }

    // ---------------------------------------------------------------- machines

    private Set<String> nodes(String name, boolean zone) {
        Set<String> nodes = new LinkedHashSet<>();
        for (var node : core.plan.nodes()) {
            if ((zone ? node.zone() : node.name()).equals(name)) {
                nodes.add(node.name());
            }
        }
        return nodes;
    }

    private void takeDown(Occurrence occurrence, Trouble.Side side, Set<String> nodes, long detectNanos) {
        List<Pod> gone = new ArrayList<>();
        for (Pod pod : core.pods) {
            boolean there = pod.state != Pod.State.GONE && pod.state != Pod.State.BLOCKED;
            if (there && !pod.external && side.has(pod)) {
                gone.add(pod);
            }
        }
        occurrence.change = new ControlPlane.Propagated();
        core.trouble.loseNodes(nodes);
        gone.forEach(world.life()::vanish);
        world.refreshEndpoints(); // the same ones, but who is there to ask others has changed
        note(occurrence, gone);
        boolean[] over = new boolean[1];
        core.chores.at(saturated(detectNanos), () -> {
            if (!over[0]) {
                core.trouble.noticeNodes(nodes);
                world.change(() -> gone.forEach(world.life()::noticed), occurrence.change);
            }
        });
        core.chores.at(saturated(detectNanos + EVICTION_NANOS), () -> {
            if (!over[0]) {
                gone.forEach(this::evict);
            }
        });
        occurrence.end = () -> {
            over[0] = true;
            core.trouble.findNodes(nodes);
            gone.removeIf(pod -> core.trouble.isLost(pod.node.name())); // another entry keeps it
            world.change(() -> gone.forEach(world.life()::comeBack), null);
            gone.forEach(pod -> world.controllers().podChanged(pod));
            world.life().bindPending(false);
        };
    }

    private long saturated(long fromNow) {
        return fromNow > Long.MAX_VALUE - core.now() ? Long.MAX_VALUE : core.now() + fromNow;
    }

    /** Its controller gives it up and makes another elsewhere; a pod with a place of its own keeps it. */
    private void evict(Pod pod) {
        if (pod.state == Pod.State.DOWN && pod.slot < 0) {
            pod.evicted = true;
            world.controllers().podChanged(pod);
        }
    }

    // ---------------------------------------------------------------- parts of the mesh

    private void component(Occurrence occurrence, Component component) {
        switch (component) {
            case ISTIOD, PILOT, CA -> {
                boolean certificatesOnly = component == Component.CA;
                world.controlPlane().goesDown(certificatesOnly);
                occurrence.end = () -> {
                    world.controlPlane().comesBack(certificatesOnly);
                    if (world.controlPlane().startsProxies()) {
                        world.life().startWaiting();
                    }
                };
            }
            case DNS -> {
                core.trouble.nameless++;
                occurrence.end = () -> core.trouble.nameless--;
            }
            case MIXER -> {
                core.mixer.goesDown();
                occurrence.end = core.mixer::comesBack;
            }
            case INGRESS -> gateways(occurrence, "ingress");
            case EGRESS -> gateways(occurrence, "egress");
        }
    }

    private void gateways(Occurrence occurrence, String which) {
        List<Pod> pods = new ArrayList<>();
        for (Pod pod : core.pods) {
            Workload declared = pod.plan.workload();
            if (declared != null && pod.state != Pod.State.GONE && declared.isGateway(which)) {
                pods.add(pod);
            }
        }
        stopProxies(occurrence, pods);
        note(occurrence, pods);
        if (pods.isEmpty()) {
            occurrence.fail("there is no " + which + " gateway");
        }
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.PlanCompiler;
import dev.windtunnel.plan.ProxyConfig;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.scenario.ClusterSettings.Propagation;
import dev.windtunnel.scenario.TimelineEntry.PodSelection;
import dev.windtunnel.scenario.WorkloadSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cluster as it moves: pods come and go, objects change, and proxies hear of it sooner or later. */
final class World {

    private static final long LONGEST_DEBOUNCE_NANOS = 10_000_000_000L;
    /** So many pods may be made in the course of a run, beside those that it begins with. */
    static final int MOST_MADE = 20_000;

    private static final long SHUTDOWN_CHECK_NANOS = 1_000_000_000L;
    static final long DEFAULT_GRACE_NANOS = 30_000_000_000L;

    private final Core core;
    private final Resolver resolver;
    private final Callers callers;
    private final PodFactory factory;
    /** What is on its way to each proxy, in order of arrival. */
    private final Map<Integer, ArrayDeque<Delivery>> deliveries = new HashMap<>();

    private final Map<Integer, Long> endOfGrace = new HashMap<>();
    private long firstUnsent = -1;
    private long changes;
    /** Pods made since the beginning. */
    private int made;

    private record Delivery(long time, Routing routing, Endpoints endpoints, @Nullable Propagated change) {}

    /** When a change came into force: at the first proxy, and at the last. */
    static final class Propagated {
        double first = Double.NaN;
        double last = Double.NaN;

        void arrived(long nanos) {
            if (Double.isNaN(first)) {
                first = nanos / 1e9;
            }
            last = nanos / 1e9;
        }
    }

    World(Core core, Resolver resolver, Callers callers) {
        this.core = core;
        this.resolver = resolver;
        this.callers = callers;
        this.factory = new PodFactory(core);
    }

    // ---------------------------------------------------------------- beginning

    /** All pods of the input are ready, all proxies have the whole configuration. */
    void start() {
        for (WorkloadPlan workload : core.plan.workloads()) {
            boolean creates = workload.block() == null || workload.block().creates();
            if (creates) {
                createReady(workload);
            }
        }
        refreshEndpoints();
        for (Pod pod : core.pods) {
            giveSidecar(pod);
        }
    }

    private void createReady(WorkloadPlan workload) {
        for (int i = 0; i < workload.replicas(); i++) {
            Pod pod = factory.create(workload, core.now());
            pod.state = workload.block() != null ? Pod.State.BLOCKED : Pod.State.READY;
            pod.readySince = pod.state == Pod.State.READY ? core.now() : -1;
        }
    }

    private void giveSidecar(Pod pod) {
        if (pod.plan.sidecar() && pod.sidecar == null) {
            ProxyConfig config = controlPlaneReachable() ? core.plan.config(pod.plan) : ProxyConfig.EMPTY;
            pod.sidecar = new Sidecar(
                    pod.id,
                    core.scenario.cluster().proxy().workers(),
                    core.now(),
                    resolver.routing(config),
                    core.endpoints);
            pod.sidecar.takeInbound(core, pod);
        }
    }

    private boolean controlPlaneReachable() {
        return core.scenario.cluster().platform().dns();
    }

    private void refreshEndpoints() {
        core.endpoints = new Endpoints(core.plan.directory(), core.pods);
    }

    // ---------------------------------------------------------------- changes

    /** The objects declare another mesh now: a new plan, pods as wanted, and news for the proxies. */
    void declare(Mesh mesh, @Nullable Propagated change) {
        Plan before = core.plan;
        core.plan = PlanCompiler.recompile(before, mesh);
        for (Pod pod : core.pods) {
            pod.follow(core.plan.workloads().get(pod.plan.id()));
        }
        resolver.planChanged();
        callers.planChanged();
        for (WorkloadPlan workload : core.plan.workloads()) {
            if (workload.external() && workload.id() >= before.workloads().size()) {
                createReady(workload);
            }
            scaleTo(workload, workload.replicas());
        }
        refreshEndpoints();
        publish(change);
    }

    private void scaleTo(WorkloadPlan workload, int replicas) {
        if (workload.external() || workload.block() != null) {
            return;
        }
        List<Pod> alive = new ArrayList<>();
        for (Pod pod : core.pods) {
            if (pod.plan.id() == workload.id() && (pod.state == Pod.State.READY || pod.state == Pod.State.STARTING)) {
                alive.add(pod);
            }
        }
        for (int i = alive.size(); i < replicas; i++) {
            startPod(workload);
        }
        for (int i = alive.size() - 1; i >= replicas; i--) {
            terminate(alive.get(i), DEFAULT_GRACE_NANOS);
        }
    }

    private void startPod(WorkloadPlan workload) {
        if (++made > MOST_MADE) {
            throw new Overload(Overload.Kind.PODS);
        }
        Pod pod = factory.create(workload, core.now());
        long startup = workload.behaviour().startupNanos();
        core.agenda.schedule(core.now() + startup, EventKind.POD_READY, pod.id);
    }

    /** A pod has started. */
    void podReady(int id) {
        Pod pod = core.pod(id);
        if (pod.state != Pod.State.STARTING) {
            return;
        }
        pod.state = Pod.State.READY;
        pod.readySince = core.now();
        refreshEndpoints();
        giveSidecar(pod);
        publish(null);
    }

    /** As {@code kubectl delete pod}: the endpoint leaves at once, the app does what it does on SIGTERM. */
    private void terminate(Pod pod, long graceNanos) {
        if (pod.state == Pod.State.STARTING) {
            pod.state = Pod.State.GONE;
            return;
        }
        pod.state = Pod.State.TERMINATING;
        notReady(pod);
        refreshEndpoints();
        WorkloadSettings.Shutdown shutdown = pod.plan.behaviour().shutdown();
        if (shutdown == WorkloadSettings.Shutdown.EXIT || graceNanos == 0) {
            die(pod);
            return;
        }
        endOfGrace.put(pod.id, core.now() + graceNanos);
        long wait =
                shutdown == WorkloadSettings.Shutdown.FINISH ? Math.min(graceNanos, SHUTDOWN_CHECK_NANOS) : graceNanos;
        core.agenda.schedule(core.now() + wait, EventKind.POD_ENDS, pod.id);
    }

    /** A terminating pod ends when it has finished, or when its grace is over. */
    void podEnds(int id) {
        Pod pod = core.pod(id);
        if (pod.state != Pod.State.TERMINATING) {
            return;
        }
        long end = endOfGrace.getOrDefault(id, core.now());
        boolean idle = pod.inService.value() == 0 && pod.waitingForThread == 0;
        boolean finishes = pod.plan.behaviour().shutdown() == WorkloadSettings.Shutdown.FINISH;
        if (core.now() >= end || idle && finishes) {
            die(pod);
            return;
        }
        core.agenda.schedule(Math.min(end, core.now() + SHUTDOWN_CHECK_NANOS), EventKind.POD_ENDS, id);
    }

    /** Ends pods of a workload; its controller makes new ones. */
    void kill(WorkloadPlan workload, List<Pod> pods, @Nullable Long graceNanos, @Nullable Propagated change) {
        for (Pod pod : pods) {
            if (graceNanos == null) {
                die(pod);
            } else {
                terminate(pod, graceNanos);
            }
        }
        boolean controlled =
                workload.workload() != null && !workload.workload().key().kind().equals("Pod");
        if (controlled) {
            scaleTo(workload, workload.replicas());
        }
        refreshEndpoints();
        publish(change);
    }

    private void notReady(Pod pod) {
        if (pod.readySince >= 0) {
            addReadyTime(pod, core.now());
            pod.readySince = -1;
            pod.readyUntil = core.now();
        }
    }

    /** Adds the time since a pod became ready to its capacity. */
    void addReadyTime(Pod pod, long until) {
        long from = Math.max(pod.readySince, core.measures.warmupNanos);
        long to = Math.min(until, core.measures.endNanos);
        if (pod.readySince >= 0 && to > from) {
            pod.readyNanos += to - from;
        }
    }

    private void die(Pod pod) {
        notReady(pod);
        pod.state = Pod.State.GONE;
        refreshEndpoints();
        callers.losses().podDies(pod);
        for (Ejection ejection : core.ejections) {
            if (ejection.proxyPod == pod.id) {
                ejection.end(core.now());
            }
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

    // ---------------------------------------------------------------- propagation

    /** Tells the proxies what is true now, as fast as the scenario's control plane is. */
    void publish(@Nullable Propagated change) {
        Propagation propagation = core.scenario.cluster().propagation();
        if (!controlPlaneReachable()) {
            return;
        }
        long now = core.now();
        long sent = now;
        changes++;
        if (propagation instanceof Propagation.Push push) {
            if (firstUnsent < now) {
                firstUnsent = now + Math.max(push.debounceNanos(), LONGEST_DEBOUNCE_NANOS);
            }
            sent = Math.min(firstUnsent, now + push.debounceNanos());
        }
        for (Pod pod : core.pods) {
            Sidecar sidecar = pod.sidecar;
            if (sidecar == null || pod.state == Pod.State.GONE) {
                continue;
            }
            Routing routing = resolver.routing(core.plan.config(pod.plan));
            Delivery delivery = new Delivery(arrival(propagation, pod, sent), routing, core.endpoints, change);
            if (propagation instanceof Propagation.Instant) {
                deliver(sidecar, delivery);
            } else {
                enqueue(pod, delivery);
            }
        }
        if (change != null && Double.isNaN(change.first) && propagation instanceof Propagation.Instant) {
            change.arrived(now);
        }
    }

    private long arrival(Propagation propagation, Pod pod, long sent) {
        long key = core.draw(((long) pod.id << 32) + changes, Purpose.PUSH);
        if (propagation instanceof Propagation.Push push) {
            return sent + push.push().sampleNanos(key);
        }
        if (propagation instanceof Propagation.Poll poll) {
            double interval = poll.pollNanos() + core.unit(key, Purpose.POLL) * poll.jitterNanos();
            return sent + (long) (core.unit(key, Purpose.POLL + 256) * interval);
        }
        return sent;
    }

    private void enqueue(Pod pod, Delivery delivery) {
        ArrayDeque<Delivery> queue = deliveries.computeIfAbsent(pod.id, id -> new ArrayDeque<>());
        Delivery last = queue.peekLast();
        long time = last == null ? delivery.time() : Math.max(last.time(), delivery.time());
        queue.add(new Delivery(time, delivery.routing(), delivery.endpoints(), delivery.change()));
        core.agenda.schedule(time, EventKind.CONFIG_ARRIVES, pod.id);
    }

    /** A proxy hears of a change. */
    void configArrives(int id) {
        ArrayDeque<Delivery> queue = deliveries.get(id);
        Delivery delivery = queue == null ? null : queue.poll();
        Pod pod = core.pod(id);
        if (delivery != null && pod.sidecar != null) {
            deliver(pod.sidecar, delivery);
        }
    }

    private void deliver(Sidecar sidecar, Delivery delivery) {
        if (sidecar.stale) {
            return;
        }
        sidecar.routing = delivery.routing();
        sidecar.endpoints = delivery.endpoints();
        sidecar.takeLimits(core.now());
        sidecar.takeInbound(core, core.pod(sidecar.pod));
        ProxyConfig config = sidecar.config();
        for (ClusterState cluster : sidecar.clusters) {
            if (cluster == null || cluster.config.originalDestination()) {
                continue;
            }
            var next = config.cluster(cluster.config.name());
            if (next == null) {
                cluster.dropped();
                continue; // what is under way in a removed cluster goes on
            }
            HostState[] before = cluster.hosts;
            boolean replaced = cluster.setConfig(next);
            cluster.setHosts(sidecar.endpoints.of(next));
            for (HostState host : before) {
                if (host.removed || replaced) {
                    callers.router().pools().drain(host);
                }
            }
        }
        if (delivery.change() != null) {
            delivery.change().arrived(core.now());
        }
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.plan.Lifetime;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.scenario.WorkloadSettings.Shutdown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The life of pods as the kubelet sees it: containers start, probes say when a pod is ready, an order to end goes through
 * hooks, SIGTERM and the sidecar's drain to SIGKILL, and a machine that is gone takes them with it
 * ({@code pkg/kubelet/kuberuntime}, {@code pkg/kubelet/prober}; the sidecar's part {@code pkg/envoy/agent.go} of Istio).
 */
final class PodLife {

    /** So many pods may be made in the course of a run, beside those that it begins with. */
    static final int MOST_MADE = 20_000;

    private static final long IDLE_CHECK_NANOS = 1_000_000_000L;

    private final Core core;
    private final World world;
    private final Callers callers;
    private final PodFactory factory;
    private final Prober prober;
    /** Who is told in words of what pods do by themselves. */
    private Listener listener = words -> {};
    /** Pods whose app is up, and whose sidecar waits for the control plane. */
    private final List<Pod> waiting = new ArrayList<>();
    /** Pods made since the beginning. */
    private int made;

    /** Hears of pods that are no longer ready, are ready again or are started again, because of their probes. */
    interface Listener {
        void told(String words);
    }

    PodLife(Core core, World world, Callers callers) {
        this.core = core;
        this.world = world;
        this.callers = callers;
        this.factory = new PodFactory(core);
        this.prober = new Prober(core, callers.servers(), this, new AppRestarts(core, world, this, callers.losses()));
        core.prober = prober;
    }

    Prober prober() {
        return prober;
    }

    /** Tells somebody from now on. */
    void tellTo(Listener listener) {
        this.listener = listener;
    }

    void tell(String words) {
        listener.told(words);
    }

    // ---------------------------------------------------------------- beginning

    /** A pod of the input: ready, and for as long as anybody can tell. */
    Pod createReady(WorkloadPlan workload, int revision, int slot) {
        Pod pod = factory.create(workload, core.now(), slot);
        pod.revision = revision;
        if (workload.block() != null) {
            pod.become(Pod.State.BLOCKED, core.now());
        } else if (pod.state != Pod.State.PENDING) {
            wasReady(pod);
        }
        return pod;
    }

    private void wasReady(Pod pod) {
        pod.become(Pod.State.READY, core.now());
        pod.endpoint = true;
        pod.probed = true;
        pod.readySince = core.now();
        prober.begin(pod, true);
    }

    /** A new pod: it starts. */
    Pod create(WorkloadPlan workload, int revision, int slot) {
        if (++made > MOST_MADE) {
            throw new Overload(Overload.Kind.PODS);
        }
        if (core.pendingPods > 0) {
            bindPending(false); // those that wait already come first
        }
        Pod pod = factory.create(workload, core.now(), slot);
        pod.revision = revision;
        if (pod.state != Pod.State.PENDING) {
            boot(pod);
        }
        return pod;
    }

    /** Pods that wait for a node look for one again, in the order in which they were made. */
    void bindPending(boolean atStart) {
        boolean again = core.pendingPods > 0;
        while (again) { // others may want to be near one that is on a node now
            again = false;
            Set<Integer> without = new HashSet<>(); // one pod of a workload speaks for all
            for (int i = 0; i < core.pods.size(); i++) {
                Pod pod = core.pods.get(i);
                if (pod.state == Pod.State.PENDING && !without.contains(pod.plan.id())) {
                    if (factory.bind(pod)) {
                        again = true;
                        bound(pod, atStart);
                    } else {
                        without.add(pod.plan.id());
                    }
                }
            }
        }
        if (core.pendingPods > 0) {
            core.notes.pending(core, this::whyPending);
        }
    }

    private void bound(Pod pod, boolean atStart) {
        if (atStart) {
            wasReady(pod);
        } else {
            pod.become(Pod.State.STARTING, core.now());
            boot(pod);
        }
    }

    /** Why a pod is on no node. */
    String whyPending(Pod pod) {
        return factory.reasons(pod);
    }

    private void boot(Pod pod) {
        pod.bootNanos = core.now();
        int life = pod.life;
        core.chores.at(core.now() + pod.behaviour.startupNanos(), () -> {
            if (pod.life == life) {
                appUp(pod);
            }
        });
        prober.begin(pod, false);
    }

    /** The app of a pod is up. */
    void appUp(Pod pod) {
        if (pod.state != Pod.State.STARTING) {
            upAgain(pod);
            return;
        }
        if (pod.plan.sidecar() && !world.controlPlane().startsProxies()) {
            waiting.add(pod);
            return;
        }
        if (pod.probing != null) {
            pod.probing.stopped = false;
        }
        if (pod.plan.life().awaitsProbes()) {
            listens(pod);
        } else {
            becomeReady(pod);
        }
    }

    /** The app of a pod is up that was there all the time, with a sidecar where it has one. */
    private void upAgain(Pod pod) {
        Probing probing = pod.probing;
        if (pod.state != Pod.State.UNREADY || probing == null || !probing.stopped) {
            return;
        }
        probing.stopped = false;
        openApp(pod);
        listens(pod);
        if (!pod.plan.life().awaitsProbes()) {
            becomeReady(pod);
        }
    }

    /** The control plane is back: sidecars that waited for it start. */
    void startWaiting() {
        List<Pod> again = List.copyOf(waiting);
        waiting.clear();
        again.forEach(this::appUp);
    }

    /** The app takes requests of those who find it, though nobody is told of it. */
    private void listens(Pod pod) {
        pod.become(Pod.State.UNREADY, core.now());
        pod.readySince = core.now();
        pod.readyUntil = Long.MAX_VALUE;
        world.giveSidecar(pod);
    }

    private void becomeReady(Pod pod) {
        pod.probed = true;
        if (pod.state != Pod.State.UNREADY) {
            pod.readySince = core.now();
            pod.readyUntil = Long.MAX_VALUE;
        }
        if (pod.unready > 0) {
            pod.become(Pod.State.UNREADY, core.now());
            world.giveSidecar(pod);
            return;
        }
        pod.become(Pod.State.READY, core.now());
        pod.endpoint = true;
        pod.readyAt = core.now();
        world.refreshEndpoints();
        world.giveSidecar(pod);
        world.publish(null);
        world.controllers().podChanged(pod);
        callers.source().podReady();
    }

    // ---------------------------------------------------------------- readiness

    /** Something makes a pod not ready, for as long as it lasts. */
    void loseReadiness(Pod pod) {
        pod.unready++;
        if (pod.state == Pod.State.READY) {
            pod.become(Pod.State.UNREADY, core.now());
            unlist(pod);
        }
    }

    /** All probes of a pod succeed. */
    void probesSucceed(Pod pod) {
        if (pod.probing().wasReady) {
            tell(pod.name + " is ready again");
        }
        becomeReady(pod);
    }

    /** Probes of a pod fail: no Service leads to it. */
    void probesFail(Pod pod) {
        pod.probed = false;
        pod.probing().wasReady = true;
        tell(pod.name + " is not ready: " + pod.probing().why);
        if (pod.state == Pod.State.READY) {
            pod.become(Pod.State.UNREADY, core.now());
            unlist(pod);
            world.controllers().podChanged(pod);
        }
    }

    /**
     * The app of a pod has ended, and is to be started again where it was.
     *
     * @param up whether it was up
     */
    void appIsGone(Pod pod, boolean up) {
        prober.forget(pod);
        waiting.remove(pod);
        pod.whenIdle = null;
        pod.probed = false;
        if (up) {
            notReady(pod);
            closeApp(pod);
            callers.losses().appIsStartedAgain(pod);
            pod.become(Pod.State.UNREADY, core.now());
            pod.probing().wasReady = true;
            unlist(pod);
            world.endpointsChanged(); // who is there to ask others has changed in any case
        }
        pod.life++;
    }

    /** The cluster has noticed that the machine of a pod is gone. */
    void noticed(Pod pod) {
        if (pod.state == Pod.State.DOWN) {
            unlist(pod);
        }
    }

    /** Takes back one {@link #loseReadiness}. */
    void regainReadiness(Pod pod) {
        pod.unready--;
        if (pod.unready == 0 && pod.state == Pod.State.UNREADY && pod.probed) {
            becomeReady(pod);
        }
    }

    // ---------------------------------------------------------------- the end

    /** As {@code kubectl delete pod}: its endpoint leaves at once, the rest takes the time that it takes. */
    void terminate(Pod pod, long graceNanos) {
        prober.forget(pod);
        switch (pod.state) {
            case BLOCKED, PENDING, STARTING -> {
                core.gone(pod);
                pod.life++;
                return;
            }
            case DOWN -> {
                pod.evicted = true; // nobody is there to be told
                return;
            }
            case TERMINATING, GONE -> {
                return;
            }
            default -> {}
        }
        notReady(pod);
        boolean stopped = endsForGood(pod);
        pod.become(Pod.State.TERMINATING, core.now());
        unlist(pod);
        if (graceNanos == 0) {
            die(pod);
            return;
        }
        long now = core.now();
        pod.killNanos = now + graceNanos;
        atIfStillEnding(pod, pod.killNanos, () -> die(pod));
        Lifetime life = pod.plan.life();
        long preStop = Math.min(graceNanos, life.preStopNanos());
        if (pod.sidecar != null) {
            proxyTold(pod, life, now);
        }
        if (stopped) {
            appEnds(pod);
        } else if (preStop == 0) {
            sigterm(pod);
        } else {
            atIfStillEnding(pod, now + preStop, () -> sigterm(pod));
        }
    }

    /** Nobody asks a pod that is told to end any more, or starts its app again; whether that is not there. */
    private static boolean endsForGood(Pod pod) {
        Probing probing = pod.probing;
        if (probing == null) {
            return false;
        }
        probing.stoppedWatching = true;
        probing.stopping = false;
        return probing.stopped;
    }

    private void atIfStillEnding(Pod pod, long nanos, Chores.Chore chore) {
        int life = pod.life;
        core.chores.at(nanos, () -> {
            if (pod.life == life && pod.state == Pod.State.TERMINATING) {
                chore.happens();
            }
        });
    }

    private void proxyTold(Pod pod, Lifetime life, long now) {
        Lifetime.ProxyEnd end = life.proxyEnd();
        if (pod.sidecar != null && end != Lifetime.ProxyEnd.AT_ONCE) {
            pod.sidecar.draining = true; // native ones, too: their preStop hook drains (istio pull request 47226)
        }
        switch (end) {
            case AFTER_DRAIN -> atIfStillEnding(pod, now + life.drainNanos(), () -> proxyEnds(pod));
            case WHEN_IDLE -> atIfStillEnding(pod, now + life.drainNanos(), () -> proxyEndsWhenIdle(pod));
            case AT_ONCE -> atIfStillEnding(pod, now, () -> proxyEnds(pod));
            case AFTER_APP -> {}
        }
    }

    private void proxyEndsWhenIdle(Pod pod) {
        if (isIdle(pod)) {
            proxyEnds(pod);
        } else {
            atIfStillEnding(pod, core.now() + IDLE_CHECK_NANOS, () -> proxyEndsWhenIdle(pod));
        }
    }

    private void sigterm(Pod pod) {
        Shutdown shutdown = pod.behaviour.shutdown();
        if (shutdown == Shutdown.EXIT) {
            closeApp(pod);
            callers.losses().appExits(pod);
            appEnds(pod);
        } else if (shutdown == Shutdown.FINISH) {
            closeApp(pod);
            if (pod.sidecar == null) {
                callers.losses().loseConnections(pod);
            }
            pod.whenIdle = () -> {
                if (pod.whenIdle != null && isIdle(pod)) {
                    appEnds(pod);
                }
            };
            pod.whenIdle.happens();
        }
    }

    /** An app takes no connections any more. */
    void closeApp(Pod pod) {
        if (pod.accepting) {
            pod.accepting = false;
            core.closingPods++;
        }
    }

    private void openApp(Pod pod) {
        if (!pod.accepting) {
            pod.accepting = true;
            core.closingPods--;
        }
    }

    /** Whether a pod serves nothing, and asks for nothing by itself. */
    boolean isIdle(Pod pod) {
        return pod.inService.value() == 0
                && pod.waitingForThread == 0
                && !callers.losses().hasCallsOfItsOwn(pod);
    }

    private void appEnds(Pod pod) {
        pod.whenIdle = null;
        pod.appGone = true;
        if (pod.sidecar == null || pod.proxyGone) {
            die(pod);
        } else if (pod.plan.life().proxyEnd() == Lifetime.ProxyEnd.AFTER_APP) {
            long end = Math.min(pod.killNanos, core.now() + pod.plan.life().drainNanos());
            atIfStillEnding(pod, end, () -> proxyEnds(pod));
        }
    }

    private void proxyEnds(Pod pod) {
        pod.proxyGone = true;
        if (pod.sidecar != null && !pod.sidecar.down) {
            pod.sidecar.down = true;
            callers.losses().sidecarStops(pod);
        }
        if (pod.appGone) {
            die(pod);
        }
    }

    /** SIGKILL for all that is in it. */
    void die(Pod pod) {
        notReady(pod);
        leave(pod);
        unlist(pod);
        core.gone(pod);
        callers.losses().podDies(pod);
        endEjections(pod);
        world.controllers().podChanged(pod);
    }

    private void unlist(Pod pod) {
        if (pod.endpoint) {
            pod.endpoint = false;
            world.endpointsChanged();
        }
    }

    private void leave(Pod pod) {
        pod.life++;
        pod.whenIdle = null;
        openApp(pod);
        waiting.remove(pod);
        prober.forget(pod);
        if (pod.probing != null) {
            pod.probing.stopping = false;
            pod.probing.stopped = false;
            pod.probing.backingOff = false;
        }
    }

    private void endEjections(Pod pod) {
        for (Ejection ejection : core.ejections) {
            if (ejection.proxyPod == pod.id) {
                ejection.end(core.now());
            }
        }
    }

    // ---------------------------------------------------------------- machines that are gone

    /** The machine of a pod is gone without a word: to everybody else it is just silent. */
    void vanish(Pod pod) {
        if (pod.state == Pod.State.BLOCKED || pod.state == Pod.State.GONE || pod.state == Pod.State.DOWN) {
            return;
        }
        boolean ended = pod.state == Pod.State.TERMINATING;
        notReady(pod);
        leave(pod);
        pod.become(Pod.State.DOWN, core.now());
        pod.evicted = ended;
        pod.probed = false;
        callers.losses().podVanishes(pod);
        endEjections(pod);
    }

    /** The machine is back: containers are started again, and know nothing of what was before. */
    void comeBack(Pod pod) {
        if (pod.state != Pod.State.DOWN) {
            return;
        }
        unlist(pod);
        callers.losses().forgetsConnections(pod);
        if (pod.evicted) {
            core.gone(pod);
            return;
        }
        pod.become(Pod.State.STARTING, core.now());
        pod.restarts++;
        pod.endedNanos = core.now(); // nobody has seen it end: when it was found dead counts
        pod.appGone = false;
        pod.proxyGone = false;
        pod.newSidecar = true;
        world.controlPlane().forget(pod);
        pod.follow(pod.plan);
        boot(pod);
    }

    // ---------------------------------------------------------------- capacity

    private void notReady(Pod pod) {
        if (pod.readySince >= 0) {
            addReadyTime(pod, core.now());
            pod.readySince = -1;
            pod.readyUntil = core.now();
        }
    }

    /** Adds the time since a pod began to listen to its capacity. */
    private void addReadyTime(Pod pod, long until) {
        long from = Math.max(pod.readySince, core.measures.warmupNanos);
        long to = Math.min(until, core.measures.endNanos);
        if (pod.readySince >= 0 && to > from) {
            pod.readyNanos += to - from;
        }
    }
}

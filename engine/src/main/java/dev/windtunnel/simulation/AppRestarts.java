package dev.windtunnel.simulation;

import dev.windtunnel.scenario.WorkloadSettings.Shutdown;

/**
 * Apps that the kubelet ends and starts again because their probes fail: the {@code preStop} hook, SIGTERM, SIGKILL at the
 * end of the grace, a wait that grows from restart to restart, and the startup of the new one
 * ({@code pkg/kubelet/kuberuntime/kuberuntime_container.go}, killContainer; {@code kuberuntime_manager.go}, doBackOff;
 * {@code client-go/util/flowcontrol/backoff.go}). The pod stays where it is, and so does its sidecar; its endpoint leaves
 * when the app is gone, or when readiness probes notice that it takes no connections.
 */
final class AppRestarts {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    static final long FIRST_BACK_OFF_NANOS = 10_000_000_000L;
    static final long LONGEST_BACK_OFF_NANOS = 300_000_000_000L;
    /** A run goes on for the sake of so many restarts of a pod, and not of an app that never stays. */
    private static final int OF_INTEREST = 10;

    private final Core core;
    private final World world;
    private final PodLife life;
    private final PodLosses losses;

    AppRestarts(Core core, World world, PodLife life, PodLosses losses) {
        this.core = core;
        this.world = world;
        this.life = life;
        this.losses = losses;
    }

    /** A probe of a pod's container has failed for good. */
    void restart(Pod pod, ProbeWorker worker) {
        Probing probing = pod.probing();
        if (probing.stopping) {
            return;
        }
        probing.stopping = true;
        probing.why = worker.why();
        probing.lateRestarts += worker.failure == ProbeWorker.Failure.TIMED_OUT ? 1 : 0;
        boolean liveness = worker.kind == ProbeWorker.Kind.LIVENESS;
        life.prober()
                .note(
                        pod,
                        false,
                        "Killing",
                        "Container " + container(pod) + " failed " + (liveness ? "liveness" : "startup")
                                + " probe, will be restarted");
        String why = ": " + probing.why;
        Long own = worker.probe.graceNanos();
        long grace = own == null ? pod.plan.life().graceNanos() : own;
        long preStop = Math.min(grace, pod.plan.life().preStopNanos());
        if (grace == 0 || preStop == 0 && endsAtOnce(pod)) {
            ends(pod, why);
            return;
        }
        life.tell(pod.name + " is told to end" + why);
        ifStillStopping(pod, core.now() + grace, () -> ends(pod, ""));
        if (preStop == 0) {
            sigterm(pod);
        } else {
            ifStillStopping(pod, core.now() + preStop, () -> sigterm(pod));
        }
    }

    private void ifStillStopping(Pod pod, long nanos, Chores.Chore chore) {
        int before = pod.life;
        core.chores.at(nanos, () -> {
            if (pod.life == before && pod.probing().stopping) {
                chore.happens();
            }
        });
    }

    /** Whether SIGTERM ends its app at once. */
    private static boolean endsAtOnce(Pod pod) {
        Shutdown shutdown = pod.behaviour.shutdown();
        return shutdown == Shutdown.EXIT || shutdown == Shutdown.FINISH && !isUp(pod);
    }

    private void sigterm(Pod pod) {
        if (endsAtOnce(pod)) {
            ends(pod, "");
        } else if (pod.behaviour.shutdown() == Shutdown.FINISH) {
            life.closeApp(pod);
            world.refreshEndpoints(); // the same ones, but who is there to ask others has changed
            if (pod.sidecar == null) {
                losses.loseConnections(pod);
            }
            pod.whenIdle = () -> {
                if (pod.whenIdle != null && pod.probing().stopping && life.isIdle(pod)) {
                    ends(pod, "");
                }
            };
            pod.whenIdle.happens();
        }
    }

    private static boolean isUp(Pod pod) {
        return (pod.state == Pod.State.READY || pod.state == Pod.State.UNREADY) && !pod.probing().stopped;
    }

    /**
     * The app has ended: it is started again, at once for the first time.
     *
     * @param why a colon and why it is; empty when that has been told
     */
    private void ends(Pod pod, String why) {
        Probing probing = pod.probing();
        long wait = backOff(probing, core.now());
        String again = wait > 0
                ? " has ended and will be started again in " + wait / NANOS_PER_SECOND + " s"
                : " is started again";
        life.tell(pod.name + again + why);
        boolean up = isUp(pod);
        probing.stopping = false;
        life.appIsGone(pod, up);
        probing.stopped = true;
        pod.endedNanos = core.now();
        if (wait > 0) {
            probing.backingOff = true;
            life.prober()
                    .note(
                            pod,
                            true,
                            "BackOff",
                            "Back-off restarting failed container " + container(pod) + " in pod " + pod.name);
            int now = pod.life;
            later(pod, core.now() + wait, () -> {
                if (pod.life == now) {
                    life.tell(pod.name + " is started again");
                    startAgain(pod);
                }
            });
        } else {
            startAgain(pod);
        }
        world.controllers().podChanged(pod);
    }

    /**
     * How long an app that has just ended waits. The wait doubles each time, and is forgotten by apps that ran for twice the
     * longest one.
     */
    static long backOff(Probing probing, long now) {
        boolean forgotten = probing.backOffNanos == 0 || now - probing.againNanos > 2 * LONGEST_BACK_OFF_NANOS;
        long wait = forgotten ? 0 : probing.backOffNanos;
        probing.backOffNanos =
                forgotten ? FIRST_BACK_OFF_NANOS : Math.min(LONGEST_BACK_OFF_NANOS, 2 * probing.backOffNanos);
        probing.againNanos = now + wait;
        return wait;
    }

    private void startAgain(Pod pod) {
        pod.probing().backingOff = false;
        pod.restarts++;
        int now = pod.life;
        later(pod, core.now() + pod.behaviour.startupNanos(), () -> {
            if (pod.life == now) {
                life.appUp(pod);
            }
        });
        life.prober().begin(pod, false);
    }

    private void later(Pod pod, long nanos, Chores.Chore chore) {
        if (pod.restarts < OF_INTEREST) {
            core.chores.at(nanos, chore);
        } else {
            core.chores.repeatedlyAt(nanos, chore);
        }
    }

    private static String container(Pod pod) {
        return pod.plan.workload() == null || pod.plan.workload().containers().isEmpty()
                ? pod.name
                : pod.plan.workload().containers().get(0).name();
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Probe;
import dev.windtunnel.plan.Lifetime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks pods by their probes, as the kubelet does, for as long as they run ({@code pkg/kubelet/prober}). A probe over HTTP or
 * gRPC is a request of the pod's app: it waits for a thread and cores as any other, and takes the time of the handler that
 * serves its path; a path that no handler is for is answered well as soon as a thread is free, as a scenario need not
 * describe what only the kubelet asks for. It comes from the pod itself, past Envoy: of pods with a sidecar the kubelet asks
 * {@code pilot-agent}, which asks the app ({@code rewriteAppHTTPProbers}). What it counts for is the queue and the cores,
 * and no figure of requests.
 */
final class Prober {

    private final Core core;
    private final Servers servers;
    private final PodLife life;
    private final AppRestarts restarts;
    /** Requests that wait for an answer. */
    private int underWay;
    /** In no longer time any probe notices that an app has stopped to answer, and has it started again. */
    private long patienceNanos;

    Prober(Core core, Servers servers, PodLife life, AppRestarts restarts) {
        this.core = core;
        this.servers = servers;
        this.life = life;
        this.restarts = restarts;
    }

    /**
     * A pod's app is started now.
     *
     * @param running whether it has been running for long: then all has been well, and its probes are due at some instant of
     *     their period, as they are for a kubelet that finds the pod when it starts
     */
    void begin(Pod pod, boolean running) {
        Lifetime lifetime = pod.plan.life();
        if (!lifetime.isProbed()) {
            return;
        }
        Probing probing = pod.probing == null ? new Probing() : pod.probing;
        pod.probing = probing;
        List<ProbeWorker> workers = new ArrayList<>();
        add(pod, workers, ProbeWorker.Kind.STARTUP, lifetime.startup());
        add(pod, workers, ProbeWorker.Kind.READINESS, lifetime.readiness());
        add(pod, workers, ProbeWorker.Kind.LIVENESS, lifetime.liveness());
        probing.workers = workers;
        probing.started = running || lifetime.startup().isEmpty();
        for (int i = 0; i < workers.size(); i++) {
            ProbeWorker worker = workers.get(i);
            long wait = 0;
            if (worker.kind != ProbeWorker.Kind.READINESS) {
                patienceNanos = Math.max(patienceNanos, worker.toFailNanos());
            }
            if (running) {
                worker.findPassing();
                double part = core.unit(core.draw(pod.id, Purpose.PROBE_PHASE), Purpose.PROBE_PHASE + (i << 8));
                wait = (long) (part * worker.probe.periodNanos());
            }
            worker.begin(core.now() + wait);
        }
    }

    private void add(Pod pod, List<ProbeWorker> workers, ProbeWorker.Kind kind, List<Probe> probes) {
        for (Probe probe : probes) {
            workers.add(new ProbeWorker(core, this, pod, kind, probe, head(probe), core.now()));
        }
    }

    /** The request that a probe makes; -1 for none. All pods of a template get the same. */
    private int head(Probe probe) {
        String host = "http://localhost:" + (probe.port() == 0 ? 80 : probe.port());
        return switch (probe.handler()) {
            case HTTP -> core.heads.id(RequestHeads.of("GET", host + probe.path(), new TreeMap<>(), 0));
            case GRPC ->
                core.heads.id(RequestHeads.of(
                        "POST", host + "/grpc.health.v1.Health/Check", Map.of("content-type", "application/grpc"), 0));
            case TCP, EXEC -> -1;
        };
    }

    /** The app of a pod is gone: nobody waits for its answers. */
    void forget(Pod pod) {
        Probing probing = pod.probing;
        if (probing != null) {
            probing.workers.forEach(ProbeWorker::end);
            probing.workers = List.of();
        }
    }

    // ---------------------------------------------------------------- requests

    /** Whether somebody takes the connection of a probe: the app, and the sidecar where it has one. */
    static boolean takesConnections(Pod pod) {
        return (pod.state == Pod.State.READY || pod.state == Pod.State.UNREADY)
                && pod.accepting
                && (pod.sidecar == null || !pod.sidecar.down);
    }

    /** A request of a probe, which whoever asks holds. */
    Try request(Pod pod, int head) {
        Try row = core.tries.allocate();
        core.tries.hold(row);
        underWay++;
        row.bits = Try.PROBE | Try.ABANDONED;
        row.key = core.draw(((long) pod.id << 32) + pod.probing().requests++, Purpose.PROBE);
        row.pod = pod.id;
        row.sourcePod = pod.id;
        row.head = head;
        row.depth = 0;
        row.edge = null;
        row.number = 0;
        row.worst = 1;
        return row;
    }

    /** Whether any request waits for an answer. */
    boolean isAsking() {
        return underWay > 0;
    }

    /** How long it takes at most until a probe notices that an app has stopped to answer; 0 when there is none. */
    long patienceNanos() {
        return patienceNanos;
    }

    /** Whoever asks does not wait for an answer any more. */
    void letGo(Try row) {
        underWay--;
        core.tries.letGo(row);
    }

    /** Hands a request to the app. */
    void send(Try row, Pod pod) {
        servers.takeProbe(row, pod);
    }

    /** Nobody waits for an answer any more. */
    void hangUp(Try row) {
        servers.cancellation().hangUpArrives(row);
        letGo(row);
    }

    /** The app has answered a request of a probe, or has closed its connection (0). */
    void answered(Try row, Pod pod, int status) {
        for (ProbeWorker worker : pod.probing().workers) {
            if (worker.asked == row) {
                worker.answered(status, row.grpc);
                return;
            }
        }
    }

    // ---------------------------------------------------------------- what comes of it

    /** A probe has failed; that may have no consequences yet. */
    void failedOnce(Pod pod, ProbeWorker worker) {
        note(pod, true, "Unhealthy", worker.message());
    }

    /** The container of a probe counts for something else now. */
    void changed(Pod pod, ProbeWorker worker) {
        Probing probing = pod.probing();
        switch (worker.kind) {
            case STARTUP -> {
                if (worker.passes) {
                    started(pod, probing);
                } else {
                    restarts.restart(pod, worker);
                }
            }
            case LIVENESS -> restarts.restart(pod, worker);
            case READINESS -> {
                if (!worker.passes) {
                    probing.why = worker.why();
                    probing.lateUnready += pod.probed && worker.failure == ProbeWorker.Failure.TIMED_OUT ? 1 : 0;
                }
                judge(pod, probing);
            }
        }
    }

    /** Readiness is asked for as soon as a container has started ({@code prober_manager.go}, UpdatePodStatus). */
    private void started(Pod pod, Probing probing) {
        for (ProbeWorker worker : probing.workers) {
            if (worker.kind == ProbeWorker.Kind.STARTUP && !worker.passes) {
                return;
            }
        }
        probing.started = true;
        for (ProbeWorker worker : probing.workers) {
            if (worker.kind == ProbeWorker.Kind.READINESS) {
                worker.trigger();
            }
        }
        judge(pod, probing);
    }

    private void judge(Pod pod, Probing probing) {
        boolean ready = probing.started && !probing.stopped;
        for (ProbeWorker worker : probing.workers) {
            ready &= worker.kind != ProbeWorker.Kind.READINESS || worker.passes;
        }
        if (ready && !pod.probed) {
            life.probesSucceed(pod);
        } else if (!ready && pod.probed) {
            life.probesFail(pod);
        }
    }

    /** The kubelet tells of something. */
    void note(Pod pod, boolean warning, String reason, String message) {
        List<PodEvent> events = pod.probing().events;
        for (int i = 0; i < events.size(); i++) {
            PodEvent event = events.get(i);
            if (event.reason().equals(reason) && event.message().equals(message)) {
                events.set(i, event.again(core.now()));
                return;
            }
        }
        events.add(new PodEvent(warning, reason, message, 1, core.now(), core.now()));
    }
}

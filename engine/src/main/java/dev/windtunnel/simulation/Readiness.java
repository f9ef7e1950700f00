package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Probe;
import dev.windtunnel.plan.Program;
import dev.windtunnel.scenario.Handler;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks pods whether they are ready, as the kubelet does. A probe over HTTP gets what the handler for its path answers; a
 * path that no handler is for is answered well, as a scenario need not describe what only the kubelet asks for.
 */
final class Readiness {

    private final Core core;
    private final Handlers handlers;

    Readiness(Core core, Handlers handlers) {
        this.core = core;
        this.handlers = handlers;
    }

    /** The first probe of a pod that fails now; null when it is ready. */
    @Nullable
    Probe failed(Pod pod) {
        for (Probe probe : pod.plan.life().readiness()) {
            if (probe.path() != null && !answersWell(pod, probe.path(), probe.port())) {
                return probe;
            }
        }
        return null;
    }

    private boolean answersWell(Pod pod, String path, int port) {
        int head = core.heads.id(
                RequestHeads.of("GET", "http://" + pod.ip + ":" + (port == 0 ? 80 : port) + path, new TreeMap<>(), 0));
        Program program = handlers.program(pod, head);
        long key = core.draw(((long) pod.id << 32) + (core.now() / 1_000_000), Purpose.PROBE);
        for (int i = 0; i < pod.failing.size(); i++) {
            Pod.Failing failing = pod.failing.get(i);
            if (core.unit(key, Purpose.FAILING + ((long) failing.occurrence() << 8))
                    < failing.error().fraction()) {
                return false;
            }
        }
        if (program == null) {
            return true;
        }
        double draw = core.unit(key, Purpose.ERRORS);
        for (int i = 0; i < program.errors.length; i++) {
            if (draw < program.errorLimits[i]) {
                Handler.ErrorRate error = program.errors[i];
                return error.failure() == Handler.Failure.STATUS && error.status() < 400;
            }
        }
        return program.response.status() >= 200 && program.response.status() < 400;
    }
}

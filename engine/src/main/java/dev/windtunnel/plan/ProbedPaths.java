package dev.windtunnel.plan;

import dev.windtunnel.mesh.Probe;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.proxy.route.RouteMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Paths of probes that no handler is meant for: what serves everything else serves them, too, with all that it costs. */
final class ProbedPaths {

    private ProbedPaths() {}

    /** The paths of a workload's HTTP probes that a handler for every path serves with steps, each once. */
    static List<String> servedLikeRequests(WorkloadPlan workload) {
        List<String> paths = new ArrayList<>();
        if (workload.behaviour().written()) {
            Lifetime life = workload.life();
            add(workload, life.startup(), paths);
            add(workload, life.readiness(), paths);
            add(workload, life.liveness(), paths);
        }
        return paths;
    }

    private static void add(WorkloadPlan workload, List<Probe> probes, List<String> paths) {
        for (Probe probe : probes) {
            if (probe.handler() == Probe.Handler.HTTP
                    && !paths.contains(probe.path())
                    && isServedLikeRequests(workload, probe)) {
                paths.add(probe.path());
            }
        }
    }

    private static boolean isServedLikeRequests(WorkloadPlan workload, Probe probe) {
        int port = probe.port() == 0 ? 80 : probe.port();
        RequestHead head =
                new RequestHead("GET", "http", "localhost:" + port, "localhost", port, path(probe), null, Map.of(), 0);
        for (Program program : workload.programs()) {
            Integer wanted = program.match.port();
            if ((wanted == null || wanted == port) && RouteMatcher.matches(program.match, head)) {
                return program.match.uri() == null && program.code[0].kind != Program.END;
            }
        }
        return false;
    }

    private static String path(Probe probe) {
        int query = probe.path().indexOf('?');
        return query < 0 ? probe.path() : probe.path().substring(0, query);
    }
}

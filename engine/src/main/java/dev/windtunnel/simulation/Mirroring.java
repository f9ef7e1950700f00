package dev.windtunnel.simulation;

import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.plan.ClusterConfig;

/** Copies of requests whose answers nobody waits for ({@code shadow_writer_impl.cc}). */
final class Mirroring {

    private final Core core;
    private final Calls calls;
    private final Router router;
    private final HostSelection hosts;
    private final UpstreamTries upstreamTries;

    Mirroring(Core core, Router router) {
        this.core = core;
        this.calls = core.calls;
        this.router = router;
        this.hosts = router.hosts();
        this.upstreamTries = router.tries();
    }

    /** A copy whose answer nobody waits for: one try, its own host and pool, no retries. */
    void mirror(Call original, Decision.Copy copy, int index) {
        ClusterConfig config = copy.cluster();
        if (config == null) {
            return;
        }
        Pod pod = core.pod(original.pod);
        ClusterState cluster = hosts.cluster(pod.sidecar(), config, copy.clusterId());
        Call call = calls.allocate();
        call.state = Call.TRYING;
        call.bits = Call.MIRROR | original.bits & Call.MEASURED;
        call.key = core.draw(original.key, Purpose.MIRROR + ((long) index << 16));
        call.pod = original.pod;
        call.head = copy.head();
        call.number = original.number;
        call.depth = Callers.below(original.depth);
        call.edge = mirrorEdge(pod, cluster, copy.head());
        call.start = core.now();
        call.firstStart = core.now();
        call.worst = 1;
        Decision of = original.decided();
        call.decision = copyDecision(of, copy, index);
        call.cluster = 0;
        call.upstream = cluster;
        HostState host = hosts.pick(call, cluster, call.decided());
        if (host == null) {
            router.noHost(call, cluster);
            return;
        }
        if (of.routeTimerClass >= 0) {
            call.routeTimer = core.agenda.arm(of.routeTimerClass, EventKind.ROUTE_TIMEOUT, call.slot);
        }
        upstreamTries.start(call, host);
    }

    private static Decision copyDecision(Decision of, Decision.Copy copy, int index) {
        Decision known = of.copyDecisions[index];
        if (known == null) {
            Decision.Builder builder = new Decision.Builder(Decision.Kind.FORWARD);
            builder.choices = new Decision.Choice[] {
                new Decision.Choice(1, copy.cluster(), copy.clusterId(), copy.head(), new HttpRoute.Fault[0])
            };
            known = builder.build();
            of.copyDecisions[index] = known;
        }
        return known;
    }

    private Edge mirrorEdge(Pod pod, ClusterState cluster, int head) {
        Edge edge = cluster.copies;
        if (edge == null) {
            ClusterConfig config = cluster.config;
            edge = config.service() == null || config.port() == null
                    ? core.measures.edge(core, pod.plan, head)
                    : core.measures.edgeTo(core, pod.plan, config.service(), config.port());
            cluster.copies = edge;
        }
        return edge;
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.proxy.retry.RetryPolicy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which host of a cluster a try goes to: its balancer's, or what the dialled name leads to. */
final class HostSelection {

    private final Core core;
    private final Resolver resolver;
    private final AttemptedHosts attemptedHosts;

    HostSelection(Core core, Resolver resolver, AttemptedHosts attemptedHosts) {
        this.core = core;
        this.resolver = resolver;
        this.attemptedHosts = attemptedHosts;
    }

    /** What a sidecar knows of a cluster, from its first use on. */
    ClusterState cluster(Sidecar sidecar, ClusterConfig config, int id) {
        if (id >= sidecar.clusters.length) {
            sidecar.clusters = Arrays.copyOf(sidecar.clusters, Math.max(id + 1, 2 * sidecar.clusters.length));
        }
        ClusterState cluster = sidecar.clusters[id];
        if (cluster == null) {
            long key = core.draw(((long) sidecar.pod << 32) + id, Purpose.BALANCER_START);
            cluster = new ClusterState(
                    core, core.clusters.size(), sidecar.pod, config, sidecar.workers, key, sidecar.sinceNanos);
            core.clusters.add(cluster);
            if (!config.originalDestination()) {
                cluster.setHosts(sidecar.endpoints.of(config));
            }
            sidecar.clusters[id] = cluster;
        }
        return cluster;
    }

    /** The host of the next try of a call; null when its cluster has none. */
    @Nullable
    HostState pick(Call call, ClusterState cluster, Decision decision) {
        if (cluster.dialled) {
            return dialledHost(call, cluster, decision);
        }
        int worker = worker(call);
        boolean hashes = decision.hash != null && cluster.hashes;
        long salt = (long) call.attempt << 8;
        long bits = hashes ? hash(call, decision) : core.draw(call.key, Purpose.PICK + salt);
        RetryPolicy retry = decision.retry;
        if (retry != null && retry.leavesPriorities()) {
            leavePriorities(call, cluster);
        }
        HostState picked = cluster.pick(worker, bits, 0, call.leftPriorities);
        if (picked != null && call.attempt > 0 && retry != null && retry.avoidsPreviousHosts()) {
            for (int again = 1; again <= retry.hostSelectionAttempts() && cluster.hosts.length > 1; again++) {
                if (!attemptedHosts.contains(call.attempted, picked.pod)) {
                    break;
                }
                HostState other = cluster.pick(
                        worker,
                        hashes ? bits : core.draw(call.key, Purpose.PICK + salt + ((long) again << 24)),
                        again,
                        call.leftPriorities);
                picked = other == null ? picked : other;
            }
        }
        return picked;
    }

    /** Every other retry leaves the priorities tried so far, or begins anew when none is left (previous_priorities.cc). */
    private static void leavePriorities(Call call, ClusterState cluster) {
        if (call.attempt > 0 && call.attempt % RetryPolicy.PRIORITY_UPDATE_FREQUENCY == 0) {
            call.leftPriorities = call.triedPriorities;
            if (!cluster.sets.isAnyLeft(call.leftPriorities)) {
                call.triedPriorities = 0;
                call.leftPriorities = 0;
            }
        }
    }

    /** The hash of a request for balancers that go by one; a random number when nothing of it is hashed. */
    private long hash(Call call, Decision decision) {
        RequestHashes hashes = decision.hash;
        long fallback = core.draw(call.key, Purpose.HASH);
        return hashes == null ? fallback : hashes.of(core, call, fallback);
    }

    /** The host of a cluster of dialled addresses: what DNS or kube-proxy makes of the name. */
    private @Nullable HostState dialledHost(Call call, ClusterState cluster, Decision decision) {
        Service service = cluster.config.service();
        Service.Port port = cluster.config.port();
        int[] pods = service == null || port == null || service.entry() != null
                ? resolver.dialled(decision)
                : core.endpoints.selected(service, port, cluster.config.labels());
        if (pods.length == 0) {
            return null;
        }
        long draw = core.draw(call.key, Purpose.KUBE_PROXY + ((long) call.attempt << 8));
        int pod = pods[(int) Long.remainderUnsigned(draw, pods.length)];
        for (HostState host : cluster.hosts) {
            if (host.pod == pod) {
                return host;
            }
        }
        return cluster.addDialled(pod);
    }

    /** The worker of the sidecar that has a call. */
    static int worker(Call call) {
        Socket connection = call.connection;
        return connection == null ? 0 : connection.worker;
    }
}

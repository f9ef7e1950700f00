package dev.windtunnel.simulation;

import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.proxy.balance.Edf;
import dev.windtunnel.proxy.health.LocalityGroups;
import dev.windtunnel.proxy.health.LocalityGroups.Group;
import dev.windtunnel.proxy.health.PriorityLoads;
import dev.windtunnel.random.Keyed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a cluster as its balancers see them: by priority and locality, the healthy ones apart. What outlier
 * detection does is seen here up to a second later ({@code cluster_manager_impl.cc}, update_merge_window).
 */
final class HostSets {

    /** Changes of health that follow an update by less are delivered together, so much after the first of them. */
    private static final long MERGE_WINDOW_NANOS = 1_000_000_000L;

    private final Core core;
    private final ClusterState cluster;
    private final int workers;
    private Priority[] priorities;
    private @Nullable PriorityLoads loads;
    private HostState[] members = new HostState[0];

    /** One priority. */
    private final class Priority {
        final int number;
        final HostList all;
        final HostList healthy;
        /** By number of locality; empty where localities have no shares. */
        final List<Share> shares = new ArrayList<>();
        /** Those with a healthy host. */
        final List<Share> open = new ArrayList<>();
        /** Which of them each worker picks next. */
        final @Nullable Edf[] schedules = new @Nullable Edf[workers];

        HostState[] hosts = new HostState[0];
        boolean panics;
        long updatedNanos = Long.MIN_VALUE / 2;
        /** When delayed changes are delivered; -1 when there are none. */
        long mergeNanos = -1;

        Priority(int number) {
            this.number = number;
            this.all = list(4L * number);
            this.healthy = list(4L * number + 1);
        }
    }

    /** What one locality gets of its priority. */
    private static final class Share {
        final HostList healthy;
        HostState[] hosts = new HostState[0];
        double weight;
        double effective;

        Share(HostList healthy) {
            this.healthy = healthy;
        }
    }

    HostSets(Core core, ClusterState cluster, int workers) {
        this.core = core;
        this.cluster = cluster;
        this.workers = workers;
        this.priorities = new Priority[] {new Priority(0)};
    }

    private HostList list(long number) {
        // The first healthy list is the ordinary one: its balancers begin where the cluster's key says.
        long key = number == 1 ? cluster.balancerKey : core.draw(cluster.balancerKey, Purpose.HOST_LIST + number);
        return new HostList(core, cluster, workers, key);
    }

    // ---------------------------------------------------------------- picking

    /**
     * Picks a host; null when there is none that may be picked.
     *
     * @param left priorities that get nothing of this request, as bits
     */
    @Nullable
    HostState pick(int worker, long bits, int attempt, int left) {
        Priority priority = priorities[0];
        PriorityLoads known = left == 0 || priorities.length == 1 ? loads : without(left);
        if (known != null) {
            // A hash decides the priority, too; otherwise it is a draw of its own.
            long draw = cluster.hashes ? bits : Keyed.bits(bits, 0, Purpose.PRIORITY);
            priority = priorities[known.pick(draw)];
            if (priority.panics) {
                cluster.count(ClusterCounter.LB_HEALTHY_PANIC);
                return priority.all.pick(worker, bits, attempt);
            }
        } else if (priority.panics) {
            cluster.count(ClusterCounter.LB_HEALTHY_PANIC);
            return null;
        }
        if (!priority.shares.isEmpty()) {
            return pickByShare(priority, worker, bits, attempt);
        }
        return priority.healthy.pick(worker, bits, attempt);
    }

    private @Nullable HostState pickByShare(Priority priority, int worker, long bits, int attempt) {
        List<Share> open = priority.open;
        if (open.isEmpty()) {
            return null;
        }
        Edf schedule = priority.schedules[worker];
        if (schedule == null) {
            long seed = core.draw(cluster.balancerKey, Purpose.LOCALITY + 64L * priority.number + worker);
            schedule = new Edf(open.size(), entry -> open.get(entry).effective, Edf.picksBefore(seed));
            priority.schedules[worker] = schedule;
        }
        return open.get(schedule.pick()).healthy.pick(worker, bits, attempt);
    }

    // ---------------------------------------------------------------- updates

    /**
     * The control plane has told other hosts: they are seen at once, and so is every change of health so far.
     *
     * @param atNanos when: now, or earlier for a cluster that was there before anybody used it
     */
    void setMembers(HostState[] now, long atNanos) {
        members = now;
        group();
        for (Priority priority : priorities) {
            update(priority);
            priority.updatedNanos = atNanos;
        }
        refreshLoads();
    }

    private void group() {
        ClusterConfig config = cluster.config;
        List<Group> groups = config.locality() == null || members.length == 0
                ? List.of(new Group(0, 0, everyone()))
                : LocalityGroups.of(
                        config.locality(),
                        Endpoint.of(core.pod(cluster.proxyPod), 0).member(),
                        places(),
                        config.outliers() != null);
        int count = 1;
        for (Group group : groups) {
            count = Math.max(count, group.priority() + 1);
        }
        Priority[] before = priorities;
        priorities = new Priority[count];
        for (int i = 0; i < count; i++) {
            priorities[i] = i < before.length ? before[i] : new Priority(i);
        }
        for (Priority priority : priorities) {
            List<HostState> hosts = new ArrayList<>();
            int shares = 0;
            for (Group group : groups) {
                if (group.priority() != priority.number) {
                    continue;
                }
                List<HostState> own = new ArrayList<>();
                group.endpoints().forEach(index -> own.add(members[index]));
                hosts.addAll(own);
                if (group.weight() > 0) {
                    if (priority.shares.size() == shares) {
                        priority.shares.add(new Share(list(64 + 64L * priority.number + shares)));
                    }
                    Share share = priority.shares.get(shares++);
                    share.hosts = own.toArray(new HostState[0]);
                    share.weight = group.weight();
                }
            }
            priority.shares.subList(shares, priority.shares.size()).clear();
            priority.hosts = hosts.toArray(new HostState[0]);
            for (HostState host : priority.hosts) {
                host.priority = priority.number;
            }
        }
    }

    private List<Integer> everyone() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < members.length; i++) {
            all.add(i);
        }
        return all;
    }

    private List<LocalityGroups.Member> places() {
        List<LocalityGroups.Member> places = new ArrayList<>();
        for (HostState host : members) {
            places.add(host.endpoint.member());
        }
        return places;
    }

    /** The health of a host has changed: seen at once, or with others a little later. */
    void healthChanged(HostState host) {
        if (host.priority >= priorities.length || host.removed) {
            return;
        }
        Priority priority = priorities[host.priority];
        if (priority.mergeNanos >= 0) {
            return;
        }
        long now = core.now();
        if (now - priority.updatedNanos > MERGE_WINDOW_NANOS) {
            Sidecar sidecar = core.pod(cluster.proxyPod).sidecar;
            if (sidecar != null) {
                sidecar.updatesAtOnce++;
            }
            update(priority);
            refreshLoads();
            return;
        }
        priority.mergeNanos = now + MERGE_WINDOW_NANOS;
        core.agenda.schedule(priority.mergeNanos, EventKind.HEALTH_SEEN, cluster.number);
    }

    /** Delayed changes are due. */
    void mergeDue() {
        boolean changed = false;
        for (Priority priority : priorities) {
            if (priority.mergeNanos == core.now()) {
                update(priority);
                changed = true;
                Sidecar sidecar = core.pod(cluster.proxyPod).sidecar;
                if (sidecar != null) {
                    sidecar.updatesMerged++;
                }
            }
        }
        if (changed) {
            refreshLoads();
        }
    }

    private void update(Priority priority) {
        priority.mergeNanos = -1;
        priority.updatedNanos = core.now();
        priority.all.set(priority.hosts);
        priority.healthy.set(healthy(priority.hosts));
        priority.open.clear();
        for (Share share : priority.shares) {
            HostState[] healthy = healthy(share.hosts);
            share.healthy.set(healthy);
            share.effective = share.weight
                    * PriorityLoads.availability(healthy.length, share.hosts.length, PriorityLoads.OVERPROVISIONING);
            if (share.effective > 0) {
                priority.open.add(share);
            }
        }
        Arrays.fill(priority.schedules, null);
    }

    private static HostState[] healthy(HostState[] hosts) {
        List<HostState> healthy = new ArrayList<>();
        for (HostState host : hosts) {
            if (!host.ejected()) {
                healthy.add(host);
            }
        }
        return healthy.size() == hosts.length ? hosts : healthy.toArray(new HostState[0]);
    }

    private PriorityLoads without(int left) {
        int[] healthy = new int[priorities.length];
        int[] total = new int[priorities.length];
        for (int i = 0; i < priorities.length; i++) {
            healthy[i] = (left >> i & 1) == 0 ? priorities[i].healthy.size() : 0;
            total[i] = priorities[i].hosts.length;
        }
        return new PriorityLoads(healthy, total, 0, PriorityLoads.OVERPROVISIONING);
    }

    /** Whether a priority with healthy hosts is not among these. */
    boolean isAnyLeft(int left) {
        for (int i = 0; i < priorities.length; i++) {
            if ((left >> i & 1) == 0 && priorities[i].healthy.size() > 0) {
                return true;
            }
        }
        return false;
    }

    private void refreshLoads() {
        int count = priorities.length;
        int[] healthy = new int[count];
        int[] total = new int[count];
        boolean allHealthy = true;
        for (int i = 0; i < count; i++) {
            healthy[i] = priorities[i].healthy.size();
            total[i] = priorities[i].hosts.length;
            allHealthy &= healthy[i] == total[i];
        }
        if (count == 1 && allHealthy) {
            loads = null;
            // None of no hosts is healthy: that is panic, too, unless panic is switched off.
            priorities[0].panics = total[0] == 0 && cluster.config.panicThreshold() > 0;
            boolean plain = !priorities[0].panics && priorities[0].shares.isEmpty();
            cluster.ofTwo = plain ? priorities[0].healthy.ofTwo() : null;
            return;
        }
        PriorityLoads fresh =
                new PriorityLoads(healthy, total, cluster.config.panicThreshold(), PriorityLoads.OVERPROVISIONING);
        for (int i = 0; i < count; i++) {
            priorities[i].panics = fresh.panics(i);
        }
        loads = fresh;
        cluster.ofTwo = null;
    }

    /** How many hosts the balancers take for healthy. */
    int healthy() {
        int healthy = 0;
        for (Priority priority : priorities) {
            healthy += priority.healthy.size();
        }
        return healthy;
    }
}

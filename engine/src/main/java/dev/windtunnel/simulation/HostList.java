package dev.windtunnel.simulation;

import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.proxy.balance.Balancer;
import dev.windtunnel.proxy.balance.Balancing;
import dev.windtunnel.proxy.balance.HashTable;
import org.jspecify.annotations.Nullable;

/** Hosts among which a balancer chooses: those of a cluster, of one priority, or of one locality. */
final class HostList implements Balancer.Hosts {

    private final Core core;
    private final ClusterState cluster;
    private final long key;
    private final @Nullable Balancer[] balancers;
    private HostState[] hosts = new HostState[0];
    private boolean weighted;

    private @Nullable HashTable table;

    /** A list without hosts; its balancers begin where {@code key} says. */
    HostList(Core core, ClusterState cluster, int workers, long key) {
        this.core = core;
        this.cluster = cluster;
        this.key = key;
        this.balancers = new @Nullable Balancer[workers];
    }

    /** Takes other hosts; balancers stay where they are. */
    void set(HostState[] now) {
        hosts = now;
        table = null;
        weighted = isWarmingUp() || weightsDiffer();
        if (now.length > 0) {
            for (Balancer balancer : balancers) {
                if (balancer != null) {
                    balancer.changed(this);
                }
            }
        }
    }

    private boolean isWarmingUp() {
        if (cluster.config.warmup() != null) {
            for (HostState host : hosts) {
                if (host.warmth(core.now()) < 1) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean weightsDiffer() {
        for (HostState host : hosts) {
            if (host.endpoint.weight() != hosts[0].endpoint.weight()) {
                return true;
            }
        }
        return false;
    }

    /** Picks a host; null when there is none. */
    @Nullable
    HostState pick(int worker, long bits, int attempt) {
        int count = hosts.length;
        if (count <= 1) {
            return count == 0 ? null : hosts[0];
        }
        Balancer balancer = balancers[worker];
        if (balancer == null) {
            ClusterConfig config = cluster.config;
            long draw = core.draw(key, worker);
            balancer = config.balancing().create(core.era.is2017() ? 0 : (int) (draw >>> 33), draw);
            balancer.changed(this);
            balancers[worker] = balancer;
        }
        return hosts[balancer.pick(this, bits, attempt)];
    }

    /** Its hosts where a choice is between two of equal weight, so that no balancer need be asked; else null. */
    HostState @Nullable [] ofTwo() {
        return cluster.config.balancing() == Balancing.LEAST_REQUEST && !weighted && hosts.length > 0 ? hosts : null;
    }

    @Override
    public int size() {
        return hosts.length;
    }

    @Override
    public int active(int host) {
        return hosts[host].active;
    }

    @Override
    public double weight(int host) {
        return hosts[host].weight(core.now());
    }

    @Override
    public boolean weighted() {
        return weighted;
    }

    @Override
    public HashTable table() {
        HashTable known = table;
        if (known == null) {
            known = core.hashTables.of(cluster.config, hosts);
            table = known;
        }
        return known;
    }
}

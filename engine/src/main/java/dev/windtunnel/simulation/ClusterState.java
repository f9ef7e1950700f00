package dev.windtunnel.simulation;

import dev.windtunnel.measure.Tally;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.proxy.balance.Balancer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One cluster as one proxy runs it: hosts, balancers of its workers, limits and counters. */
final class ClusterState implements Balancer.ActiveRequests {

    final int proxyPod;
    final long balancerKey;
    ClusterConfig config;
    final @Nullable Balancer[] balancers;
    HostState[] hosts = new HostState[0];
    final long[] counters = new long[ClusterCounter.values().length];
    final Tally finalCodes = new Tally();
    final Tally retriedCodes = new Tally();
    boolean touched;
    /** The edge of copies that are sent to it; null before the first one. */
    @Nullable
    Edge copies;

    int active;
    int pending;
    int connections;
    int retries;

    ClusterState(int proxyPod, ClusterConfig config, int workers, long balancerKey) {
        this.proxyPod = proxyPod;
        this.config = config;
        this.balancers = new @Nullable Balancer[workers];
        this.balancerKey = balancerKey;
    }

    @Override
    public int active(int host) {
        return hosts[host].active;
    }

    void count(ClusterCounter counter) {
        counters[counter.ordinal()]++;
    }

    /** Takes a new list of hosts; those that stay keep their state, those that leave are marked. */
    void setHosts(int[] pods, int workers) {
        HostState[] before = hosts;
        HostState[] after = new HostState[pods.length];
        for (int i = 0; i < pods.length; i++) {
            HostState same = null;
            for (HostState host : before) {
                if (host.pod == pods[i]) {
                    same = host;
                }
            }
            after[i] = same != null ? same : new HostState(this, pods[i], workers);
        }
        for (HostState host : before) {
            host.removed = !Arrays.asList(after).contains(host);
        }
        hosts = after;
    }

    /** Takes a new configuration: settings that differ make new balancers, as a replaced cluster has. */
    void setConfig(ClusterConfig next) {
        if (!config.sameSettings(next)) {
            Arrays.fill(balancers, null);
        }
        config = next;
    }
}

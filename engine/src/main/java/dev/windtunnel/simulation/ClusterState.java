package dev.windtunnel.simulation;

import dev.windtunnel.measure.Tally;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.ConnectionSettings;
import dev.windtunnel.plan.Limits;
import dev.windtunnel.proxy.balance.LeastRequest;
import dev.windtunnel.proxy.outlier.HostRecord;
import dev.windtunnel.proxy.outlier.OutlierDetection;
import dev.windtunnel.proxy.outlier.OutlierDetector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One cluster as one proxy runs it: hosts, what its balancers see of them, limits and counters. */
final class ClusterState {

    /** Joined before anybody looked. */
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final Core core;
    /** Its number among all clusters of all proxies. */
    final int number;

    final int proxyPod;
    final long balancerKey;
    ClusterConfig config;
    HostState[] hosts = new HostState[0];
    HostSets sets;
    final long[] counters = new long[ClusterCounter.values().length];
    final Tally finalCodes = new Tally();
    final Tally retriedCodes = new Tally();
    boolean touched;
    /** The edge of copies that are sent to it; null before the first one. */
    @Nullable
    Edge copies;

    /** Of connections that it was given as bytes; null before the first one. */
    @Nullable
    TcpCounters tcp;

    int active;
    int pending;
    int connections;
    int retries;
    /** Null without outlier detection. */
    @Nullable
    OutlierDetector outliers;
    /** Since when outlier detection looks at hosts, once every interval. */
    long lookingSinceNanos;

    boolean lookDue;
    /** In the usual case, one priority without shares and everybody healthy, the hosts to choose two of; else null. */
    HostState @Nullable [] ofTwo;

    // What each request asks of its configuration, kept at hand: to follow the records costs more than to choose a
    // host.
    boolean dialled;
    boolean hashes;
    long idleNanos;
    Limits limits;
    private boolean http2;
    private boolean asCaller;

    private final int workers;
    private boolean known;

    ClusterState(
            Core core, int number, int proxyPod, ClusterConfig config, int workers, long balancerKey, long sinceNanos) {
        this.core = core;
        this.number = number;
        this.proxyPod = proxyPod;
        this.config = config;
        this.limits = config.limits();
        this.workers = workers;
        this.balancerKey = balancerKey;
        this.sets = new HostSets(core, this, workers);
        startDetection(sinceNanos);
        keepAtHand();
    }

    private void keepAtHand() {
        dialled = config.originalDestination();
        hashes = config.balancing().hashes();
        idleNanos = config.connections().idleNanos();
        limits = config.limits();
        http2 = config.connections().protocol() == ConnectionSettings.Protocol.HTTP2;
        asCaller = config.connections().protocol() == ConnectionSettings.Protocol.AS_CALLER;
    }

    /** Whether requests of a caller, who may speak HTTP/2, go to its hosts by HTTP/2. */
    boolean speaksHttp2(boolean caller) {
        return http2 || asCaller && caller;
    }

    private void startDetection(long sinceNanos) {
        OutlierDetection settings = config.outliers();
        outliers = settings == null ? null : new OutlierDetector(settings);
        lookingSinceNanos = sinceNanos;
    }

    /**
     * Picks a host; null when there is none that may be picked.
     *
     * @param left priorities that get nothing of this request, as bits
     */
    @Nullable
    HostState pick(int worker, long bits, int attempt, int left) {
        HostState[] hosts = ofTwo;
        if (hosts == null) {
            return sets.pick(worker, bits, attempt, left);
        }
        HostState first = hosts[LeastRequest.first(bits, hosts.length)];
        HostState second = hosts[LeastRequest.second(bits, hosts.length)];
        return second.active < first.active ? second : first;
    }

    void count(ClusterCounter counter) {
        counters[counter.ordinal()]++;
    }

    /** Takes a new list of hosts; those that stay keep their state, those that leave are marked. */
    void setHosts(Endpoint[] endpoints) {
        if (known && isSame(endpoints)) {
            return;
        }
        HostState[] before = hosts;
        HostState[] after = new HostState[endpoints.length];
        for (int i = 0; i < endpoints.length; i++) {
            HostState same = null;
            for (HostState host : before) {
                if (host.pod == endpoints[i].pod() && host.endpoint.port() == endpoints[i].port()) {
                    same = host;
                }
            }
            after[i] = same != null ? same : newHost(endpoints[i]);
            after[i].endpoint = endpoints[i];
        }
        hosts = after;
        for (HostState host : before) {
            host.removed = !Arrays.asList(after).contains(host);
            HostRecord record = host.outlier;
            if (host.removed && record != null && outliers != null) {
                outliers.left(record);
            }
            if (host.removed) {
                host.endEjection(core.now());
            }
        }
        sets.setMembers(after, known ? core.now() : lookingSinceNanos > 0 ? lookingSinceNanos : LONG_AGO);
        known = true;
    }

    private boolean isSame(Endpoint[] endpoints) {
        if (endpoints.length != hosts.length) {
            return false;
        }
        for (int i = 0; i < endpoints.length; i++) {
            if (!hosts[i].endpoint.equals(endpoints[i])) {
                return false;
            }
        }
        return true;
    }

    private HostState newHost(Endpoint endpoint) {
        HostState host = new HostState(this, endpoint, workers, known ? core.now() : LONG_AGO);
        if (outliers != null) {
            host.outlier = new HostRecord();
        }
        return host;
    }

    /** Adds a host whose address a caller dialled. */
    HostState addDialled(int pod) {
        HostState host = newHost(Endpoint.of(core.pod(pod), 0));
        hosts = Arrays.copyOf(hosts, hosts.length + 1);
        hosts[hosts.length - 1] = host;
        return host;
    }

    /**
     * Takes a new configuration. Settings that differ replace the cluster: balancers, outlier detection and connections
     * begin anew.
     *
     * @return whether the cluster was replaced
     */
    boolean setConfig(ClusterConfig next) {
        boolean replaced = !config.sameSettings(next);
        config = next;
        keepAtHand();
        if (replaced) {
            startDetection(core.now());
            for (HostState host : hosts) {
                host.endEjection(core.now());
                host.outlier = outliers == null ? null : new HostRecord();
            }
            sets = new HostSets(core, this, workers);
            sets.setMembers(hosts, core.now());
        }
        return replaced;
    }

    /** The control plane has taken the cluster away. */
    void dropped() {
        for (HostState host : hosts) {
            host.endEjection(core.now());
        }
    }
}

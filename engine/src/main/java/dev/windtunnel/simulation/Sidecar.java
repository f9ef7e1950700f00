package dev.windtunnel.simulation;

import dev.windtunnel.measure.Tally;
import dev.windtunnel.plan.ProxyConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sidecar of one pod. */
final class Sidecar {

    final int pod;
    final int workers;
    /** When it got its configuration first: what looks at intervals counts from here. */
    final long sinceNanos;
    /** What the control plane last told it, and which pods it knows. */
    Routing routing;

    Endpoints endpoints;
    /** Sent, and not yet in force. */
    @Nullable
    Routing nextRouting;

    @Nullable
    Endpoints nextEndpoints;
    /** Its clusters by the run's cluster number; null where it never used one. */
    @Nullable
    ClusterState[] clusters = new @Nullable ClusterState[16];
    /** HTTP streams so far, inbound ones too: the stream id of 2017. */
    long streams;

    /** The buckets of its local rate limits, and which limits they are of; null where there are none. */
    @Nullable
    LocalBuckets buckets;

    private List<Object> limits = List.of();

    private @Nullable LimitCounters[] limitCounters = new @Nullable LimitCounters[0];

    /** Its limited connections to its own app; null where nothing is declared. */
    @Nullable
    InboundPools inboundPools;

    /** Whether it has been told to end, and says so with every answer ({@code drain_manager_impl.cc}, immediate). */
    boolean draining;

    boolean down;
    /** Keeps its routes whatever the control plane says (seed F10). */
    boolean stale;

    /** Changes of health that were delivered together, and those that were seen at once. */
    long updatesMerged;

    long updatesAtOnce;
    long noRoute;
    long noCluster;
    long directResponses;
    long delaysInjected;
    long abortsInjected;
    long downstreamRequests;

    /** Towards its own app: connections per worker in use and idle, and counters. */
    final int[] inboundIdle;

    long inboundConnections;
    long inboundRequests;
    long inboundTimeouts;
    final Tally inboundCodes = new Tally();

    Sidecar(int pod, int workers, long sinceNanos, Routing routing, Endpoints endpoints) {
        this.pod = pod;
        this.workers = workers;
        this.sinceNanos = sinceNanos;
        this.routing = routing;
        this.endpoints = endpoints;
        this.inboundIdle = new int[workers];
        takeLimits(sinceNanos);
    }

    /** Takes the rate limits of its configuration; those that stay go on. */
    void takeLimits(long nowNanos) {
        List<Object> wanted = new ArrayList<>(config().admission().localLimits());
        wanted.addAll(config().outbound().localLimits());
        wanted.addAll(config().admission().connectionLimits());
        if (!wanted.equals(limits)) {
            limits = wanted;
            buckets = wanted.isEmpty() ? null : new LocalBuckets();
        }
    }

    /** Its buckets; there are some where anything is limited. */
    LocalBuckets buckets() {
        LocalBuckets known = buckets;
        if (known == null) {
            known = new LocalBuckets();
            buckets = known;
        }
        return known;
    }

    /** Its counters of local rate limits, by the number of their name. */
    LimitCounters counters(int number) {
        if (number >= limitCounters.length) {
            limitCounters = Arrays.copyOf(limitCounters, number + 1);
        }
        LimitCounters counters = limitCounters[number];
        if (counters == null) {
            counters = new LimitCounters();
            limitCounters[number] = counters;
        }
        return counters;
    }

    /** Those that it has, where nothing was ever counted null. */
    @Nullable
    LimitCounters[] limitCounters() {
        return limitCounters;
    }

    /** Takes the limits of connections to its app. */
    void takeInbound(Core core, Pod of) {
        if (inboundPools == null && config().inbound().isEmpty()) {
            return;
        }
        InboundPools known = inboundPools;
        if (known == null) {
            known = new InboundPools();
            inboundPools = known;
        }
        known.take(core, of, this, config().inbound());
    }

    ProxyConfig config() {
        return routing.config();
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.measure.Histogram;
import dev.windtunnel.measure.Tally;
import dev.windtunnel.measure.TimeWeighted;
import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.plan.Behaviour;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.scenario.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One pod: its place, its sidecar, and its app with cores, threads and queues. */
final class Pod {

    private static final String HOSTNAME = "kubernetes.io/hostname";

    /** Where a pod is in its life. */
    enum State {
        /** Not created yet, or held back by the platform. */
        BLOCKED(false),
        /** Created, and on no node: there is none that it may be on. */
        PENDING(false),
        STARTING(false),
        READY(true),
        /** It listens, and no Service leads to it. */
        UNREADY(true),
        /** Its machine is gone without a word. */
        DOWN(false),
        /** Its endpoint is gone, its app finishes. */
        TERMINATING(true),
        GONE(false);

        /** Whether its processes run, so that somebody may listen. */
        final boolean runs;

        State(boolean runs) {
            this.runs = runs;
        }
    }

    final int id;
    /** Its number among the pods of its workload, from 0. */
    final int ordinal;

    private @Nullable Map<String, String> labels;

    final String name;
    final String ip;
    ClusterNode node;
    String zone;
    String region;
    /** {@code region/zone}. */
    String locality;
    /** Name of its workload in results. */
    final String displayName;
    /** Region and zone that its label or its ServiceEntry says; null where its node says it. */
    private final @Nullable String ownRegion;

    private final @Nullable String ownZone;
    /** Numbers of region and zone, for comparing. */
    int regionId;

    int zoneId;
    int nodeId;
    final long createdNanos;
    WorkloadPlan plan;
    final boolean external;
    Behaviour behaviour;
    /** How its app keeps connections. */
    Connection connection;

    /** Places for work: cores, and of an async app no more than its concurrency. A part of a core is a slower one. */
    double workPlaces;

    /** How much longer work takes because a part of a core is a slower one. */
    double workStretch;

    State state;
    /** The one before. */
    State before = State.STARTING;
    /** Since when. */
    long sinceNanos;

    @Nullable
    Sidecar sidecar;

    @Nullable
    Long pinnedAgeNanos;

    int restarts;
    /** When its app ended last, to be started again; below 0 while it never has. */
    long endedNanos = -1;

    /** Whether Services lead to it, as Kubernetes knows. */
    boolean endpoint;
    /** Its probes say that it is ready, as far as it has any. */
    boolean probed;
    /** What the kubelet keeps of its probes; null while it has none. */
    @Nullable
    Probing probing;

    /** How many entries of the timeline make it not ready. */
    int unready;
    /** Its app takes new connections. */
    boolean accepting = true;
    /** Its app is gone, its sidecar perhaps not. */
    boolean appGone;
    /** Its sidecar is gone for good. */
    boolean proxyGone;
    /** Its containers were started again: its sidecar is to be another one. */
    boolean newSidecar;
    /** It is not to come back when its machine does. */
    boolean evicted;
    /** Counts its ends and restarts: what was planned for an earlier life is void. */
    int life;

    /** When its containers started. */
    long bootNanos;
    /** When it became ready last; long ago for those of the input. */
    long readyAt = Long.MIN_VALUE / 2;
    /** When what is left of it is killed. */
    long killNanos;

    /** Which template of its workload it is of. */
    int revision;
    /** Its place in a StatefulSet or DaemonSet; -1 elsewhere. */
    int slot = -1;
    /** What happens when its app has nothing left to do; null while that is of no interest. */
    Chores.@Nullable Chore whenIdle;

    // the app
    int busyCores;
    int busyThreads;
    /** Tries and branches that wait for a core, first come, first served. */
    @Nullable
    Try firstForCore;

    @Nullable
    Try lastForCore;

    int waitingForCore;

    @Nullable
    Try firstForThread;

    @Nullable
    Try lastForThread;

    int waitingForThread;
    double slowFactor = 1;
    /** Failures that the timeline adds, in order. */
    List<Failing> failing = List.of();
    /** Connection pools of its app by target, and the targets' numbers. */
    @Nullable
    AppPool[] appPools = new @Nullable AppPool[4];

    // what is measured
    /** How often any proxy ejected it. */
    long ejections;
    /** Websockets that are open at its app. */
    int openSessions;

    /** Proxies that keep it out of one of their clusters now, counted by cluster. */
    int ejectedBy;

    long arrived;
    long completed;
    long mirrored;
    long queueMax;
    double busyCoreNanos;
    /** CPU time that it has used, whatever is measured of it. */
    double workedNanos;
    /** Capacity of its cores while ready: cores x nanoseconds. */
    double readyNanos;

    long readySince = -1;
    /** When it stopped being there for others: what it works on while it ends counts as no load. */
    long readyUntil = Long.MAX_VALUE;

    final TimeWeighted inService;

    @Nullable
    Histogram latency;

    final Tally codes = new Tally();
    /** Statuses that it answered to gRPC calls. */
    final Tally grpc = new Tally();

    Pod(
            int id,
            int ordinal,
            String name,
            String ip,
            ClusterNode node,
            @Nullable String ownRegion,
            @Nullable String ownZone,
            long createdNanos,
            WorkloadPlan plan,
            String displayName,
            long warmupNanos) {
        this.inService = new TimeWeighted(warmupNanos);
        this.id = id;
        this.ordinal = ordinal;
        this.name = name;
        this.ip = ip;
        this.node = node;
        this.ownRegion = ownRegion;
        this.ownZone = ownZone;
        this.region = ownRegion != null ? ownRegion : node.region();
        this.zone = ownZone != null ? ownZone : node.zone();
        // One text for all pods of a place: they are compared with every try.
        this.locality = (region + "/" + zone).intern();
        this.displayName = displayName;
        this.createdNanos = createdNanos;
        this.plan = plan;
        this.external = plan.external();
        this.behaviour = plan.behaviour();
        this.connection = behaviour.connection();
        follow(plan);
        this.state = State.STARTING;
        this.sinceNanos = createdNanos;
    }

    /** It is on a node now. */
    void bind(ClusterNode to) {
        node = to;
        region = ownRegion != null ? ownRegion : to.region();
        zone = ownZone != null ? ownZone : to.zone();
        locality = (region + "/" + zone).intern();
        labels = null;
    }

    /** It is something else from now on. */
    void become(State next, long nowNanos) {
        before = state;
        state = next;
        sinceNanos = nowNanos;
    }

    /** A failure added by the timeline. */
    record Failing(int occurrence, dev.windtunnel.scenario.Handler.ErrorRate error) {}

    /** Its workload is declared otherwise now. */
    void follow(WorkloadPlan next) {
        plan = next;
        labels = null;
        behaviour = next.behaviour();
        double cores = behaviour.cores();
        double whole = Math.ceil(cores);
        workPlaces = behaviour.async() ? Math.min(whole, behaviour.concurrency()) : whole;
        connection = behaviour.connection();
        workStretch = cores < Integer.MAX_VALUE ? whole / cores : 1;
    }

    /** Whether nothing in it runs any more, or for the time being. */
    boolean isSilent() {
        return state == State.GONE || state == State.DOWN;
    }

    /** What the kubelet keeps of its probes, which it has. */
    Probing probing() {
        Probing present = probing;
        if (present == null) {
            throw new IllegalStateException(name + " has no probes");
        }
        return present;
    }

    /** Its sidecar, which it has. */
    Sidecar sidecar() {
        Sidecar present = sidecar;
        if (present == null) {
            throw new IllegalStateException(name + " has no sidecar");
        }
        return present;
    }

    /** The timeline adds a failure. */
    void failWith(Failing added) {
        List<Failing> all = new ArrayList<>(failing);
        all.add(added);
        failing = all;
    }

    /** An entry of the timeline is over. */
    void failNoMore(int occurrence) {
        List<Failing> rest = new ArrayList<>(failing);
        rest.removeIf(each -> each.occurrence() == occurrence);
        failing = rest.isEmpty() ? List.of() : rest;
    }

    /** Its queues have grown. */
    void noteQueue(Core core) {
        if (core.now() >= core.measures.warmupNanos) {
            queueMax = Math.max(queueMax, waitingForThread + waitingForCore);
        }
    }

    /** Whether it takes connections. */
    boolean listens() {
        return state.runs && (accepting || sidecar != null);
    }

    /** Its labels, with the name of its node. */
    Map<String, String> labels() {
        Map<String, String> known = labels;
        if (known == null) {
            known = new LinkedHashMap<>(plan.labels());
            known.put(HOSTNAME, node.name());
            labels = known;
        }
        return known;
    }

    /** A label of the pod, those that Istio adds from its place included. */
    @Nullable
    String label(String name) {
        return switch (name) {
            case "topology.kubernetes.io/region" -> region;
            case "topology.kubernetes.io/zone" -> zone;
            case HOSTNAME -> node.name();
            default -> plan.labels().get(name);
        };
    }
}

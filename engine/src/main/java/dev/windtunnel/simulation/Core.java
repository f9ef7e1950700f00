package dev.windtunnel.simulation;

import dev.windtunnel.kernel.Agenda;
import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.plan.Era;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.random.Keyed;
import dev.windtunnel.scenario.ClusterSettings;
import dev.windtunnel.scenario.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the parts of one run share: clock and events, tables, pods, and the delays between them. */
final class Core {

    /** So many requests, tries and connections each may be under way: a power of 2, below {@link Agenda#SLOTS}. */
    static final int MOST_UNDER_WAY = 1 << 22;

    final Agenda agenda;
    final long seed;
    final Scenario scenario;
    final Era era;
    Plan plan;

    final Calls calls = new Calls();
    final Tries tries = new Tries();
    final Connections connections = new Connections();
    final Heads heads = new Heads();
    /** The clusters of all proxies, by number. */
    final List<ClusterState> clusters = new ArrayList<>();

    /** In order of their beginning. */
    final List<Ejection> ejections = new ArrayList<>();

    final Trouble trouble = new Trouble(this);
    final Chores chores = new Chores(this);
    /** Pods that end and take no new connections any more: where it is 0 nobody has to ask. */
    int closingPods;

    /** What was read ahead of its use. It means nothing, but what nobody keeps the compiler would not read. */
    int readAhead;

    final Notes notes = new Notes();
    /** Pods that wait for a node. */
    int pendingPods;
    /** Asks pods by their probes; null until the cluster is there. */
    @Nullable
    Prober prober;

    final RateLimits rateLimits = new RateLimits();
    final LocalLimits localLimits = new LocalLimits();
    final Mixer mixer;
    final HashTables hashTables = new HashTables(this);
    final List<Pod> pods = new ArrayList<>();
    /** The pods of each workload that are there, by its id: what was replaced in a long run is not looked at again. */
    private final List<List<Pod>> podsOfWorkloads = new ArrayList<>();

    private Pod[] podById = new Pod[16];
    private final Map<String, Integer> podsOnNodes = new HashMap<>();
    final int inboundTimerClass;
    /** The pods that are ready now: the truth, which proxies learn with delay. */
    Endpoints endpoints;

    final Measures measures;
    final @Nullable Recorder recorder;
    /** Who wants to hear of every outcome; null for nobody. */
    @Nullable
    OutcomeListener outcomes;

    private final ClusterSettings.Network network;
    private final Distribution[] distances;
    private final long[] constantNanos = new long[4];
    private final long constantProxyNanos;
    private final Distribution proxyLatency;
    private final double bandwidth;
    /** Whether the requests of a traffic come from outside the mesh, by its number. */
    private final boolean[] outsideTraffic;

    Core(Plan plan, long seed, Agenda agenda, Measures measures, @Nullable Recorder recorder) {
        this.plan = plan;
        this.seed = seed;
        this.agenda = agenda;
        this.scenario = plan.scenario();
        this.era = plan.era();
        this.measures = measures;
        this.recorder = recorder;
        this.inboundTimerClass = era.inboundTimeoutNanos() > 0 ? agenda.timerClass(era.inboundTimeoutNanos()) : -1;
        this.network = scenario.cluster().network();
        this.distances =
                new Distribution[] {network.sameNode(), network.sameZone(), network.crossZone(), network.crossRegion()};
        for (int i = 0; i < distances.length; i++) {
            constantNanos[i] = constant(distances[i]);
        }
        this.proxyLatency = scenario.cluster().proxy().latency();
        this.constantProxyNanos = constant(proxyLatency);
        this.bandwidth = network.bandwidthBytesPerSecond();
        this.outsideTraffic = new boolean[plan.traffic().size()];
        for (int i = 0; i < outsideTraffic.length; i++) {
            outsideTraffic[i] = plan.traffic().get(i).traffic().fromOutside();
        }
        this.endpoints = new Endpoints(plan.directory(), List.of());
        this.mixer = new Mixer(this);
    }

    private static long constant(Distribution distribution) {
        return distribution instanceof Distribution.Constant constant ? constant.nanos() : -1;
    }

    long now() {
        return agenda.nowNanos();
    }

    /** Whether a call comes from outside the mesh, before a gateway. */
    boolean isFromOutside(Call call) {
        return call.traffic >= 0 && outsideTraffic[call.traffic];
    }

    long draw(long key, long purpose) {
        return Keyed.bits(seed, key, purpose);
    }

    double unit(long key, long purpose) {
        return Keyed.unit(Keyed.bits(seed, key, purpose));
    }

    Pod pod(int id) {
        return podById[id];
    }

    void add(Pod pod) {
        if (pod.id == podById.length) {
            podById = Arrays.copyOf(podById, 2 * pod.id);
        }
        podById[pod.id] = pod;
        pods.add(pod);
        while (podsOfWorkloads.size() <= pod.plan.id()) {
            podsOfWorkloads.add(new ArrayList<>());
        }
        podsOfWorkloads.get(pod.plan.id()).add(pod);
        if (pod.state == Pod.State.PENDING) {
            pendingPods++;
        } else if (!pod.external) {
            podsOnNodes.merge(pod.node.name(), 1, Integer::sum);
        }
    }

    /** A pod that waited for a node is on one now. */
    void bound(Pod pod) {
        pendingPods--;
        podsOnNodes.merge(pod.node.name(), 1, Integer::sum);
    }

    /** A pod is there no more. */
    void gone(Pod pod) {
        if (pod.state != Pod.State.GONE) {
            if (pod.state == Pod.State.PENDING) {
                pendingPods--;
            } else {
                podsOnNodes.merge(pod.node.name(), -1, Integer::sum);
            }
            pod.become(Pod.State.GONE, now());
            podsOfWorkloads.get(pod.plan.id()).remove(pod);
        }
    }

    /** The pods of a workload that are there, ending ones among them, in order of creation. Changes as pods come and go. */
    List<Pod> podsOf(WorkloadPlan workload) {
        return workload.id() < podsOfWorkloads.size() ? podsOfWorkloads.get(workload.id()) : List.of();
    }

    /** Who asks pods by their probes. */
    Prober prober() {
        Prober present = prober;
        if (present == null) {
            throw new IllegalStateException("nobody asks pods by probes");
        }
        return present;
    }

    /** How many pods are on a node. */
    int podsOn(ClusterNode node) {
        return podsOnNodes.getOrDefault(node.name(), 0);
    }

    String podName(int id) {
        return id < 0 ? "-" : pods.get(id).name;
    }

    /** The recorder of a run that records what it is asked for. */
    Recorder recording() {
        Recorder present = recorder;
        if (present == null) {
            throw new IllegalStateException("nothing is recorded");
        }
        return present;
    }

    // ---------------------------------------------------------------- delays

    /** What a passage through a sidecar costs. */
    long passage(long key, long purpose) {
        return constantProxyNanos >= 0 ? constantProxyNanos : proxyLatency.sampleNanos(draw(key, purpose));
    }

    /** One-way delay of a request from pod to pod. */
    long network(Pod from, Pod to, int head, long key) {
        return network(from, to, sizesMatter() ? heads.get(head).bytes() : 0, key, Purpose.NETWORK);
    }

    /** Whether a larger message takes longer. */
    boolean sizesMatter() {
        return bandwidth > 0;
    }

    /** One-way delay between two pods, for a message of a size. */
    long network(Pod from, Pod to, long bytes, long key, long purpose) {
        int distance = distance(from, to);
        long nanos = distance >= 0 ? network(distance, bytes, key, purpose) : outside(from, to, bytes, key, purpose);
        return trouble.any ? nanos + trouble.extraNanos(from, to, key, purpose) : nanos;
    }

    /** One-way delay at a distance within the mesh, where nothing is wrong with the network. */
    long network(int distance, long bytes, long key, long purpose) {
        long nanos = constantNanos[distance];
        if (nanos < 0) {
            nanos = distances[distance].sampleNanos(draw(key, purpose));
        }
        return nanos + transfer(bytes);
    }

    /** How far two pods are from each other: an index of {@link #distances}; -1 when one is outside the mesh. */
    static int distance(Pod from, Pod to) {
        if (from.external || to.external) {
            return -1;
        }
        if (from.regionId == to.regionId && from.zoneId == to.zoneId) {
            return from.nodeId == to.nodeId ? 0 : 1;
        }
        return from.regionId == to.regionId ? 2 : 3;
    }

    private long outside(Pod from, Pod to, long bytes, long key, long purpose) {
        Distribution own = from.external ? from.plan.externalLatency() : to.plan.externalLatency();
        return (own != null ? own : network.external()).sampleNanos(draw(key, purpose)) + transfer(bytes);
    }

    private long transfer(long bytes) {
        return bandwidth > 0 && bytes > 0 ? (long) (bytes / bandwidth * 1e9) : 0;
    }

    /** One way within a zone. */
    long inZone(long key, long purpose) {
        return constantNanos[1] >= 0 ? constantNanos[1] : distances[1].sampleNanos(draw(key, purpose));
    }

    /** One way between what is outside the mesh and its gateways. */
    long outside(long key, long purpose) {
        return network.external().sampleNanos(draw(key, purpose));
    }

    /** Time of a name lookup before a new connection. */
    long nameLookup(long key) {
        Distribution dns = network.dns();
        return dns instanceof Distribution.Constant constant
                ? constant.nanos()
                : dns.sampleNanos(draw(key, Purpose.DNS));
    }

    // ---------------------------------------------------------------- events that name rows

    void callEvent(long time, int kind, Call call) {
        call.events++;
        agenda.schedule(time, kind, call.slot);
    }

    void tryEvent(long time, int kind, Try row) {
        row.holds++;
        agenda.schedule(time, kind, row.slot);
    }

    void connectionEvent(long time, int kind, Socket connection) {
        connection.events++;
        agenda.schedule(time, kind, connection.slot);
    }
}

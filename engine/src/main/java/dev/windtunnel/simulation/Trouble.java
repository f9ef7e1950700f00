package dev.windtunnel.simulation;

import dev.windtunnel.random.Distribution;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong between pods: partitions, packets that are late or lost, machines that are gone. */
final class Trouble {

    /** A side of a disturbed way: a zone, a node or a workload. */
    interface Side {
        boolean has(Pod pod);
    }

    /**
     * A disturbed way between two sides, in both directions.
     *
     * @param occurrence which entry of the timeline it is of
     * @param latency added to each passage
     * @param loss fraction of the packets that are lost
     */
    record Way(int occurrence, Side from, Side to, Distribution latency, double loss) {
        boolean leads(Pod a, Pod b) {
            return from.has(a) && to.has(b) || from.has(b) && to.has(a);
        }
    }

    /** Whether anything is, or was, wrong: where it is false nobody has to ask any further. */
    boolean any;

    /** How many entries keep names from being looked up. */
    int nameless;

    private final Core core;
    /** Pairs of workloads between which packets vanish, as {@code from << 32 | to}. */
    private final List<Long> partitions = new ArrayList<>();

    private final List<Way> ways = new ArrayList<>();
    /** Names of the nodes that are gone; several entries may have taken the same one. */
    private final List<String> lostNodes = new ArrayList<>();

    /** Those of them that the cluster has noticed. */
    private final Set<String> noticedNodes = new LinkedHashSet<>();

    Trouble(Core core) {
        this.core = core;
    }

    /** Whether packets from pod to pod vanish. */
    boolean vanishes(Pod from, Pod to) {
        if (!any) {
            return false;
        }
        if (from.state == Pod.State.DOWN || to.state == Pod.State.DOWN) {
            return true;
        }
        long pair = pair(from.plan.id(), to.plan.id());
        for (int i = 0; i < partitions.size(); i++) {
            if (partitions.get(i) == pair) {
                return true;
            }
        }
        return false;
    }

    /** What a passage takes longer. */
    long extraNanos(Pod from, Pod to, long key, long purpose) {
        long extra = 0;
        for (int i = 0; i < ways.size(); i++) {
            Way way = ways.get(i);
            if (way.leads(from, to)) {
                extra += way.latency()
                        .sampleNanos(core.draw(key, purpose + Purpose.WAY + ((long) way.occurrence() << 20)));
            }
        }
        return extra;
    }

    /** Fraction of the packets between two pods that are lost. */
    double loss(Pod from, Pod to) {
        double arrives = 1;
        for (int i = 0; i < ways.size(); i++) {
            Way way = ways.get(i);
            if (way.loss() > 0 && way.leads(from, to)) {
                arrives *= 1 - way.loss();
            }
        }
        return 1 - arrives;
    }

    void separate(int fromWorkload, int toWorkload) {
        any = true;
        partitions.add(pair(fromWorkload, toWorkload));
        partitions.add(pair(toWorkload, fromWorkload));
    }

    /** Takes back one {@link #separate}. */
    void rejoin(int fromWorkload, int toWorkload) {
        partitions.remove(Long.valueOf(pair(fromWorkload, toWorkload)));
        partitions.remove(Long.valueOf(pair(toWorkload, fromWorkload)));
    }

    void disturb(Way way) {
        any = true;
        ways.add(way);
    }

    /** Ends what an entry has brought. */
    void calm(int occurrence) {
        ways.removeIf(way -> way.occurrence() == occurrence);
    }

    void loseNodes(Set<String> nodes) {
        any = true;
        lostNodes.addAll(nodes);
    }

    /** The cluster has noticed that nodes are gone. */
    void noticeNodes(Set<String> nodes) {
        noticedNodes.addAll(nodes);
    }

    /** Takes back one {@link #loseNodes}. */
    void findNodes(Set<String> nodes) {
        nodes.forEach(lostNodes::remove);
        noticedNodes.removeIf(node -> !lostNodes.contains(node));
    }

    /** Whether the cluster knows that a node is gone. */
    boolean isKnownLost(String node) {
        return noticedNodes.contains(node);
    }

    boolean isLost(String node) {
        return any && lostNodes.contains(node);
    }

    private static long pair(int from, int to) {
        return (long) from << 32 | to;
    }
}

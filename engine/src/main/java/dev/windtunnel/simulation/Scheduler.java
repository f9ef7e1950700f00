package dev.windtunnel.simulation;

import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.Scheduling;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.WorkloadPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds nodes for pods: the scenario's placement, else the node that the template names, else of those that fit the one
 * that is wished for most, then the one with the fewest pods ({@code pkg/scheduler/framework/plugins}; there more is
 * weighed, and chance decides between equals). A pod that fits nowhere is on none, but where nobody has declared nodes: the
 * one that stands for them has no labels of a real cluster, and takes every pod.
 */
final class Scheduler {

    /** Where pods are that no node takes. */
    static final ClusterNode NOWHERE = new ClusterNode("", "", "", Map.of());

    private static final ClusterNode.Taint UNREACHABLE =
            new ClusterNode.Taint("node.kubernetes.io/unreachable", "", "NoSchedule");

    private final Core core;

    Scheduler(Core core) {
        this.core = core;
    }

    /** The node of the n-th pod of a workload; null when there is none for it. */
    @Nullable
    ClusterNode node(WorkloadPlan workload, int ordinal, int slot) {
        List<ClusterNode> nodes = core.plan.nodes();
        List<ClusterNode> placed = there(placed(workload, ordinal, nodes));
        if (!placed.isEmpty()) {
            return fewest(placed);
        }
        Workload declared = workload.workload();
        if (declared == null) {
            return nodes.get(0);
        }
        if (declared.nodeName() != null) {
            for (ClusterNode node : nodes) {
                if (node.name().equals(declared.nodeName())) {
                    return core.trouble.isLost(node.name()) ? null : node;
                }
            }
            if (!standIn()) {
                return null;
            }
        }
        if (declared.key().kind().equals("DaemonSet")) {
            List<ClusterNode> own = nodes.stream().filter(declared::mayBeOn).toList();
            return (own.isEmpty() ? nodes : own).get(Math.max(0, slot) % (own.isEmpty() ? nodes : own).size());
        }
        List<ClusterNode> fitting = new ArrayList<>();
        List<ClusterNode> there = there(nodes);
        for (ClusterNode node : there) {
            if (hindrance(workload, declared, node) == null) {
                fitting.add(node);
            }
        }
        if (!fitting.isEmpty()) {
            return fewest(best(workload, declared, fitting));
        }
        if (!standIn() || there.isEmpty()) {
            return null;
        }
        core.notes.anyway(workload);
        return fewest(there);
    }

    /** Whether the only node is one that nobody has declared. */
    private boolean standIn() {
        return core.scenario.cluster().nodes().isEmpty()
                && core.plan.mesh().nodes().isEmpty();
    }

    /** Why no node takes the pods of a workload, in the words of the scheduler of the era. */
    String reasons(WorkloadPlan workload) {
        Workload declared = workload.workload();
        if (declared == null) {
            return "";
        }
        List<ClusterNode> nodes = core.plan.nodes();
        String named = declared.nodeName();
        if (named != null) {
            return core.trouble.isLost(named) ? "node " + named + " is not reachable" : "there is no node " + named;
        }
        Map<String, Integer> counts = new TreeMap<>();
        for (ClusterNode node : nodes) {
            Hindrance hindrance =
                    core.trouble.isLost(node.name()) ? Hindrance.TAINT : hindrance(workload, declared, node);
            if (hindrance != null) {
                counts.merge(words(hindrance, declared, node), 1, Integer::sum);
            }
        }
        List<String> reasons = new ArrayList<>();
        counts.forEach((words, count) ->
                reasons.add(core.era.is2017() ? words + " (" + count + ")" : count + " node(s) " + words));
        reasons.sort(null);
        String list = String.join(", ", reasons) + ".";
        return core.era.is2017()
                ? "No nodes are available that match all of the following predicates:: " + list
                : "0/" + nodes.size() + " nodes are available: " + list;
    }

    private String words(Hindrance hindrance, Workload declared, ClusterNode node) {
        if (core.era.is2017()) {
            return hindrance.predicate;
        }
        if (hindrance != Hindrance.TAINT) {
            return hindrance.words;
        }
        ClusterNode.Taint taint = UNREACHABLE;
        if (!core.trouble.isLost(node.name())) {
            for (ClusterNode.Taint each : node.taints()) {
                if (declared.scheduling().keepsAway(each)) {
                    taint = each;
                    break;
                }
            }
        }
        return hindrance.words + " {" + taint.key() + ": " + taint.value() + "}";
    }

    /** What keeps a pod from a node, with the scheduler's words of today and of Kubernetes 1.7. */
    private enum Hindrance {
        TAINT("had untolerated taint", "PodToleratesNodeTaints"),
        NODE_AFFINITY("didn't match Pod's node affinity/selector", "MatchNodeSelector"),
        SPREAD("didn't match pod topology spread constraints", "PodTopologySpread"),
        POD_AFFINITY("didn't match pod affinity rules", "MatchInterPodAffinity"),
        POD_ANTI_AFFINITY("didn't match pod anti-affinity rules", "MatchInterPodAffinity");

        private final String words;
        private final String predicate;

        Hindrance(String words, String predicate) {
            this.words = words;
            this.predicate = predicate;
        }
    }

    /** The first thing that keeps pods of a workload from a node, in the scheduler's order; null when nothing does. */
    private @Nullable Hindrance hindrance(WorkloadPlan workload, Workload declared, ClusterNode node) {
        if (declared.scheduling().untolerated(node, false) > 0) {
            return Hindrance.TAINT;
        }
        if (!declared.mayBeOn(node)) {
            return Hindrance.NODE_AFFINITY;
        }
        if (!isEven(workload, declared, node)) {
            return Hindrance.SPREAD;
        }
        return neighbourhood(workload, declared, node);
    }

    private List<ClusterNode> placed(WorkloadPlan workload, int ordinal, List<ClusterNode> nodes) {
        Map<String, Integer> placement = workload.behaviour().placement();
        int total = placement.values().stream().mapToInt(Integer::intValue).sum();
        int turn = total > 0 ? ordinal % total : 0;
        for (Map.Entry<String, Integer> place : placement.entrySet()) {
            if (total > 0 && turn < place.getValue()) {
                String where = place.getKey();
                return nodes.stream()
                        .filter(node -> node.name().equals(where) || node.zone().equals(where))
                        .toList();
            }
            turn -= place.getValue();
        }
        return List.of();
    }

    /** Those that are not gone. */
    private List<ClusterNode> there(List<ClusterNode> nodes) {
        return core.trouble.any
                ? nodes.stream()
                        .filter(node -> !core.trouble.isLost(node.name()))
                        .toList()
                : nodes;
    }

    // ---------------------------------------------------------------- what has to be

    private @Nullable Hindrance neighbourhood(WorkloadPlan workload, Workload declared, ClusterNode node) {
        for (Scheduling.Neighbours wish : declared.scheduling().neighbours()) {
            if (wish.weight() == 0) {
                boolean near = isNear(workload, wish, node);
                // The first pod of those that want to be near each other may be anywhere.
                boolean first =
                        !wish.far() && nobody(workload, wish) && wish.selector().selects(workload.labels());
                if (wish.far() ? near : !near && !first) {
                    return wish.far() ? Hindrance.POD_ANTI_AFFINITY : Hindrance.POD_AFFINITY;
                }
            }
        }
        return null;
    }

    private boolean nobody(WorkloadPlan workload, Scheduling.Neighbours wish) {
        return core.pods.stream().noneMatch(pod -> counts(workload, wish.selector(), pod));
    }

    private boolean isNear(WorkloadPlan workload, Scheduling.Neighbours wish, ClusterNode node) {
        String place = node.label(wish.topologyKey());
        for (Pod pod : core.pods) {
            if (place != null
                    && counts(workload, wish.selector(), pod)
                    && place.equals(pod.node.label(wish.topologyKey()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a pod of the same namespace counts: it is there, and selected. */
    private static boolean counts(WorkloadPlan workload, Scheduling.Selector selector, Pod pod) {
        return !pod.external
                && pod.state != Pod.State.GONE
                && pod.state != Pod.State.PENDING
                && pod.state != Pod.State.TERMINATING
                && pod.plan.namespace().equals(workload.namespace())
                && selector.selects(pod.plan.labels());
    }

    private boolean isEven(WorkloadPlan workload, Workload declared, ClusterNode node) {
        for (Scheduling.Spread spread : declared.scheduling().spread()) {
            if (spread.required()
                    && (node.label(spread.topologyKey()) == null
                            || skew(workload, declared, spread, node) > spread.maxSkew())) {
                return false;
            }
        }
        return true;
    }

    /** How many pods more there would be with one more on a node than where there are fewest. */
    private int skew(WorkloadPlan workload, Workload declared, Scheduling.Spread spread, ClusterNode node) {
        Map<String, Integer> byPlace = new HashMap<>();
        for (ClusterNode each : core.plan.nodes()) {
            String place = each.label(spread.topologyKey());
            if (place != null && declared.mayBeOn(each) && !core.trouble.isLost(each.name())) {
                byPlace.putIfAbsent(place, 0);
            }
        }
        for (Pod pod : core.pods) {
            String place = pod.node.label(spread.topologyKey());
            if (place != null && byPlace.containsKey(place) && counts(workload, spread.selector(), pod)) {
                byPlace.merge(place, 1, Integer::sum);
            }
        }
        int least = Integer.MAX_VALUE;
        for (int count : byPlace.values()) {
            least = Math.min(least, count);
        }
        return byPlace.getOrDefault(node.label(spread.topologyKey()), 0) + 1 - (least == Integer.MAX_VALUE ? 0 : least);
    }

    // ---------------------------------------------------------------- what is wished for

    private List<ClusterNode> best(WorkloadPlan workload, Workload declared, List<ClusterNode> fitting) {
        Scheduling scheduling = declared.scheduling();
        if (scheduling.preferred().isEmpty()
                && scheduling.neighbours().isEmpty()
                && scheduling.spread().isEmpty()
                && fitting.stream().allMatch(node -> node.taints().isEmpty())) {
            return fitting;
        }
        long most = Long.MIN_VALUE;
        List<ClusterNode> best = new ArrayList<>();
        for (ClusterNode node : fitting) {
            long score = score(workload, declared, node);
            if (score > most) {
                best.clear();
                most = score;
            }
            if (score == most) {
                best.add(node);
            }
        }
        return best;
    }

    private long score(WorkloadPlan workload, Workload declared, ClusterNode node) {
        Scheduling scheduling = declared.scheduling();
        long score = -100L * scheduling.untolerated(node, true);
        for (Scheduling.Preferred preferred : scheduling.preferred()) {
            score += preferred.term().fits(node) ? preferred.weight() : 0;
        }
        for (Scheduling.Neighbours wish : scheduling.neighbours()) {
            if (isNear(workload, wish, node)) {
                score += wish.far() ? -wish.weight() : wish.weight();
            }
        }
        score *= 1_000_000; // wishes first, then evenness
        for (Scheduling.Spread spread : scheduling.spread()) {
            score -= skew(workload, declared, spread, node);
        }
        return score;
    }

    /** The node with the fewest pods; of several the first. */
    private ClusterNode fewest(List<ClusterNode> nodes) {
        ClusterNode best = nodes.get(0);
        int least = Integer.MAX_VALUE;
        for (ClusterNode node : nodes) {
            int count = core.podsOn(node);
            if (count < least) {
                least = count;
                best = node;
            }
        }
        return best;
    }
}

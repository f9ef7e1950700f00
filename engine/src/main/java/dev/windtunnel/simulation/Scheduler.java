package dev.windtunnel.simulation;

import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.Scheduling;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.WorkloadPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds nodes for pods: the scenario's placement, else the node that the template names, else of those that fit the one
 * that is wished for most, then the one with the fewest pods ({@code pkg/scheduler/framework/plugins}; there more is
 * weighed, and chance decides between equals). A pod that fits nowhere is put where there are fewest all the same: a
 * scenario rarely has all labels of a real cluster.
 */
final class Scheduler {

    private final Core core;

    Scheduler(Core core) {
        this.core = core;
    }

    /** The node of the n-th pod of a workload. */
    ClusterNode node(WorkloadPlan workload, int ordinal, int slot) {
        List<ClusterNode> nodes = core.plan.nodes();
        List<ClusterNode> placed = placed(workload, ordinal, nodes);
        if (!placed.isEmpty()) {
            return fewest(there(placed));
        }
        Workload declared = workload.workload();
        if (declared == null) {
            return nodes.get(0);
        }
        if (declared.nodeName() != null) {
            for (ClusterNode node : nodes) {
                if (node.name().equals(declared.nodeName())) {
                    return node;
                }
            }
        }
        if (declared.key().kind().equals("DaemonSet")) {
            List<ClusterNode> own = nodes.stream().filter(declared::mayBeOn).toList();
            return (own.isEmpty() ? nodes : own).get(Math.max(0, slot) % (own.isEmpty() ? nodes : own).size());
        }
        List<ClusterNode> fitting = new ArrayList<>();
        for (ClusterNode node : there(nodes)) {
            if (declared.mayBeOn(node)
                    && fitsNeighbours(workload, declared, node)
                    && isEven(workload, declared, node)) {
                fitting.add(node);
            }
        }
        if (fitting.isEmpty()) {
            return fewest(there(nodes));
        }
        return fewest(best(workload, declared, fitting));
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

    /** Those that are not gone; all when all are. */
    private List<ClusterNode> there(List<ClusterNode> nodes) {
        if (!core.trouble.any) {
            return nodes;
        }
        List<ClusterNode> there =
                nodes.stream().filter(node -> !core.trouble.isLost(node.name())).toList();
        return there.isEmpty() ? nodes : there;
    }

    // ---------------------------------------------------------------- what has to be

    private boolean fitsNeighbours(WorkloadPlan workload, Workload declared, ClusterNode node) {
        for (Scheduling.Neighbours wish : declared.scheduling().neighbours()) {
            if (wish.weight() == 0) {
                boolean near = isNear(workload, wish, node);
                // The first pod of those that want to be near each other may be anywhere.
                boolean first =
                        !wish.far() && nobody(workload, wish) && wish.selector().selects(workload.labels());
                if (wish.far() ? near : !near && !first) {
                    return false;
                }
            }
        }
        return true;
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

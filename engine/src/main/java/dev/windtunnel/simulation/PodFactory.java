package dev.windtunnel.simulation;

import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.ServiceEntry;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.scenario.ClusterSettings.PinnedPod;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes pods: names, addresses, and the nodes that they land on. */
final class PodFactory {

    private final Core core;
    private final Map<String, Integer> regions = new HashMap<>();
    private final Map<String, Integer> zones = new HashMap<>();
    private final Set<String> addresses = new HashSet<>();
    private final Map<Integer, Integer> created = new HashMap<>();
    private final Map<String, Integer> podsOf = new HashMap<>();
    private int nextAddress = 1;

    PodFactory(Core core) {
        this.core = core;
        core.scenario
                .cluster()
                .pinnedPods()
                .values()
                .forEach(pods -> pods.forEach(pod -> {
                    if (pod.ip() != null) {
                        addresses.add(pod.ip());
                    }
                }));
    }

    /** The next pod of a workload. */
    Pod create(WorkloadPlan workload, long now, int slot) {
        int ordinal = created.merge(workload.id(), 1, Integer::sum) - 1;
        PinnedPod pinned = pinned(workload, ordinal);
        String name = pinned != null && pinned.name() != null ? pinned.name() : workload.name() + "-" + ordinal;
        String ip = pinned != null && pinned.ip() != null ? pinned.ip() : declaredAddress(workload, ordinal);
        Pod pod = new Pod(
                core.pods.size(),
                ordinal,
                name,
                ip,
                node(workload, ordinal, slot),
                now,
                workload,
                workload.displayName(core.scenario.namespace()),
                core.measures.warmupNanos);
        pod.slot = slot;
        pod.regionId = regions.computeIfAbsent(pod.region, region -> regions.size());
        pod.zoneId = zones.computeIfAbsent(pod.zone, zone -> zones.size());
        pod.nodeId = core.plan.nodes().indexOf(pod.node);
        if (pinned != null) {
            pod.pinnedAgeNanos = pinned.ageNanos();
            pod.restarts = pinned.restarts() == null ? 0 : pinned.restarts();
        }
        if (!workload.external()) {
            podsOf.merge(pod.node.name(), 1, Integer::sum);
        }
        core.add(pod);
        return pod;
    }

    private @Nullable PinnedPod pinned(WorkloadPlan workload, int ordinal) {
        Map<String, List<PinnedPod>> pins = core.scenario.cluster().pinnedPods();
        List<PinnedPod> pods = pins.get(workload.namespace() + "/" + workload.name());
        if (pods == null && workload.namespace().equals(core.scenario.namespace())) {
            pods = pins.get(workload.name());
        }
        return pods != null && ordinal < pods.size() ? pods.get(ordinal) : null;
    }

    /**
     * The node of the n-th pod: the scenario's placement (zone or node: so many, then all over again), else the node
     * that the template names, else the one with the fewest pods that has the labels asked for.
     */
    private ClusterNode node(WorkloadPlan workload, int ordinal, int slot) {
        List<ClusterNode> nodes = core.plan.nodes();
        Map<String, Integer> placement = workload.behaviour().placement();
        int total = placement.values().stream().mapToInt(Integer::intValue).sum();
        if (total > 0) {
            int turn = ordinal % total;
            for (Map.Entry<String, Integer> place : placement.entrySet()) {
                if (turn < place.getValue()) {
                    String where = place.getKey();
                    return fewest(nodes.stream()
                            .filter(node ->
                                    node.name().equals(where) || node.zone().equals(where))
                            .toList());
                }
                turn -= place.getValue();
            }
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
            return nodes.get(Math.max(0, slot) % nodes.size());
        }
        List<ClusterNode> fitting = nodes.stream()
                .filter(node -> node.labels()
                        .entrySet()
                        .containsAll(declared.nodeSelector().entrySet()))
                .toList();
        return fewest(fitting);
    }

    private ClusterNode fewest(List<ClusterNode> candidates) {
        List<ClusterNode> nodes = candidates.isEmpty() ? core.plan.nodes() : candidates;
        ClusterNode best = nodes.get(0);
        int least = Integer.MAX_VALUE;
        for (ClusterNode node : nodes) {
            int count = podsOf.getOrDefault(node.name(), 0);
            if (count < least) {
                least = count;
                best = node;
            }
        }
        return best;
    }

    /** From 10.1.0.0 up; Services begin at 10.96.0.0, six million pods later. */
    private String declaredAddress(WorkloadPlan workload, int ordinal) {
        if (workload.workload() != null && workload.workload().podIp() != null && ordinal == 0) {
            return workload.workload().podIp();
        }
        if (workload.external() && ordinal == 0 && ServiceEntry.isAddress(workload.name())) {
            return workload.name();
        }
        String address;
        do {
            int n = nextAddress++;
            address = "10." + (1 + (n >> 16)) + "." + (n >> 8 & 255) + "." + (n & 255);
        } while (!addresses.add(address));
        return address;
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.ServiceEntry;
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
    private final Set<String> names = new HashSet<>();
    private final Scheduler scheduler;
    private int nextAddress = 1;

    PodFactory(Core core) {
        this.core = core;
        this.scheduler = new Scheduler(core);
        core.scenario
                .cluster()
                .pinnedPods()
                .values()
                .forEach(pods -> pods.forEach(pod -> {
                    if (pod.ip() != null) {
                        addresses.add(pod.ip());
                    }
                    if (pod.name() != null) {
                        names.add(pod.name());
                    }
                }));
    }

    /** The next pod of a workload. */
    Pod create(WorkloadPlan workload, long now, int slot) {
        int ordinal = created.merge(workload.id(), 1, Integer::sum) - 1;
        PinnedPod pinned = pinned(workload, ordinal);
        String name = pinned != null && pinned.name() != null ? pinned.name() : freeName(workload, ordinal);
        String ip = pinned != null && pinned.ip() != null ? pinned.ip() : declaredAddress(workload, ordinal);
        ClusterNode node = scheduler.node(workload, ordinal, slot);
        String[] place = place(workload);
        Pod pod = new Pod(
                core.pods.size(),
                ordinal,
                name,
                ip,
                node == null ? Scheduler.NOWHERE : node,
                place.length > 0 ? place[0] : null,
                place.length > 1 ? place[1] : null,
                now,
                workload,
                workload.displayName(core.scenario.namespace()),
                core.measures.warmupNanos);
        pod.slot = slot;
        number(pod);
        if (node == null && workload.block() == null) {
            pod.become(Pod.State.PENDING, now);
        }
        if (pinned != null) {
            pod.pinnedAgeNanos = pinned.ageNanos();
            pod.restarts = pinned.restarts() == null ? 0 : pinned.restarts();
        }
        core.add(pod);
        return pod;
    }

    /** Region and zone that a pod has whatever its node: of its label, or outside the mesh of its declared endpoint. */
    private String[] place(WorkloadPlan workload) {
        String label = workload.labels().get("istio-locality");
        if (label != null) {
            return label.split("[./]");
        }
        return workload.external()
                ? core.plan
                        .mesh()
                        .declaredEndpoints()
                        .filter(endpoint -> endpoint.address().equals(workload.name()))
                        .map(ServiceEntry.Endpoint::locality)
                        .filter(locality -> !locality.isEmpty())
                        .findFirst()
                        .map(locality -> locality.split("/"))
                        .orElse(new String[0])
                : new String[0];
    }

    private void number(Pod pod) {
        pod.regionId = regions.computeIfAbsent(pod.region, region -> regions.size());
        pod.zoneId = zones.computeIfAbsent(pod.zone, zone -> zones.size());
        pod.nodeId = core.plan.nodes().indexOf(pod.node);
    }

    /** Looks once more for a node of a pod that waits for one; false when there is still none. */
    boolean bind(Pod pod) {
        ClusterNode node = scheduler.node(pod.plan, pod.ordinal, pod.slot);
        if (node == null) {
            return false;
        }
        pod.bind(node);
        number(pod);
        core.bound(pod);
        return true;
    }

    /** Why a pod is on no node, in the words of the scheduler. */
    String reasons(Pod pod) {
        return scheduler.reasons(pod.plan);
    }

    /** The workload's name and a number, unless a pod that is pinned has that name. */
    private String freeName(WorkloadPlan workload, int ordinal) {
        int number = ordinal;
        while (!names.isEmpty() && names.contains(workload.name() + "-" + number)) {
            number++;
        }
        String name = workload.name() + "-" + number;
        if (number != ordinal) {
            names.add(name);
        }
        return name;
    }

    private @Nullable PinnedPod pinned(WorkloadPlan workload, int ordinal) {
        Map<String, List<PinnedPod>> pins = core.scenario.cluster().pinnedPods();
        List<PinnedPod> pods = pins.get(workload.namespace() + "/" + workload.name());
        if (pods == null && workload.namespace().equals(core.scenario.namespace())) {
            pods = pins.get(workload.name());
        }
        return pods != null && ordinal < pods.size() ? pods.get(ordinal) : null;
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

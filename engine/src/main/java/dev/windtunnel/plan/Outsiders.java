package dev.windtunnel.plan;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.ServiceEntry;
import dev.windtunnel.mesh.ServiceEntry.Endpoint;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.scenario.ClusterSettings.PinnedPod;
import dev.windtunnel.scenario.External;
import dev.windtunnel.scenario.Scenario;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hosts outside the mesh that ServiceEntries and WorkloadEntries lead to although {@code spec.external} has no entry of
 * that very name: each answers as the host that it belongs to is said to, if anything is said of that.
 */
final class Outsiders {

    private final Scenario scenario;
    private final ServiceDirectory directory;
    private final List<WorkloadPlan> known;
    private final Set<String> addressesOfPods = new HashSet<>();
    /** By name, with what is said of it; null when nothing is. */
    private final Map<String, @Nullable External> missing = new LinkedHashMap<>();

    private Outsiders(
            Scenario scenario, List<Workload> workloads, ServiceDirectory directory, List<WorkloadPlan> known) {
        this.scenario = scenario;
        this.directory = directory;
        this.known = known;
        for (Workload workload : workloads) {
            if (workload.podIp() != null) {
                addressesOfPods.add(workload.podIp());
            }
        }
        for (List<PinnedPod> pods : scenario.cluster().pinnedPods().values()) {
            for (PinnedPod pod : pods) {
                if (pod.ip() != null) {
                    addressesOfPods.add(pod.ip());
                }
            }
        }
    }

    /**
     * The names and addresses that are not known yet, in order, each with the entry of {@code spec.external} that says how
     * its host answers; null where none does.
     */
    static Map<String, @Nullable External> of(
            Scenario scenario, List<Workload> workloads, ServiceDirectory directory, List<WorkloadPlan> known) {
        Outsiders outsiders = new Outsiders(scenario, workloads, directory, known);
        for (Service service : directory.services()) {
            outsiders.addOf(service);
        }
        return outsiders.missing;
    }

    private void addOf(Service service) {
        ServiceEntry entry = service.entry();
        boolean itself = entry != null
                && entry.workloadSelector() == null
                && service.endpoints().isEmpty()
                && entry.resolution() != ServiceEntry.Resolution.STATIC;
        if (itself) {
            add(service.name(), null);
        }
        if (entry != null && entry.resolution().followsCaller()) {
            return;
        }
        for (Endpoint endpoint : service.endpoints()) {
            add(endpoint.address(), entry == null ? null : described(service.name()));
        }
    }

    private void add(String name, @Nullable External like) {
        Service named = directory.byFullName(name);
        boolean inside = named != null && named.entry() == null;
        if (inside || addressesOfPods.contains(name) || WorkloadPlan.outside(known, name) != null) {
            return;
        }
        missing.putIfAbsent(name, like);
    }

    private @Nullable External described(String host) {
        for (External external : scenario.external()) {
            if (ServiceEntry.covers(external.host().toLowerCase(Locale.ROOT), host)) {
                return external;
            }
        }
        return null;
    }
}

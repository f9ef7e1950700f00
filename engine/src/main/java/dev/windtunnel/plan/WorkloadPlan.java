package dev.windtunnel.plan;

import dev.windtunnel.mesh.ServiceEntry;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.random.Distribution;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A workload, or a host outside the mesh, ready to run.
 *
 * @param id dense number; the same workload keeps it in every later plan of a run
 * @param namespace namespace of its pods; empty outside the mesh
 * @param name its name, or the external host
 * @param workload its declaration; null outside the mesh
 * @param replicas pods wanted
 * @param labels labels of its pods
 * @param sidecar whether its pods have a sidecar
 * @param behaviour how its pods behave
 * @param life how its pods begin and end
 * @param programs its compiled handlers
 * @param externalLatency one-way delay to it, outside the mesh; null for the network's
 * @param block why its pods cannot run; null when they can
 */
public record WorkloadPlan(
        int id,
        String namespace,
        String name,
        @Nullable Workload workload,
        int replicas,
        Map<String, String> labels,
        boolean sidecar,
        Behaviour behaviour,
        Lifetime life,
        List<Program> programs,
        @Nullable Distribution externalLatency,
        @Nullable PodBlock block) {

    private static final String TRUST_DOMAIN = "cluster.local";

    /** Whether it is outside the mesh. */
    public boolean external() {
        return workload == null;
    }

    /** Who its sidecars prove to be by mutual TLS; null outside the mesh. */
    public @Nullable String principal() {
        return workload == null ? null : TRUST_DOMAIN + "/ns/" + namespace + "/sa/" + workload.serviceAccount();
    }

    /** Its version label; null when it has none. */
    public @Nullable String version() {
        return labels.get("version");
    }

    /**
     * Its name in results: plain in the scenario's namespace, else {@code ns/name}.
     *
     * @param defaultNamespace the scenario's namespace
     */
    public String displayName(String defaultNamespace) {
        return namespace.isEmpty() || namespace.equals(defaultNamespace) ? name : namespace + "/" + name;
    }

    /**
     * The host outside the mesh that answers to a name: the one of that name, else the longest of those with {@code *} in
     * front that mean it; null when none does.
     */
    public static @Nullable WorkloadPlan outside(List<WorkloadPlan> workloads, String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        WorkloadPlan best = null;
        for (WorkloadPlan workload : workloads) {
            if (!workload.external()) {
                continue;
            }
            String host = workload.name().toLowerCase(Locale.ROOT);
            if (host.equals(wanted)) {
                return workload;
            }
            if (ServiceEntry.covers(host, wanted)
                    && (best == null || host.length() > best.name().length())) {
                best = workload;
            }
        }
        return best;
    }
}

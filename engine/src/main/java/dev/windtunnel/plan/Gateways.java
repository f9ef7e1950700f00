package dev.windtunnel.plan;

import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.IngressGateway;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.Security;
import dev.windtunnel.mesh.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which pods are gateways, and which of them serves a request from outside. */
final class Gateways {

    private Gateways() {}

    /** The Gateways that pods of a workload serve, the oldest first. */
    static List<Gateway> servedBy(Mesh mesh, Map<String, String> labels) {
        return mesh.gateways().stream()
                .filter(gateway -> gateway.isServedBy(labels))
                .toList();
    }

    /** The workloads of a mesh, and an ingress gateway when a Gateway wants the usual one and nobody declares it. */
    static List<Workload> workloads(Mesh mesh) {
        List<Workload> workloads = new ArrayList<>(mesh.workloads());
        for (Gateway gateway : mesh.gateways()) {
            boolean served = mesh.workloads().stream().anyMatch(workload -> gateway.isServedBy(workload.labels()));
            if (!served && gateway.isServedBy(IngressGateway.LABELS)) {
                workloads.add(ingress(mesh));
                break;
            }
        }
        return workloads;
    }

    private static Workload ingress(Mesh mesh) {
        return Workload.bare(
                new ObjectKey("Deployment", Security.ROOT_NAMESPACE, IngressGateway.NAME),
                IngressGateway.LABELS,
                mesh.workloads().size());
    }

    /**
     * The gateway that serves a host on a port; else one that listens on the port, else any; null when there is none.
     *
     * @param workloads workloads of the plan
     */
    static @Nullable WorkloadPlan serving(Mesh mesh, List<WorkloadPlan> workloads, String host, int port) {
        WorkloadPlan listening = null;
        WorkloadPlan any = null;
        for (WorkloadPlan workload : workloads) {
            List<Gateway> gateways = workload.external() ? List.of() : servedBy(mesh, workload.labels());
            for (Gateway gateway : gateways) {
                any = any == null ? workload : any;
                for (Gateway.Server server : gateway.servers()) {
                    if (server.port() == port && server.takes(host)) {
                        return workload;
                    }
                    if (server.port() == port && listening == null) {
                        listening = workload;
                    }
                }
            }
        }
        return listening != null ? listening : any;
    }
}

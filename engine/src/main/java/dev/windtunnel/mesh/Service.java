package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes Service as declared.
 *
 * @param key its name
 * @param labels its labels
 * @param annotations its annotations
 * @param selector pod labels that it selects; empty selects nothing
 * @param ports ports in order
 * @param type ClusterIP, NodePort, LoadBalancer or ExternalName
 * @param clusterIp address as written; {@code None} for a headless Service, null when not written
 * @param externalName alias of an ExternalName Service
 * @param creationOrder position among all objects: older first
 * @param origin where it stands
 */
public record Service(
        ObjectKey key,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> selector,
        List<Port> ports,
        String type,
        @Nullable String clusterIp,
        @Nullable String externalName,
        int creationOrder,
        Origin origin) {

    /** Namespace. */
    public String namespace() {
        return key.namespace();
    }

    /** Name. */
    public String name() {
        return key.name();
    }

    /** The full name {@code name.namespace.svc.cluster.local}. */
    public String fullName() {
        return key.name() + "." + key.namespace() + ".svc.cluster.local";
    }

    /** Whether the Service has no virtual address. */
    public boolean headless() {
        return "None".equals(clusterIp);
    }

    /**
     * A service port.
     *
     * @param name null when not written
     * @param port port number
     * @param targetPort port number of the pod, 0 when {@code targetPortName} says it
     * @param targetPortName name of the container port; null when a number
     * @param protocol TCP or UDP
     * @param appProtocol as written; null when not
     * @param nodePort as written; 0 when not
     */
    public record Port(
            @Nullable String name,
            int port,
            int targetPort,
            @Nullable String targetPortName,
            String protocol,
            @Nullable String appProtocol,
            int nodePort) {}
}

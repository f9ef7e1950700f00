package dev.windtunnel.mesh;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service: a Kubernetes Service as declared, or a host of a ServiceEntry.
 *
 * @param key its name; that of a ServiceEntry has the host for a name
 * @param labels its labels
 * @param annotations its annotations
 * @param selector pod labels that it selects; empty selects nothing
 * @param ports ports in order
 * @param type ClusterIP, NodePort, LoadBalancer or ExternalName
 * @param clusterIp address as written; {@code None} for a headless Service, null when not written
 * @param externalName alias of an ExternalName Service
 * @param creationOrder position among all objects: older first
 * @param origin where it stands
 * @param endpoints endpoints beside the pods that it selects
 * @param entry the ServiceEntry that has this host; null for a Service of Kubernetes
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
        Origin origin,
        List<ServiceEntry.Endpoint> endpoints,
        @Nullable ServiceEntry entry) {

    /** The annotation that stands for {@code spec.trafficDistribution}, which comes before it. */
    public static final String TRAFFIC_DISTRIBUTION = "networking.istio.io/traffic-distribution";

    private static final String REGION = "topology.kubernetes.io/region";
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String NODE = "kubernetes.io/hostname";

    /** A Service of Kubernetes. */
    public Service(
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
        this(
                key,
                labels,
                annotations,
                selector,
                ports,
                type,
                clusterIp,
                externalName,
                creationOrder,
                origin,
                List.of(),
                null);
    }

    /** The same service with these endpoints beside its pods. */
    Service withEndpoints(List<ServiceEntry.Endpoint> more) {
        return new Service(
                key,
                labels,
                annotations,
                selector,
                ports,
                type,
                clusterIp,
                externalName,
                creationOrder,
                origin,
                more,
                entry);
    }

    /** Namespace. */
    public String namespace() {
        return key.namespace();
    }

    /** Name. */
    public String name() {
        return key.name();
    }

    /**
     * The labels by which its endpoints are near to a caller, the most important first; none where it wants all of them
     * ({@code pilot/pkg/model/service.go}, trafficDistribution).
     */
    public List<String> localityLabels() {
        String wanted = annotations.getOrDefault(TRAFFIC_DISTRIBUTION, "").toLowerCase(Locale.ROOT);
        return switch (wanted) {
            case "preferclose", "prefersamezone" -> List.of(REGION, ZONE);
            case "prefersamenode" -> List.of(REGION, ZONE, NODE);
            default -> List.of();
        };
    }

    /** The full name {@code name.namespace.svc.cluster.local}; a host of a ServiceEntry is its own. */
    public String fullName() {
        return entry != null ? key.name() : key.name() + "." + key.namespace() + ".svc.cluster.local";
    }

    /** Its name in results: {@code name.namespace}, or the host. */
    public String shortName() {
        return entry != null ? key.name() : key.name() + "." + key.namespace();
    }

    /** Whether the request alone says which endpoint is meant. */
    public boolean followsCaller() {
        return entry != null && entry.resolution().followsCaller();
    }

    /** Whether clients of a namespace may see it. */
    public boolean isVisibleTo(String namespace) {
        if (entry == null || entry.exportTo().isEmpty()) {
            return true;
        }
        return entry.exportTo().stream()
                .anyMatch(target -> target.equals("*")
                        || target.equals(namespace)
                        || target.equals(".") && key.namespace().equals(namespace));
    }

    /** Whether its selector takes pods or WorkloadEntries of its namespace that carry these labels. */
    public boolean selects(Map<String, String> podLabels) {
        boolean any = entry != null && entry.workloadSelector() != null;
        return (any || !selector.isEmpty()) && podLabels.entrySet().containsAll(selector.entrySet());
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

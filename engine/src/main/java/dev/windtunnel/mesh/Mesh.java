package dev.windtunnel.mesh;

import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that the manifests declare, in order of creation.
 *
 * @param namespaces Namespace documents
 * @param workloads what makes pods
 * @param services Services
 * @param serviceEntries ServiceEntries
 * @param workloadEntries WorkloadEntries
 * @param gateways Gateways
 * @param virtualServices VirtualServices
 * @param destinationRules DestinationRules
 * @param routeRules route rules of Istio 0.1
 * @param destinationPolicies destination policies of Istio 0.1
 * @param mixerRules rules of Mixer 0.1
 * @param limits rate limits of EnvoyFilters
 * @param autoscalers HorizontalPodAutoscalers that go by CPU
 * @param security who may ask whom, and how that is known
 * @param nodes Node documents
 * @param meshConfig mesh-wide settings
 */
public record Mesh(
        List<Namespace> namespaces,
        List<Workload> workloads,
        List<Service> services,
        List<ServiceEntry> serviceEntries,
        List<WorkloadEntry> workloadEntries,
        List<Gateway> gateways,
        List<VirtualService> virtualServices,
        List<DestinationRule> destinationRules,
        List<RouteRule> routeRules,
        List<DestinationPolicy> destinationPolicies,
        List<MixerRules> mixerRules,
        RateLimiting limits,
        List<Autoscaler> autoscalers,
        Security security,
        List<ClusterNode> nodes,
        MeshConfig meshConfig) {

    /** A mesh without anything. */
    public static final Mesh EMPTY = new Mesh(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            RateLimiting.NONE,
            List.of(),
            Security.NONE,
            List.of(),
            MeshConfig.DEFAULT);

    /** The endpoints that ServiceEntries and WorkloadEntries declare by their addresses. */
    public Stream<ServiceEntry.Endpoint> declaredEndpoints() {
        return Stream.concat(
                serviceEntries.stream().flatMap(entry -> entry.endpoints().stream()),
                workloadEntries.stream().map(WorkloadEntry::endpoint));
    }

    /**
     * All services that istiod knows: those of Kubernetes with the WorkloadEntries that they select, then one for each host
     * of a ServiceEntry, the older first.
     */
    public List<Service> registry() {
        return Registry.of(this);
    }
}

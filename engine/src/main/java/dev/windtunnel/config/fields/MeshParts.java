package dev.windtunnel.config.fields;

import dev.windtunnel.mesh.AuthorizationPolicy;
import dev.windtunnel.mesh.Autoscaler;
import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.ConnectionRateLimit;
import dev.windtunnel.mesh.DestinationPolicy;
import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.InsertedFilter;
import dev.windtunnel.mesh.LocalRateLimit;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.mesh.MixerRules;
import dev.windtunnel.mesh.Namespace;
import dev.windtunnel.mesh.PeerAuthentication;
import dev.windtunnel.mesh.RateLimitActions;
import dev.windtunnel.mesh.RateLimiting;
import dev.windtunnel.mesh.RequestAuthentication;
import dev.windtunnel.mesh.RouteRule;
import dev.windtunnel.mesh.Security;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.ServiceEntry;
import dev.windtunnel.mesh.VirtualService;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.mesh.WorkloadEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A mesh while it is being read: each reader adds what its object declares. */
public final class MeshParts {
    private final List<Namespace> namespaces = new ArrayList<>();
    private final List<Workload> workloads = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();
    private final List<ServiceEntry> serviceEntries = new ArrayList<>();
    private final List<WorkloadEntry> workloadEntries = new ArrayList<>();
    private final List<Gateway> gateways = new ArrayList<>();
    private final List<VirtualService> virtualServices = new ArrayList<>();
    private final List<DestinationRule> destinationRules = new ArrayList<>();
    private final List<RouteRule> routeRules = new ArrayList<>();
    private final List<DestinationPolicy> destinationPolicies = new ArrayList<>();
    private final List<MixerRules> mixerRules = new ArrayList<>();
    private final List<InsertedFilter> filters = new ArrayList<>();
    private final List<LocalRateLimit.PerRoute> overrides = new ArrayList<>();
    private final List<RateLimitActions> limitActions = new ArrayList<>();
    private final List<ConnectionRateLimit> connectionLimits = new ArrayList<>();
    private final List<Autoscaler> autoscalers = new ArrayList<>();
    private final List<PeerAuthentication> peers = new ArrayList<>();
    private final List<RequestAuthentication> requests = new ArrayList<>();
    private final List<AuthorizationPolicy> policies = new ArrayList<>();
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final List<UnaryOperator<MeshConfig>> meshConfigChanges = new ArrayList<>();

    /** Adds a namespace. */
    public void add(Namespace namespace) {
        namespaces.add(namespace);
    }

    /** Adds a workload. */
    public void add(Workload workload) {
        workloads.add(workload);
    }

    /** Adds a service. */
    public void add(Service service) {
        services.add(service);
    }

    /** Adds a service entry. */
    public void add(ServiceEntry entry) {
        serviceEntries.add(entry);
    }

    /** Adds a workload entry. */
    public void add(WorkloadEntry entry) {
        workloadEntries.add(entry);
    }

    /** Adds a gateway. */
    public void add(Gateway gateway) {
        gateways.add(gateway);
    }

    /** Adds a virtual service. */
    public void add(VirtualService virtualService) {
        virtualServices.add(virtualService);
    }

    /** Adds a destination rule. */
    public void add(DestinationRule destinationRule) {
        destinationRules.add(destinationRule);
    }

    /** Adds a route rule of Istio 0.1. */
    public void add(RouteRule routeRule) {
        routeRules.add(routeRule);
    }

    /** Adds a destination policy of Istio 0.1. */
    public void add(DestinationPolicy destinationPolicy) {
        destinationPolicies.add(destinationPolicy);
    }

    /** Adds rules of Mixer 0.1. */
    public void add(MixerRules rules) {
        mixerRules.add(rules);
    }

    /** Adds a filter of an EnvoyFilter. */
    public void add(InsertedFilter filter) {
        filters.add(filter);
    }

    /** Adds settings of a local rate limit for some routes. */
    public void add(LocalRateLimit.PerRoute override) {
        overrides.add(override);
    }

    /** Adds a limit of connections. */
    public void add(ConnectionRateLimit limit) {
        connectionLimits.add(limit);
    }

    /** Adds an autoscaler. */
    public void add(Autoscaler autoscaler) {
        autoscalers.add(autoscaler);
    }

    /** Adds what rate limits are told of requests. */
    public void add(RateLimitActions actions) {
        limitActions.add(actions);
    }

    /** Adds a peer authentication. */
    public void add(PeerAuthentication peer) {
        peers.add(peer);
    }

    /** Adds a request authentication. */
    public void add(RequestAuthentication request) {
        requests.add(request);
    }

    /** Adds an authorization policy. */
    public void add(AuthorizationPolicy policy) {
        policies.add(policy);
    }

    /** Adds a machine. */
    public void add(ClusterNode node) {
        nodes.add(node);
    }

    /** Changes the mesh-wide settings. */
    public void meshConfig(UnaryOperator<MeshConfig> change) {
        meshConfigChanges.add(change);
    }

    /** Adds everything that was added to others. */
    public void addAll(MeshParts others) {
        namespaces.addAll(others.namespaces);
        workloads.addAll(others.workloads);
        services.addAll(others.services);
        serviceEntries.addAll(others.serviceEntries);
        workloadEntries.addAll(others.workloadEntries);
        gateways.addAll(others.gateways);
        virtualServices.addAll(others.virtualServices);
        destinationRules.addAll(others.destinationRules);
        routeRules.addAll(others.routeRules);
        destinationPolicies.addAll(others.destinationPolicies);
        mixerRules.addAll(others.mixerRules);
        filters.addAll(others.filters);
        overrides.addAll(others.overrides);
        limitActions.addAll(others.limitActions);
        connectionLimits.addAll(others.connectionLimits);
        autoscalers.addAll(others.autoscalers);
        peers.addAll(others.peers);
        requests.addAll(others.requests);
        policies.addAll(others.policies);
        nodes.addAll(others.nodes);
        meshConfigChanges.addAll(others.meshConfigChanges);
    }

    /** Everything that was added, in order. */
    public Mesh toMesh() {
        MeshConfig meshConfig = MeshConfig.DEFAULT;
        for (UnaryOperator<MeshConfig> change : meshConfigChanges) {
            meshConfig = change.apply(meshConfig);
        }
        return new Mesh(
                List.copyOf(namespaces),
                List.copyOf(workloads),
                List.copyOf(services),
                List.copyOf(serviceEntries),
                List.copyOf(workloadEntries),
                List.copyOf(gateways),
                List.copyOf(virtualServices),
                List.copyOf(destinationRules),
                List.copyOf(routeRules),
                List.copyOf(destinationPolicies),
                List.copyOf(mixerRules),
                new RateLimiting(
                        List.copyOf(filters),
                        List.copyOf(overrides),
                        List.copyOf(limitActions),
                        List.copyOf(connectionLimits)),
                List.copyOf(autoscalers),
                new Security(peers, requests, policies),
                List.copyOf(nodes),
                meshConfig);
    }
}

package dev.windtunnel.plan;

import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.scenario.Scenario;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that one run, or many replications of it, need to know. Immutable but for a cache of configurations. */
public final class Plan {

    private final Scenario scenario;
    private final Mesh mesh;
    private final MeshConfig meshConfig;
    private final Era era;
    private final ServiceDirectory directory;
    private final List<ClusterNode> nodes;
    private final List<WorkloadPlan> workloads;
    private final List<TrafficPlan> traffic;
    private final List<Program.CallSite> callSites;
    private final boolean callersDiffer;
    private final Map<ClientIdentity, ProxyConfig> configs = new LinkedHashMap<>();
    private final Map<Integer, ProxyConfig> gatewayConfigs = new HashMap<>();

    Plan(
            Scenario scenario,
            Mesh mesh,
            MeshConfig meshConfig,
            ServiceDirectory directory,
            List<ClusterNode> nodes,
            List<WorkloadPlan> workloads,
            List<TrafficPlan> traffic,
            List<Program.CallSite> callSites) {
        this.scenario = scenario;
        this.mesh = mesh;
        this.meshConfig = meshConfig;
        this.era = Era.of(scenario.profile());
        this.directory = directory;
        this.nodes = List.copyOf(nodes);
        this.workloads = List.copyOf(workloads);
        this.traffic = List.copyOf(traffic);
        this.callSites = List.copyOf(callSites);
        this.callersDiffer = era.is2017() || IstioConfig.looksAtCallerLabels(mesh);
    }

    /** The scenario that it was made for. */
    public Scenario scenario() {
        return scenario;
    }

    /** The declarations behind it. */
    public Mesh mesh() {
        return mesh;
    }

    /** Mesh-wide settings: the scenario's over those of the manifests. */
    public MeshConfig meshConfig() {
        return meshConfig;
    }

    /** What the profile's Istio and Envoy do by default. */
    public Era era() {
        return era;
    }

    /** Services by name and address. */
    public ServiceDirectory directory() {
        return directory;
    }

    /** The machines, at least one. */
    public List<ClusterNode> nodes() {
        return nodes;
    }

    /** Workloads and external hosts, by id. */
    public List<WorkloadPlan> workloads() {
        return workloads;
    }

    /** Traffic in file order. */
    public List<TrafficPlan> traffic() {
        return traffic;
    }

    /** Every place that calls, by id. */
    public List<Program.CallSite> callSites() {
        return callSites;
    }

    /** A workload by its name in the scenario ({@code name} or {@code ns/name}), or an external host; null when none. */
    public @Nullable WorkloadPlan workload(String name) {
        int slash = name.indexOf('/');
        String namespace = slash < 0 ? scenario.namespace() : name.substring(0, slash);
        String plain = slash < 0 ? name : name.substring(slash + 1);
        for (WorkloadPlan workload : workloads) {
            if (workload.name().equals(plain) && workload.namespace().equals(namespace)) {
                return workload;
            }
        }
        for (WorkloadPlan workload : workloads) {
            if (workload.external() && workload.name().equals(name)) {
                return workload;
            }
        }
        return null;
    }

    /** Who the sidecars of a workload are to the control plane. */
    public ClientIdentity identity(WorkloadPlan workload) {
        if (!callersDiffer) {
            return new ClientIdentity(workload.namespace(), Map.of(), List.of());
        }
        List<String> services = new ArrayList<>();
        if (era.is2017()) {
            for (Service service : directory.services()) {
                if (selects(service, workload)) {
                    services.add(service.fullName());
                }
            }
        }
        return new ClientIdentity(workload.namespace(), new TreeMap<>(workload.labels()), services);
    }

    /** The configuration of the sidecars of a workload. */
    public ProxyConfig config(WorkloadPlan workload) {
        ClientIdentity identity = identity(workload);
        List<Gateway> gateways = Gateways.servedBy(mesh, workload.labels());
        synchronized (configs) {
            if (!gateways.isEmpty()) {
                return gatewayConfigs.computeIfAbsent(
                        workload.id(),
                        id -> new IstioConfig(mesh, meshConfig, directory, era, identity, gateways).build());
            }
            return configs.computeIfAbsent(identity, this::build);
        }
    }

    private ProxyConfig build(ClientIdentity identity) {
        return era.is2017()
                ? new RouteRuleConfig(mesh, directory, era, identity).build()
                : new IstioConfig(mesh, meshConfig, directory, era, identity, List.of()).build();
    }

    /** The gateway that serves a host on a port; one that would refuse it when none does; null when there is none. */
    public @Nullable WorkloadPlan gateway(String host, int port) {
        return Gateways.serving(mesh, workloads, host, port);
    }

    /** The protocol of a service port in this profile. */
    public PortProtocol protocol(Service.Port port) {
        return era.is2017() ? PortProtocol.in2017(port) : PortProtocol.of(port);
    }

    /**
     * Whether apps end TLS themselves on a service port when a caller speaks it: not where the port is said to be one of HTTP,
     * which is plain text.
     */
    public boolean takesTlsOfApps(Service.Port port) {
        return !protocol(port).isHttp() || !era.is2017() && PortProtocol.isSniffed(port);
    }

    /** Whether a service selects the pods of a workload. */
    public static boolean selects(Service service, WorkloadPlan workload) {
        return !workload.external()
                && service.namespace().equals(workload.namespace())
                && service.selects(workload.labels());
    }

    /** The pod port behind a service port; 0 when the pod declares no port of that name. */
    public static int targetPort(Service.Port port, @Nullable Workload workload) {
        if (port.targetPortName() == null) {
            return port.targetPort() == 0 ? port.port() : port.targetPort();
        }
        if (workload != null) {
            for (Workload.Container container : workload.containers()) {
                for (Workload.Port declared : container.ports()) {
                    if (port.targetPortName().equals(declared.name())) {
                        return declared.containerPort();
                    }
                }
            }
        }
        return 0;
    }
}

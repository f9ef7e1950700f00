package dev.windtunnel.console;

import dev.windtunnel.cluster.StoredObjects;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.Namespace;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.EndpointSearch;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.PodBlock;
import dev.windtunnel.plan.Sidecars;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.scenario.ClusterSettings.PinnedService;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.TimelineEntry.PodSelection;
import dev.windtunnel.simulation.AutoscalerStatus;
import dev.windtunnel.simulation.PodSearch;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.Run.PodView;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A run as its API server would show it now: what exists, how old it is, and which addresses it has. */
final class Cluster {

    private static final int FIRST_NODE_PORT = 30000;
    private static final int NODE_PORTS = 2768;

    private final Run run;
    private final Plan plan;
    private final Scenario scenario;
    private final StoredObjects objects;
    private final Map<ObjectKey, Long> created;

    /**
     * A look at a run.
     *
     * @param created when objects were created that are younger than the run
     */
    Cluster(Run run, Map<ObjectKey, Long> created) {
        this.run = run;
        this.plan = run.plan();
        this.scenario = plan.scenario();
        this.objects = (StoredObjects) run.objects();
        this.created = created;
    }

    Plan plan() {
        return plan;
    }

    Scenario scenario() {
        return scenario;
    }

    StoredObjects objects() {
        return objects;
    }

    ObjectStore store() {
        return objects.store();
    }

    boolean is2017() {
        return plan.era().is2017();
    }

    String defaultNamespace() {
        return scenario.namespace();
    }

    String age(long nanos) {
        return is2017() ? Ages.of2017(nanos) : Ages.today(nanos);
    }

    // ---------------------------------------------------------------- pods

    /** The pods that are there, by namespace and name. */
    List<PodView> pods() {
        List<PodView> pods = new ArrayList<>();
        for (PodView pod : run.pods()) {
            if (!pod.workload().external() && !pod.state().equals("GONE")) {
                pods.add(pod);
            }
        }
        pods.sort(Comparator.comparing(PodView::namespace).thenComparing(PodView::name));
        return pods;
    }

    List<PodView> podsOf(WorkloadPlan workload) {
        return pods().stream()
                .filter(pod -> pod.workload().id() == workload.id())
                .toList();
    }

    /** The pod of a name; null when there is none. */
    @Nullable
    PodView pod(String namespace, String name) {
        for (PodView pod : pods()) {
            if (pod.name().equals(name) && pod.namespace().equals(namespace)) {
                return pod;
            }
        }
        return null;
    }

    static Workload declared(PodView pod) {
        Workload workload = pod.workload().workload();
        if (workload == null) {
            throw new IllegalStateException(pod.name() + " is outside the mesh");
        }
        return workload;
    }

    /** Names of the containers of a pod, the proxy last where injection adds it. */
    List<String> containers(PodView pod) {
        List<String> names = new ArrayList<>();
        Workload workload = declared(pod);
        workload.containers().forEach(container -> names.add(container.name()));
        if (pod.workload().sidecar() && !Sidecars.isInjected(workload)) {
            names.add(is2017() ? "proxy" : "istio-proxy");
        }
        return names;
    }

    int readyContainers(PodView pod) {
        PodBlock block = pod.workload().block();
        return switch (pod.state()) {
            // Something in it does not come up, whatever else does.
            case "BLOCKED" ->
                block == null ? 0 : Math.min(block.ready(), containers(pod).size() - 1);
            case "STARTING", "PENDING" -> 0;
            case "UNREADY" -> containers(pod).size() - 1;
            // Nobody reports anything else than the kubelet did last.
            case "DOWN" -> ready(pod.before(), containers(pod).size());
            // Istio 0.1 gave the proxy no readiness probe.
            default -> containers(pod).size() - (pod.proxyDown() && !is2017() ? 1 : 0);
        };
    }

    /** Whether a container is ready. Of a pod that is not, the first app is not, unless its proxy is what is down. */
    boolean isReady(PodView pod, int container) {
        int ready = readyContainers(pod);
        int all = containers(pod).size();
        boolean last =
                switch (pod.state()) {
                    case "BLOCKED" -> true;
                    case "UNREADY", "DOWN" -> false;
                    default -> pod.proxyDown();
                };
        return last ? container < ready : container >= all - ready;
    }

    private static int ready(String state, int containers) {
        return switch (state) {
            case "READY", "TERMINATING" -> containers;
            case "UNREADY" -> containers - 1;
            default -> 0;
        };
    }

    /** Whether the containers of a pod run, as far as the cluster knows. */
    boolean runs(PodView pod) {
        return switch (pod.state().equals("DOWN") ? pod.before() : pod.state()) {
            case "READY", "UNREADY", "TERMINATING" -> true;
            default -> false;
        };
    }

    String status(PodView pod) {
        PodBlock block = pod.workload().block();
        if (!pod.waitsFor().isEmpty() && !pod.state().equals("TERMINATING")) {
            return pod.waitsFor();
        }
        return switch (pod.state()) {
            case "BLOCKED" -> block == null ? "Pending" : block.status();
            case "PENDING" -> "Pending";
            case "STARTING" -> "ContainerCreating";
            // Of a machine that is gone the last report stays; kubectl 1.7 said Unknown once the pod was given up.
            case "DOWN" ->
                pod.evicted()
                        ? is2017() && !pod.before().equals("TERMINATING") ? "Unknown" : "Terminating"
                        : pod.before().equals("STARTING") ? "ContainerCreating" : "Running";
            case "TERMINATING" -> "Terminating";
            default -> "Running";
        };
    }

    /** Why a pod is on no node; empty when it is on one. */
    String whyPending(PodView pod) {
        return run.whyPending(pod.id());
    }

    long ageNanos(PodView pod) {
        long pinned = pod.pinnedAgeNanos() == null ? 0 : pod.pinnedAgeNanos();
        return pinned + run.nowNanos() - pod.createdNanos();
    }

    /** How often the app of a pod was started again; today's kubectl adds when it ended last. */
    String restarts(PodView pod) {
        String times = String.valueOf(pod.restarts());
        return is2017() || pod.restarts() == 0 || pod.endedNanos() < 0
                ? times
                : times + " (" + age(run.nowNanos() - pod.endedNanos()) + " ago)";
    }

    // ---------------------------------------------------------------- workloads

    /** The workloads of a kind that are declared now. */
    List<WorkloadPlan> workloads(String kind) {
        List<WorkloadPlan> found = new ArrayList<>();
        for (WorkloadPlan workload : plan.workloads()) {
            Workload declared = workload.workload();
            if (declared != null && declared.key().kind().equals(kind) && store().get(declared.key()) != null) {
                found.add(workload);
            }
        }
        found.sort(Comparator.comparing(WorkloadPlan::namespace).thenComparing(WorkloadPlan::name));
        return found;
    }

    /** Whether a pod is one that its controller counts: it has not been told to end. */
    private static boolean isActive(PodView pod) {
        return !pod.state().equals("TERMINATING") && !(pod.state().equals("DOWN") && pod.evicted());
    }

    int current(WorkloadPlan workload) {
        return (int) podsOf(workload).stream().filter(Cluster::isActive).count();
    }

    /** Pods of the template that the workload has now. */
    int updated(WorkloadPlan workload) {
        return (int) podsOf(workload).stream()
                .filter(pod -> isActive(pod) && Rollouts.isOfTemplate(pod, workload))
                .count();
    }

    int available(WorkloadPlan workload) {
        return (int) podsOf(workload).stream()
                .filter(pod -> pod.state().equals("READY"))
                .count();
    }

    /** What the pods of an autoscaler use of what it wants; NaN when nothing is known. */
    double useOfTarget(ObjectKey autoscaler) {
        return run.useOfTarget(autoscaler);
    }

    /** What an autoscaler came to at its last look; null when it has not looked yet. */
    @Nullable
    AutoscalerStatus autoscaling(ObjectKey autoscaler) {
        return run.autoscaling(autoscaler);
    }

    /** What {@code kubectl get nodes} says of a node. */
    String status(ClusterNode node) {
        return run.isNodeReady(node.name()) ? "Ready" : "NotReady";
    }

    /** A controller is as old as its oldest pod that was there from the beginning. */
    long ageNanos(WorkloadPlan workload) {
        long age =
                workload.workload() == null ? 0 : ageNanos(workload.workload().key());
        for (PodView pod : podsOf(workload)) {
            if (pod.createdNanos() == 0) {
                age = Math.max(age, ageNanos(pod));
            }
        }
        return age;
    }

    long ageNanos(ObjectKey key) {
        return run.nowNanos() - created.getOrDefault(key, 0L);
    }

    /** The name of a Deployment's ReplicaSet: as its pods' names tell, else from the template. */
    String replicaSet(WorkloadPlan deployment) {
        String prefix = deployment.name() + "-";
        for (PodView pod : run.pods()) {
            if (pod.workload().id() == deployment.id() && pod.name().startsWith(prefix)) {
                int dash = pod.name().lastIndexOf('-');
                if (dash > prefix.length()) {
                    return pod.name().substring(0, dash);
                }
            }
        }
        KubeObject object = object(deployment);
        Node template = object == null ? null : field(object.root(), "spec", "template");
        return prefix + hash(template == null ? deployment.name() : Nodes.toJson(template));
    }

    private static String hash(String text) {
        int hash = 0x811c9dc5;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x01000193;
        }
        return Integer.toUnsignedString(hash);
    }

    @Nullable
    KubeObject object(WorkloadPlan workload) {
        return workload.workload() == null
                ? null
                : store().get(workload.workload().key());
    }

    static @Nullable Node field(Node node, String... names) {
        Node at = node;
        for (String name : names) {
            if (!(at instanceof MapNode map)) {
                return null;
            }
            Node next = map.get(name);
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    /** These pods, as lines that delete them see them. */
    ObjectCommands.Pods deletablePods() {
        return new ObjectCommands.Pods() {
            @Override
            public @Nullable String workload(String namespace, String name) {
                PodView pod = pod(namespace, name);
                return pod == null ? null : workloadOf(pod);
            }

            @Override
            public Map<String, PodSelection> selected(String namespace, Predicate<Map<String, String>> wanted) {
                Map<String, List<String>> names = new LinkedHashMap<>();
                for (PodView pod : pods()) {
                    if (pod.namespace().equals(namespace)
                            && wanted.test(pod.workload().labels())) {
                        names.computeIfAbsent(workloadOf(pod), any -> new ArrayList<>())
                                .add(pod.name());
                    }
                }
                Map<String, PodSelection> selected = new LinkedHashMap<>();
                names.forEach((workload, pods) -> selected.put(workload, new PodSelection.Named(pods)));
                return selected;
            }
        };
    }

    private static String workloadOf(PodView pod) {
        return pod.namespace() + "/" + pod.workload().name();
    }

    /** The texts of a map of labels or annotations; those that are not there or no texts are left out. */
    static Map<String, String> texts(@Nullable Node node) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (node instanceof MapNode map) {
            map.entries().forEach(entry -> {
                if (entry.value() instanceof ScalarNode scalar) {
                    texts.put(entry.key(), scalar.text());
                }
            });
        }
        return texts;
    }

    // ---------------------------------------------------------------- services

    List<Service> services() {
        List<Service> services = new ArrayList<>(plan.directory().services());
        services.removeIf(service -> service.entry() != null); // those are no Services of Kubernetes
        services.sort(Comparator.comparing(Service::namespace).thenComparing(Service::name));
        return services;
    }

    private @Nullable PinnedService pinned(Service service) {
        Map<String, PinnedService> pins = scenario.cluster().pinnedServices();
        PinnedService pinned = pins.get(service.namespace() + "/" + service.name());
        return pinned == null && service.namespace().equals(defaultNamespace()) ? pins.get(service.name()) : pinned;
    }

    String clusterIp(Service service) {
        String address = plan.directory().address(service);
        if (address != null) {
            return address;
        }
        return service.headless() ? "None" : is2017() ? "" : "<none>";
    }

    String externalIp(Service service) {
        return switch (service.type()) {
            case "LoadBalancer" ->
                scenario.cluster().loadBalancer()
                        ? "203.0.113." + (1 + plan.directory().services().indexOf(service))
                        : "<pending>";
            case "NodePort" -> is2017() ? "<nodes>" : "<none>";
            case "ExternalName" -> String.valueOf(service.externalName());
            default -> "<none>";
        };
    }

    long ageNanos(Service service) {
        PinnedService pinned = pinned(service);
        Long age = pinned == null ? null : pinned.ageNanos();
        return (age == null ? 0 : age) + ageNanos(service.key());
    }

    /** The port of every node that leads to a service port; 0 when the type has none. */
    int nodePort(Service service, Service.Port port) {
        if (!service.type().equals("NodePort") && !service.type().equals("LoadBalancer")) {
            return 0;
        }
        PinnedService pinned = pinned(service);
        Integer fixed = pinned == null ? null : pinned.nodePorts().get(port.port());
        if (fixed != null) {
            return fixed;
        }
        long hash = Long.parseLong(hash(service.fullName() + ":" + port.port()));
        return port.nodePort() > 0 ? port.nodePort() : FIRST_NODE_PORT + (int) (hash % NODE_PORTS);
    }

    /** {@code 80:32031/TCP,443:32559/TCP}. */
    String ports(Service service) {
        StringBuilder text = new StringBuilder();
        for (Service.Port port : service.ports()) {
            int node = nodePort(service, port);
            text.append(text.length() == 0 ? "" : ",")
                    .append(port.port())
                    .append(node > 0 ? ":" + node : "")
                    .append('/')
                    .append(port.protocol());
        }
        return text.length() == 0 ? "<none>" : text.toString();
    }

    /** {@code address:port} of the ready pods behind a service port, in order of address. */
    List<String> endpoints(Service service, Service.Port port) {
        List<String> addresses = new ArrayList<>();
        for (PodView pod : pods()) {
            if (pod.state().equals("READY") && Plan.selects(service, pod.workload())) {
                int target = Plan.targetPort(port, pod.workload().workload());
                if (target > 0) {
                    addresses.add(pod.ip() + ":" + target);
                }
            }
        }
        addresses.sort(Comparator.comparing(Cluster::sortable));
        return addresses;
    }

    /** Addresses of the pods of a service that are not ready, in order. */
    List<String> unreadyAddresses(Service service) {
        List<String> addresses = new ArrayList<>();
        for (PodView pod : pods()) {
            boolean has = pod.state().equals("UNREADY") || pod.state().equals("STARTING");
            if (has && !service.selector().isEmpty() && Plan.selects(service, pod.workload())) {
                addresses.add(pod.ip());
            }
        }
        addresses.sort(Comparator.comparing(Cluster::sortable));
        return addresses;
    }

    /** The endpoints that proxies are told of, hosts outside the mesh among them; none where the caller's address counts. */
    List<EndpointSearch.Found<PodView>> endpoints(ClusterConfig config) {
        return config.service() == null
                        || config.port() == null
                        || config.service().followsCaller()
                ? List.of()
                : PodSearch.of(plan, run.pods()).of(config.service(), config.port(), config.labels());
    }

    private static String sortable(String address) {
        StringBuilder key = new StringBuilder();
        for (String part : address.split("[.:]")) {
            key.append("0".repeat(Math.max(0, 5 - part.length()))).append(part).append('.');
        }
        return key.toString();
    }

    /** As kubectl shows endpoints: three of them, and how many more there are. */
    static String shown(List<String> endpoints) {
        if (endpoints.isEmpty()) {
            return "<none>";
        }
        String text = String.join(",", endpoints.subList(0, Math.min(3, endpoints.size())));
        return endpoints.size() <= 3 ? text : text + " + " + (endpoints.size() - 3) + " more...";
    }

    // ---------------------------------------------------------------- places

    List<ClusterNode> nodes() {
        List<ClusterNode> nodes = new ArrayList<>(plan.nodes());
        nodes.sort(Comparator.comparing(ClusterNode::name));
        return nodes;
    }

    List<String> namespaces() {
        TreeSet<String> names = new TreeSet<>();
        names.add(defaultNamespace());
        for (Namespace namespace : plan.mesh().namespaces()) {
            names.add(namespace.name());
        }
        for (KubeObject object : store().objects()) {
            if (!object.key().namespace().isEmpty()) {
                names.add(object.key().namespace());
            }
        }
        return List.copyOf(names);
    }

    /** Virtual time. */
    long nowNanos() {
        return run.nowNanos();
    }
}

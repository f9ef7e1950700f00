package dev.windtunnel.console;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.PodBlock;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.Run.PodView;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects behind the tables as Kubernetes documents. */
final class KubeDocuments {

    private final Cluster cluster;

    KubeDocuments(Cluster cluster) {
        this.cluster = cluster;
    }

    private static Map<String, @Nullable Object> map(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return map;
    }

    private static Node node(Map<String, @Nullable Object> plain) {
        return Nodes.fromPlain(plain, Position.NONE);
    }

    private static Map<String, @Nullable Object> metadata(String namespace, String name, Map<String, String> labels) {
        Map<String, @Nullable Object> metadata = map("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        if (!labels.isEmpty()) {
            metadata.put("labels", labels);
        }
        return metadata;
    }

    /** A pod: its template's spec, and the state that it is in. */
    Node pod(PodView pod) {
        Map<String, @Nullable Object> metadata =
                metadata(pod.namespace(), pod.name(), pod.workload().labels());
        if (!Cluster.declared(pod).annotations().isEmpty()) {
            metadata.put("annotations", Cluster.declared(pod).annotations());
        }
        String kind = Cluster.declared(pod).key().kind();
        if (!kind.equals("Pod")) {
            boolean deployment = kind.equals("Deployment");
            metadata.put(
                    "ownerReferences",
                    List.of(map(
                            "kind", deployment ? "ReplicaSet" : kind,
                            "name",
                                    deployment
                                            ? cluster.replicaSet(pod.workload())
                                            : pod.workload().name(),
                            "controller", true)));
        }
        return node(
                map("apiVersion", "v1", "kind", "Pod", "metadata", metadata, "spec", spec(pod), "status", status(pod)));
    }

    private Map<String, @Nullable Object> spec(PodView pod) {
        KubeObject object = cluster.object(pod.workload());
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        if (object != null) {
            boolean bare = object.key().kind().equals("Pod");
            Node template = bare
                    ? Cluster.field(object.root(), "spec")
                    : Cluster.field(object.root(), "spec", "template", "spec");
            if (template instanceof MapNode fields) {
                fields.entries().forEach(entry -> spec.put(entry.key(), entry.value()));
            }
        }
        if (!pod.state().equals("PENDING")) {
            spec.put("nodeName", pod.node());
        }
        List<String> names = cluster.containers(pod);
        if (names.size() > Cluster.declared(pod).containers().size()) {
            List<@Nullable Object> containers = new ArrayList<>();
            Object written = spec.get("containers");
            if (written instanceof dev.windtunnel.source.ListNode list) {
                containers.addAll(list.items());
            }
            containers.add(map("name", names.get(names.size() - 1)));
            spec.put("containers", containers);
        }
        return spec;
    }

    private Map<String, @Nullable Object> status(PodView pod) {
        if (pod.state().equals("PENDING")) {
            return map(
                    "phase",
                    "Pending",
                    "conditions",
                    List.of(map(
                            "type",
                            "PodScheduled",
                            "status",
                            "False",
                            "reason",
                            "Unschedulable",
                            "message",
                            cluster.whyPending(pod))));
        }
        boolean running = cluster.runs(pod);
        List<String> names = cluster.containers(pod);
        int ready = cluster.readyContainers(pod);
        List<@Nullable Object> statuses = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            boolean up = i < ready;
            boolean runs = up || running && pod.waitsFor().isEmpty();
            statuses.add(map(
                    "name",
                    names.get(i),
                    "ready",
                    up,
                    "restartCount",
                    i == 0 ? pod.restarts() : 0,
                    "state",
                    runs ? map("running", map()) : map("waiting", map("reason", waiting(pod)))));
        }
        String allReady = ready == names.size() && pod.state().equals("READY") ? "True" : "False";
        Map<String, @Nullable Object> status = map("phase", running ? "Running" : "Pending");
        status.put(
                "conditions",
                List.of(
                        map("type", "Initialized", "status", running ? "True" : "False"),
                        map("type", "Ready", "status", allReady),
                        map("type", "PodScheduled", "status", "True")));
        if (!pod.state().equals("BLOCKED")) {
            status.put("podIP", pod.ip());
        }
        status.put("containerStatuses", statuses);
        return status;
    }

    private String waiting(PodView pod) {
        PodBlock block = pod.workload().block();
        return block != null && !block.status().isEmpty() ? block.status() : cluster.status(pod);
    }

    /** An object as the API server gives it back: as written, with its namespace. */
    static MapNode stored(@Nullable KubeObject object) {
        if (object == null) {
            return MapNode.EMPTY;
        }
        String namespace = object.key().namespace();
        return !namespace.isEmpty() && object.root().get("metadata") instanceof MapNode metadata
                ? object.root().with("metadata", metadata.with("namespace", ScalarNode.of(namespace)))
                : object.root();
    }

    /** A workload as written, with the numbers of its pods. */
    Node workload(WorkloadPlan workload) {
        KubeObject object = cluster.object(workload);
        MapNode root = stored(object);
        return root.with("status", node(counts(workload)));
    }

    private Map<String, @Nullable Object> counts(WorkloadPlan workload) {
        return map(
                "replicas", cluster.current(workload),
                "updatedReplicas", cluster.updated(workload),
                "readyReplicas", cluster.available(workload),
                "availableReplicas", cluster.available(workload));
    }

    /** The ReplicaSet that a Deployment makes. */
    Node replicaSet(WorkloadPlan deployment) {
        KubeObject object = cluster.object(deployment);
        Map<String, @Nullable Object> metadata =
                metadata(deployment.namespace(), cluster.replicaSet(deployment), deployment.labels());
        metadata.put(
                "ownerReferences", List.of(map("kind", "Deployment", "name", deployment.name(), "controller", true)));
        Map<String, @Nullable Object> spec = map("replicas", deployment.replicas());
        Node template = object == null ? null : Cluster.field(object.root(), "spec", "template");
        if (template != null) {
            spec.put("template", template);
        }
        return node(map(
                "apiVersion",
                cluster.is2017() ? "extensions/v1beta1" : "apps/v1",
                "kind",
                "ReplicaSet",
                "metadata",
                metadata,
                "spec",
                spec,
                "status",
                map("replicas", cluster.current(deployment), "readyReplicas", cluster.available(deployment))));
    }

    /** A Service as written, with its address. */
    Node service(Service service) {
        KubeObject object = cluster.store().get(service.key());
        MapNode root = stored(object);
        if (root.get("spec") instanceof MapNode spec
                && spec.get("clusterIP") == null
                && service.externalName() == null) {
            String address = cluster.clusterIp(service);
            root = root.with("spec", spec.with("clusterIP", ScalarNode.of(address)));
        }
        return root;
    }

    Node endpoints(Service service) {
        List<@Nullable Object> subsets = new ArrayList<>();
        for (Service.Port port : service.ports()) {
            List<@Nullable Object> addresses = new ArrayList<>();
            int target = 0;
            for (String endpoint : cluster.endpoints(service, port)) {
                int colon = endpoint.lastIndexOf(':');
                addresses.add(map("ip", endpoint.substring(0, colon)));
                target = Integer.parseInt(endpoint.substring(colon + 1));
            }
            if (!addresses.isEmpty()) {
                Map<String, @Nullable Object> shown = map("port", target, "protocol", port.protocol());
                if (port.name() != null) {
                    shown.put("name", port.name());
                }
                subsets.add(map("addresses", addresses, "ports", List.of(shown)));
            }
        }
        return node(map(
                "apiVersion",
                "v1",
                "kind",
                "Endpoints",
                "metadata",
                metadata(service.namespace(), service.name(), service.labels()),
                "subsets",
                subsets));
    }

    Node node(ClusterNode node) {
        Map<String, String> labels = new LinkedHashMap<>(node.labels());
        if (!node.region().isEmpty()) {
            labels.putIfAbsent("topology.kubernetes.io/region", node.region());
        }
        if (!node.zone().isEmpty()) {
            labels.putIfAbsent("topology.kubernetes.io/zone", node.zone());
        }
        return node(map(
                "apiVersion",
                "v1",
                "kind",
                "Node",
                "metadata",
                metadata("", node.name(), labels),
                "status",
                map("conditions", List.of(map("type", "Ready", "status", "True")))));
    }

    Node namespace(String name, Map<String, String> labels) {
        return node(map(
                "apiVersion",
                "v1",
                "kind",
                "Namespace",
                "metadata",
                metadata("", name, labels),
                "status",
                map("phase", "Active")));
    }
}

package dev.windtunnel.console;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.console.Listing.Row;
import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.Run.PodView;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists the objects of each kind with the columns that kubectl of the profile's era shows. */
final class Resources {

    private static final List<String> CONTROLLERS =
            List.of("StatefulSet", "DaemonSet", "ReplicationController", "Rollout");

    private final Cluster cluster;
    private final KubeDocuments documents;
    private final ScalingTables scaling;
    private final boolean is2017;

    Resources(Cluster cluster) {
        this.cluster = cluster;
        this.documents = new KubeDocuments(cluster);
        this.scaling = new ScalingTables(cluster);
        this.is2017 = cluster.is2017();
    }

    /** The objects of a kind. */
    Listing of(String kind) {
        return switch (kind) {
            case "Pod" -> pods();
            case "Service" -> services();
            case "Deployment" -> deployments();
            case "ReplicaSet" -> replicaSets();
            case "Node" -> nodes();
            case "Namespace" -> namespaces();
            case "Endpoints" -> endpoints();
            case "VirtualService" ->
                stored(
                        kind,
                        List.of("GATEWAYS", "HOSTS"),
                        object -> List.of(list(object, "spec", "gateways"), list(object, "spec", "hosts")));
            case "DestinationRule" -> stored(kind, List.of("HOST"), object -> List.of(text(object, "spec", "host")));
            case "route-rule" ->
                stored(
                        kind,
                        List.of("DESTINATION", "PRECEDENCE"),
                        object -> List.of(text(object, "spec", "destination"), text(object, "spec", "precedence")));
            case "ServiceEntry" ->
                stored(
                        kind,
                        List.of("HOSTS", "LOCATION", "RESOLUTION"),
                        object -> List.of(
                                list(object, "spec", "hosts"),
                                text(object, "spec", "location"),
                                text(object, "spec", "resolution")));
            case "PeerAuthentication" ->
                stored(kind, List.of("MODE"), object -> List.of(text(object, "spec", "mtls", "mode")));
            case "AuthorizationPolicy" ->
                stored(kind, List.of("ACTION"), object -> List.of(text(object, "spec", "action")));
            case "HorizontalPodAutoscaler" -> stored(kind, scaling.autoscalerColumns(), scaling::autoscaler);
            case "PodDisruptionBudget" -> stored(kind, scaling.budgetColumns(), scaling::budget);
            case "WorkloadEntry" ->
                stored(kind, List.of("ADDRESS"), object -> List.of(text(object, "spec", "address")));
            default -> CONTROLLERS.contains(kind) ? controllers(kind) : stored(kind, List.of(), object -> List.of());
        };
    }

    // ---------------------------------------------------------------- pods and what makes them

    private Listing pods() {
        List<Row> rows = new ArrayList<>();
        for (PodView pod : cluster.pods()) {
            String ready =
                    cluster.readyContainers(pod) + "/" + cluster.containers(pod).size();
            boolean pending = pod.state().equals("PENDING");
            String ip = pending ? "<none>" : pod.ip();
            String node = pending ? "<none>" : pod.node();
            List<String> wide = is2017 ? List.of(ip, node) : List.of(ip, node, "<none>", "<none>");
            rows.add(new Row(
                    pod.namespace(),
                    pod.name(),
                    pod.workload().labels(),
                    List.of(ready, cluster.status(pod), cluster.restarts(pod), cluster.age(cluster.ageNanos(pod))),
                    wide,
                    () -> documents.pod(pod)));
        }
        return new Listing(
                "Pod",
                List.of("READY", "STATUS", "RESTARTS", "AGE"),
                is2017 ? List.of("IP", "NODE") : List.of("IP", "NODE", "NOMINATED NODE", "READINESS GATES"),
                rows);
    }

    private Listing deployments() {
        List<Row> rows = new ArrayList<>();
        for (WorkloadPlan workload : cluster.workloads("Deployment")) {
            String desired = String.valueOf(workload.replicas());
            String current = String.valueOf(cluster.current(workload));
            String updated = String.valueOf(cluster.updated(workload));
            String available = String.valueOf(cluster.available(workload));
            String age = cluster.age(cluster.ageNanos(workload));
            rows.add(row(
                    workload,
                    is2017
                            ? List.of(desired, current, updated, available, age)
                            : List.of(available + "/" + desired, updated, available, age),
                    wide(workload),
                    () -> documents.workload(workload)));
        }
        return new Listing(
                "Deployment",
                is2017
                        ? List.of("DESIRED", "CURRENT", "UP-TO-DATE", "AVAILABLE", "AGE")
                        : List.of("READY", "UP-TO-DATE", "AVAILABLE", "AGE"),
                wideColumns(),
                rows);
    }

    private Listing replicaSets() {
        List<Row> rows = new ArrayList<>();
        for (WorkloadPlan workload : cluster.workloads("Deployment")) {
            rows.add(new Row(
                    workload.namespace(),
                    cluster.replicaSet(workload),
                    workload.labels(),
                    replicas(workload),
                    wide(workload),
                    () -> documents.replicaSet(workload)));
        }
        for (WorkloadPlan workload : cluster.workloads("ReplicaSet")) {
            rows.add(row(workload, replicas(workload), wide(workload), () -> documents.workload(workload)));
        }
        rows.sort(Comparator.comparing(Row::namespace).thenComparing(Row::name));
        return new Listing("ReplicaSet", List.of("DESIRED", "CURRENT", "READY", "AGE"), wideColumns(), rows);
    }

    private Listing controllers(String kind) {
        List<Row> rows = new ArrayList<>();
        for (WorkloadPlan workload : cluster.workloads(kind)) {
            rows.add(row(workload, replicas(workload), wide(workload), () -> documents.workload(workload)));
        }
        return new Listing(kind, List.of("DESIRED", "CURRENT", "READY", "AGE"), wideColumns(), rows);
    }

    private List<String> replicas(WorkloadPlan workload) {
        return List.of(
                String.valueOf(workload.replicas()),
                String.valueOf(cluster.current(workload)),
                String.valueOf(cluster.available(workload)),
                cluster.age(cluster.ageNanos(workload)));
    }

    private List<String> wideColumns() {
        return is2017 ? List.of("CONTAINER(S)", "IMAGE(S)", "SELECTOR") : List.of("CONTAINERS", "IMAGES", "SELECTOR");
    }

    private List<String> wide(WorkloadPlan workload) {
        Workload declared = workload.workload();
        List<String> names = new ArrayList<>();
        List<String> images = new ArrayList<>();
        if (declared != null) {
            declared.containers().forEach(container -> {
                names.add(container.name());
                images.add(container.image());
            });
        }
        KubeObject object = cluster.object(workload);
        Map<String, String> selector = object == null
                ? Map.of()
                : Cluster.texts(Cluster.field(object.root(), "spec", "selector", "matchLabels"));
        return List.of(
                String.join(",", names),
                String.join(",", images),
                pairs(selector.isEmpty() ? workload.labels() : selector));
    }

    private Row row(
            WorkloadPlan workload, List<String> cells, List<String> wide, java.util.function.Supplier<Node> object) {
        KubeObject stored = cluster.object(workload);
        Map<String, String> labels =
                stored == null ? Map.of() : Cluster.texts(Cluster.field(stored.root(), "metadata", "labels"));
        return new Row(workload.namespace(), workload.name(), labels, cells, wide, object);
    }

    // ---------------------------------------------------------------- services

    private Listing services() {
        List<Row> rows = new ArrayList<>();
        for (Service service : cluster.services()) {
            List<String> cells = new ArrayList<>();
            if (!is2017) {
                cells.add(service.type());
            }
            cells.add(cluster.clusterIp(service));
            cells.add(cluster.externalIp(service));
            cells.add(cluster.ports(service));
            cells.add(cluster.age(cluster.ageNanos(service)));
            rows.add(new Row(
                    service.namespace(),
                    service.name(),
                    service.labels(),
                    cells,
                    List.of(pairs(service.selector())),
                    () -> documents.service(service)));
        }
        List<String> columns = is2017
                ? List.of("CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE")
                : List.of("TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE");
        return new Listing("Service", columns, List.of("SELECTOR"), rows);
    }

    private Listing endpoints() {
        List<Row> rows = new ArrayList<>();
        for (Service service : cluster.services()) {
            if (service.externalName() != null || service.selector().isEmpty()) {
                continue;
            }
            List<String> addresses = new ArrayList<>();
            service.ports().forEach(port -> addresses.addAll(cluster.endpoints(service, port)));
            rows.add(new Row(
                    service.namespace(),
                    service.name(),
                    service.labels(),
                    List.of(Cluster.shown(addresses), cluster.age(cluster.ageNanos(service))),
                    List.of(),
                    () -> documents.endpoints(service)));
        }
        return new Listing("Endpoints", List.of("ENDPOINTS", "AGE"), List.of(), rows);
    }

    // ---------------------------------------------------------------- places

    private Listing nodes() {
        List<Row> rows = new ArrayList<>();
        String version = is2017 ? "v1.7.0" : "v1.33.0";
        String age = cluster.age(cluster.ageNanos(new dev.windtunnel.mesh.ObjectKey("Node", "", "")));
        for (ClusterNode node : cluster.nodes()) {
            rows.add(new Row(
                    "",
                    node.name(),
                    node.labels(),
                    is2017
                            ? List.of(cluster.status(node), age, version)
                            : List.of(cluster.status(node), "<none>", age, version),
                    List.of(),
                    () -> documents.node(node)));
        }
        return new Listing(
                "Node",
                is2017 ? List.of("STATUS", "AGE", "VERSION") : List.of("STATUS", "ROLES", "AGE", "VERSION"),
                List.of(),
                rows);
    }

    private Listing namespaces() {
        Map<String, Map<String, String>> labels = new TreeMap<>();
        cluster.namespaces().forEach(name -> labels.put(name, Map.of()));
        cluster.plan().mesh().namespaces().forEach(each -> labels.put(each.name(), each.labels()));
        List<Row> rows = new ArrayList<>();
        labels.forEach((name, own) -> rows.add(new Row(
                "",
                name,
                own,
                List.of(
                        "Active",
                        cluster.age(cluster.ageNanos(new dev.windtunnel.mesh.ObjectKey("Namespace", "", name)))),
                List.of(),
                () -> documents.namespace(name, own))));
        return new Listing("Namespace", List.of("STATUS", "AGE"), List.of(), rows);
    }

    // ---------------------------------------------------------------- everything else

    private Listing stored(String kind, List<String> columns, Function<KubeObject, List<String>> cells) {
        List<Row> rows = new ArrayList<>();
        for (KubeObject object : cluster.store().objects()) {
            if (object.key().kind().equals(kind)) {
                List<String> all = new ArrayList<>(cells.apply(object));
                all.add(cluster.age(cluster.ageNanos(object.key())));
                rows.add(new Row(
                        object.key().namespace(),
                        object.key().name(),
                        Cluster.texts(Cluster.field(object.root(), "metadata", "labels")),
                        all,
                        List.of(),
                        () -> KubeDocuments.stored(object)));
            }
        }
        rows.sort(Comparator.comparing(Row::namespace).thenComparing(Row::name));
        List<String> headers = new ArrayList<>(columns);
        headers.add("AGE");
        return new Listing(kind, headers, List.of(), rows);
    }

    private static String text(KubeObject object, String... path) {
        return Cluster.field(object.root(), path) instanceof ScalarNode scalar ? scalar.text() : "";
    }

    /** A list of texts in the JSON that kubectl prints for columns of lists; empty when there is none. */
    private static String list(KubeObject object, String... path) {
        @Nullable Node node = Cluster.field(object.root(), path);
        if (!(node instanceof ListNode list) || list.items().isEmpty()) {
            return "";
        }
        List<String> items = new ArrayList<>();
        list.items()
                .forEach(item ->
                        items.add(item instanceof ScalarNode scalar ? "\"" + scalar.text() + "\"" : item.describe()));
        return "[" + String.join(",", items) + "]";
    }

    /** {@code a=b,c=d}, in order of the keys; {@code <none>} for none. */
    static String pairs(Map<String, String> labels) {
        List<String> pairs = new ArrayList<>();
        new TreeMap<>(labels).forEach((key, value) -> pairs.add(key + "=" + value));
        return pairs.isEmpty() ? "<none>" : String.join(",", pairs);
    }
}

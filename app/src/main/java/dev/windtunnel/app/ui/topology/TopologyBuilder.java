package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.topology.Topology.Branch;
import dev.windtunnel.app.ui.topology.Topology.Kind;
import dev.windtunnel.app.ui.topology.Topology.Link;
import dev.windtunnel.app.ui.topology.Topology.Node;
import dev.windtunnel.app.ui.topology.Topology.Row;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.Program;
import dev.windtunnel.plan.ServiceDirectory;
import dev.windtunnel.plan.TrafficPlan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.scenario.Traffic;
import dev.windtunnel.simulation.Frame;
import dev.windtunnel.simulation.RequestHeads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the topology out of a plan: from the urls of traffic and of handlers' calls, through the directory. */
final class TopologyBuilder {

    private final Plan plan;
    private final Map<String, List<String>> zones;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final RuleBranches rules;

    private TopologyBuilder(Plan plan, Map<String, List<String>> zones) {
        this.plan = plan;
        this.zones = zones;
        addApps();
        this.rules = new RuleBranches(plan, nodes.values());
    }

    /**
     * The topology of a plan.
     *
     * @param used edges that the run has used: those that no url told before are added
     */
    static Topology of(Plan plan, List<Frame.EdgeFrame> used) {
        return of(plan, used, Map.of());
    }

    /** As {@link #of(Plan, List)}, with the zones to show of each workload, by its name. */
    static Topology of(Plan plan, List<Frame.EdgeFrame> used, Map<String, List<String>> zones) {
        TopologyBuilder builder = new TopologyBuilder(plan, zones);
        builder.addTraffic();
        builder.addCalls();
        builder.addUsed(used);
        builder.dropIdle();
        return new Topology(List.copyOf(builder.nodes.values()), List.copyOf(builder.links.values()));
    }

    /** The apps of a plan, called or not, with their versions. */
    static List<Node> apps(Plan plan) {
        return List.copyOf(new TopologyBuilder(plan, Map.of()).nodes.values());
    }

    // ---------------------------------------------------------------- nodes

    private void addApps() {
        Map<String, List<WorkloadPlan>> apps = new LinkedHashMap<>();
        for (WorkloadPlan workload : plan.workloads()) {
            if (workload.external()) {
                Row row = new Row(workload.name(), "outside the mesh", 0, false, workload.replicas());
                Node node =
                        new Node(externalId(workload.name()), Kind.EXTERNAL, "", workload.name(), null, List.of(row));
                nodes.put(node.id(), node);
            } else {
                apps.computeIfAbsent(workload.namespace() + "/" + app(workload), key -> new ArrayList<>())
                        .add(workload);
            }
        }
        apps.forEach(this::addApp);
    }

    private void addApp(String id, List<WorkloadPlan> workloads) {
        List<WorkloadPlan> sorted = new ArrayList<>(workloads);
        sorted.sort(Comparator.comparing(TopologyBuilder::version, VersionOrder.INSTANCE)
                .thenComparing(WorkloadPlan::name));
        String title = app(sorted.get(0));
        List<Row> rows = new ArrayList<>();
        for (WorkloadPlan workload : sorted) {
            String version = workload.version();
            String label = version != null ? version : workload.name().equals(title) ? "pods" : workload.name();
            rows.add(new Row(
                    display(workload),
                    label,
                    rows.size(),
                    workload.sidecar(),
                    workload.replicas(),
                    zones.getOrDefault(display(workload), List.of())));
        }
        String service = null;
        for (Service each : plan.directory().services()) {
            if (service == null && Plan.selects(each, sorted.get(0))) {
                service = each.name() + "." + each.namespace();
            }
        }
        nodes.put(id, new Node(id, Kind.APP, sorted.get(0).namespace(), title, service, rows));
    }

    private static String version(WorkloadPlan workload) {
        String version = workload.version();
        return version == null ? "" : version;
    }

    /** The app that a workload belongs to: by its labels, else the service that selects it, else its own name. */
    private String app(WorkloadPlan workload) {
        String app = workload.labels().get("app");
        if (app == null) {
            app = workload.labels().get("app.kubernetes.io/name");
        }
        if (app != null) {
            return app;
        }
        for (Service service : plan.directory().services()) {
            if (Plan.selects(service, workload)) {
                return service.name();
            }
        }
        return workload.name();
    }

    private String display(WorkloadPlan workload) {
        return workload.displayName(plan.scenario().namespace());
    }

    private static String externalId(String host) {
        return "external/" + host;
    }

    // ---------------------------------------------------------------- links

    private void addTraffic() {
        for (TrafficPlan each : plan.traffic()) {
            Traffic traffic = each.traffic();
            if (each.workload() < 0) {
                continue;
            }
            WorkloadPlan caller = plan.workloads().get(each.workload());
            String name = "traffic/" + traffic.name();
            nodes.put(name, new Node(name, Kind.TRAFFIC, "", traffic.name(), null, List.of()));
            Branch to = branchTo(caller);
            if (to != null) {
                links.put(name, new Link(name, name, -1, null, false, List.of(to)));
            }
            for (Traffic.MixEntry entry : traffic.mix()) {
                addCall(caller, entry.request().url().text());
            }
        }
    }

    private @Nullable Branch branchTo(WorkloadPlan workload) {
        String name = display(workload);
        for (Node node : nodes.values()) {
            for (int i = 0; i < node.rows().size(); i++) {
                if (node.rows().get(i).workload().equals(name)) {
                    return new Branch(node.id(), i, -1, Set.of(name), null, Double.NaN);
                }
            }
        }
        return null;
    }

    private void addCalls() {
        for (WorkloadPlan workload : plan.workloads()) {
            for (Program program : workload.programs()) {
                for (Program.Instruction instruction : program.code) {
                    if (instruction.call != null) {
                        addCall(workload, instruction.call.call().url());
                    }
                }
            }
        }
    }

    private void addCall(WorkloadPlan caller, String url) {
        RequestHead head;
        try {
            head = RequestHeads.of("GET", url, Map.of(), 0);
        } catch (IllegalArgumentException e) {
            return; // a host made of variables: its edges appear when they are used
        }
        if (head.dialled().contains("${")) {
            return;
        }
        Service service = plan.directory().lookUp(head.dialled(), caller.namespace());
        String name = service == null ? head.dialled() : service.name() + "." + service.namespace();
        String key = display(caller) + "->" + name + ":" + head.port();
        Service.Port port = service == null ? null : ServiceDirectory.port(service, head.port());
        boolean tcp = port != null && !plan.protocol(port).isHttp();
        add(key, caller, tcp, rules.of(caller, head, service, tcp), head.dialled());
    }

    private void addUsed(List<Frame.EdgeFrame> used) {
        for (Frame.EdgeFrame edge : used) {
            WorkloadPlan caller = plan.workload(edge.source());
            if (caller != null && !links.containsKey(edge.key())) {
                addCall(caller, "http://" + edge.service() + ":" + edge.port() + "/");
            }
        }
    }

    private void add(String key, WorkloadPlan caller, boolean tcp, RuleBranches.Governed governed, String host) {
        Branch from = branchTo(caller);
        if (from == null) {
            return;
        }
        List<Branch> branches = governed.branches();
        if (branches.isEmpty()) {
            branches = List.of(new Branch(outside(host), -1, -1, Set.of(host), null, Double.NaN));
        }
        Link before = links.get(key);
        if (before != null) {
            List<Branch> merged = new ArrayList<>(before.branches());
            branches.stream()
                    .filter(each -> !RuleBranches.leadsThere(merged, each))
                    .forEach(merged::add);
            links.put(
                    key,
                    new Link(
                            key,
                            before.source(),
                            before.sourceRow(),
                            before.rule() != null ? before.rule() : governed.rule(),
                            tcp,
                            merged));
        } else {
            links.put(key, new Link(key, from.target(), from.row(), governed.rule(), tcp, branches));
        }
    }

    /** The node of a host that no pod answers for. */
    private String outside(String host) {
        for (Node node : nodes.values()) {
            if (node.kind() == Kind.EXTERNAL && node.title().equalsIgnoreCase(host)) {
                return node.id();
            }
        }
        Node node = new Node(externalId(host), Kind.EXTERNAL, "", host, null, List.of());
        nodes.put(node.id(), node);
        return node.id();
    }

    /** Hosts outside that nobody calls are no part of the picture; workloads of the mesh always are. */
    private void dropIdle() {
        Set<String> touched = new LinkedHashSet<>();
        for (Link link : links.values()) {
            touched.add(link.source());
            link.branches().forEach(branch -> touched.add(branch.target()));
        }
        nodes.values().removeIf(node -> node.kind() != Kind.APP && !touched.contains(node.id()));
    }
}

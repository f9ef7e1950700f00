package dev.windtunnel.console;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.PodBlock;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.Run.PodView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code kubectl describe} of services, pods and deployments. */
final class Describing {

    private final Cluster cluster;
    private final StringBuilder text = new StringBuilder();
    private final List<List<String>> rows = new ArrayList<>();

    private Describing(Cluster cluster) {
        this.cluster = cluster;
    }

    /** What a {@code describe} line prints; {@code words} are those behind {@code describe}. */
    static Output describe(Cluster cluster, List<String> words) {
        Arguments arguments = new Arguments.Syntax().value("-n", "--namespace").parse(words);
        List<String> positional = new ArrayList<>(arguments.positional());
        if (positional.size() == 1 && positional.get(0).indexOf('/') > 0) {
            int slash = positional.get(0).indexOf('/');
            positional = new ArrayList<>(List.of(
                    positional.get(0).substring(0, slash), positional.get(0).substring(slash + 1)));
        }
        if (positional.isEmpty()) {
            throw new ConsoleException("error: you must say what to describe: describe service NAME");
        }
        String namespace = arguments.value("-n", cluster.defaultNamespace());
        String kind = ResourceNames.kind(positional.get(0), cluster);
        List<String> names = positional.subList(1, positional.size());
        List<String> parts = new ArrayList<>();
        for (String name : names.isEmpty() ? allNames(cluster, kind, namespace) : names) {
            parts.add(new Describing(cluster).one(kind, namespace, name));
        }
        if (parts.isEmpty()) {
            return new Output("", "No resources found.\n", 0);
        }
        return Output.of(String.join("\n\n", parts));
    }

    private static List<String> allNames(Cluster cluster, String kind, String namespace) {
        return new Resources(cluster)
                .of(kind).rows().stream()
                        .filter(row ->
                                row.namespace().isEmpty() || row.namespace().equals(namespace))
                        .map(Listing.Row::name)
                        .toList();
    }

    private String one(String kind, String namespace, String name) {
        switch (kind) {
            case "Service" -> {
                for (Service service : cluster.services()) {
                    if (service.name().equals(name) && service.namespace().equals(namespace)) {
                        return service(service);
                    }
                }
            }
            case "Pod" -> {
                PodView pod = cluster.pod(namespace, name);
                if (pod != null) {
                    return pod(pod);
                }
            }
            case "Deployment", "StatefulSet", "DaemonSet" -> {
                for (WorkloadPlan workload : cluster.workloads(kind)) {
                    if (workload.name().equals(name) && workload.namespace().equals(namespace)) {
                        return workload(workload);
                    }
                }
            }
            default ->
                throw new ConsoleException("error: describe knows services, pods and deployments;" + " for "
                        + ResourceNames.plural(kind) + " use get -o yaml");
        }
        throw new ConsoleException(ResourceNames.notFound(kind, name, cluster.is2017()));
    }

    private void line(String label, String... values) {
        List<String> row = new ArrayList<>();
        row.add(label);
        row.addAll(List.of(values));
        rows.add(row);
    }

    /** Labels below each other. */
    private void lines(String label, Map<String, String> values, String between) {
        if (values.isEmpty()) {
            line(label, "<none>");
        }
        String first = label;
        for (Map.Entry<String, String> each : new TreeMap<>(values).entrySet()) {
            line(first, each.getKey() + between + each.getValue());
            first = "";
        }
    }

    /**
     * Aligns the lines so far. kubectl 1.7 filled up with tabs, so that the values began at a multiple of 8; today two
     * blanks are enough.
     */
    private void align() {
        int longest = 0;
        for (List<String> row : rows) {
            longest = Math.max(longest, row.get(0).length());
        }
        int width = cluster.is2017() ? (longest + 8) / 8 * 8 : longest + 2;
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(row.get(0));
            line.append(" ".repeat(width - row.get(0).length()));
            line.append(String.join(cluster.is2017() ? " ".repeat(4) : "  ", row.subList(1, row.size())));
            text.append(line.toString().stripTrailing()).append('\n');
        }
        rows.clear();
    }

    // ---------------------------------------------------------------- kinds

    private String service(Service service) {
        boolean today = !cluster.is2017();
        line("Name:", service.name());
        line("Namespace:", service.namespace());
        lines("Labels:", service.labels(), "=");
        lines("Annotations:", service.annotations(), cluster.is2017() ? "=" : ": ");
        line("Selector:", Resources.pairs(service.selector()));
        line("Type:", service.type());
        String address = cluster.clusterIp(service);
        if (today && service.externalName() == null) {
            line("IP Family Policy:", "SingleStack");
            line("IP Families:", "IPv4");
        }
        line("IP:", address);
        if (today) {
            line("IPs:", address);
        }
        if (service.externalName() != null) {
            line("External Name:", service.externalName());
        }
        if (service.type().equals("LoadBalancer")
                && !cluster.externalIp(service).startsWith("<")) {
            line("LoadBalancer Ingress:", cluster.externalIp(service));
        }
        for (Service.Port port : service.ports()) {
            String name = port.name() == null ? "<unset>" : port.name();
            line("Port:", name, port.port() + "/" + port.protocol());
            if (today) {
                line(
                        "TargetPort:",
                        (port.targetPortName() != null
                                        ? port.targetPortName()
                                        : String.valueOf(port.targetPort() == 0 ? port.port() : port.targetPort()))
                                + "/" + port.protocol());
            }
            int node = cluster.nodePort(service, port);
            if (node > 0) {
                line("NodePort:", name, node + "/" + port.protocol());
            }
            line(
                    "Endpoints:",
                    service.selector().isEmpty() ? "<none>" : Cluster.shown(cluster.endpoints(service, port)));
        }
        line("Session Affinity:", "None");
        if (today) {
            line("Internal Traffic Policy:", "Cluster");
        }
        line("Events:", "<none>");
        align();
        return text.toString();
    }

    private String pod(PodView pod) {
        Workload workload = Cluster.declared(pod);
        line("Name:", pod.name());
        line("Namespace:", pod.namespace());
        boolean pending = pod.state().equals("PENDING");
        line("Node:", pending ? "<none>" : pod.node());
        lines("Labels:", pod.workload().labels(), "=");
        lines("Annotations:", workload.annotations(), cluster.is2017() ? "=" : ": ");
        boolean running = cluster.runs(pod);
        boolean ends = cluster.status(pod).equals("Terminating");
        line("Status:", ends ? "Terminating" : running ? "Running" : "Pending");
        line("IP:", pending || pod.state().equals("BLOCKED") ? "" : pod.ip());
        String kind = workload.key().kind();
        if (!kind.equals("Pod")) {
            line(
                    cluster.is2017() ? "Created By:" : "Controlled By:",
                    kind.equals("Deployment")
                            ? "ReplicaSet/" + cluster.replicaSet(pod.workload())
                            : kind + "/" + workload.name());
        }
        align();
        text.append("Containers:\n");
        List<String> names = cluster.containers(pod);
        int ready = cluster.readyContainers(pod);
        for (int i = 0; i < names.size(); i++) {
            text.append("  ").append(names.get(i)).append(":\n");
            if (i < workload.containers().size()) {
                Workload.Container container = workload.containers().get(i);
                line("    Image:", container.image());
                List<String> ports = new ArrayList<>();
                container.ports().forEach(port -> ports.add(port.containerPort() + "/" + port.protocol()));
                line("    Port:", ports.isEmpty() ? "<none>" : String.join(", ", ports));
            }
            if (pending) {
                align();
                continue; // no kubelet has reported anything of it
            }
            boolean isReady = cluster.isReady(pod, i);
            boolean runs = isReady || running && pod.waitsFor().isEmpty();
            line("    State:", runs ? "Running" : "Waiting");
            if (!runs) {
                line("      Reason:", cluster.status(pod));
            }
            line("    Ready:", isReady ? "True" : "False");
            line("    Restart Count:", String.valueOf(i == 0 ? pod.restarts() : 0));
            align();
        }
        text.append("Conditions:\n");
        boolean all = ready == names.size() && pod.state().equals("READY");
        line("  Type", "Status");
        if (!pending) {
            line("  Initialized", running ? "True" : "False");
            line("  Ready", all ? "True" : "False");
        }
        line("  PodScheduled", pending ? "False" : "True");
        align();
        String why = cluster.whyPending(pod);
        if (!why.isEmpty()) {
            text.append("Events:\n  Warning  FailedScheduling  ").append(why).append('\n');
            return text.toString();
        }
        if (pod.events().isEmpty()) {
            events(pod.workload().block());
        } else {
            text.append("Events:\n").append(EventLines.of(pod, cluster));
        }
        return text.toString();
    }

    private String workload(WorkloadPlan workload) {
        KubeObject object = cluster.object(workload);
        line("Name:", workload.name());
        line("Namespace:", workload.namespace());
        lines(
                "Labels:",
                object == null ? Map.of() : Cluster.texts(Cluster.field(object.root(), "metadata", "labels")),
                "=");
        line("Selector:", Resources.pairs(workload.labels()));
        int current = cluster.current(workload);
        int available = cluster.available(workload);
        line(
                "Replicas:",
                workload.replicas() + " desired | " + current + " updated | " + current + " total | " + available
                        + " available | " + Math.max(0, workload.replicas() - available) + " unavailable");
        align();
        text.append("Pod Template:\n");
        lines("  Labels:", workload.labels(), "=");
        align();
        text.append("  Containers:\n");
        Workload declared = workload.workload();
        if (declared != null) {
            for (Workload.Container container : declared.containers()) {
                text.append("   ").append(container.name()).append(":\n");
                line("    Image:", container.image());
                align();
            }
        }
        if (declared != null && declared.key().kind().equals("Deployment")) {
            line(
                    "NewReplicaSet:",
                    cluster.replicaSet(workload) + " (" + current + "/" + workload.replicas() + " replicas created)");
            align();
        }
        events(workload.block());
        return text.toString();
    }

    private void events(@org.jspecify.annotations.Nullable PodBlock block) {
        if (block == null) {
            line("Events:", "<none>");
            align();
            return;
        }
        text.append("Events:\n");
        text.append("  Warning  ")
                .append(block.creates() ? "Failed  " : "FailedCreate  ")
                .append(block.message())
                .append('\n');
    }
}

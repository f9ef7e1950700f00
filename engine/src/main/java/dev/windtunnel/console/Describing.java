package dev.windtunnel.console;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.PodBlock;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.Run.PodView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code kubectl describe}. */
final class Describing {

    /** Kinds of Kubernetes that kubectl shows each in its own way. */
    private static final Set<String> KUBERNETES = Set.of(
            "Node",
            "Namespace",
            "ConfigMap",
            "Secret",
            "ServiceAccount",
            "EndpointSlice",
            "Ingress",
            "Job",
            "CronJob",
            "PodDisruptionBudget",
            "PersistentVolume",
            "PersistentVolumeClaim");

    private final Cluster cluster;
    private final Description out;

    private Describing(Cluster cluster) {
        this.cluster = cluster;
        this.out = new Description(cluster.is2017());
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
        List<String> asked = positional.subList(1, positional.size());
        List<String> names = asked.isEmpty() ? allNames(cluster, kind, namespace) : new ArrayList<>();
        asked.forEach(name -> names.addAll(matching(cluster, kind, namespace, name)));
        List<String> parts = new ArrayList<>();
        for (String name : names) {
            parts.add(new Describing(cluster).one(kind, namespace, name));
        }
        if (parts.isEmpty()) {
            return new Output("", "No resources found.\n", 0);
        }
        return Output.of(String.join("\n\n", parts));
    }

    /** The objects that a name means: the one of that name, else all whose names begin so; the name itself for none. */
    private static List<String> matching(Cluster cluster, String kind, String namespace, String name) {
        if (KUBERNETES.contains(kind)) {
            return List.of(name); // which are not described, whatever their names
        }
        List<String> all = allNames(cluster, kind, namespace);
        List<String> begun = all.stream().filter(each -> each.startsWith(name)).toList();
        return all.contains(name) || begun.isEmpty() ? List.of(name) : begun;
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
            case "Deployment", "StatefulSet", "DaemonSet", "ReplicationController", "Rollout" -> {
                WorkloadPlan workload = workload(kind, namespace, name);
                if (workload != null) {
                    return workload(workload);
                }
            }
            case "ReplicaSet" -> {
                WorkloadPlan own = workload(kind, namespace, name);
                if (own != null) {
                    return workload(own);
                }
                for (WorkloadPlan deployment : cluster.workloads("Deployment")) {
                    if (deployment.namespace().equals(namespace)
                            && cluster.replicaSet(deployment).equals(name)) {
                        return replicaSet(deployment);
                    }
                }
            }
            case "Endpoints" -> {
                for (Service service : cluster.services()) {
                    if (service.name().equals(name) && service.namespace().equals(namespace)) {
                        return endpoints(service);
                    }
                }
            }
            default -> {
                if (KUBERNETES.contains(kind)) {
                    throw new ConsoleException("error: describe knows no " + ResourceNames.plural(kind)
                            + ", use get -o yaml; it knows pods, services, endpoints, what makes pods,"
                            + " horizontalpodautoscalers and the objects of Istio");
                }
                KubeObject object = cluster.store().find(kind, namespace, name);
                if (object != null) {
                    return kind.equals("HorizontalPodAutoscaler")
                            ? new DescribingAutoscaler(cluster, object).text()
                            : new DescribingAny(cluster, object).text();
                }
            }
        }
        throw new ConsoleException(ResourceNames.notFound(kind, name, cluster.is2017()));
    }

    private @Nullable WorkloadPlan workload(String kind, String namespace, String name) {
        for (WorkloadPlan workload : cluster.workloads(kind)) {
            if (workload.name().equals(name) && workload.namespace().equals(namespace)) {
                return workload;
            }
        }
        return null;
    }

    // ---------------------------------------------------------------- kinds

    private String service(Service service) {
        boolean today = !cluster.is2017();
        out.line("Name:", service.name());
        out.line("Namespace:", service.namespace());
        out.lines("Labels:", service.labels(), "=");
        out.lines("Annotations:", service.annotations(), cluster.is2017() ? "=" : ": ");
        out.line("Selector:", Resources.pairs(service.selector()));
        out.line("Type:", service.type());
        String address = cluster.clusterIp(service);
        if (today && service.externalName() == null) {
            out.line("IP Family Policy:", "SingleStack");
            out.line("IP Families:", "IPv4");
        }
        out.line("IP:", address);
        if (today) {
            out.line("IPs:", address);
        }
        if (service.externalName() != null) {
            out.line("External Name:", service.externalName());
        }
        if (service.type().equals("LoadBalancer")
                && !cluster.externalIp(service).startsWith("<")) {
            out.line("LoadBalancer Ingress:", cluster.externalIp(service));
        }
        for (Service.Port port : service.ports()) {
            String name = port.name() == null ? "<unset>" : port.name();
            out.line("Port:", name, port.port() + "/" + port.protocol());
            if (today) {
                out.line(
                        "TargetPort:",
                        (port.targetPortName() != null
                                        ? port.targetPortName()
                                        : String.valueOf(port.targetPort() == 0 ? port.port() : port.targetPort()))
                                + "/" + port.protocol());
            }
            int node = cluster.nodePort(service, port);
            if (node > 0) {
                out.line("NodePort:", name, node + "/" + port.protocol());
            }
            out.line(
                    "Endpoints:",
                    service.selector().isEmpty() ? "<none>" : Cluster.shown(cluster.endpoints(service, port)));
        }
        out.line("Session Affinity:", "None");
        if (today) {
            out.line("Internal Traffic Policy:", "Cluster");
        }
        out.line("Events:", "<none>");
        out.align();
        return out.text();
    }

    private String pod(PodView pod) {
        Workload workload = Cluster.declared(pod);
        out.line("Name:", pod.name());
        out.line("Namespace:", pod.namespace());
        boolean pending = pod.state().equals("PENDING");
        out.line("Node:", pending ? "<none>" : pod.node());
        out.lines("Labels:", pod.workload().labels(), "=");
        out.lines("Annotations:", workload.annotations(), cluster.is2017() ? "=" : ": ");
        boolean running = cluster.runs(pod);
        boolean ends = cluster.status(pod).equals("Terminating");
        out.line("Status:", ends ? "Terminating" : running ? "Running" : "Pending");
        out.line("IP:", pending || pod.state().equals("BLOCKED") ? "" : pod.ip());
        String kind = workload.key().kind();
        if (!kind.equals("Pod")) {
            out.line(
                    cluster.is2017() ? "Created By:" : "Controlled By:",
                    kind.equals("Deployment")
                            ? "ReplicaSet/" + cluster.replicaSet(pod.workload())
                            : kind + "/" + workload.name());
        }
        out.align();
        out.append("Containers:\n");
        List<String> names = cluster.containers(pod);
        int ready = cluster.readyContainers(pod);
        for (int i = 0; i < names.size(); i++) {
            out.append("  ").append(names.get(i)).append(":\n");
            if (i < workload.containers().size()) {
                Workload.Container container = workload.containers().get(i);
                out.line("    Image:", container.image());
                List<String> ports = new ArrayList<>();
                container.ports().forEach(port -> ports.add(port.containerPort() + "/" + port.protocol()));
                out.line("    Port:", ports.isEmpty() ? "<none>" : String.join(", ", ports));
            }
            if (pending) {
                out.align();
                continue; // no kubelet has reported anything of it
            }
            boolean isReady = cluster.isReady(pod, i);
            boolean runs = isReady || running && pod.waitsFor().isEmpty();
            out.line("    State:", runs ? "Running" : "Waiting");
            if (!runs) {
                out.line("      Reason:", cluster.status(pod));
            }
            out.line("    Ready:", isReady ? "True" : "False");
            out.line("    Restart Count:", String.valueOf(i == 0 ? pod.restarts() : 0));
            out.align();
        }
        out.append("Conditions:\n");
        boolean all = ready == names.size() && pod.state().equals("READY");
        out.line("  Type", "Status");
        if (!pending) {
            out.line("  Initialized", running ? "True" : "False");
            out.line("  Ready", all ? "True" : "False");
        }
        out.line("  PodScheduled", pending ? "False" : "True");
        out.align();
        String why = cluster.whyPending(pod);
        if (!why.isEmpty()) {
            out.append("Events:\n  Warning  FailedScheduling  ").append(why).append("\n");
            return out.text();
        }
        if (pod.events().isEmpty()) {
            events(pod.workload().block());
        } else {
            out.append("Events:\n").append(EventLines.of(pod.events(), "kubelet", cluster));
        }
        return out.text();
    }

    private String workload(WorkloadPlan workload) {
        KubeObject object = cluster.object(workload);
        out.line("Name:", workload.name());
        out.line("Namespace:", workload.namespace());
        out.lines(
                "Labels:",
                object == null ? Map.of() : Cluster.texts(Cluster.field(object.root(), "metadata", "labels")),
                "=");
        out.line("Selector:", Resources.pairs(workload.labels()));
        int current = cluster.current(workload);
        int updated = cluster.updated(workload);
        int available = cluster.available(workload);
        out.line(
                "Replicas:",
                workload.replicas() + " desired | " + updated + " updated | " + current + " total | " + available
                        + " available | " + Math.max(0, workload.replicas() - available) + " unavailable");
        out.align();
        template(workload);
        Workload declared = workload.workload();
        if (declared != null && declared.key().kind().equals("Deployment")) {
            out.line(
                    "NewReplicaSet:",
                    cluster.replicaSet(workload) + " (" + updated + "/" + workload.replicas() + " replicas created)");
            out.align();
        }
        events(workload.block());
        return out.text();
    }

    private void template(WorkloadPlan workload) {
        out.append("Pod Template:\n");
        out.lines("  Labels:", workload.labels(), "=");
        out.align();
        out.append("  Containers:\n");
        Workload declared = workload.workload();
        if (declared != null) {
            for (Workload.Container container : declared.containers()) {
                out.append("   ").append(container.name()).append(":\n");
                out.line("    Image:", container.image());
                out.align();
            }
        }
    }

    /** The ReplicaSet that a Deployment has now. */
    private String replicaSet(WorkloadPlan deployment) {
        out.line("Name:", cluster.replicaSet(deployment));
        out.line("Namespace:", deployment.namespace());
        out.line("Selector:", Resources.pairs(deployment.labels()));
        out.lines("Labels:", deployment.labels(), "=");
        out.line("Controlled By:", "Deployment/" + deployment.name());
        int current = cluster.updated(deployment);
        out.line("Replicas:", current + " current / " + deployment.replicas() + " desired");
        long running = cluster.podsOf(deployment).stream()
                .filter(pod -> Rollouts.isOfTemplate(pod, deployment) && cluster.runs(pod))
                .count();
        out.line(
                "Pods Status:",
                running + " Running / " + Math.max(0, current - running) + " Waiting / 0 Succeeded / 0 Failed");
        template(deployment);
        events(deployment.block());
        return out.text();
    }

    private String endpoints(Service service) {
        out.line("Name:", service.name());
        out.line("Namespace:", service.namespace());
        out.lines("Labels:", service.labels(), "=");
        out.line("Annotations:", "<none>");
        Set<String> ready = new LinkedHashSet<>();
        Columns ports = new Columns(0, 2);
        ports.row(List.of("    Name", "Port", "Protocol"));
        ports.row(List.of("    ----", "----", "--------"));
        for (Service.Port port : service.ports()) {
            String target = "";
            for (String endpoint : cluster.endpoints(service, port)) {
                int colon = endpoint.lastIndexOf(':');
                ready.add(endpoint.substring(0, colon));
                target = endpoint.substring(colon + 1);
            }
            if (!target.isEmpty()) {
                ports.row(List.of("    " + (port.name() == null ? "<unset>" : port.name()), target, port.protocol()));
            }
        }
        List<String> others = cluster.unreadyAddresses(service);
        out.heading("Subsets:");
        if (!ready.isEmpty() || !others.isEmpty()) {
            out.line("  Addresses:", ready.isEmpty() ? "<none>" : String.join(",", ready));
            out.line("  NotReadyAddresses:", others.isEmpty() ? "<none>" : String.join(",", others));
            out.heading("  Ports:");
            out.append(ports.text()).append("\n");
        }
        out.line("Events:", "<none>");
        return out.text();
    }

    private void events(@Nullable PodBlock block) {
        if (block == null) {
            out.line("Events:", "<none>");
            out.align();
            return;
        }
        out.append("Events:\n");
        out.append("  Warning  ")
                .append(block.creates() ? "Failed  " : "FailedCreate  ")
                .append(block.message())
                .append("\n");
    }
}

package dev.windtunnel.analysis;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.MeshReader;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.config.RefusedWorkloads;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.mesh.WorkloadEntry;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.Spelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the checks look at, with what several of them need. */
final class Input {
    private final Mesh mesh;
    private final Profile profile;
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final List<String> entryHosts = new ArrayList<>();
    private final Map<String, List<String>> gatewayHosts = new LinkedHashMap<>();
    private final Map<String, List<DestinationRule>> rules = new HashMap<>();
    private final Map<String, List<Workload>> workloads = new HashMap<>();
    private final List<KubeObject> refused;
    private final Predicate<Workload> sidecars;
    private final ObjectStore store;

    Input(Mesh mesh, ObjectStore store, Profile profile, Predicate<Workload> sidecars) {
        this.mesh = mesh;
        this.store = store;
        this.profile = profile;
        this.sidecars = sidecars;
        this.refused = RefusedWorkloads.of(store, mesh, profile);
        mesh.services().forEach(service -> services.put(service.fullName(), service));
        for (DestinationRule rule : mesh.destinationRules()) {
            rules.computeIfAbsent(Hosts.full(rule.host(), rule.key().namespace()), host -> new ArrayList<>())
                    .add(rule);
        }
        for (Workload workload : mesh.workloads()) {
            workloads
                    .computeIfAbsent(workload.namespace(), namespace -> new ArrayList<>())
                    .add(workload);
        }
        for (KubeObject object : store.objects()) {
            if (object.key().kind().equals("ServiceEntry")) {
                addHosts(object);
            } else if (object.key().kind().equals("Gateway")) {
                gatewayHosts.put(object.key().namespace() + "/" + object.key().name(), hostsOf(object));
            }
        }
    }

    /** What a ServiceEntry names is known, even when the cluster would not take it. */
    private void addHosts(KubeObject entry) {
        Node hosts = Paths.get(entry.root(), Paths.parse("spec.hosts"));
        if (hosts instanceof ListNode list) {
            for (Node host : list.items()) {
                if (host instanceof ScalarNode scalar) {
                    entryHosts.add(Hosts.full(scalar.text(), entry.key().namespace()));
                }
            }
        }
    }

    /** The hosts of all servers, of protocols that are not simulated too. */
    private static List<String> hostsOf(KubeObject gateway) {
        List<String> hosts = new ArrayList<>();
        if (Paths.get(gateway.root(), Paths.parse("spec.servers")) instanceof ListNode servers) {
            for (Node server : servers.items()) {
                if (Paths.get(server, Paths.parse("hosts")) instanceof ListNode list) {
                    list.items().stream()
                            .filter(ScalarNode.class::isInstance)
                            .map(host -> Gateway.plain(((ScalarNode) host).text()))
                            .forEach(hosts::add);
                }
            }
        }
        return List.copyOf(hosts);
    }

    /** The hosts of each Gateway, by {@code namespace/name}. */
    Map<String, List<String>> gatewayHosts() {
        return gatewayHosts;
    }

    Mesh mesh() {
        return mesh;
    }

    Profile profile() {
        return profile;
    }

    /** The Service of a full name; null when there is none. */
    @Nullable
    Service service(String fullName) {
        return services.get(fullName);
    }

    /** The known name that is most like this one; null when none is. */
    @Nullable
    String similar(String fullName) {
        return Spelling.closest(fullName, services.keySet()).orElse(null);
    }

    /** Whether anything is known by this full name, or by one that this wildcard takes. */
    boolean isKnown(String host) {
        if (services.containsKey(host) || entryHosts.stream().anyMatch(known -> Hosts.overlap(known, host))) {
            return true;
        }
        return host.startsWith("*") && services.keySet().stream().anyMatch(known -> Hosts.overlap(known, host));
    }

    /** Rules whose host is, or takes, this full name. */
    List<DestinationRule> rulesOf(String host) {
        List<DestinationRule> found = new ArrayList<>(rules.getOrDefault(host, List.of()));
        rules.forEach((ruleHost, list) -> {
            if (ruleHost.startsWith("*") && Hosts.overlap(ruleHost, host)) {
                found.addAll(list);
            }
        });
        return found;
    }

    /** Whether the pods of a workload have a sidecar. */
    boolean hasSidecar(Workload workload) {
        return sidecars.test(workload);
    }

    /** Whether pods of a refused workload would carry all these labels: that there are none is no mistake of its own. */
    boolean hasRefusedPods(String namespace, Map<String, String> labels) {
        return refused.stream()
                .anyMatch(object -> object.key().namespace().equals(namespace)
                        && RefusedWorkloads.podLabels(object).entrySet().containsAll(labels.entrySet()));
    }

    /** Whether a workload of a kind and name is written but refused. */
    boolean isRefused(String kind, String namespace, String name) {
        return refused.stream().anyMatch(object -> object.key().equals(new ObjectKey(kind, namespace, name)));
    }

    /** Whether an object is written, be it refused. */
    boolean isWritten(ObjectKey key) {
        return store.objects().stream().anyMatch(object -> object.key().equals(key));
    }

    /** The objects of a kind that no part of the mesh is made of, without those that the cluster refuses. */
    List<KubeObject> taken(String kind) {
        return store.objects().stream()
                .filter(object ->
                        object.key().kind().equals(kind) && MeshReader.accepts(object, profile, false, new Findings()))
                .toList();
    }

    /** The labels of the pods of a namespace, with those that refused workloads would have. */
    List<Map<String, String>> podLabels(String namespace) {
        List<Map<String, String>> labels = new ArrayList<>();
        workloads.getOrDefault(namespace, List.of()).forEach(workload -> labels.add(workload.labels()));
        refused.stream()
                .filter(object -> object.key().namespace().equals(namespace))
                .forEach(object -> labels.add(RefusedWorkloads.podLabels(object)));
        return labels;
    }

    /** The refused workloads. */
    List<KubeObject> refused() {
        return refused;
    }

    /** Whether some pod or WorkloadEntry of a namespace carries all these labels, or would if it were not refused. */
    boolean hasPods(String namespace, Map<String, String> labels) {
        for (WorkloadEntry entry : mesh.workloadEntries()) {
            if (entry.key().namespace().equals(namespace)
                    && entry.endpoint().labels().entrySet().containsAll(labels.entrySet())) {
                return true;
            }
        }
        return workloads.getOrDefault(namespace, List.of()).stream()
                        .anyMatch(workload -> workload.labels().entrySet().containsAll(labels.entrySet()))
                || hasRefusedPods(namespace, labels);
    }

    /** The finding about the object of an origin, at one of its fields. */
    static Finding at(Origin origin, String field, Finding finding) {
        String inside = origin.path().isEmpty() ? field : field.isEmpty() ? origin.path() : origin.path() + "." + field;
        Finding about = finding.withObject(
                        origin.object().kind(),
                        origin.object().namespace(),
                        origin.object().name())
                .withPath(inside.isEmpty() ? null : "spec." + inside);
        return origin.file() == null
                ? about
                : about.withPlace(origin.file(), origin.lineOf(field), origin.columnOf(field));
    }
}

package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.simulation.Frame;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the inspector is about.
 *
 * @param title its name
 * @param kind what it is, for the chip
 * @param object the object whose form and text are shown; null when there is none
 * @param rules all rules that have to do with it, the first is {@code object}
 * @param source the calling workload whose policies count; null for every one
 * @param service {@code name.namespace} of the service whose policies count; null for every one
 */
record Subject(
        String title,
        String kind,
        @Nullable ObjectKey object,
        List<ObjectKey> rules,
        @Nullable String source,
        @Nullable String service) {

    /** Kinds that have a form. */
    static final Set<String> RULES = Set.of("VirtualService", "DestinationRule", "route-rule");

    /** Of a selection; null for nothing, and for what the inspector does not show. */
    static @Nullable Subject of(Selection selection, ObjectStore store, String namespace, @Nullable Frame frame) {
        if (selection instanceof Selection.Rule rule) {
            String service = RULES.contains(rule.key().kind()) ? serviceOf(store, rule.key()) : null;
            return new Subject(rule.key().name(), rule.key().kind(), rule.key(), List.of(rule.key()), null, service);
        } else if (selection instanceof Selection.Service service) {
            List<ObjectKey> rules = rulesOf(store, service.name());
            return new Subject(
                    shortName(service.name(), namespace), "Service", first(rules), rules, null, service.name());
        } else if (selection instanceof Selection.Edge edge) {
            int arrow = edge.key().indexOf("->");
            int colon = edge.key().lastIndexOf(':');
            if (arrow < 0 || colon < arrow) {
                return null;
            }
            String service = edge.key().substring(arrow + 2, colon);
            List<ObjectKey> rules = rulesOf(store, service);
            String source = edge.key().substring(0, arrow);
            return new Subject(
                    source + " to " + shortName(service, namespace), "Edge", first(rules), rules, source, service);
        } else if (selection instanceof Selection.Workload workload) {
            ObjectKey key = workload(store, namespace, workload.name());
            return new Subject(
                    workload.name(), "Workload", key, key == null ? List.of() : List.of(key), workload.name(), null);
        } else if (selection instanceof Selection.Pod pod) {
            String owner = frame == null
                    ? null
                    : frame.pods().stream()
                            .filter(each -> each.name().equals(pod.name()))
                            .map(Frame.PodFrame::workload)
                            .findFirst()
                            .orElse(null);
            ObjectKey key = owner == null ? null : workload(store, namespace, owner);
            return new Subject(pod.name(), "Pod", key, key == null ? List.of() : List.of(key), owner, null);
        } else if (selection instanceof Selection.Traffic traffic) {
            return new Subject(traffic.name(), "Traffic", null, List.of(), null, null);
        }
        return null;
    }

    private static @Nullable ObjectKey first(List<ObjectKey> keys) {
        return keys.isEmpty() ? null : keys.get(0);
    }

    private static String shortName(String service, String namespace) {
        return service.endsWith("." + namespace)
                ? service.substring(0, service.length() - namespace.length() - 1)
                : service;
    }

    private static @Nullable ObjectKey workload(ObjectStore store, String namespace, String name) {
        int slash = name.indexOf('/');
        String in = slash < 0 ? namespace : name.substring(0, slash);
        String bare = name.substring(slash + 1);
        for (String kind :
                List.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Pod")) {
            ObjectKey key = new ObjectKey(kind, in, bare);
            if (store.get(key) != null) {
                return key;
            }
        }
        return null;
    }

    /** The rules about a service: who routes to it first, then the policies of its endpoints. */
    static List<ObjectKey> rulesOf(ObjectStore store, String service) {
        List<ObjectKey> routing = new ArrayList<>();
        List<ObjectKey> policies = new ArrayList<>();
        for (KubeObject object : store.objects()) {
            ObjectKey key = object.key();
            if (RULES.contains(key.kind()) && hosts(object).stream().anyMatch(host -> takes(host, key, service))) {
                (key.kind().equals("DestinationRule") ? policies : routing).add(key);
            }
        }
        if (routing.size() > 1 && routing.get(0).kind().equals("route-rule")) {
            routing.sort(java.util.Comparator.comparingLong(key -> -precedence(store, key)));
        }
        routing.addAll(policies);
        return routing;
    }

    private static long precedence(ObjectStore store, ObjectKey key) {
        KubeObject object = store.get(key);
        Node node = object == null ? null : Paths.get(object.root(), Paths.parse("spec.precedence"));
        Long value = node instanceof ScalarNode scalar ? scalar.asLong() : null;
        return value == null ? 0 : value;
    }

    private static List<String> hosts(KubeObject object) {
        String path =
                switch (object.key().kind()) {
                    case "VirtualService" -> "spec.hosts";
                    case "DestinationRule" -> "spec.host";
                    default -> "spec.destination";
                };
        Node node = Paths.get(object.root(), Paths.parse(path));
        List<Node> all = node instanceof ListNode list ? list.items() : node == null ? List.of() : List.of(node);
        return all.stream()
                .filter(each -> each instanceof ScalarNode)
                .map(each -> ((ScalarNode) each).text())
                .toList();
    }

    private static boolean takes(String host, ObjectKey rule, String service) {
        if (host.equals("*")) {
            return true;
        }
        String full = host.contains(".") ? host : host + "." + rule.namespace();
        return full.equals(service) || full.startsWith(service + ".svc");
    }

    private static @Nullable String serviceOf(ObjectStore store, ObjectKey rule) {
        KubeObject object = store.get(rule);
        List<String> hosts = object == null ? List.of() : hosts(object);
        if (hosts.isEmpty() || hosts.get(0).equals("*")) {
            return null;
        }
        String host = hosts.get(0);
        int svc = host.indexOf(".svc");
        return svc > 0 ? host.substring(0, svc) : host.contains(".") ? host : host + "." + rule.namespace();
    }

    /** Whether the requests of an edge count for it. */
    boolean counts(String edgeKey) {
        int arrow = edgeKey.indexOf("->");
        int colon = edgeKey.lastIndexOf(':');
        return arrow >= 0
                && (source == null || edgeKey.substring(0, arrow).equals(source))
                && (service == null || edgeKey.substring(arrow + 2, colon).equals(service));
    }

    /** The routing rule through which most requests went so far; null when there is none. */
    static @Nullable ObjectKey busiest(ObjectStore store, @Nullable Frame frame) {
        Map<ObjectKey, Long> requests = new LinkedHashMap<>();
        for (KubeObject object : store.objects()) {
            if (RULES.contains(object.key().kind())) {
                requests.put(object.key(), 0L);
            }
        }
        if (frame != null) {
            for (Frame.EdgeFrame edge : frame.edges()) {
                ObjectKey key = first(rulesOf(store, edge.service()));
                if (key != null) {
                    requests.merge(key, edge.requests(), Long::sum);
                }
            }
        }
        ObjectKey most = null;
        for (Map.Entry<ObjectKey, Long> each : requests.entrySet()) {
            if (most == null || each.getValue() > requests.getOrDefault(most, 0L)) {
                most = each.getKey();
            }
        }
        return most;
    }
}

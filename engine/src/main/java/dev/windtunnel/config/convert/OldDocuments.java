package dev.windtunnel.config.convert;

import dev.windtunnel.config.convert.Host.Policy;
import dev.windtunnel.config.convert.OldObject.Kind;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Fields;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documents of a conversion, sorted into old objects and others. */
final class OldDocuments {
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, OldObject> objects = new LinkedHashMap<>();
    private final Callers services = new Callers();
    private final Hosts hosts = new Hosts();

    OldDocuments(List<Node> documents, String defaultNamespace, Findings findings) {
        documents.forEach(document -> unwrap(document, defaultNamespace));
        for (int i = 0; i < nodes.size(); i++) {
            OldObject object = OldObject.of(nodes.get(i), defaultNamespace, i, findings);
            if (object == null) {
                services.add(nodes.get(i), defaultNamespace);
            } else {
                add(object, findings);
            }
        }
        objects.values().forEach(this::addToHost);
        hosts.all().forEach(host -> sort(host.rules()));
    }

    /** Lists such as {@code kubectl get -o yaml} prints are opened when there is something to convert in them. */
    private void unwrap(Node document, String defaultNamespace) {
        List<Node> items = document instanceof MapNode map
                        && map.get("kind") instanceof ScalarNode kind
                        && kind.text().endsWith("List")
                        && map.get("items") instanceof ListNode list
                ? list.items()
                : List.of();
        Findings none = new Findings();
        if (items.stream().anyMatch(item -> OldObject.of(item, defaultNamespace, 0, none) != null)) {
            nodes.addAll(items);
        } else {
            nodes.add(document);
        }
    }

    private void add(OldObject object, Findings findings) {
        OldObject earlier = objects.remove(object.key());
        if (earlier != null) {
            findings.add(object.spec()
                    .position()
                    .on(Finding.warning(
                                    "WT0021",
                                    "this object is also at " + earlier.spec().position() + "; the one here wins")
                            .withObject(object.spec().context().kind(), object.namespace(), object.name())
                            .withFix("remove one of the two, or convert them apart")));
        }
        objects.put(object.key(), object);
    }

    private void addToHost(OldObject object) {
        if (object.kind() == Kind.EGRESS) {
            return;
        }
        String destination = object.service(object.spec(), "destination");
        if (destination == null || destination.isEmpty()) {
            object.spec().missing("destination");
            return;
        }
        Host host = hosts.host(destination, object);
        if (object.kind() == Kind.RULE) {
            host.rules().add(object);
            finishDestination(object);
        } else if (object.version01()) {
            for (Fields block : object.spec().maps("policy")) {
                addPolicy(host, object, block, block.stringMap("tags"));
            }
            object.spec().finish();
        } else {
            Fields block = object.spec().map("destination");
            addPolicy(host, object, object.spec(), block == null ? Map.of() : block.stringMap("labels"));
            if (object.spec().has("source")) {
                Remark.POLICY_SOURCE.at(object.spec(), "source");
            }
        }
    }

    private static void finishDestination(OldObject rule) {
        if (!rule.version01()) {
            Fields destination = rule.spec().map("destination");
            if (destination != null && destination.has("labels")) {
                Remark.DROPPED.at(destination, "labels", "the labels of a rule's destination");
            }
        }
    }

    private static void addPolicy(Host host, OldObject object, Fields block, Map<String, String> labels) {
        Policy earlier = host.policies().putIfAbsent(labels, new Policy(object, block));
        if (earlier != null) {
            Remark.SECOND_POLICY.about(block, earlier.object().title());
        }
    }

    /** The order in which Istio 0.1 asked rules: the higher precedence first, then by name. */
    private static void sort(List<OldObject> rules) {
        Map<OldObject, Long> precedence = new HashMap<>();
        rules.forEach(rule ->
                precedence.put(rule, rule.spec().integer("precedence", Integer.MIN_VALUE, Integer.MAX_VALUE, 0)));
        rules.sort(
                Comparator.<OldObject>comparingLong(precedence::get).reversed().thenComparing(OldObject::key));
    }

    List<Node> nodes() {
        return nodes;
    }

    /** The old object that stands at a place, if it is one that counts. */
    @Nullable
    OldObject at(int place) {
        return objects.values().stream()
                .filter(object -> object.place() == place)
                .findFirst()
                .orElse(null);
    }

    Hosts hosts() {
        return hosts;
    }

    Callers services() {
        return services;
    }
}

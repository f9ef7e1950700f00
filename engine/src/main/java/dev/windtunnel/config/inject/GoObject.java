package dev.windtunnel.config.inject;

import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The traces that reading an object into the Go types of Kubernetes 1.6 and writing it again leaves: sorted keys, no nulls,
 * and the structs that cannot be left out, empty.
 */
final class GoObject {
    private static final ScalarNode ZERO = ScalarNode.of(0);

    private GoObject() {}

    /** A whole workload; the template in it keeps its own shape, see {@link #template}. */
    static MapNode workload(MapNode root, String kind) {
        MapNode object = withCreationTimestamp(withoutNulls(root));
        MapNode spec = mapAt(object, "spec");
        switch (kind) {
            case "Deployment" -> spec = withDefault(spec, "strategy", MapNode.EMPTY);
            case "DaemonSet" -> spec = withDefault(spec, "updateStrategy", MapNode.EMPTY);
            default -> {
                // The others have no struct that is always written.
            }
        }
        MapNode template = template(mapAt(spec, "template"));
        object = withDefault(object.with("spec", spec.with("template", template)), "status", emptyStatus(kind));
        return sorted(object);
    }

    private static MapNode template(MapNode template) {
        MapNode spec = mapAt(template, "spec");
        for (String list : List.of("containers", "initContainers")) {
            if (spec.get(list) instanceof ListNode containers) {
                List<Node> written = new ArrayList<>();
                for (Node item : containers.items()) {
                    written.add(item instanceof MapNode map ? withDefault(map, "resources", MapNode.EMPTY) : item);
                }
                spec = spec.with(list, containers.withItems(written));
            }
        }
        return withCreationTimestamp(template).with("spec", spec);
    }

    private static MapNode emptyStatus(String kind) {
        return switch (kind) {
            case "ReplicaSet", "ReplicationController" -> MapNode.EMPTY.with("replicas", ZERO);
            case "DaemonSet" ->
                MapNode.EMPTY
                        .with("currentNumberScheduled", ZERO)
                        .with("desiredNumberScheduled", ZERO)
                        .with("numberMisscheduled", ZERO)
                        .with("numberReady", ZERO);
            default -> MapNode.EMPTY;
        };
    }

    private static MapNode withCreationTimestamp(MapNode object) {
        return object.with("metadata", withDefault(mapAt(object, "metadata"), "creationTimestamp", ScalarNode.NULL));
    }

    static MapNode mapAt(MapNode map, String key) {
        return map.get(key) instanceof MapNode value ? value : MapNode.EMPTY;
    }

    private static MapNode withDefault(MapNode map, String key, Node value) {
        return map.get(key) == null ? map.with(key, value) : map;
    }

    private static MapNode withoutNulls(MapNode map) {
        List<Entry> kept = new ArrayList<>();
        for (Entry entry : map.entries()) {
            if (!(entry.value() instanceof ScalarNode scalar && scalar.isNull())) {
                kept.add(new Entry(entry.key(), entry.keyPosition(), withoutNulls(entry.value())));
            }
        }
        return map.withEntries(kept);
    }

    private static Node withoutNulls(Node node) {
        if (node instanceof MapNode map) {
            return withoutNulls(map);
        }
        return node instanceof ListNode list
                ? list.withItems(
                        list.items().stream().map(GoObject::withoutNulls).toList())
                : node;
    }

    private static MapNode sorted(MapNode map) {
        return map.withEntries(map.entries().stream()
                .map(entry -> new Entry(entry.key(), entry.keyPosition(), sorted(entry.value())))
                .sorted(Comparator.comparing(Entry::key))
                .toList());
    }

    private static Node sorted(Node node) {
        if (node instanceof MapNode map) {
            return sorted(map);
        }
        return node instanceof ListNode list
                ? list.withItems(list.items().stream().map(GoObject::sorted).toList())
                : node;
    }
}

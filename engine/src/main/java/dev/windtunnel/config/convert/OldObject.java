package dev.windtunnel.config.convert;

import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Context;
import dev.windtunnel.source.Fields;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule or policy in one of the two old envelopes: {@code type, name, spec} of Istio 0.1, or an object of
 * {@code config.istio.io/v1alpha2} (0.2 to 0.8).
 *
 * @param kind what it is
 * @param version01 whether it is in the envelope of 0.1, and its fields are named as there
 * @param namespace where it lives
 * @param name its name
 * @param spec its content, to be read leniently as to case
 * @param place index of its document among all
 */
record OldObject(Kind kind, boolean version01, String namespace, String name, Fields spec, int place) {
    private static final String V1ALPHA2 = "config.istio.io/v1alpha2";
    private static final Map<String, Kind> TYPES = Map.of("route-rule", Kind.RULE, "destination-policy", Kind.POLICY);
    private static final Map<String, Kind> KINDS =
            Map.of("RouteRule", Kind.RULE, "DestinationPolicy", Kind.POLICY, "EgressRule", Kind.EGRESS);

    enum Kind {
        RULE("route-rule"),
        POLICY("destination-policy"),
        EGRESS("egress-rule");

        private final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    /** The old object in a document, or null when it holds something else. */
    static @Nullable OldObject of(Node node, String defaultNamespace, int place, Findings findings) {
        if (!(node instanceof MapNode root)) {
            return null;
        }
        boolean version01 = root.get("apiVersion") == null && root.get("type") != null;
        MapNode metadata = root.get("metadata") instanceof MapNode map ? map : MapNode.EMPTY;
        String word = text(root, version01 ? "type" : "kind");
        Kind kind = (version01 ? TYPES : KINDS).get(word);
        if (kind == null || !version01 && !V1ALPHA2.equals(text(root, "apiVersion"))) {
            return null;
        }
        String name = version01 ? text(root, "name") : text(metadata, "name");
        String declared = text(metadata, "namespace");
        String namespace = version01 || declared.isEmpty() ? defaultNamespace : declared;
        Context context = Context.manifest(word, namespace, name);
        Fields envelope = new Fields(root, "", findings, context).lenientCase();
        if (name.isEmpty()) {
            envelope.missing(version01 ? "name" : "metadata");
        }
        Fields spec = envelope.map("spec");
        if (spec == null) {
            envelope.missing("spec");
            spec = envelope.child(root.withEntries(MapNode.EMPTY.entries()), "spec");
        }
        return new OldObject(kind, version01, namespace, name, spec, place);
    }

    private static String text(MapNode map, String key) {
        return map.get(key) instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : "";
    }

    /** What names it among all objects; rules of one precedence are in the order of these. */
    String key() {
        return namespace + "/" + kind.type + "-" + name;
    }

    /** What people call it. */
    String title() {
        return spec.context().kind() + " " + namespace + "/" + name;
    }

    /** The key of the labels that choose a version: {@code tags} in 0.1. */
    String labelsKey() {
        return version01 ? "tags" : "labels";
    }

    /**
     * The full name of the service that a field names, or null when it names none. In 0.1 that is a text; later it is a map
     * whose {@code name} is a service of the object's namespace unless it says otherwise.
     */
    @Nullable
    String service(Fields owner, String field) {
        if (version01) {
            return owner.string(field);
        }
        Fields service = owner.map(field);
        return service == null ? null : serviceOf(service);
    }

    /** As {@link #service}, of the map itself. */
    @Nullable
    String serviceOf(Fields service) {
        String full = service.string("service");
        String shortName = service.string("name");
        String in = service.string("namespace", namespace);
        String domain = service.string("domain", "cluster.local");
        if (full != null) {
            return full;
        }
        return shortName == null ? null : shortName + "." + in + ".svc." + domain;
    }
}

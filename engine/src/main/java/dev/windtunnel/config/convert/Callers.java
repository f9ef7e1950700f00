package dev.windtunnel.config.convert;

import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Services among the documents: their selectors tell which pods an old rule meant by the service they belong to. */
final class Callers {
    private final List<Service> services = new ArrayList<>();

    /** A Service: its document, the beginning of its full name, and the labels of its pods. */
    record Service(MapNode root, String namespace, String name, Map<String, String> selector) {
        /** Whether a full name means this service; the domain of the cluster is not known here. */
        boolean is(String fullName) {
            return (fullName + ".").startsWith(name + "." + namespace + ".svc.");
        }
    }

    void add(Node node, String defaultNamespace) {
        if (node instanceof MapNode root
                && root.get("kind") instanceof ScalarNode kind
                && kind.text().equals("Service")
                && root.get("apiVersion") instanceof ScalarNode version
                && version.text().equals("v1")
                && root.get("metadata") instanceof MapNode metadata
                && metadata.get("name") instanceof ScalarNode name) {
            String namespace = metadata.get("namespace") instanceof ScalarNode scalar && !scalar.isNull()
                    ? scalar.text()
                    : defaultNamespace;
            services.add(new Service(root, namespace, name.text(), selector(root)));
        }
    }

    private static Map<String, String> selector(MapNode root) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (root.get("spec") instanceof MapNode spec && spec.get("selector") instanceof MapNode selector) {
            selector.entries().forEach(entry -> labels.put(entry.key(), String.valueOf(Nodes.toPlain(entry.value()))));
        }
        return labels;
    }

    List<Service> all() {
        return services;
    }

    /** The labels of the pods of a service, or null when nobody knows. */
    @Nullable
    Map<String, String> selectorOf(String fullName) {
        for (Service service : services) {
            if (service.is(fullName) && !service.selector().isEmpty()) {
                return service.selector();
            }
        }
        return null;
    }
}

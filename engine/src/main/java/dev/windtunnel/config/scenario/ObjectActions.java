package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.TEXT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Timeline actions on objects of the cluster: apply, delete and patch. */
final class ObjectActions {
    private static final Pattern OBJECT = Pattern.compile("[A-Za-z][A-Za-z0-9.-]*/(?:[^/\\s]+/)?[^/\\s]+");

    /** A file, or a list of files and inline documents. */
    static final Type<Action> APPLY = new Type<>() {
        @Override
        public @Nullable Action read(Node node, Spot spot) {
            List<MapNode> documents = new ArrayList<>();
            if (node instanceof ListNode list) {
                List<String> names = new ArrayList<>();
                boolean good = !list.items().isEmpty();
                if (!good) {
                    spot.refused(node, "there is nothing to apply", "name a file, or write documents");
                }
                for (int i = 0; i < list.items().size(); i++) {
                    Node item = list.items().get(i);
                    good &= add(item, spot.index(i), documents, names);
                }
                return good ? new TimelineEntry.Apply(List.copyOf(documents), String.join(", ", names)) : null;
            }
            List<String> names = new ArrayList<>();
            if (node instanceof MapNode || !add(node, spot, documents, names)) {
                if (node instanceof MapNode) {
                    spot.wrongType(node, "a file or a list of documents");
                }
                return null;
            }
            return new TimelineEntry.Apply(List.copyOf(documents), String.join(", ", names));
        }

        @Override
        public ObjectNode schema(Definitions definitions) {
            ObjectNode list = Schemas.type("array").put("minItems", 1);
            list.set("items", Schemas.anyOf(Schemas.type("string"), Schemas.type("object")));
            return Schemas.anyOf(Schemas.type("string"), list);
        }
    };

    static final Type<Action> DELETE = Types.checked(TEXT, (text, node, spot) -> {
        if (!OBJECT.matcher(text).matches()) {
            spot.refused(node, "\"" + text + "\" names no object", "write KIND/NAME or KIND/NAMESPACE/NAME");
            return null;
        }
        return new TimelineEntry.Delete(text);
    });

    private static final Type<Node> ANY = new Type<>() {
        @Override
        public Node read(Node node, Spot spot) {
            return node;
        }

        @Override
        public ObjectNode schema(Definitions definitions) {
            return Definitions.node();
        }
    };

    static final Type<Action> PATCH = Types.checked(Types.map(Types.map(ANY)), ObjectActions::patch);

    private ObjectActions() {}

    private static boolean add(Node item, Spot spot, List<MapNode> documents, List<String> names) {
        if (item instanceof MapNode map) {
            documents.add(map);
            names.add(title(map));
            return true;
        }
        String name = item instanceof ScalarNode scalar ? scalar.asString() : null;
        if (name == null || name.isBlank()) {
            spot.wrongType(item, "a file or a document");
            return false;
        }
        String file = FileAccess.resolve(spot.reading().folder(), name);
        byte[] bytes = Inputs.read(file, item, spot);
        if (bytes == null) {
            return false;
        }
        Findings problems = new Findings();
        List<Document> read = YamlReader.read(file, bytes, problems);
        spot.reading().findings().addAll(problems);
        for (Document document : read) {
            if (document.root() instanceof MapNode map) {
                documents.add(map);
            } else {
                spot.refused(
                        document.root().position(), "this document is no manifest", "write kind, metadata and spec");
                return false;
            }
        }
        if (read.isEmpty() && !problems.hasErrors()) {
            spot.refused(item, file + " holds no document", "name a file with manifests");
            return false;
        }
        names.add(name);
        return !problems.hasErrors();
    }

    /** How messages call a document that was written inline. */
    private static String title(MapNode map) {
        Node kind = map.get("kind");
        Node name = map.get("metadata") instanceof MapNode metadata ? metadata.get("name") : map.get("name");
        return (kind instanceof ScalarNode k ? k.text() : "document")
                + (name instanceof ScalarNode n ? "/" + n.text() : "");
    }

    private static @Nullable Action patch(Map<String, Map<String, Node>> fields, Node node, Spot spot) {
        boolean good = true;
        for (Map.Entry<String, Map<String, Node>> object : fields.entrySet()) {
            String name = object.getKey();
            if (!OBJECT.matcher(name).matches()) {
                spot.refusedKey(
                        node, name, "\"" + name + "\" names no object", "write KIND/NAME or KIND/NAMESPACE/NAME");
                good = false;
            }
            Node paths = node instanceof MapNode map ? Objects.requireNonNull(map.get(name)) : node;
            for (String path : object.getValue().keySet()) {
                try {
                    Paths.parse(path);
                } catch (IllegalArgumentException e) {
                    spot.key(name)
                            .refusedKey(
                                    paths,
                                    path,
                                    "\"" + path + "\" is no path: " + e.getMessage(),
                                    "write for example spec.http[0].timeout");
                    good = false;
                }
            }
        }
        return good ? new TimelineEntry.Patch(fields) : null;
    }
}

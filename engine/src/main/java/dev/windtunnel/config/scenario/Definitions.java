package dev.windtunnel.config.scenario;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The {@code $defs} of the schema under construction: types that occur in several places, or in themselves. */
final class Definitions {
    private final ObjectNode all = node();
    private final Map<String, Object> owners = new HashMap<>();

    static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * A reference to a definition, which is made when it is the first one.
     *
     * @param owner whose definition it is: two owners of one name are a mistake of this program
     */
    ObjectNode reference(String name, Object owner, Supplier<ObjectNode> schema) {
        Object first = owners.putIfAbsent(name, owner);
        if (first != null && first != owner) {
            throw new IllegalStateException("two types of the schema are called " + name);
        }
        if (!all.has(name)) {
            // Holds the name while the definition, which may refer to itself, is made.
            all.set(name, node());
            all.set(name, schema.get());
        }
        return node().put("$ref", "#/$defs/" + name);
    }

    ObjectNode all() {
        return all;
    }
}

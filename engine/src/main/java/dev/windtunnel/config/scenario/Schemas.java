package dev.windtunnel.config.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Pieces of JSON Schema (draft 2020-12). */
final class Schemas {
    private Schemas() {}

    static ObjectNode type(String type) {
        return Definitions.node().put("type", type);
    }

    static ObjectNode text(String pattern) {
        return type("string").put("pattern", pattern);
    }

    static ObjectNode anyOf(ObjectNode... alternatives) {
        ObjectNode schema = Definitions.node();
        ArrayNode list = schema.putArray("anyOf");
        for (ObjectNode alternative : alternatives) {
            list.add(alternative);
        }
        return schema;
    }

    /** A key without a value is an absent key, unless it has to be there. */
    static ObjectNode orNull(ObjectNode schema, boolean required) {
        return required ? schema : anyOf(schema, type("null"));
    }
}

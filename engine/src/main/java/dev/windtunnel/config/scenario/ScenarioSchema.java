package dev.windtunnel.config.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The JSON Schema (draft 2020-12) of a Scenario, made from the same description as its reader. */
public final class ScenarioSchema {
    private ScenarioSchema() {}

    /** The schema as a JSON text; always the same. */
    public static String json() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree()) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain nodes cannot be written", e);
        }
    }

    static ObjectNode tree() {
        Definitions definitions = new Definitions();
        ObjectNode root = ScenarioType.SCENARIO.schema(definitions);
        ObjectNode schema = Definitions.node()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("$id", "https://windtunnel.dev/v1/scenario.schema.json")
                .put("title", "Windtunnel Scenario");
        schema.setAll(root);
        schema.set("$defs", definitions.all());
        return schema;
    }
}

package dev.windtunnel.config.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The part of JSON Schema that the schema of a Scenario uses, written apart from its reader; other keywords fail. */
final class SchemaCheck {
    private static final Set<String> KNOWN = Set.of(
            "$schema",
            "$id",
            "$defs",
            "$ref",
            "title",
            "description",
            "type",
            "properties",
            "required",
            "items",
            "additionalProperties",
            "anyOf",
            "oneOf",
            "allOf",
            "enum",
            "pattern",
            "minimum",
            "exclusiveMinimum",
            "maximum",
            "minItems",
            "maxItems");

    private final JsonNode root;
    private final Map<String, Pattern> patterns = new HashMap<>();

    SchemaCheck(JsonNode root) {
        this.root = root;
    }

    /** What is wrong with a document; empty when nothing is. */
    static String problems(JsonNode schema, Node document) {
        return String.join("\n", new SchemaCheck(schema).problems(document));
    }

    List<String> problems(Node document) {
        List<String> problems = new ArrayList<>();
        check(root, document, "$", problems);
        return problems;
    }

    /** All keys that the schema names. */
    static Set<String> keys(JsonNode schema) {
        Set<String> keys = new TreeSet<>();
        schema.findValues("properties")
                .forEach(properties -> properties.fieldNames().forEachRemaining(keys::add));
        return keys;
    }

    static List<String> meshConfigWithoutEffect(JsonNode schema) {
        List<String> names = new ArrayList<>();
        schema.at("/$defs/meshConfig/properties").properties().forEach(field -> {
            if (field.getValue().path("description").asText().startsWith("Not simulated")) {
                names.add(field.getKey());
            }
        });
        return names;
    }

    private boolean fits(JsonNode schema, Node node) {
        List<String> problems = new ArrayList<>();
        check(schema, node, "", problems);
        return problems.isEmpty();
    }

    private void check(JsonNode schema, Node node, String path, List<String> problems) {
        Iterator<Map.Entry<String, JsonNode>> keywords = schema.properties().iterator();
        while (keywords.hasNext()) {
            Map.Entry<String, JsonNode> keyword = keywords.next();
            if (!KNOWN.contains(keyword.getKey())) {
                throw new AssertionError("keyword " + keyword.getKey());
            }
            checkKeyword(keyword.getKey(), keyword.getValue(), schema, node, path, problems);
        }
    }

    private void checkKeyword(
            String keyword, JsonNode value, JsonNode schema, Node node, String path, List<String> problems) {
        switch (keyword) {
            case "$ref" -> check(root.at(value.asText().substring(1)), node, path, problems);
            case "type" -> {
                boolean fits = false;
                for (JsonNode type : value.isArray() ? value : List.of(value)) {
                    fits |= isType(node, type.asText());
                }
                if (!fits) {
                    problems.add(path + ": " + node.describe() + " is not of type " + value);
                }
            }
            case "properties" -> {
                if (node instanceof MapNode map) {
                    for (Entry entry : map.entries()) {
                        if (value.has(entry.key())) {
                            check(value.get(entry.key()), entry.value(), path + "." + entry.key(), problems);
                        }
                    }
                }
            }
            case "additionalProperties" -> {
                if (node instanceof MapNode map) {
                    for (Entry entry : map.entries()) {
                        if (schema.path("properties").has(entry.key())) {
                            continue;
                        }
                        if (value.isBoolean()) {
                            problems.add(path + ": unknown key " + entry.key());
                        } else {
                            check(value, entry.value(), path + "." + entry.key(), problems);
                        }
                    }
                }
            }
            case "required" -> {
                for (JsonNode key : value) {
                    if (node instanceof MapNode map && map.get(key.asText()) == null) {
                        problems.add(path + ": " + key.asText() + " is missing");
                    }
                }
            }
            case "items" -> {
                if (node instanceof ListNode list) {
                    for (int i = 0; i < list.items().size(); i++) {
                        check(value, list.items().get(i), path + "[" + i + "]", problems);
                    }
                }
            }
            case "allOf" -> value.forEach(part -> check(part, node, path, problems));
            case "anyOf", "oneOf" -> {
                int fitting = 0;
                for (JsonNode alternative : value) {
                    fitting += fits(alternative, node) ? 1 : 0;
                }
                if (fitting == 0 || keyword.equals("oneOf") && fitting > 1) {
                    problems.add(path + ": " + fitting + " alternatives fit " + node);
                }
            }
            case "enum" -> {
                boolean listed = false;
                for (JsonNode word : value) {
                    listed |= node instanceof ScalarNode scalar && word.asText().equals(scalar.asString());
                }
                if (!listed) {
                    problems.add(path + ": " + node + " is none of " + value);
                }
            }
            case "pattern" -> {
                String text = node instanceof ScalarNode scalar ? scalar.asString() : null;
                if (text != null
                        && !patterns.computeIfAbsent(value.asText(), Pattern::compile)
                                .matcher(text)
                                .find()) {
                    problems.add(path + ": " + text + " does not match " + value);
                }
            }
            case "minimum", "exclusiveMinimum", "maximum" -> {
                Double number = node instanceof ScalarNode scalar ? scalar.asDouble() : null;
                double bound = value.asDouble();
                if (number != null
                        && (keyword.equals("maximum")
                                ? number > bound
                                : number < bound || keyword.equals("exclusiveMinimum") && number == bound)) {
                    problems.add(path + ": " + number + " breaks " + keyword + " " + bound);
                }
            }
            case "minItems", "maxItems" -> {
                if (node instanceof ListNode list
                        && (keyword.equals("minItems")
                                ? list.items().size() < value.asInt()
                                : list.items().size() > value.asInt())) {
                    problems.add(path + ": " + list.items().size() + " elements");
                }
            }
            default -> {
                // Words for people, and definitions.
            }
        }
    }

    private static boolean isType(Node node, String type) {
        return switch (type) {
            case "object" -> node instanceof MapNode;
            case "array" -> node instanceof ListNode;
            case "null" -> node instanceof ScalarNode scalar && scalar.isNull();
            case "boolean" -> node instanceof ScalarNode scalar && scalar.asBoolean() != null;
            case "number" -> node instanceof ScalarNode scalar && scalar.asDouble() != null;
            case "integer" ->
                node instanceof ScalarNode scalar
                        && scalar.asDouble() != null
                        && scalar.asDouble() == Math.rint(scalar.asDouble());
            default -> node instanceof ScalarNode scalar && scalar.asString() != null;
        };
    }
}

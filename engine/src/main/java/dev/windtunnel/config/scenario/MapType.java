package dev.windtunnel.config.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.Spelling;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map with fixed keys. A key whose value is null counts as absent. */
final class MapType<T> implements Type<T> {
    private final String name;
    private final String about;
    private final Map<String, Key<?>> keys = new LinkedHashMap<>();
    private final List<List<Key<?>>> choices = new ArrayList<>();
    private final Build<T> build;

    /** Makes the value of a map from those of its keys; null when they do not go together, with a finding. */
    @FunctionalInterface
    interface Build<T> {
        @Nullable
        T from(Values values);
    }

    /**
     * A map.
     *
     * @param name its name in the schema's definitions
     * @param about one sentence for people who write scenarios
     */
    MapType(String name, String about, List<? extends Key<?>> keys, Build<T> build) {
        this.name = name;
        this.about = about;
        this.build = build;
        keys.forEach(key -> this.keys.put(key.name(), key));
    }

    /** Exactly one of these keys has to be there. */
    MapType<T> exactlyOne(Key<?>... alternatives) {
        choices.add(List.of(alternatives));
        return this;
    }

    @Override
    public @Nullable T read(Node node, Spot spot) {
        if (!(node instanceof MapNode map)) {
            spot.wrongType(node, "a map with the keys " + String.join(", ", keys.keySet()));
            return null;
        }
        IdentityHashMap<Key<?>, Object> read = new IdentityHashMap<>();
        boolean complete = true;
        boolean strange = false;
        for (Entry entry : map.entries()) {
            Key<?> key = keys.get(entry.key());
            if (key == null) {
                unknown(entry, spot.key(entry.key()));
                strange = true;
            } else if (!isNull(entry.value())) {
                Object value = key.type().read(entry.value(), spot.key(entry.key()));
                if (value != null) {
                    read.put(key, value);
                } else {
                    complete &= !key.required();
                }
            }
        }
        for (Key<?> key : keys.values()) {
            Node value = map.get(key.name());
            if (key.required() && (value == null || isNull(value))) {
                spot.key(key.name())
                        .report(
                                spot.reading().context().missing(),
                                map.position(),
                                "\"" + key.name() + "\" is missing",
                                "add it: " + key.about());
                complete = false;
            }
        }
        for (List<Key<?>> choice : choices) {
            complete &= chosen(choice, map, spot, strange);
        }
        return complete ? build.from(new Values(map, spot, read)) : null;
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.isNull();
    }

    private void unknown(Entry entry, Spot spot) {
        String fix = Spelling.closest(entry.key(), keys.keySet())
                .map(known -> "did you mean \"" + known + "\"?")
                .orElse("remove it; the keys here are " + String.join(", ", keys.keySet()));
        spot.report(
                spot.reading().context().unknownKey(),
                entry.keyPosition(),
                "unknown key \"" + entry.key() + "\" in " + (spot.parent() == null ? "" : where(spot.parent())),
                fix);
    }

    private String where(Spot spot) {
        String path = spot.path();
        return path.isEmpty() ? "the document" : path;
    }

    private boolean chosen(List<Key<?>> choice, MapNode map, Spot spot, boolean strange) {
        List<String> present = new ArrayList<>();
        for (Key<?> key : choice) {
            Node value = map.get(key.name());
            if (value != null && !isNull(value)) {
                present.add(key.name());
            }
        }
        if (present.size() == 1) {
            return true;
        }
        String names = String.join(", ", choice.stream().map(Key::name).toList());
        if (present.isEmpty() && strange) {
            // The unknown key, which has its finding, was probably meant for one of them.
            return false;
        }
        if (present.isEmpty()) {
            spot.report(
                    spot.reading().context().missing(),
                    map.position(),
                    "one of " + names + " is missing",
                    "write exactly one of them");
        } else {
            spot.refused(map, String.join(" and ", present) + " exclude each other", "keep one of them");
        }
        return false;
    }

    @Override
    public ObjectNode schema(Definitions definitions) {
        return definitions.reference(name, this, () -> own(definitions));
    }

    private ObjectNode own(Definitions definitions) {
        ObjectNode schema = Definitions.node().put("description", about).put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        List<String> required = new ArrayList<>();
        for (Key<?> key : keys.values()) {
            ObjectNode property = Schemas.orNull(key.type().schema(definitions), key.required());
            properties.set(key.name(), property.put("description", key.about()));
            if (key.required()) {
                required.add(key.name());
            }
        }
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            required.forEach(names::add);
        }
        for (List<Key<?>> choice : choices) {
            ArrayNode alternatives = schema.withArray("allOf").addObject().putArray("oneOf");
            choice.forEach(key -> alternatives.addObject().putArray("required").add(key.name()));
        }
        return schema.put("additionalProperties", false);
    }
}

package dev.windtunnel.config.fields;

import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.Fields;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.ScalarNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map inside an object, read field by field. A field that is not written, or is null, reads as null or empty; one of the
 * wrong type refuses the object. Fields that no reader asked for are reported when the object is finished.
 */
public final class Block {
    private static final long NANOS_PER_MILLISECOND = 1_000_000;

    private final ObjectReading object;
    private final Fields fields;
    private final boolean silent;

    /** A field is read once, however often it is asked for, so that no mistake in it is reported twice. */
    private final Map<String, @Nullable Block> inner = new HashMap<>();

    private final Map<String, List<Block>> lists = new HashMap<>();

    Block(ObjectReading object, Fields fields) {
        this(object, fields, false);
    }

    /** @param silent whether it stands for a value of the wrong type: what it lacks is then no mistake of its own */
    Block(ObjectReading object, Fields fields, boolean silent) {
        this.object = object;
        this.fields = fields;
        this.silent = silent;
    }

    /** The object it belongs to. */
    public ObjectReading object() {
        return object;
    }

    /** Where it stands in the object: {@code spec.http[0]}. */
    public String path() {
        return fields.path();
    }

    /** Where it begins. */
    public Position position() {
        return fields.position().line() == 0 ? object.position() : fields.position();
    }

    /** Where the value of a field begins; where the block begins when the field is not written. */
    public Position positionOf(String field) {
        Entry entry = fields.entry(field);
        if (entry == null) {
            return position();
        }
        Position value = entry.value().position();
        return value.line() == 0 ? keyPosition(entry) : value;
    }

    private Position keyPosition(Entry entry) {
        return entry.keyPosition().line() == 0 ? position() : entry.keyPosition();
    }

    /** The origin of this block; its path is that in the object, without {@code spec.}. */
    public Origin origin() {
        String path = path();
        return object.origin(path.startsWith("spec.") ? path.substring("spec.".length()) : path, position(), this);
    }

    /** Whether the field is written and not null. */
    public boolean has(String field) {
        return fields.has(field);
    }

    /** Whether nothing is written in the block. */
    public boolean isEmpty() {
        return fields.node().entries().isEmpty();
    }

    /** The keys as they are written, for maps whose keys are names that users choose. */
    public List<String> names() {
        return fields.node().keys();
    }

    /** The value of a field as a tree. */
    public @Nullable Node node(String field) {
        return fields.get(field);
    }

    /** Whether a text is there that is not empty, or anything of a wrong type, which is reported then. */
    public boolean isGiven(String field) {
        return has(field) && !"".equals(text(field));
    }

    /** Whether the value of a field is a list. */
    public boolean isList(String field) {
        return fields.get(field) instanceof ListNode;
    }

    /** A text. */
    public @Nullable String text(String field) {
        return fields.string(field);
    }

    /** A text, or {@code otherwise} when it is not written. */
    public String text(String field, String otherwise) {
        return fields.string(field, otherwise);
    }

    /** A text to which an empty one is as good as none, as in every proto message. */
    public @Nullable String filledText(String field) {
        String text = text(field);
        return text == null || text.isEmpty() ? null : text;
    }

    /** A text that has to be there and not be empty; when it is not, the object is refused with this message. */
    public @Nullable String requiredText(String field, String message) {
        String text = text(field);
        boolean missing = !has(field) || text != null && text.isEmpty();
        if (missing) {
            refuse(field, message);
        }
        return missing ? null : text;
    }

    /** One of the {@code allowed} words. */
    public @Nullable String word(String field, String... allowed) {
        return fields.oneOf(field, allowed);
    }

    /** A whole number from {@code min} to {@code max}. */
    public @Nullable Long number(String field, long min, long max) {
        return fields.integer(field, min, max);
    }

    /** A whole number that fits 32 bits and is not negative; {@code otherwise} when it is not written. */
    public int count(String field, int otherwise) {
        return (int) fields.integer(field, 0, Integer.MAX_VALUE, otherwise);
    }

    /** A port number from 1 to 65535. */
    public @Nullable Integer port(String field) {
        Long number = number(field, 1, 65_535);
        return number == null ? null : (int) number.longValue();
    }

    /** A number, whole or not. */
    public @Nullable Double real(String field) {
        return fields.number(field);
    }

    /** True or false. */
    public @Nullable Boolean flag(String field) {
        return fields.bool(field);
    }

    /** Whether the field says true; false when it is not written. */
    public boolean isTrue(String field) {
        return fields.bool(field, false);
    }

    /** Cores of a quantity such as {@code 500m}. */
    public @Nullable Double cpu(String field) {
        return fields.cpu(field);
    }

    /** A duration of any length in nanoseconds. */
    public @Nullable Long anyDurationNanos(String field) {
        return fields.duration(field);
    }

    /** A duration in nanoseconds that Istio takes: at least 1 ms and whole milliseconds (agent/validation.go). */
    public @Nullable Long durationNanos(String field) {
        Long nanos = anyDurationNanos(field);
        if (nanos == null) {
            return null;
        }
        if (nanos < NANOS_PER_MILLISECOND) {
            String fix = nanos == 0 ? "leave " + field + " out to have none" : null;
            refuse(field, field + " is " + text(field) + ", but has to be at least 1ms", fix);
            return null;
        }
        if (nanos % NANOS_PER_MILLISECOND != 0) {
            refuse(field, field + " is " + text(field) + ", but only whole milliseconds are allowed");
            return null;
        }
        return nanos;
    }

    /** A map with fields. */
    public @Nullable Block block(String field) {
        if (!inner.containsKey(field)) {
            Fields map = fields.map(field);
            inner.put(field, map == null ? null : object.block(map));
        }
        return inner.get(field);
    }

    /** A map with fields; an empty one when it is not written. */
    public Block blockOrEmpty(String field) {
        Block block = block(field);
        if (block != null) {
            return block;
        }
        return silent || has(field)
                ? object.silentBlock(fields.pathOf(field))
                : object.block(fields.child(MapNode.EMPTY, fields.pathOf(field)));
    }

    /** A list of maps. */
    public List<Block> blocks(String field) {
        return lists.computeIfAbsent(
                field, name -> fields.maps(name).stream().map(object::block).toList());
    }

    /** A list of texts. */
    public List<String> texts(String field) {
        return fields.strings(field);
    }

    /** A map of texts, in the order they are written. */
    public Map<String, String> textMap(String field) {
        return fields.stringMap(field);
    }

    /** The places of everything written in the block, by path inside it: {@code retries}, {@code retries.attempts}. */
    Map<String, Origin.Field> places() {
        Map<String, Origin.Field> places = new LinkedHashMap<>();
        collectPlaces(fields.node(), "", places);
        return places;
    }

    private void collectPlaces(Node node, String prefix, Map<String, Origin.Field> places) {
        if (node instanceof MapNode inner) {
            for (Entry entry : inner.entries()) {
                String name = object.canonical(entry.key());
                String inside = prefix.isEmpty() ? name : prefix + "." + name;
                Position at = entry.keyPosition();
                if (at.line() != 0) {
                    places.put(inside, new Origin.Field(at.line(), at.column()));
                }
                collectPlaces(entry.value(), inside, places);
            }
        } else if (node instanceof ListNode list) {
            for (int i = 0; i < list.items().size(); i++) {
                collectPlaces(list.items().get(i), prefix + "[" + i + "]", places);
            }
        }
    }

    /** These fields are legal, and nothing that is simulated depends on them: nothing is said about them. */
    public void harmless(String... names) {
        fields.ignore(names);
    }

    /** Everything below is legal or not without a difference to what is simulated. */
    public void harmlessRest() {
        fields.ignoreRest();
    }

    /** These fields are legal and would change traffic, but are not simulated. */
    public void notSimulated(String... names) {
        notSimulated(Level.WARNING, names);
    }

    /** These fields are legal but not simulated. */
    public void notSimulated(Level level, String... names) {
        for (String name : names) {
            notSimulated(level, name, "requests behave as without it");
        }
    }

    /** This field is legal but not simulated, with this outcome. */
    public void notSimulatedSo(String name, String outcome) {
        notSimulated(Level.WARNING, name, outcome);
    }

    /** This field is legal but not simulated, with this outcome, and that matters little. */
    public void notSimulatedSo(Level level, String name, String outcome) {
        notSimulated(level, name, outcome);
    }

    private void notSimulated(Level level, String name, String outcome) {
        Entry entry = fields.entry(name);
        if (entry != null && !saysNothing(entry.value())) {
            object.notSimulated(fields.pathOf(name), keyPosition(entry), level, outcome);
        }
    }

    private static boolean saysNothing(Node value) {
        return value instanceof ScalarNode scalar && scalar.isNull()
                || value instanceof MapNode map && map.entries().isEmpty()
                || value instanceof ListNode list && list.items().isEmpty();
    }

    /** The cluster would not take the object because of this field. */
    public void refuse(String field, String message, @Nullable String fix) {
        report(Level.ERROR, "IST0106", field, message, fix);
    }

    /** The cluster would not take the object because of this field. */
    public void refuse(String field, String message) {
        refuse(field, message, null);
    }

    /** The cluster would not take the object because of this block as a whole. */
    public void refuseWhole(String message, @Nullable String fix) {
        if (!silent) {
            object.report(Level.ERROR, "IST0106", path(), position(), message, fix);
        }
    }

    /** As {@link #refuse(String, String)} because of one element of the list that a field has. */
    public void refuseItem(String field, int index, String message) {
        if (!silent) {
            Position at = fields.get(field) instanceof ListNode list
                            && index < list.items().size()
                    ? list.items().get(index).position()
                    : positionOf(field);
            object.report(
                    Level.ERROR,
                    "IST0106",
                    fields.pathOf(field) + "[" + index + "]",
                    at.line() == 0 ? positionOf(field) : at,
                    message,
                    null);
        }
    }

    /** Something about a field that is worth saying but does not refuse the object. */
    public void report(Level level, String code, String field, String message, @Nullable String fix) {
        if (!silent) {
            object.report(level, code, fields.pathOf(field), positionOf(field), message, fix);
        }
    }

    /** A field that the version of the object does not have, so that the API server drops it; why, and what comes of it. */
    public void drop(String field, String message, @Nullable String fix) {
        if (!silent) {
            object.dropped(fields.pathOf(field), positionOf(field), message, fix);
        }
        harmless(field);
    }

    void reportUnknown() {
        fields.finish();
    }
}

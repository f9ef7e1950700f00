package dev.windtunnel.source;

import dev.windtunnel.source.ScalarNode.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What can be done with whole trees. Every method leaves its arguments as they are. */
public final class Nodes {
    private Nodes() {}

    /** The value as plain Java: LinkedHashMap, ArrayList, String, Long, Double, Boolean or null. */
    public static @Nullable Object toPlain(Node node) {
        if (node instanceof MapNode map) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            map.entries().forEach(entry -> plain.put(entry.key(), toPlain(entry.value())));
            return plain;
        }
        if (node instanceof ListNode list) {
            List<@Nullable Object> plain = new ArrayList<>(list.items().size());
            list.items().forEach(item -> plain.add(toPlain(item)));
            return plain;
        }
        ScalarNode scalar = (ScalarNode) node;
        return switch (scalar.type()) {
            case NULL -> null;
            case BOOL -> scalar.asBoolean();
            case INT -> scalar.asLong();
            case FLOAT -> scalar.asDouble();
            case STRING -> scalar.text();
        };
    }

    /**
     * The tree of a plain Java value, as {@link #toPlain} makes it or as a JSON library would; every node has the given
     * position and no offsets.
     *
     * @throws IllegalArgumentException when the value, or something in it, is of a type that YAML does not know
     */
    public static Node fromPlain(@Nullable Object value, Position position) {
        if (value instanceof Node node) {
            return node;
        }
        if (value instanceof Map<?, ?> map) {
            List<Entry> entries = new ArrayList<>(map.size());
            map.forEach(
                    (key, item) -> entries.add(new Entry(String.valueOf(key), position, fromPlain(item, position))));
            return new MapNode(position, Node.NO_OFFSET, Node.NO_OFFSET, entries);
        }
        if (value instanceof Iterable<?> items) {
            List<Node> nodes = new ArrayList<>();
            items.forEach(item -> nodes.add(fromPlain(item, position)));
            return new ListNode(position, Node.NO_OFFSET, Node.NO_OFFSET, nodes);
        }
        return Events.moved(scalar(value), position, Node.NO_OFFSET, Node.NO_OFFSET);
    }

    private static ScalarNode scalar(@Nullable Object value) {
        if (value == null) {
            return ScalarNode.NULL;
        }
        if (value instanceof CharSequence || value instanceof Enum<?>) {
            return ScalarNode.of(value.toString());
        }
        if (value instanceof Boolean bool) {
            return ScalarNode.of(bool.booleanValue());
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ScalarNode.of(((Number) value).longValue());
        }
        if (value instanceof BigInteger big && big.bitLength() < 64) {
            return ScalarNode.of(big.longValue());
        }
        if (value instanceof Double
                || value instanceof Float
                || value instanceof BigDecimal
                || value instanceof BigInteger) {
            return ScalarNode.of(((Number) value).doubleValue());
        }
        throw new IllegalArgumentException("a " + value.getClass().getSimpleName() + " is no value of YAML");
    }

    /**
     * Whether two trees mean the same, wherever they stand: order of keys and the way numbers are written do not count.
     */
    public static boolean sameValue(@Nullable Node a, @Nullable Node b) {
        if (a == b) {
            return true;
        }
        if (a instanceof MapNode left && b instanceof MapNode right) {
            return left.entries().size() == right.entries().size()
                    && left.entries().stream().allMatch(entry -> {
                        Node other = right.get(entry.key());
                        return other != null && sameValue(entry.value(), other);
                    });
        }
        if (a instanceof ListNode left && b instanceof ListNode right) {
            if (left.items().size() != right.items().size()) {
                return false;
            }
            for (int i = 0; i < left.items().size(); i++) {
                if (!sameValue(left.items().get(i), right.items().get(i))) {
                    return false;
                }
            }
            return true;
        }
        return a instanceof ScalarNode left && b instanceof ScalarNode right && sameScalar(left, right);
    }

    private static boolean sameScalar(ScalarNode a, ScalarNode b) {
        boolean numbers = isNumber(a) && isNumber(b);
        if (numbers && a.type() != b.type()) {
            // 5 and 5.0 are one number in the JSON that a cluster stores.
            return Objects.equals(a.asDouble(), b.asDouble());
        }
        return a.type() == b.type() && Objects.equals(toPlain(a), toPlain(b));
    }

    private static boolean isNumber(ScalarNode scalar) {
        return scalar.type() == Type.INT || scalar.type() == Type.FLOAT;
    }

    /**
     * {@code base} with {@code over} laid over it, as a JSON merge patch (RFC 7386): maps are merged key by key,
     * everything else is replaced, null removes.
     */
    public static Node merge(Node base, Node over) {
        if (!(over instanceof MapNode patch)) {
            return over;
        }
        MapNode merged = base instanceof MapNode map ? map : patch.withEntries(List.of());
        for (Entry entry : patch.entries()) {
            if (entry.value() instanceof ScalarNode scalar && scalar.isNull()) {
                merged = merged.without(entry.key());
            } else {
                Node old = merged.get(entry.key());
                merged = merged.with(entry.key(), merge(old == null ? ScalarNode.NULL : old, entry.value()));
            }
        }
        return merged;
    }

    /** {@code root} with the value at a path set; see {@link Paths#set}. */
    public static Node with(Node root, String path, Node value) {
        return Paths.set(root, Paths.parse(path), value);
    }

    /** The tree as block YAML, as kubectl prints it: keys in their order, texts in quotes only where they need them. */
    public static String toYaml(Node node) {
        return YamlWriter.write(node);
    }

    /** The tree as JSON with the indentation of kubectl, keys in their order, without a line break at the end. */
    public static String toJson(Node node) {
        return JsonWriter.write(node);
    }
}

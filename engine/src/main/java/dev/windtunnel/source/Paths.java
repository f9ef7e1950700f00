package dev.windtunnel.source;

import dev.windtunnel.finding.Findings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paths of {@code --set}, {@code --vary} and patches: dotted keys, {@code [2]} for an element by its place,
 * {@code [name]} for the element whose {@code name} or {@code metadata.name} that is. A key that holds dots stands in
 * brackets, with or without quotes: {@code metadata.annotations["sidecar.istio.io/inject"]}.
 */
public final class Paths {
    private Paths() {}

    /** One step of a path. */
    public sealed interface Step permits Key, Index, Name {}

    /** A key of a map. */
    public record Key(String key) implements Step {
        @Override
        public String toString() {
            return key;
        }
    }

    /** An element of a list by its place, from 0; on a map the key that is that number. */
    public record Index(int index) implements Step {
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    /** An element of a list by its name; on a map a key. */
    public record Name(String name) implements Step {
        @Override
        public String toString() {
            boolean bare = !name.isEmpty()
                    && name.indexOf(']') < 0
                    && name.charAt(0) != '"'
                    && name.charAt(0) != '\''
                    && !name.chars().allMatch(c -> c >= '0' && c <= '9')
                    && name.equals(name.strip());
            return bare ? "[" + name + "]" : JsonWriter.quoted(name).transform(quoted -> "[" + quoted + "]");
        }
    }

    /** A parsed path; it has at least one step. */
    public record Path(List<Step> steps) {
        public Path {
            steps = List.copyOf(steps);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("a path needs at least one key");
            }
        }

        /** The path as it would be typed. */
        @Override
        public String toString() {
            return text(steps, steps.size());
        }
    }

    /**
     * Parses a path.
     *
     * @throws IllegalArgumentException when it is malformed; the message names the column, from 1
     */
    public static Path parse(String text) {
        return new PathParser(text).parse();
    }

    /** The value at a path, or null when there is nothing: no step is an error. */
    public static @Nullable Node get(Node root, Path path) {
        Node node = root;
        for (Step step : path.steps()) {
            Node next = child(node, step);
            if (next == null) {
                return null;
            }
            node = next;
        }
        return node;
    }

    /**
     * The tree with the value at a path set. Maps that are missing on the way are made; a list grows when the index is
     * its size. A value of null, of Java or of YAML, removes, as {@link #remove} does.
     *
     * @throws IllegalArgumentException when the path does not fit the tree; the message says what is there instead
     */
    public static Node set(Node root, Path path, @Nullable Node value) {
        if (value == null || value instanceof ScalarNode scalar && scalar.isNull()) {
            return remove(root, path);
        }
        return set(root, path.steps(), 0, value);
    }

    /**
     * The tree without the value at a path; the same tree when there is nothing to remove. An element of a list is
     * taken out and those behind it move up.
     */
    public static Node remove(Node root, Path path) {
        return get(root, path) == null ? root : remove(root, path.steps(), 0);
    }

    /**
     * The VALUE of {@code --set PATH=VALUE}, read as YAML: {@code 5}, {@code 10ms}, {@code {attempts: 2}},
     * {@code [a, b]}.
     *
     * @return the value, or null for {@code null} and {@code ~}, which remove
     * @throws IllegalArgumentException when the text is no YAML
     */
    public static @Nullable Node value(String text) {
        return value(text, Position.NONE);
    }

    /** As {@link #value(String)}, with everything in it standing at a position. */
    public static @Nullable Node value(String text, Position position) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            return Nodes.fromPlain("", position);
        }
        Findings findings = new Findings();
        List<Document> documents = YamlReader.read("", trimmed, findings);
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException("the value " + trimmed + " is no YAML: "
                    + findings.list().get(0).message());
        }
        if (documents.size() > 1) {
            throw new IllegalArgumentException("the value holds more than one document");
        }
        // Its positions in this text mean nothing to who reads a finding about it.
        return documents.isEmpty()
                ? null
                : Nodes.fromPlain(Nodes.toPlain(documents.get(0).root()), position);
    }

    private static @Nullable Node child(Node node, Step step) {
        if (node instanceof MapNode map) {
            return map.get(keyOf(step));
        }
        if (node instanceof ListNode list) {
            int index = indexOf(list, step);
            return index < 0 ? null : list.items().get(index);
        }
        return null;
    }

    private static String keyOf(Step step) {
        if (step instanceof Key key) {
            return key.key();
        }
        return step instanceof Name name ? name.name() : Integer.toString(((Index) step).index());
    }

    /** The place of the element that a step means, or -1. */
    private static int indexOf(ListNode list, Step step) {
        if (step instanceof Index index) {
            return index.index() < list.items().size() ? index.index() : -1;
        }
        if (step instanceof Name name) {
            for (int i = 0; i < list.items().size(); i++) {
                if (name.name().equals(nameOf(list.items().get(i)))) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static @Nullable String nameOf(Node item) {
        if (!(item instanceof MapNode map)) {
            return null;
        }
        if (map.get("name") instanceof ScalarNode name && !name.isNull()) {
            return name.text();
        }
        return map.get("metadata") instanceof MapNode metadata
                        && metadata.get("name") instanceof ScalarNode name
                        && !name.isNull()
                ? name.text()
                : null;
    }

    private static Node set(@Nullable Node node, List<Step> steps, int depth, Node value) {
        if (depth == steps.size()) {
            return value;
        }
        Step step = steps.get(depth);
        if (node == null || node instanceof ScalarNode scalar && scalar.isNull()) {
            return made(steps, depth, value);
        }
        if (node instanceof MapNode map) {
            String key = keyOf(step);
            return map.with(key, set(map.get(key), steps, depth + 1, value));
        }
        if (!(node instanceof ListNode list)) {
            throw new IllegalArgumentException(
                    here(steps, depth) + " is " + node.describe() + ", nothing can be set inside it");
        }
        int index = indexOf(list, step);
        List<Node> items = new ArrayList<>(list.items());
        if (index >= 0) {
            items.set(index, set(items.get(index), steps, depth + 1, value));
        } else if (step instanceof Index last && last.index() == items.size()) {
            items.add(set(null, steps, depth + 1, value));
        } else {
            throw noElement(list, steps, depth);
        }
        return list.withItems(items);
    }

    /** What is missing on the way: a list for an index of 0, else a map. */
    private static Node made(List<Step> steps, int depth, Node value) {
        Step step = steps.get(depth);
        Node inner = set(null, steps, depth + 1, value);
        if (step instanceof Key
                || step instanceof Name && depth > 0 && keyOf(step).indexOf('.') >= 0) {
            // The key stands where the value does: both come from the same option.
            Entry entry = new Entry(keyOf(step), inner.position(), inner);
            return new MapNode(inner.position(), Node.NO_OFFSET, Node.NO_OFFSET, List.of(entry));
        }
        if (step instanceof Index index && index.index() == 0) {
            return ListNode.of(List.of(inner));
        }
        throw new IllegalArgumentException(here(steps, depth) + " does not exist, so it has no element " + step);
    }

    private static IllegalArgumentException noElement(ListNode list, List<Step> steps, int depth) {
        String where = here(steps, depth);
        Step step = steps.get(depth);
        if (step instanceof Index) {
            return new IllegalArgumentException(where + " has " + list.items().size()
                    + (list.items().size() == 1 ? " element" : " elements") + ", there is no " + step);
        }
        if (step instanceof Key) {
            return new IllegalArgumentException(
                    where + " is a list: write " + where + "[" + keyOf(step) + "] or " + where + "[0]");
        }
        List<String> names = new ArrayList<>();
        for (Node item : list.items()) {
            String name = nameOf(item);
            if (name != null) {
                names.add(name);
            }
        }
        return new IllegalArgumentException(where + " has no element named \"" + keyOf(step) + "\""
                + (names.isEmpty() ? ", its elements have no names" : "; there are: " + String.join(", ", names)));
    }

    private static Node remove(Node node, List<Step> steps, int depth) {
        Step step = steps.get(depth);
        boolean last = depth + 1 == steps.size();
        if (node instanceof MapNode map) {
            Node old = map.get(keyOf(step));
            if (last || old == null) {
                return map.without(keyOf(step));
            }
            return map.with(keyOf(step), remove(old, steps, depth + 1));
        }
        ListNode list = (ListNode) node;
        int index = indexOf(list, step);
        List<Node> items = new ArrayList<>(list.items());
        if (last) {
            items.remove(index);
        } else {
            items.set(index, remove(items.get(index), steps, depth + 1));
        }
        return list.withItems(items);
    }

    private static String here(List<Step> steps, int depth) {
        return depth == 0 ? "the document" : text(steps, depth);
    }

    private static String text(List<Step> steps, int count) {
        StringBuilder out = new StringBuilder();
        for (Step step : steps.subList(0, count)) {
            if (step instanceof Key && !out.isEmpty()) {
                out.append('.');
            }
            out.append(step);
        }
        return out.toString();
    }
}

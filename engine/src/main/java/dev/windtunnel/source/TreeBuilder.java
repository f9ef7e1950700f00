package dev.windtunnel.source;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.ScalarNode.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Builds the tree of one document from the events of a YAML parser. It keeps its own stack instead of recursing, so
 * that no input can exhaust the thread's, and counts what aliases multiply.
 */
final class TreeBuilder {
    /** No manifest nests deeper; the trees stay shallow enough for recursive readers. */
    static final int MAX_DEPTH = 200;

    /** Nodes that aliases may add to one file in all. */
    static final long MAX_ALIASED_NODES = 2_000_000;

    /** Doubled keys that are reported; a file with more of them is generated, and the rest says nothing new. */
    private static final int MAX_DOUBLED_KEYS = 100;

    private final SourceText source;
    private final Findings findings;
    private final ArrayDeque<Frame> stack = new ArrayDeque<>();
    private final Map<String, Built> anchors = new HashMap<>();
    private @Nullable Node root;
    private long aliasedNodes;
    private int doubledKeys;

    TreeBuilder(SourceText source, Findings findings) {
        this.source = source;
        this.findings = findings;
    }

    /** A finished value with the number of nodes it stands for and how deep it goes. */
    private record Built(Node node, long nodes, int height) {}

    /** A collection whose end has not been read. */
    private static final class Frame {
        final CollectionStartEvent startEvent;
        final boolean map;
        final List<Node> items = new ArrayList<>();
        final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
        final List<Node> merges = new ArrayList<>();

        @Nullable
        ScalarNode key;

        boolean keyIsMerge;
        long nodes = 1;
        int height;

        Frame(CollectionStartEvent startEvent) {
            this.startEvent = startEvent;
            this.map = startEvent instanceof MappingStartEvent;
        }
    }

    @Nullable
    Node root() {
        return root;
    }

    /** Where the innermost bracket stands that is still open, or null. */
    @Nullable
    Position openBracket() {
        for (Frame frame : stack) {
            if (frame.startEvent.isFlow()) {
                return source.position(frame.startEvent.getStartMark());
            }
        }
        return null;
    }

    void begin() {
        stack.clear();
        anchors.clear();
        root = null;
    }

    void scalar(ScalarEvent event) throws Refusal {
        ScalarNode node = Events.scalar(source, event);
        Built built = new Built(node, 1, 0);
        Frame frame = stack.peek();
        boolean merge = frame != null
                && frame.map
                && frame.key == null
                && event.getValue().equals("<<")
                && event.getScalarStyle() == ScalarStyle.PLAIN;
        remember(event, built);
        attach(built, merge);
    }

    void alias(AliasEvent event) throws Refusal {
        Built target = anchors.get(event.getAnchor());
        Position position = source.position(event.getStartMark());
        if (target == null) {
            boolean inside = stack.stream().anyMatch(frame -> event.getAnchor().equals(frame.startEvent.getAnchor()));
            throw new Refusal(position.on(
                    inside
                            ? Finding.error(
                                            "WT0004",
                                            "the alias *" + event.getAnchor() + " stands inside what it repeats")
                                    .withFix("write the value out instead of the alias")
                            : Finding.error(
                                            "WT0001",
                                            "the alias *" + event.getAnchor() + " repeats nothing: no &"
                                                    + event.getAnchor() + " stands before it")
                                    .withFix("put the text in quotes if no alias is meant")));
        }
        aliasedNodes += target.nodes();
        if (aliasedNodes > MAX_ALIASED_NODES) {
            throw new Refusal(position.on(Finding.error(
                            "WT0004",
                            "the aliases of this file stand for more than " + MAX_ALIASED_NODES
                                    + " values, more than any cluster takes")
                    .withFix("write the values out, or split the file")));
        }
        if (stack.size() + target.height() > MAX_DEPTH) {
            throw tooDeep(position);
        }
        int start = source.offset(event.getStartMark());
        int end = source.offset(event.getEndMark());
        attach(new Built(Events.moved(target.node(), position, start, end), target.nodes(), target.height()), false);
    }

    void open(CollectionStartEvent event) throws Refusal {
        Frame above = stack.peek();
        if (above != null && above.map && above.key == null) {
            throw new Refusal(source.position(event.getStartMark())
                    .on(Finding.error("WT0001", "a key has to be a text or a number, not a map or a list")
                            .withFix("put text that holds { } or [ ] in quotes")));
        }
        if (stack.size() >= MAX_DEPTH) {
            throw tooDeep(source.position(event.getStartMark()));
        }
        stack.push(new Frame(event));
    }

    void close(Event event) throws Refusal {
        Frame frame = stack.pop();
        Position position = source.position(frame.startEvent.getStartMark());
        int start = source.offset(frame.startEvent.getStartMark());
        int end = frame.startEvent.isFlow() ? source.offset(event.getEndMark()) : Events.blockEnd(frame.items, start);
        Node node;
        if (frame.map) {
            for (Node merged : frame.merges) {
                merge(frame, merged);
            }
            node = new MapNode(position, start, end, List.copyOf(frame.entries.values()));
        } else {
            node = new ListNode(position, start, end, frame.items);
        }
        Built built = new Built(node, frame.nodes, frame.height + 1);
        remember(frame.startEvent, built);
        attach(built, false);
    }

    private void attach(Built built, boolean isMergeKey) throws Refusal {
        Frame frame = stack.peek();
        if (frame == null) {
            root = built.node();
            return;
        }
        frame.nodes += built.nodes();
        frame.height = Math.max(frame.height, built.height());
        if (!frame.map) {
            frame.items.add(built.node());
        } else if (frame.key == null) {
            if (!(built.node() instanceof ScalarNode key)) {
                throw new Refusal(built.node()
                        .position()
                        .on(Finding.error(
                                        "WT0001",
                                        "a key has to be a text or a number, not "
                                                + built.node().describe())
                                .withFix("write the key out")));
            }
            frame.key = key;
            frame.keyIsMerge = isMergeKey;
        } else {
            put(frame, frame.key, built.node());
            frame.key = null;
        }
    }

    private void put(Frame frame, ScalarNode key, Node value) {
        // Kept beside the entries so that the end of a block map is that of its last value, even of a doubled key.
        frame.items.add(value);
        if (frame.keyIsMerge) {
            frame.merges.add(value);
            return;
        }
        String name = Events.keyText(key);
        if (key.type() == Type.BOOL && !name.equals(key.text())) {
            findings.add(key.position()
                    .on(Finding.warning(
                                    "WT0007", "the key " + key.text() + " is read as " + name + ", as a cluster does")
                            .withFix("put it in quotes: \"" + key.text() + "\"")));
        }
        Entry earlier = frame.entries.remove(name);
        if (earlier != null && doubledKeys++ < MAX_DOUBLED_KEYS) {
            findings.add(key.position()
                    .on(Finding.error(
                                    "WT0002",
                                    "the key \"" + name + "\" stands twice in the same map, first at "
                                            + earlier.keyPosition().line() + ":"
                                            + earlier.keyPosition().column())
                            .withFix("keep one of the two; a cluster would take the later one and say nothing")));
        }
        frame.entries.put(name, new Entry(name, key.position(), value));
    }

    private void merge(Frame frame, Node merged) throws Refusal {
        if (merged instanceof MapNode map) {
            for (Entry entry : map.entries()) {
                frame.entries.putIfAbsent(entry.key(), entry);
            }
        } else if (merged instanceof ListNode list && list.items().stream().allMatch(item -> item instanceof MapNode)) {
            for (Node item : list.items()) {
                merge(frame, item);
            }
        } else {
            throw new Refusal(merged.position()
                    .on(Finding.error(
                                    "WT0001",
                                    "the merge key << takes a map or a list of maps, not " + merged.describe())
                            .withFix("put << in quotes if it is an ordinary key")));
        }
    }

    private void remember(NodeEvent event, Built built) {
        if (event.getAnchor() != null) {
            anchors.put(event.getAnchor(), built);
        }
    }

    private static Refusal tooDeep(Position position) {
        return new Refusal(position.on(Finding.error(
                        "WT0003", "maps and lists are nested more than " + MAX_DEPTH + " deep")
                .withFix("no object of a cluster is so deep: look for an unclosed bracket, or flatten the value")));
    }
}

package dev.windtunnel.source;

import dev.windtunnel.source.ScalarNode.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.events.ScalarEvent;

/** From the events of a YAML parser to nodes: what a scalar means and where a value ends. */
final class Events {
    private static final String STANDARD_TAG = "tag:yaml.org,2002:";

    private Events() {}

    static ScalarNode scalar(SourceText source, ScalarEvent event) {
        String text = source.value(event.getValue());
        boolean quoted = event.getScalarStyle() != ScalarStyle.PLAIN;
        int start = source.offset(event.getStartMark());
        int end = source.offset(event.getEndMark());
        if (event.getScalarStyle() == ScalarStyle.LITERAL || event.getScalarStyle() == ScalarStyle.FOLDED) {
            // The parser's mark stands at the next line with content; the value ends with its own last line.
            while (end > start && isBlank(source.text().charAt(end - 1))) {
                end--;
            }
        }
        Type type = type(text, quoted, event.getTag());
        return new ScalarNode(source.position(event.getStartMark()), start, end, text, type, quoted);
    }

    private static Type type(String text, boolean quoted, @Nullable String tag) {
        if (tag == null || !tag.startsWith(STANDARD_TAG)) {
            return quoted ? Type.STRING : Scalars.resolve(text);
        }
        Type resolved = Scalars.resolve(text);
        return switch (tag.substring(STANDARD_TAG.length())) {
            case "int", "bool", "null" -> resolved;
            case "float" -> resolved == Type.INT ? Type.FLOAT : resolved;
            default -> Type.STRING;
        };
    }

    /** A key as the cluster's JSON has it, where every key is a text. */
    static String keyText(ScalarNode key) {
        return switch (key.type()) {
            case BOOL -> String.valueOf(key.asBoolean());
            case INT -> String.valueOf(key.asLong());
            default -> key.text();
        };
    }

    /** The same value as if it had been written at another place. */
    static Node moved(Node node, Position position, int start, int end) {
        if (node instanceof MapNode map) {
            return new MapNode(position, start, end, map.entries());
        }
        if (node instanceof ListNode list) {
            return new ListNode(position, start, end, list.items());
        }
        ScalarNode scalar = (ScalarNode) node;
        return new ScalarNode(position, start, end, scalar.text(), scalar.type(), scalar.quoted());
    }

    /**
     * A block collection ends with its last value: the parser would count the comments and empty lines below it too.
     */
    static int blockEnd(List<Node> values, int start) {
        return values.isEmpty()
                ? start
                : Math.max(start, values.get(values.size() - 1).end());
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}

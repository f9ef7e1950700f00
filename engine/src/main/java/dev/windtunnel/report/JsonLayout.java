package dev.windtunnel.report;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays JSON out for people: what fits on a line stays on it, the rest has a line for each key or item; long lists of
 * scalars fill their lines.
 *
 * <p>A result has hundreds of small maps (latencies, shares, codes), which one key a line would spread over pages.
 */
final class JsonLayout {
    private static final int WIDTH = 120;
    private static final int STEP = 2;

    private final Scalars scalars;
    private final StringBuilder out = new StringBuilder();

    /** How a value that is no map and no list is written. */
    interface Scalars {
        String text(@Nullable Object value);
    }

    JsonLayout(Scalars scalars) {
        this.scalars = scalars;
    }

    /** The tree, ended by a line feed. The outermost map or list is never on one line. */
    String text(@Nullable Object tree) {
        write(tree, 0, WIDTH);
        return out.append('\n').toString();
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private void write(@Nullable Object node, int indent, int used) {
        int start = out.length();
        if (flat(node, start + WIDTH - used)) {
            return;
        }
        out.setLength(start);
        if (node instanceof Map<?, ?> map) {
            writeMap(map, indent + STEP);
        } else if (node instanceof Iterable<?> items) {
            writeList(items, indent + STEP);
        } else {
            out.append(scalars.text(node));
        }
    }

    private void writeMap(Map<?, ?> map, int indent) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        char before = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(before);
            int line = newLine(indent);
            out.append(key(entry)).append(": ");
            // One place is kept for the comma that may follow.
            write(entry.getValue(), indent, out.length() - line + 1);
            before = ',';
        }
        newLine(indent - STEP);
        out.append('}');
    }

    private void writeList(Iterable<?> items, int indent) {
        Iterator<?> iterator = items.iterator();
        if (!iterator.hasNext()) {
            out.append("[]");
            return;
        }
        out.append('[');
        int line = newLine(indent);
        Object item = iterator.next();
        write(item, indent, indent + 1);
        while (iterator.hasNext()) {
            boolean wasScalar = isScalar(item);
            item = iterator.next();
            out.append(',');
            if (wasScalar && isScalar(item)) {
                String text = scalars.text(item);
                if (out.length() - line + text.length() + 2 > WIDTH) {
                    line = newLine(indent);
                } else {
                    out.append(' ');
                }
                out.append(text);
            } else {
                line = newLine(indent);
                write(item, indent, indent + 1);
            }
        }
        newLine(indent - STEP);
        out.append(']');
    }

    /** Writes the node on one line; gives up, with a part written, when that would pass {@code limit} characters. */
    private boolean flat(@Nullable Object node, int limit) {
        if (node instanceof Map<?, ?> map) {
            char before = '{';
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(before).append(before == '{' ? "" : " ");
                out.append(key(entry)).append(": ");
                if (!flat(entry.getValue(), limit - 1)) {
                    return false;
                }
                before = ',';
            }
            out.append(before == '{' ? "{}" : "}");
        } else if (node instanceof Iterable<?> items) {
            char before = '[';
            for (Object item : items) {
                out.append(before).append(before == '[' ? "" : " ");
                if (!flat(item, limit - 1)) {
                    return false;
                }
                before = ',';
            }
            out.append(before == '[' ? "[]" : "]");
        } else {
            out.append(scalars.text(node));
        }
        return out.length() <= limit;
    }

    /** Starts a line and says where it starts in the whole text. */
    private int newLine(int indent) {
        out.append('\n');
        int line = out.length();
        out.append(" ".repeat(indent));
        return line;
    }

    private static String key(Map.Entry<?, ?> entry) {
        if (entry.getKey() instanceof String text) {
            return quoted(text);
        }
        throw new IllegalArgumentException("a key of a document is text, not " + entry.getKey());
    }

    private static boolean isScalar(@Nullable Object node) {
        return !(node instanceof Map) && !(node instanceof Iterable);
    }
}

package dev.windtunnel.source;

import java.util.Iterator;
import java.util.Locale;

/** Writes trees as JSON, indented by four spaces as kubectl does. */
final class JsonWriter {
    private final StringBuilder out = new StringBuilder();

    private JsonWriter() {}

    static String write(Node node) {
        JsonWriter writer = new JsonWriter();
        writer.value(node, 0);
        return writer.out.toString();
    }

    private void value(Node node, int depth) {
        if (node instanceof MapNode map) {
            map(map, depth);
        } else if (node instanceof ListNode list) {
            list(list, depth);
        } else {
            out.append(scalar((ScalarNode) node));
        }
    }

    private void map(MapNode map, int depth) {
        if (map.entries().isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        for (Iterator<Entry> entries = map.entries().iterator(); entries.hasNext(); ) {
            Entry entry = entries.next();
            newLine(depth + 1);
            out.append(quoted(entry.key())).append(": ");
            value(entry.value(), depth + 1);
            out.append(entries.hasNext() ? "," : "");
        }
        newLine(depth);
        out.append('}');
    }

    private void list(ListNode list, int depth) {
        if (list.items().isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        for (Iterator<Node> items = list.items().iterator(); items.hasNext(); ) {
            newLine(depth + 1);
            value(items.next(), depth + 1);
            out.append(items.hasNext() ? "," : "");
        }
        newLine(depth);
        out.append(']');
    }

    private void newLine(int depth) {
        out.append('\n').append("    ".repeat(depth));
    }

    /** A scalar as JSON; what JSON has no number for, infinity and NaN, is a text. */
    static String scalar(ScalarNode scalar) {
        return switch (scalar.type()) {
            case NULL -> "null";
            case BOOL -> String.valueOf(scalar.asBoolean());
            case INT -> String.valueOf(scalar.asLong());
            case FLOAT -> {
                Double value = scalar.asDouble();
                yield value == null || value.isNaN() || value.isInfinite()
                        ? quoted(scalar.text())
                        : Scalars.floatText(value);
            }
            case STRING -> quoted(scalar.text());
        };
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20
                            || c >= 0x7F && c < 0xA0
                            || c == 0x2028
                            || c == 0x2029
                            || c == 0xFEFF
                            || isLoneSurrogate(text, i)
                            || c >= 0xFFFE) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}

package dev.windtunnel.source;

import dev.windtunnel.source.ScalarNode.Type;

/** Writes trees as block YAML, as kubectl does: two spaces, and the dash of a list under the key that holds it. */
final class YamlWriter {
    /** Characters that mean something to YAML at the start of a plain scalar. */
    private static final String INDICATORS = "-?:,[]{}#&*!|>'\"%@`";

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    static String write(Node node) {
        YamlWriter writer = new YamlWriter();
        if (isInline(node)) {
            writer.inline(node, 2);
        } else {
            writer.block(node, 0);
        }
        return writer.out.toString();
    }

    /** Whether a value follows its key on the same line. */
    private static boolean isInline(Node node) {
        return node instanceof ScalarNode
                || node instanceof MapNode map && map.entries().isEmpty()
                || node instanceof ListNode list && list.items().isEmpty();
    }

    /** Writes a collection whose first line is already indented. */
    private void block(Node node, int indent) {
        boolean first = true;
        if (node instanceof MapNode map) {
            for (Entry entry : map.entries()) {
                margin(first, indent);
                first = false;
                out.append(text(entry.key())).append(':');
                entryValue(entry.value(), indent);
            }
        } else if (node instanceof ListNode list) {
            for (Node item : list.items()) {
                margin(first, indent);
                first = false;
                out.append("- ");
                if (isInline(item)) {
                    inline(item, indent + 2);
                } else {
                    block(item, indent + 2);
                }
            }
        }
    }

    private void margin(boolean first, int indent) {
        if (!first) {
            out.append(" ".repeat(indent));
        }
    }

    private void entryValue(Node value, int indent) {
        if (isInline(value)) {
            out.append(' ');
            inline(value, indent + 2);
        } else {
            int inner = value instanceof ListNode ? indent : indent + 2;
            out.append('\n').append(" ".repeat(inner));
            block(value, inner);
        }
    }

    private void inline(Node node, int indent) {
        if (node instanceof ScalarNode scalar) {
            if (scalar.type() == Type.STRING && isLiteral(scalar.text())) {
                literal(scalar.text(), indent);
                return;
            }
            out.append(scalar(scalar));
        } else {
            out.append(node instanceof MapNode ? "{}" : "[]");
        }
        out.append('\n');
    }

    private static String scalar(ScalarNode scalar) {
        if (scalar.type() == Type.STRING) {
            return text(scalar.text());
        }
        Double value = scalar.type() == Type.FLOAT ? scalar.asDouble() : null;
        if (value != null && (value.isNaN() || value.isInfinite())) {
            return Scalars.floatText(value);
        }
        return JsonWriter.scalar(scalar);
    }

    /** Texts of several lines are written as a block, unless a block would not bring back every blank. */
    private static boolean isLiteral(String text) {
        if (text.indexOf('\n') < 0 || text.startsWith(" ") || text.startsWith("\n")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lineEnd = i + 1 == text.length() || text.charAt(i + 1) == '\n';
            if (c != '\n' && (c < 0x20 && c != '\t' || needsEscape(c) || (c == ' ' || c == '\t') && lineEnd)) {
                return false;
            }
        }
        return true;
    }

    private void literal(String text, int indent) {
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        String chomping = "";
        if (!text.endsWith("\n")) {
            chomping = "-";
        } else if (body.endsWith("\n") || body.isEmpty()) {
            chomping = "+";
        }
        out.append('|').append(chomping).append('\n');
        for (String line : body.split("\n", -1)) {
            out.append(line.isEmpty() ? "" : " ".repeat(indent)).append(line).append('\n');
        }
    }

    static String text(String text) {
        boolean escapes = text.chars().anyMatch(c -> c < 0x20 || needsEscape((char) c));
        if (escapes || Scalars.resolve(text) != Type.STRING || text.equals("<<") || text.equals("=")) {
            return JsonWriter.quoted(text);
        }
        if (isPlain(text)) {
            return text;
        }
        return "'" + text.replace("'", "''") + "'";
    }

    private static boolean isPlain(String text) {
        char first = text.charAt(0);
        boolean dashed =
                "-?:".indexOf(first) >= 0 && text.length() > 1 && text.charAt(1) != ' ' && !text.startsWith("---");
        return (INDICATORS.indexOf(first) < 0 || dashed)
                && !text.startsWith("...")
                && !text.startsWith(" ")
                && !text.endsWith(" ")
                && !text.endsWith(":")
                && !text.contains(": ")
                && !text.contains(" #");
    }

    private static boolean needsEscape(char c) {
        return c >= 0x7F && c < 0xA0
                || c == 0x2028
                || c == 0x2029
                || c == 0xFEFF
                || c >= 0xFFFE
                || Character.isSurrogate(c);
    }
}

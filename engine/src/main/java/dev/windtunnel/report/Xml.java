package dev.windtunnel.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes XML 1.0, two spaces deeper for each element. Characters that XML cannot hold become U+FFFD. */
final class Xml {
    private static final char REPLACEMENT = '\ufffd';

    private final StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; attributes are pairs of name and value. */
    Xml open(String name, String... attributes) {
        tag(name, attributes).append(">\n");
        open.push(name);
        return this;
    }

    /** An element without content. */
    Xml empty(String name, String... attributes) {
        tag(name, attributes).append("/>\n");
        return this;
    }

    /** An element that holds text. */
    Xml text(String name, String text, String... attributes) {
        tag(name, attributes)
                .append('>')
                .append(escaped(text, false))
                .append("</")
                .append(name)
                .append(">\n");
        return this;
    }

    /** Closes the element that was opened last. */
    Xml close() {
        String name = open.pop();
        indent().append("</").append(name).append(">\n");
        return this;
    }

    /** The document, when all is closed. */
    String document() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return out.toString();
    }

    private StringBuilder tag(String name, String... attributes) {
        indent().append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1], true))
                    .append('"');
        }
        return out;
    }

    private StringBuilder indent() {
        return out.append("  ".repeat(open.size()));
    }

    private static String escaped(String text, boolean attribute) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append(attribute ? "&quot;" : "\"");
                // Parsers turn a plain carriage return, or white space of attributes, into something else.
                case '\r' -> escaped.append("&#13;");
                case '\n' -> escaped.append(attribute ? "&#10;" : "\n");
                case '\t' -> escaped.append(attribute ? "&#9;" : "\t");
                default -> escaped.appendCodePoint(isAllowed(c) ? c : REPLACEMENT);
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int c) {
        boolean surrogate = c >= 0xd800 && c <= 0xdfff;
        return c >= ' ' && !surrogate && c != 0xfffe && c != 0xffff;
    }
}

package dev.windtunnel.source;

import dev.windtunnel.finding.Finding;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be said about a text before it is parsed. */
final class TextCheck {
    private TextCheck() {}

    /** The finding about the first character that no YAML text may hold, or null when there is none. */
    static @Nullable Finding check(String file, String text) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (!isPrintable(c)) {
                return new Position(file, line, column)
                        .on(Finding.error(
                                        "WT0005",
                                        String.format(
                                                Locale.ROOT,
                                                "this is no text file: it holds the character U+%04X",
                                                (int) c))
                                .withFix("remove the character, or leave the file out of the resources"));
            }
            column++;
            if (c == '\n') {
                line++;
                column = 1;
            }
        }
        return null;
    }

    /** YAML 1.1 section 5.1, for chars of the basic plane. */
    private static boolean isPrintable(char c) {
        return c >= 0x20 && c <= 0x7E
                || c == '\n'
                || c == '\r'
                || c == '\t'
                || c == 0x85
                || c >= 0xA0 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD;
    }

    /**
     * JSON may be indented with tabs, which YAML forbids: in a text that begins like JSON the tabs outside of quotes become
     * spaces. All offsets stay the same.
     */
    static String plainSpaces(String text) {
        int first = 0;
        while (first < text.length()
                && (Character.isWhitespace(text.charAt(first)) || text.charAt(first) == '\uFEFF')) {
            first++;
        }
        boolean json = first < text.length() && (text.charAt(first) == '{' || text.charAt(first) == '[');
        if (!json || text.indexOf('\t') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text);
        boolean quoted = false;
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '\t' && !quoted) {
                out.setCharAt(i, ' ');
            }
        }
        return out.toString();
    }

    /** The offset of the next line behind {@code from} that begins a document with {@code ---}, or -1. */
    static int nextDocument(String text, int from) {
        int at = text.indexOf("\n---", from);
        while (at >= 0) {
            int behind = at + 4;
            if (behind >= text.length() || Character.isWhitespace(text.charAt(behind))) {
                return at + 1;
            }
            at = text.indexOf("\n---", behind);
        }
        return -1;
    }

    /** How many lines end between two offsets. */
    static int lines(String text, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\n') {
                count++;
            }
        }
        return count;
    }
}

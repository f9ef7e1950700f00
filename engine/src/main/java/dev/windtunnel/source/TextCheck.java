package dev.windtunnel.source;

import dev.windtunnel.finding.Finding;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be said about a text before it is parsed. */
final class TextCheck {
    /**
     * The longest run without a blank, quote or comma. The parser's time grows with its square (a second here), and no
     * object of a cluster is larger than about a million chars.
     */
    static final int LONGEST_WORD = 2_000_000;

    private TextCheck() {}

    /** The finding about the first character that no YAML text may hold, or null when there is none. */
    static @Nullable Finding check(String file, String text) {
        int line = 1;
        int column = 1;
        int word = 0;
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
            word = c <= ' ' || c == '"' || c == '\'' || c == ',' ? 0 : word + 1;
            if (word > LONGEST_WORD) {
                return new Position(file, line, column)
                        .on(Finding.error("WT0006", "a single word is longer than " + LONGEST_WORD + " characters")
                                .withFix("leave the file out of the resources: no cluster takes such a value"));
            }
            column++;
            if (endsLine(text, i)) {
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

    /** Stands for the backslash of {@code \/} while a text is parsed. */
    private static final char SLASH_ESCAPE = '\uF8FF';

    /**
     * JSON may be indented with tabs and may write {@code \/}, which YAML 1.1 forbids: in a text that begins like JSON
     * the tabs outside of quotes become spaces, and those backslashes a mark that {@link #unmarked} takes away. All
     * offsets stay the same.
     */
    static String yamlOfJson(String text) {
        int first = 0;
        while (first < text.length()
                && (Character.isWhitespace(text.charAt(first)) || text.charAt(first) == '\uFEFF')) {
            first++;
        }
        boolean json = first < text.length() && (text.charAt(first) == '{' || text.charAt(first) == '[');
        if (!json || text.indexOf('\t') < 0 && !text.contains("\\/") || text.indexOf(SLASH_ESCAPE) >= 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text);
        boolean quoted = false;
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (quoted && c == '\\') {
                i++;
                if (i < out.length() && out.charAt(i) == '/') {
                    out.setCharAt(i - 1, SLASH_ESCAPE);
                }
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '\t' && !quoted) {
                out.setCharAt(i, ' ');
            }
        }
        return out.toString();
    }

    /** The value of a scalar without the marks of {@link #yamlOfJson}. */
    static String unmarked(String value) {
        return value.replace(SLASH_ESCAPE + "/", "/");
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
            if (endsLine(text, i)) {
                count++;
            }
        }
        return count;
    }

    /** Whether a line ends with the char at {@code i}: the line breaks of YAML 1.1, of which CR LF is one. */
    private static boolean endsLine(String text, int i) {
        return switch (text.charAt(i)) {
            case '\n', '\u0085', '\u2028', '\u2029' -> true;
            case '\r' -> i + 1 == text.length() || text.charAt(i + 1) != '\n';
            default -> false;
        };
    }
}

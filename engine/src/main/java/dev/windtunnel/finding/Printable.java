package dev.windtunnel.finding;

import java.util.Locale;

/**
 * Texts of users as people may see them: a control character, with which a name could colour, hide or overwrite what
 * stands around it on a terminal, is written as its code.
 */
public final class Printable {
    private Printable() {}

    /** A text that is part of one line: line feeds and tabs are written as their codes too. */
    public static String line(String text) {
        return escape(text, true);
    }

    /** A text of several lines. */
    public static String lines(String text) {
        return escape(text, false);
    }

    private static String escape(String text, boolean oneLine) {
        int at = 0;
        while (at < text.length() && isHarmless(text, at, oneLine)) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, at);
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (isHarmless(text, at, oneLine)) {
                out.append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\t') {
                out.append("\\t");
            } else {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return out.toString();
    }

    private static boolean isHarmless(String text, int at, boolean oneLine) {
        char c = text.charAt(at);
        return switch (c) {
            case '\n', '\t' -> !oneLine;
            case '\r' -> !oneLine && text.startsWith("\n", at + 1);
            // These turn the direction in which what follows is shown.
            case '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069' -> false;
            default -> !Character.isISOControl(c);
        };
    }
}

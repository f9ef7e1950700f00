package dev.windtunnel.source;

import dev.windtunnel.source.Paths.Index;
import dev.windtunnel.source.Paths.Key;
import dev.windtunnel.source.Paths.Name;
import dev.windtunnel.source.Paths.Step;
import java.util.ArrayList;
import java.util.List;

/** Reads the text of a path, left to right. */
final class PathParser {
    private final String text;
    private final List<Step> steps = new ArrayList<>();
    private int at;

    PathParser(String text) {
        this.text = text;
    }

    Paths.Path parse() {
        if (text.isBlank()) {
            throw error("a path needs at least one key", 0);
        }
        boolean keyWanted = true;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '[') {
                if (keyWanted && at > 0) {
                    throw error("a key is missing between \".\" and \"[\"", at);
                }
                bracket();
                keyWanted = false;
            } else if (c == '.') {
                if (keyWanted) {
                    throw error("a key is missing before \".\"", at);
                }
                at++;
                keyWanted = true;
            } else if (keyWanted) {
                steps.add(c == '"' || c == '\'' ? new Key(quoted()) : new Key(bareKey()));
                keyWanted = false;
            } else {
                throw error("\".\" or \"[\" is missing", at);
            }
        }
        if (keyWanted) {
            throw error("a key is missing at the end", at);
        }
        return new Paths.Path(steps);
    }

    private String bareKey() {
        int from = at;
        while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
            if (text.charAt(at) == ']') {
                throw error("\"]\" closes no bracket", at);
            }
            at++;
        }
        return text.substring(from, at).strip();
    }

    private void bracket() {
        int open = at++;
        skipBlanks();
        if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            String name = quoted();
            skipBlanks();
            if (at >= text.length() || text.charAt(at) != ']') {
                throw error("\"]\" is missing after the quote", at);
            }
            at++;
            steps.add(new Name(name));
            return;
        }
        int close = text.indexOf(']', at);
        if (close < 0) {
            throw error("this \"[\" is never closed", open);
        }
        String inner = text.substring(at, close).strip();
        if (inner.isEmpty()) {
            throw error("between the brackets an index or a name is missing", open);
        }
        at = close + 1;
        steps.add(inner.chars().allMatch(c -> c >= '0' && c <= '9') ? index(inner, open) : new Name(inner));
    }

    private Step index(String digits, int open) {
        try {
            return new Index(Integer.parseInt(digits));
        } catch (NumberFormatException e) {
            throw error("the index " + digits + " is too large", open);
        }
    }

    /** A text in quotes; a backslash takes the next character as it is. */
    private String quoted() {
        int open = at;
        char quote = text.charAt(at++);
        StringBuilder out = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            out.append(text.charAt(at++));
        }
        if (at >= text.length()) {
            throw error("this quote is never closed", open);
        }
        at++;
        return out.toString();
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private IllegalArgumentException error(String reason, int offset) {
        return new IllegalArgumentException("path \"" + text + "\", column " + (offset + 1) + ": " + reason);
    }
}

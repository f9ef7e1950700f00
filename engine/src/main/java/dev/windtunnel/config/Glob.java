package dev.windtunnel.config;

import java.util.regex.Pattern;

/**
 * Patterns of paths as shells know them: {@code *} and {@code ?} stay within one name, {@code **} stands for any number of
 * folders, none included, {@code [a-c]} and {@code {a,b}} for one of several.
 */
final class Glob {
    private Glob() {}

    static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    /** The expression that takes the whole of a path with {@code /} between its names. */
    static Pattern compile(String glob) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*' && glob.startsWith("**/", i)) {
                out.append("(?:[^/]+/)*");
                i += 2;
            } else if (c == '*' && glob.startsWith("**", i)) {
                out.append(".*");
                i++;
            } else if (c == '*') {
                out.append("[^/]*");
            } else if (c == '?') {
                out.append("[^/]");
            } else if (c == '[' && glob.indexOf(']', i + 2) > 0) {
                int end = glob.indexOf(']', i + 2);
                String inside = glob.substring(i + 1, end)
                        .replace("\\", "\\\\")
                        .replace("[", "\\[")
                        .replace("&&", "&\\&");
                out.append('[')
                        .append(inside.startsWith("!") ? "^" + inside.substring(1) : inside)
                        .append(']');
                i = end;
            } else if (c == '{' && glob.indexOf('}', i) > 0) {
                out.append("(?:");
                depth++;
            } else if (c == '}' && depth > 0) {
                out.append(')');
                depth--;
            } else if (c == ',' && depth > 0) {
                out.append('|');
            } else {
                out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(out.append(")".repeat(depth)).toString());
    }
}

package dev.windtunnel.proxy.rbac;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How texts of policies take others: exact, {@code prefix*}, {@code *suffix}, and {@code *} for any that is there. */
final class Texts {

    private Texts() {}

    static boolean anyTakes(List<String> patterns, @Nullable String text) {
        for (String pattern : patterns) {
            if (text != null && takes(pattern, text)) {
                return true;
            }
        }
        return false;
    }

    static boolean takes(String pattern, String text) {
        if (pattern.equals("*")) {
            return !text.isEmpty();
        }
        if (pattern.startsWith("*")) {
            return text.endsWith(pattern.substring(1));
        }
        return pattern.endsWith("*")
                ? text.startsWith(pattern.substring(0, pattern.length() - 1))
                : text.equals(pattern);
    }

    static boolean anyTakesHost(List<String> patterns, String authority) {
        String host = authority.toLowerCase(Locale.ROOT);
        return patterns.stream().anyMatch(pattern -> takes(pattern.toLowerCase(Locale.ROOT), host));
    }

    static boolean anyTakesPath(List<String> patterns, String path) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.indexOf('{') >= 0 ? fits(pattern, path) : takes(pattern, path));
    }

    /** A template: {@code {*}} is one part of a path, {@code {**}} none or more to its end ({@code uri_template}). */
    private static boolean fits(String template, String path) {
        String[] wanted = template.split("/", -1);
        String[] parts = path.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("{**}")) {
                return true;
            }
            boolean fits =
                    i < parts.length && (wanted[i].equals("{*}") ? !parts[i].isEmpty() : wanted[i].equals(parts[i]));
            if (!fits) {
                return false;
            }
        }
        return wanted.length == parts.length;
    }
}

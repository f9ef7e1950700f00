package dev.windtunnel.console;

import dev.windtunnel.config.fields.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** {@code kubectl -l}: {@code a=b,c!=d,e,!f,g in (x,y),h notin (x)}. */
final class LabelSelector {

    private LabelSelector() {}

    /**
     * Reads a selector; an empty one takes everything.
     *
     * @throws ConsoleException when it is none
     */
    static Predicate<Map<String, String>> of(String text) {
        Predicate<Map<String, String>> all = labels -> true;
        if (text.isBlank()) {
            return all;
        }
        for (String part : parts(text)) {
            all = all.and(requirement(part.strip(), text));
        }
        return all;
    }

    /** Commas in parentheses do not separate requirements. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static Predicate<Map<String, String>> requirement(String part, String whole) {
        int open = part.indexOf('(');
        if (open > 0 && part.endsWith(")")) {
            String[] words = part.substring(0, open).strip().split("\\s+");
            List<String> values = new ArrayList<>();
            for (String value : part.substring(open + 1, part.length() - 1).split(",", -1)) {
                values.add(value(value, whole));
            }
            if (words.length == 2 && words[1].equals("in")) {
                String key = key(words[0], whole);
                return labels -> values.contains(labels.get(key));
            }
            if (words.length == 2 && words[1].equals("notin")) {
                String key = key(words[0], whole);
                return labels -> !values.contains(labels.get(key));
            }
            throw unreadable(whole);
        }
        int equals = part.indexOf('=');
        if (equals > 0 && part.charAt(equals - 1) == '!') {
            String key = key(part.substring(0, equals - 1), whole);
            String value = value(part.substring(equals + 1), whole);
            return labels -> !value.equals(labels.get(key));
        }
        if (equals >= 0) {
            String key = key(part.substring(0, equals), whole);
            String rest = part.substring(equals + 1);
            String value = value(rest.startsWith("=") ? rest.substring(1) : rest, whole);
            return labels -> value.equals(labels.get(key));
        }
        if (part.startsWith("!")) {
            String key = key(part.substring(1), whole);
            return labels -> !labels.containsKey(key);
        }
        String key = key(part, whole);
        return labels -> labels.containsKey(key);
    }

    private static String key(String text, String whole) {
        if (!Labels.isKey(text.strip())) {
            throw unreadable(whole);
        }
        return text.strip();
    }

    private static String value(String text, String whole) {
        if (!Labels.isValue(text.strip())) {
            throw unreadable(whole);
        }
        return text.strip();
    }

    private static ConsoleException unreadable(String whole) {
        return new ConsoleException("error: unable to parse the label selector \"" + whole
                + "\": write for example app=web, app!=web, app, !app or app in (web,shop)");
    }
}

package dev.windtunnel.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** {@code kubectl -l}: {@code a=b,c!=d,e,!f,g in (x,y),h notin (x)}. */
final class LabelSelector {

    private LabelSelector() {}

    /**
     * Reads a selector.
     *
     * @throws ConsoleException when it is none
     */
    static Predicate<Map<String, String>> of(String text) {
        Predicate<Map<String, String>> all = labels -> true;
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
                values.add(value.strip());
            }
            if (words.length == 2 && words[1].equals("in")) {
                return labels -> values.contains(labels.get(words[0]));
            }
            if (words.length == 2 && words[1].equals("notin")) {
                return labels -> !values.contains(labels.get(words[0]));
            }
        } else if (part.contains("!=")) {
            int at = part.indexOf("!=");
            String key = part.substring(0, at).strip();
            String value = part.substring(at + 2).strip();
            return labels -> !value.equals(labels.get(key));
        } else if (part.contains("=")) {
            int at = part.indexOf('=');
            String key = part.substring(0, at).strip();
            String rest = part.substring(at + 1);
            String value = (rest.startsWith("=") ? rest.substring(1) : rest).strip();
            return labels -> value.equals(labels.get(key));
        } else if (part.startsWith("!") && part.length() > 1) {
            return labels -> !labels.containsKey(part.substring(1).strip());
        } else if (!part.isEmpty() && part.indexOf(' ') < 0) {
            return labels -> labels.containsKey(part);
        }
        throw new ConsoleException("error: unable to parse the label selector \"" + whole + "\"");
    }
}

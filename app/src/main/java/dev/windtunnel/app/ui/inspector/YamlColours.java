package dev.windtunnel.app.ui.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The colours of a YAML text: which characters are keys, strings, numbers, comments. */
final class YamlColours {

    private static final Pattern TOKEN = Pattern.compile(
            "(?<comment>(?<=^|\\s)#[^\\n]*)"
                    + "|(?<key>(?:\"(?:[^\"\\\\\\n]|\\\\.)*\"|'[^'\\n]*'|[A-Za-z0-9_./$-][^\\s:#,\\[\\]{}]*)(?=\\s*:(?:\\s|$)))"
                    + "|(?<string>\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\n]|'')*')"
                    + "|(?<number>(?<![\\w./-])[-+]?\\d+(?:\\.\\d+)?(?:%|ns|us|ms|s|m|h)?(?![\\w./-]))"
                    + "|(?<plain>(?<=[:\\-,\\[{] |[\\[{])[A-Za-z0-9_/*.](?:[^\\n#,\\[\\]{}]|,(?=\\S))*)"
                    + "|(?<dashes>^---.*$)",
            Pattern.MULTILINE);

    /** Characters of one kind. */
    record Span(int start, int end, String style) {}

    private YamlColours() {}

    /** The spans in order; what is between them has no colour of its own. */
    static List<Span> of(String text) {
        List<Span> spans = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            String style = matcher.group("comment") != null || matcher.group("dashes") != null
                    ? "yaml-comment"
                    : matcher.group("key") != null
                            ? "yaml-key"
                            : matcher.group("number") != null ? "yaml-number" : "yaml-string";
            spans.add(new Span(matcher.start(), matcher.end(), style));
        }
        return spans;
    }
}

package dev.windtunnel.app.rules;

import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Values written on one line. */
final class YamlWords {

    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./%+,=@-]*");

    private YamlWords() {}

    /**
     * A value on one line.
     *
     * @param quote the quotes that texts keep; 0 for none unless they are needed
     * @param flow whether it stands between brackets
     */
    static String value(Node value, char quote, boolean flow) {
        if (value instanceof MapNode map) {
            StringJoiner out = new StringJoiner(", ", "{", "}");
            for (Entry entry : map.entries()) {
                out.add(key(entry.key()) + ": " + value(entry.value(), (char) 0, true));
            }
            return out.toString();
        }
        if (value instanceof ListNode list) {
            StringJoiner out = new StringJoiner(", ", "[", "]");
            list.items().forEach(item -> out.add(value(item, (char) 0, true)));
            return out.toString();
        }
        ScalarNode scalar = (ScalarNode) value;
        if (scalar.type() != ScalarNode.Type.STRING) {
            return scalar.text();
        }
        return text(scalar.text(), quote, flow);
    }

    /** A key. */
    static String key(String key) {
        return text(key, (char) 0, true);
    }

    private static String text(String text, char quote, boolean flow) {
        boolean control = text.chars().anyMatch(each -> each < 0x20);
        if (quote == '\'' && !control) {
            return "'" + text.replace("'", "''") + "'";
        }
        boolean bare = quote == 0
                && BARE.matcher(text).matches()
                && !(flow && text.indexOf(',') >= 0)
                && ScalarNode.plain(text).type() == ScalarNode.Type.STRING;
        return bare ? text : ScalarNode.of(text).toString();
    }
}

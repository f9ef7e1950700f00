package dev.windtunnel.app.rules;

import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What an edit changes, in a few words: {@code weights 70/30 to 60/40}. */
public final class ChangeWords {

    private static final int LONGEST = 60;

    private ChangeWords() {}

    private record Difference(String key, @Nullable Node before, @Nullable Node after) {}

    /** In words; empty when both say the same. */
    public static String of(@Nullable MapNode before, MapNode after) {
        if (before == null) {
            return "a new object";
        }
        List<Difference> found = new ArrayList<>();
        compare("", before, after, found);
        List<String> words = new ArrayList<>();
        String weights = weights(before, after);
        if (weights != null) {
            words.add(weights);
            found.removeIf(each -> each.key().equals("weight"));
        }
        if (words.size() + found.size() > 2) {
            int count = found.size() + words.size();
            return count + " values";
        }
        for (Difference each : found) {
            words.add(each.key() + " " + text(each.before()) + " to " + text(each.after()));
        }
        return String.join(", ", words);
    }

    private static String text(@Nullable Node node) {
        if (node == null) {
            return "none";
        }
        String text = flow(node).replaceAll("\\s+", " ").strip();
        if (text.isEmpty()) {
            return "nothing";
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST).stripTrailing() + "..." : text;
    }

    /** As YAML would be on one line: these words stand on the timeline and above a button. */
    private static String flow(Node node) {
        if (node instanceof MapNode map) {
            StringJoiner entries = new StringJoiner(", ", "{", "}");
            map.entries().forEach(each -> entries.add(each.key() + ": " + flow(each.value())));
            return entries.toString();
        }
        if (node instanceof ListNode list) {
            StringJoiner items = new StringJoiner(", ", "[", "]");
            list.items().forEach(each -> items.add(flow(each)));
            return items.toString();
        }
        return node instanceof ScalarNode scalar ? scalar.text() : Nodes.toJson(node);
    }

    private static void compare(String key, @Nullable Node before, @Nullable Node after, List<Difference> found) {
        if (Nodes.sameValue(before, after)) {
            return;
        }
        MapNode a = before instanceof MapNode map ? map : null;
        MapNode b = after instanceof MapNode map ? map : null;
        if ((a != null || before == null) && (b != null || after == null)) {
            // A block that was written or taken away whole is told by its values, too.
            for (Entry entry : a == null ? List.<Entry>of() : a.entries()) {
                compare(entry.key(), entry.value(), b == null ? null : b.get(entry.key()), found);
            }
            for (Entry entry : b == null ? List.<Entry>of() : b.entries()) {
                if (a == null || a.get(entry.key()) == null) {
                    compare(entry.key(), null, entry.value(), found);
                }
            }
        } else if (before instanceof ListNode olds
                && after instanceof ListNode news
                && olds.items().size() == news.items().size()) {
            for (int i = 0; i < olds.items().size(); i++) {
                compare(key, olds.items().get(i), news.items().get(i), found);
            }
        } else {
            found.add(new Difference(key, before, after));
        }
    }

    /** The weights of the first route whose weights differ; null when none do. */
    private static @Nullable String weights(MapNode before, MapNode after) {
        for (String path : new String[] {"spec.http", "spec"}) {
            Node a = Paths.get(before, Paths.parse(path));
            Node b = Paths.get(after, Paths.parse(path));
            List<Node> olds = a instanceof ListNode list ? list.items() : a == null ? List.of() : List.of(a);
            List<Node> news = b instanceof ListNode list ? list.items() : b == null ? List.of() : List.of(b);
            for (int i = 0; i < Math.min(olds.size(), news.size()); i++) {
                String old = weightsOf(olds.get(i));
                String now = weightsOf(news.get(i));
                if (!old.equals(now) && !old.isEmpty() && !now.isEmpty()) {
                    return "weights " + old + " to " + now;
                }
            }
        }
        return null;
    }

    private static String weightsOf(Node route) {
        StringJoiner text = new StringJoiner("/");
        if (route instanceof MapNode map
                && map.get("route") instanceof ListNode list
                && list.items().size() > 1) {
            for (Node item : list.items()) {
                Node weight = item instanceof MapNode one ? one.get("weight") : null;
                text.add(weight instanceof ScalarNode scalar ? scalar.text() : "0");
            }
        }
        return text.length() == 0 ? "" : text.toString();
    }
}

package dev.windtunnel.app.rules;

import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes one value in a YAML text and leaves every other byte as it is: comments, order, quotes, line ends. Each edit
 * is read again and compared with what it should have come to, so that it either does just that or nothing.
 */
public final class YamlEdits {

    private YamlEdits() {}

    /** The text between two offsets is replaced. */
    record Replacement(int start, int end, String with) {
        String in(String text) {
            return text.substring(0, start) + with + text.substring(end);
        }
    }

    /**
     * The text with one value of an object set.
     *
     * @param object the object as it was read from {@code text}, with its offsets
     * @param path from the object's root; maps that are missing on the way are written
     * @param value the new value; null removes it, and maps that would be left empty
     * @throws IllegalArgumentException when that cannot be done without touching other values; the message says why
     */
    public static String set(String text, MapNode object, Paths.Path path, @Nullable Node value) {
        Node before = Paths.get(object, path);
        if (value == null ? before == null : Nodes.sameValue(before, value)) {
            return text;
        }
        Paths.Path changed = value == null ? outermostEmptied(object, path) : path;
        String result = new YamlPlace(text, object).replacement(changed, value).in(text);
        check(text, object, changed, value, result);
        return result;
    }

    /** As {@link #set(String, MapNode, Paths.Path, Node)}, with a path as it is typed. */
    public static String set(String text, MapNode object, String path, @Nullable Node value) {
        return set(text, object, Paths.parse(path), value);
    }

    /**
     * The text with every value made that of another tree.
     *
     * @throws IllegalArgumentException when the trees differ in more than values of keys
     */
    static String follow(String text, MapNode object, MapNode target) {
        List<Paths.Step> at = new ArrayList<>();
        Difference next = difference(object, target, at);
        String result = text;
        MapNode root = object;
        for (int i = 0; next != null; i++) {
            if (i > 200) {
                throw new IllegalArgumentException("too much differs");
            }
            result = set(result, root, next.path(), next.value());
            root = again(result, text, object);
            next = difference(root, target, at);
        }
        return result;
    }

    private record Difference(Paths.Path path, @Nullable Node value) {}

    /** The first place where the trees differ; null when they do not. */
    private static @Nullable Difference difference(Node here, Node there, List<Paths.Step> at) {
        if (Nodes.sameValue(here, there)) {
            return null;
        }
        if (here instanceof MapNode map && there instanceof MapNode other) {
            for (Entry entry : map.entries()) {
                at.add(new Paths.Key(entry.key()));
                Node value = other.get(entry.key());
                Difference found =
                        value == null ? new Difference(new Paths.Path(at), null) : difference(entry.value(), value, at);
                at.remove(at.size() - 1);
                if (found != null) {
                    return found;
                }
            }
            for (Entry entry : other.entries()) {
                if (map.get(entry.key()) == null) {
                    at.add(new Paths.Key(entry.key()));
                    Difference found = new Difference(new Paths.Path(at), entry.value());
                    at.remove(at.size() - 1);
                    return found;
                }
            }
        }
        if (here instanceof ListNode list
                && there instanceof ListNode other
                && list.items().size() == other.items().size()) {
            for (int i = 0; i < list.items().size(); i++) {
                at.add(new Paths.Index(i));
                Difference found = difference(list.items().get(i), other.items().get(i), at);
                at.remove(at.size() - 1);
                if (found != null) {
                    return found;
                }
            }
        }
        if (at.isEmpty()) {
            throw new IllegalArgumentException("the objects have nothing in common");
        }
        return new Difference(new Paths.Path(at), there);
    }

    /** A map whose only key goes goes too, but no element of a list and no top-level key. */
    private static Paths.Path outermostEmptied(MapNode object, Paths.Path path) {
        List<Paths.Step> steps = path.steps();
        while (steps.size() > 2
                && steps.get(steps.size() - 2) instanceof Paths.Key
                && Paths.get(object, new Paths.Path(steps.subList(0, steps.size() - 1))) instanceof MapNode map
                && map.entries().size() == 1) {
            steps = steps.subList(0, steps.size() - 1);
        }
        return new Paths.Path(steps);
    }

    // ---------------------------------------------------------------- the second look

    private record Home(int document, List<Paths.Step> prefix) {}

    private static void check(String text, MapNode object, Paths.Path path, @Nullable Node value, String result) {
        Findings findings = new Findings();
        List<Document> before = YamlReader.read("", text, findings);
        int errors = findings.atLeast(dev.windtunnel.finding.Level.ERROR).size();
        Findings later = new Findings();
        List<Document> after = YamlReader.read("", result, later);
        Home home = home(before, object);
        boolean same = before.size() == after.size()
                && later.atLeast(dev.windtunnel.finding.Level.ERROR).size() == errors;
        for (int i = 0; same && i < before.size(); i++) {
            Node wanted = before.get(i).root();
            if (i == home.document()) {
                List<Paths.Step> steps = new ArrayList<>(home.prefix());
                steps.addAll(path.steps());
                wanted = Paths.set(wanted, new Paths.Path(steps), value);
            }
            same = Nodes.sameValue(wanted, after.get(i).root());
        }
        if (!same) {
            throw new IllegalArgumentException(
                    path + " is written in a way that cannot be changed alone; change it in the YAML");
        }
    }

    private static MapNode again(String result, String text, MapNode object) {
        Home home = home(YamlReader.read("", text, new Findings()), object);
        Node root =
                YamlReader.read("", result, new Findings()).get(home.document()).root();
        Node found = home.prefix().isEmpty() ? root : Paths.get(root, new Paths.Path(home.prefix()));
        if (found instanceof MapNode map) {
            return map;
        }
        throw new IllegalArgumentException("the object is no map any more");
    }

    /** The document, and the element of a List in it, that an object is. */
    private static Home home(List<Document> documents, MapNode object) {
        for (Document document : documents) {
            if (document.root().start() == object.start()) {
                return new Home(document.index(), List.of());
            }
            if (document.root() instanceof MapNode map && map.get("items") instanceof ListNode items) {
                for (int i = 0; i < items.items().size(); i++) {
                    if (items.items().get(i).start() == object.start()) {
                        return new Home(document.index(), List.of(new Paths.Key("items"), new Paths.Index(i)));
                    }
                }
            }
        }
        throw new IllegalArgumentException("the object does not stand in this text");
    }
}

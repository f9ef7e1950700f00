package dev.windtunnel.app.rules;

import dev.windtunnel.app.rules.YamlEdits.Replacement;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a value stands in a text, and what to write there. */
final class YamlPlace {

    private final String text;
    private final MapNode object;
    private final String lineEnd;

    YamlPlace(String text, MapNode object) {
        this.text = text;
        this.object = object;
        this.lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
    }

    /** What to replace by what, so that the value at a path is this one; null removes it. */
    Replacement replacement(Paths.Path path, @Nullable Node value) {
        Node node = object;
        boolean flow = isFlow(object);
        List<Paths.Step> steps = path.steps();
        for (int i = 0; i < steps.size(); i++) {
            Node child = child(node, steps.get(i));
            if (child == null || child instanceof ScalarNode empty && empty.isNull() && i < steps.size() - 1) {
                List<Paths.Step> rest = steps.subList(i, steps.size());
                return value == null
                        ? new Replacement(0, 0, "")
                        : child == null
                                ? insert(node, rest, value)
                                : fill(node, child, steps.get(i), rest.subList(1, rest.size()), value, flow);
            }
            if (child.start() < node.start() || child.end() > node.end()) {
                throw new IllegalArgumentException(path + " is an alias: it is written elsewhere");
            }
            if (i == steps.size() - 1) {
                return value == null
                        ? remove(node, steps.get(i), flow)
                        : replace(node, steps.get(i), child, value, flow);
            }
            node = child;
            flow |= isFlow(node);
        }
        throw new IllegalArgumentException("a path needs at least one key");
    }

    private static @Nullable Node child(Node node, Paths.Step step) {
        return Paths.get(node, new Paths.Path(List.of(step)));
    }

    // ---------------------------------------------------------------- replacing

    private Replacement replace(Node owner, Paths.Step step, Node old, Node value, boolean flow) {
        int end = trimmed(old.start(), old.end());
        if (old instanceof ScalarNode scalar && !scalar.isNull()) {
            int start = afterProperties(old.start());
            char quote = text.charAt(start);
            return new Replacement(start, end, inline(value, quote == '"' || quote == '\'' ? quote : 0, flow));
        }
        boolean block = !(old instanceof ScalarNode) && !isFlow(old);
        if (owner instanceof MapNode map && (block || old.start() == old.end()) && step instanceof Paths.Key key) {
            int colon = colon(ownEntry(map, key.key()));
            return new Replacement(colon + 1, Math.max(end, colon + 1), " " + inline(value, 0, flow));
        }
        return new Replacement(afterProperties(old.start()), end, inline(value, 0, flow));
    }

    /** A key without a value gets maps below it. */
    private Replacement fill(Node owner, Node empty, Paths.Step step, List<Paths.Step> rest, Node value, boolean flow) {
        if (!(owner instanceof MapNode map) || !(step instanceof Paths.Key key)) {
            throw new IllegalArgumentException("there is no map to write into");
        }
        Entry entry = ownEntry(map, key.key());
        int colon = colon(entry);
        int end = Math.max(colon + 1, empty.end());
        if (flow) {
            return new Replacement(colon + 1, end, " {" + nested(rest, value) + "}");
        }
        return new Replacement(colon + 1, end, lineEnd + block(rest, value, column(offset(entry.keyPosition())) + 2));
    }

    // ---------------------------------------------------------------- inserting

    private Replacement insert(Node owner, List<Paths.Step> rest, Node value) {
        if (!(owner instanceof MapNode map)) {
            throw new IllegalArgumentException("there is no map for " + rest.get(0));
        }
        if (isFlow(map)) {
            int close = map.end() - 1;
            int last = close;
            while (Character.isWhitespace(text.charAt(last - 1))) {
                last--;
            }
            boolean comma = text.charAt(last - 1) != '{' && text.charAt(last - 1) != ',';
            return new Replacement(last, last, (comma ? ", " : "") + nested(rest, value));
        }
        List<Entry> own = ownEntries(map);
        if (own.isEmpty()) {
            throw new IllegalArgumentException("the map of " + rest.get(0) + " is written elsewhere");
        }
        int indent = column(offset(own.get(0).keyPosition()));
        int at = map.end();
        boolean atLineStart = at > 0 && text.charAt(at - 1) == '\n';
        if (!atLineStart) {
            int newline = text.indexOf('\n', at);
            if (newline < 0) {
                return new Replacement(text.length(), text.length(), lineEnd + block(rest, value, indent));
            }
            at = newline + 1;
        }
        return new Replacement(at, at, block(rest, value, indent) + lineEnd);
    }

    private String nested(List<Paths.Step> rest, Node value) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < rest.size(); i++) {
            out.append(i == 0 ? "" : "{")
                    .append(YamlWords.key(key(rest.get(i))))
                    .append(": ");
        }
        return out.append(inline(value, 0, true))
                .append("}".repeat(rest.size() - 1))
                .toString();
    }

    private String block(List<Paths.Step> rest, Node value, int indent) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < rest.size(); i++) {
            out.append(i == 0 ? "" : lineEnd)
                    .append(" ".repeat(indent + 2 * i))
                    .append(YamlWords.key(key(rest.get(i))))
                    .append(':');
        }
        return out.append(' ').append(inline(value, 0, false)).toString();
    }

    private static String key(Paths.Step step) {
        if (step instanceof Paths.Key key) {
            return key.key();
        }
        if (step instanceof Paths.Name name) {
            return name.name();
        }
        throw new IllegalArgumentException("there is no element " + step);
    }

    private static String inline(Node value, int quote, boolean flow) {
        return YamlWords.value(value, (char) quote, flow);
    }

    // ---------------------------------------------------------------- removing

    private Replacement remove(Node owner, Paths.Step step, boolean flow) {
        if (!(owner instanceof MapNode map)) {
            throw new IllegalArgumentException("elements of lists are removed in the YAML");
        }
        List<Entry> own = ownEntries(map);
        int index = own.indexOf(ownEntry(map, key(step)));
        Entry entry = own.get(index);
        int start = offset(entry.keyPosition());
        int end = Math.max(
                colon(entry) + 1, trimmed(entry.value().start(), entry.value().end()));
        boolean last = index == own.size() - 1;
        if (flow) {
            return last
                    ? new Replacement(index == 0 ? start : endOf(own.get(index - 1)), end, "")
                    : new Replacement(start, offset(own.get(index + 1).keyPosition()), "");
        }
        int lineStart = text.lastIndexOf('\n', start - 1) + 1;
        if (text.substring(lineStart, start).isBlank()) {
            int newline = text.indexOf('\n', end);
            if (newline >= 0) {
                return new Replacement(lineStart, newline + 1, "");
            }
            return new Replacement(Math.max(0, lineStart - lineEnd.length()), text.length(), "");
        }
        int next = last ? -1 : offset(own.get(index + 1).keyPosition());
        if (next < 0 || !text.substring(end, next).isBlank()) {
            throw new IllegalArgumentException(step + " begins an element of a list; remove it in the YAML");
        }
        return new Replacement(start, next, "");
    }

    private int endOf(Entry entry) {
        return Math.max(
                colon(entry) + 1, trimmed(entry.value().start(), entry.value().end()));
    }

    // ---------------------------------------------------------------- places

    private boolean isFlow(Node node) {
        if (node instanceof ScalarNode || node.start() < 0) {
            return false;
        }
        int start = afterProperties(node.start());
        return start < text.length()
                && (text.charAt(start) == '{' || text.charAt(start) == '[')
                && node.end() > start
                && (node instanceof MapNode || node instanceof ListNode);
    }

    /** Behind an anchor and a tag, which stay. */
    private int afterProperties(int start) {
        int at = start;
        while (at < text.length() && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
            while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
        return at;
    }

    private int trimmed(int start, int end) {
        int at = end;
        while (at > start && (text.charAt(at - 1) == '\n' || text.charAt(at - 1) == '\r')) {
            at--;
        }
        return at;
    }

    /** The entries that stand in the map itself, in the order of the text; those of merge keys stand elsewhere. */
    private List<Entry> ownEntries(MapNode map) {
        List<Entry> own = new ArrayList<>();
        for (Entry entry : map.entries()) {
            int at = offset(entry.keyPosition());
            if (at >= map.start() && at < map.end()) {
                own.add(entry);
            }
        }
        own.sort(java.util.Comparator.comparingInt(entry -> offset(entry.keyPosition())));
        return own;
    }

    private Entry ownEntry(MapNode map, String key) {
        for (Entry entry : ownEntries(map)) {
            if (entry.key().equals(key)) {
                return entry;
            }
        }
        throw new IllegalArgumentException(key + " is written elsewhere");
    }

    /** The colon behind a key. */
    private int colon(Entry entry) {
        int at = afterProperties(offset(entry.keyPosition()));
        char quote = text.charAt(at);
        if (quote == '"' || quote == '\'') {
            for (at++; text.charAt(at) != quote; at++) {
                if (quote == '"' && text.charAt(at) == '\\') {
                    at++;
                }
            }
        }
        boolean quoted = quote == '"' || quote == '\'';
        while (at < text.length() && !(text.charAt(at) == ':' && (quoted || ends(at + 1)))) {
            if (text.charAt(at) == '\n') {
                throw new IllegalArgumentException("the key " + entry.key() + " is written over several lines");
            }
            at++;
        }
        return at;
    }

    /** Whether a plain key's colon may stand before this. */
    private boolean ends(int at) {
        return at >= text.length() || Character.isWhitespace(text.charAt(at)) || ",}]".indexOf(text.charAt(at)) >= 0;
    }

    private int offset(Position position) {
        if (position.line() < 1) {
            return -1;
        }
        int start = 0;
        for (int line = 1; line < position.line(); line++) {
            start = text.indexOf('\n', start) + 1;
        }
        if (start == 0 && !text.isEmpty() && text.charAt(0) == '\uFEFF') {
            start = 1;
        }
        return text.offsetByCodePoints(start, position.column() - 1);
    }

    private int column(int offset) {
        return offset - (text.lastIndexOf('\n', offset - 1) + 1);
    }
}

package dev.windtunnel.config.scenario;

import dev.windtunnel.scenario.Place;
import dev.windtunnel.source.Context.Rule;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Position;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the document that is being read. Its path is only spelled out when something is to be said about it.
 *
 * @param reading what all places share
 * @param parent the place above; null for the document itself
 * @param step what leads from there to here: {@code .key} or {@code [2]}
 */
record Spot(Reading reading, @Nullable Spot parent, String step) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    static Spot root(Reading reading) {
        return new Spot(reading, null, "");
    }

    Spot key(String key) {
        return new Spot(reading, this, key);
    }

    Spot index(int index) {
        return new Spot(reading, this, "[" + index + "]");
    }

    String path() {
        StringBuilder path = new StringBuilder();
        append(path);
        return path.toString();
    }

    private void append(StringBuilder path) {
        if (parent == null) {
            return;
        }
        parent.append(path);
        if (step.startsWith("[") && step.endsWith("]")) {
            path.append(step);
        } else if (WORD.matcher(step).matches()) {
            path.append(path.isEmpty() ? "" : ".").append(step);
        } else {
            path.append("[\"").append(step).append("\"]");
        }
    }

    Place place(Position position) {
        return new Place(
                position.file().isEmpty() ? null : position.file(), position.line(), position.column(), path());
    }

    /** The value has another type than it should. */
    void wrongType(Node node, String wanted) {
        report(reading.context().wrongType(), node.position(), "wanted " + wanted + ", got " + node.describe(), null);
    }

    /** The value is of the right type and yet not allowed. */
    void refused(Node node, String message, @Nullable String fix) {
        refused(node.position(), message, fix);
    }

    void refused(Position position, String message, @Nullable String fix) {
        report(reading.context().outOfRange(), position, message, fix);
    }

    /** A key of a map that users choose is not allowed. */
    void refusedKey(Node map, String key, String message, String fix) {
        Entry entry = map instanceof MapNode node ? node.entry(key) : null;
        key(key).refused(entry == null ? map.position() : entry.keyPosition(), message, fix);
    }

    void report(Rule rule, Position position, String message, @Nullable String fix) {
        reading.findings().add(reading.context().finding(rule, position, path(), message, fix));
    }
}

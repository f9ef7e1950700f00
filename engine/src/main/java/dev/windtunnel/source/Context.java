package dev.windtunnel.source;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
import org.jspecify.annotations.Nullable;

/**
 * What a reader's findings are about, and how grave each sort of mistake is there: in the user's scenario every one is
 * an Error; in a manifest an unknown key is what the API server drops, a wrong value what it refuses.
 *
 * @param kind the kind of the object, or null
 * @param namespace its namespace, or null
 * @param name its name, or null
 * @param unknownKey about a key that nobody reads
 * @param wrongType about a value of another type than the key takes
 * @param outOfRange about a value that is not among those allowed
 * @param missing about a key that has to be there
 */
public record Context(
        @Nullable String kind,
        @Nullable String namespace,
        @Nullable String name,
        Rule unknownKey,
        Rule wrongType,
        Rule outOfRange,
        Rule missing) {

    /** The code and level of one sort of mistake. */
    public record Rule(String code, Level level) {}

    /** For the Scenario document: WT0010 unknown key, WT0011 wrong type, WT0012 out of range, WT0013 missing. */
    public static Context scenario(@Nullable String name) {
        return new Context(
                "Scenario",
                null,
                name,
                new Rule("WT0010", Level.ERROR),
                new Rule("WT0011", Level.ERROR),
                new Rule("WT0012", Level.ERROR),
                new Rule("WT0013", Level.ERROR));
    }

    /** For manifests: an unknown key is a Warning WT1001, everything else Istio's schema validation error IST0106. */
    public static Context manifest(@Nullable String kind, @Nullable String namespace, @Nullable String name) {
        Rule refused = new Rule("IST0106", Level.ERROR);
        return new Context(kind, namespace, name, new Rule("WT1001", Level.WARNING), refused, refused, refused);
    }

    /** A finding about this object at a place and a field. */
    public Finding finding(Rule rule, Position position, String path, String message, @Nullable String fix) {
        return position.on(Finding.of(rule.level(), rule.code(), message)
                .withObject(kind, namespace, name)
                .withFix(fix)
                .withPath(path.isEmpty() ? null : path));
    }
}

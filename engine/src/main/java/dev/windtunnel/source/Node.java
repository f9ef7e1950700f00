package dev.windtunnel.source;

/**
 * A value of a YAML or JSON document: immutable, and aware of where it was written. Nodes that come from no text have
 * {@link Position#NONE} and the offsets {@link #NO_OFFSET}. Compare values with {@link Nodes#sameValue}.
 */
public sealed interface Node permits MapNode, ListNode, ScalarNode {
    /** The offset of a node that was written nowhere. */
    int NO_OFFSET = -1;

    /** Where the value begins. */
    Position position();

    /** Offset of the first {@code char} of the value in its text, or {@link #NO_OFFSET}. */
    int start();

    /** Offset just behind the last {@code char} of the value in its text, or {@link #NO_OFFSET}. */
    int end();

    /**
     * What a user would call this value: {@code a map}, {@code a list}, {@code the number 5}, {@code the text "ten"}.
     */
    String describe();
}

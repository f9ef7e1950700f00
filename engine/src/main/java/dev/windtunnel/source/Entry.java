package dev.windtunnel.source;

/**
 * One key of a {@link MapNode} with its value.
 *
 * @param key the key as the cluster reads it: {@code 0x10} is {@code 16}, {@code on} is {@code true}
 * @param keyPosition where the key stands
 * @param value its value; an empty one is a scalar of type null
 */
public record Entry(String key, Position keyPosition, Node value) {
    /** An entry that was written nowhere. */
    public static Entry of(String key, Node value) {
        return new Entry(key, Position.NONE, value);
    }
}

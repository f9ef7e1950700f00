package dev.windtunnel.source;

import java.util.List;

/**
 * A list (an array, in JSON).
 *
 * @param position where it begins
 * @param start offset of its first char, or {@link Node#NO_OFFSET}
 * @param end offset behind its last char, or {@link Node#NO_OFFSET}
 * @param items its elements
 */
public record ListNode(Position position, int start, int end, List<Node> items) implements Node {
    public ListNode {
        items = List.copyOf(items);
    }

    /** A list that was written nowhere. */
    public static ListNode of(List<? extends Node> items) {
        return new ListNode(Position.NONE, NO_OFFSET, NO_OFFSET, List.copyOf(items));
    }

    /** This list with other elements, at the same place. */
    public ListNode withItems(List<Node> newItems) {
        return new ListNode(position, start, end, newItems);
    }

    @Override
    public String describe() {
        return "a list";
    }

    @Override
    public String toString() {
        return Nodes.toJson(this);
    }
}

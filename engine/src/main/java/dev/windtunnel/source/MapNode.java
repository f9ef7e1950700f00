package dev.windtunnel.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map (an object, in JSON) with its entries in the order they were written; every key occurs once. */
public final class MapNode implements Node {
    /** A map without entries, written nowhere. */
    public static final MapNode EMPTY = of(List.of());

    private static final int INDEXED_FROM = 9;

    private final Position position;
    private final int start;
    private final int end;
    private final List<Entry> entries;
    private final Map<String, Entry> index;

    /**
     * A map that was written at {@code position}.
     *
     * @throws IllegalArgumentException when a key occurs twice
     */
    public MapNode(Position position, int start, int end, List<Entry> entries) {
        this.position = position;
        this.start = start;
        this.end = end;
        this.entries = List.copyOf(entries);
        this.index = indexed(this.entries);
    }

    private static Map<String, Entry> indexed(List<Entry> entries) {
        Map<String, Entry> byKey = new HashMap<>(entries.size() * 2);
        for (Entry entry : entries) {
            if (byKey.put(entry.key(), entry) != null) {
                throw new IllegalArgumentException("the key \"" + entry.key() + "\" occurs twice");
            }
        }
        // Small maps, which is nearly all of them, are searched: an index for each would double the tree.
        return entries.size() < INDEXED_FROM ? Map.of() : byKey;
    }

    /** A map that was written nowhere. */
    public static MapNode of(List<Entry> entries) {
        return new MapNode(Position.NONE, NO_OFFSET, NO_OFFSET, entries);
    }

    /** A map that was written nowhere, in the order of {@code values}. */
    public static MapNode of(LinkedHashMap<String, ? extends Node> values) {
        List<Entry> entries = new ArrayList<>(values.size());
        values.forEach((key, value) -> entries.add(Entry.of(key, value)));
        return of(entries);
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public int start() {
        return start;
    }

    @Override
    public int end() {
        return end;
    }

    /** The entries in the order they were written. */
    public List<Entry> entries() {
        return entries;
    }

    /** The keys in the order they were written. */
    public List<String> keys() {
        return entries.stream().map(Entry::key).toList();
    }

    /** The value of a key, or null when there is no such key; a key without a value has a scalar of type null. */
    public @Nullable Node get(String key) {
        Entry entry = entry(key);
        return entry == null ? null : entry.value();
    }

    /** The entry of a key, or null when there is no such key. */
    public @Nullable Entry entry(String key) {
        if (entries.size() >= INDEXED_FROM) {
            return index.get(key);
        }
        for (Entry entry : entries) {
            if (entry.key().equals(key)) {
                return entry;
            }
        }
        return null;
    }

    /** This map with other entries, at the same place. */
    public MapNode withEntries(List<Entry> newEntries) {
        return new MapNode(position, start, end, newEntries);
    }

    /** This map with one value set: an existing key keeps its place in the order, a new one comes last. */
    public MapNode with(String key, Node value) {
        List<Entry> changed = new ArrayList<>(entries.size() + 1);
        boolean found = false;
        for (Entry entry : entries) {
            boolean same = entry.key().equals(key);
            changed.add(same ? new Entry(key, entry.keyPosition(), value) : entry);
            found |= same;
        }
        if (!found) {
            changed.add(new Entry(key, value.position(), value));
        }
        return withEntries(changed);
    }

    /** This map without a key; the same map when it has no such key. */
    public MapNode without(String key) {
        return entry(key) == null
                ? this
                : withEntries(entries.stream()
                        .filter(entry -> !entry.key().equals(key))
                        .toList());
    }

    @Override
    public String describe() {
        return "a map";
    }

    @Override
    public String toString() {
        return Nodes.toJson(this);
    }
}

package dev.windtunnel.config.scenario;

import dev.windtunnel.scenario.Place;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of one map that has been read; what was wrong has its finding already and counts as absent. */
final class Values {
    private final MapNode map;
    private final Spot spot;
    private final Map<Key<?>, Object> read;

    Values(MapNode map, Spot spot, Map<Key<?>, Object> read) {
        this.map = map;
        this.spot = spot;
        this.read = read;
    }

    /** The value of a key that is required or has a fallback. */
    <T> T get(Key<T> key) {
        return Objects.requireNonNull(find(key), key.name());
    }

    /** The value of a key, its fallback when it is absent, or null. */
    @SuppressWarnings("unchecked") // Only MapType puts values in, each under the key whose type made it.
    <T> @Nullable T find(Key<T> key) {
        Object value = read.get(key);
        return value == null ? key.fallback() : (T) value;
    }

    /** The value of a key, or another one when it is absent. */
    <T> T get(Key<T> key, T fallback) {
        T value = find(key);
        return value == null ? fallback : value;
    }

    /** Whether a key was written with a value that could be read. */
    boolean has(Key<?> key) {
        return read.containsKey(key);
    }

    /** Whether a key was written, be its value readable or not. */
    boolean isWritten(Key<?> key) {
        return map().get(key.name()) != null;
    }

    Spot spot() {
        return spot;
    }

    MapNode map() {
        return map;
    }

    Place place() {
        return spot.place(map.position());
    }

    /** Refuses the value of a key, or the whole map when the key is absent. */
    void refused(Key<?> key, String message, @Nullable String fix) {
        Node value = map.get(key.name());
        spot.key(key.name()).refused(value == null ? map : value, message, fix);
    }
}

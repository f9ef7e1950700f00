package dev.windtunnel.config.scenario;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key of a map.
 *
 * @param name as written
 * @param type what its value may be
 * @param required whether it has to be there
 * @param fallback the value when it is absent; null for none
 * @param about one sentence for people who write scenarios
 */
record Key<T>(String name, Type<T> type, boolean required, @Nullable T fallback, String about) {
    static <T> Key<T> required(String name, Type<T> type, String about) {
        return new Key<>(name, type, true, null, about);
    }

    static <T> Key<T> optional(String name, Type<T> type, String about) {
        return new Key<>(name, type, false, null, about);
    }

    static <T> Key<T> optional(String name, Type<T> type, T fallback, String about) {
        return new Key<>(name, type, false, fallback, about);
    }

    /** The fallback of a key that has one. */
    T fallbackValue() {
        return Objects.requireNonNull(fallback, name);
    }
}

package dev.windtunnel.cluster;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.ObjectStore;
import org.jspecify.annotations.Nullable;

/** Objects by the names that people give them: {@code KIND/NAME} or {@code KIND/NAMESPACE/NAME}. */
public final class ObjectNames {

    private ObjectNames() {}

    /** The object of a name; null when there is none. */
    public static @Nullable KubeObject find(ObjectStore store, String name, String defaultNamespace) {
        String[] parts = name.split("/", -1);
        if (parts.length == 2) {
            return store.find(parts[0], defaultNamespace, parts[1]);
        }
        return parts.length == 3 ? store.find(parts[0], parts[1], parts[2]) : null;
    }
}

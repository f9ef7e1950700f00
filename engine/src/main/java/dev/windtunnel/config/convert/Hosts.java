package dev.windtunnel.config.convert;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** All destinations that old objects mention, in the order in which they do. */
final class Hosts {
    private final Map<String, Host> byName = new LinkedHashMap<>();

    /** The host of this name; an object mentions it. */
    Host host(String name, OldObject object) {
        return byName.computeIfAbsent(name, key -> new Host(key, object.namespace(), object.place()));
    }

    Collection<Host> all() {
        return byName.values();
    }

    boolean contains(String name) {
        return byName.containsKey(name);
    }
}

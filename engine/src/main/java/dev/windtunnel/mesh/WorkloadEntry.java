package dev.windtunnel.mesh;

import java.util.Map;

/**
 * A WorkloadEntry as declared: an endpoint that selectors take as they take pods.
 *
 * @param key its name
 * @param endpoint what it stands for
 * @param creationOrder position among all objects: older first
 * @param origin where it stands
 */
public record WorkloadEntry(ObjectKey key, ServiceEntry.Endpoint endpoint, int creationOrder, Origin origin) {

    /** Whether a selector of a namespace takes it; an empty one takes all. */
    boolean fits(String namespace, Map<String, String> selector) {
        return key.namespace().equals(namespace) && endpoint.labels().entrySet().containsAll(selector.entrySet());
    }
}

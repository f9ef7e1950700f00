package dev.windtunnel.mesh;

/**
 * Names one object of the cluster.
 *
 * @param kind its kind as written, for example {@code VirtualService}; route rules of Istio 0.1 are {@code route-rule}
 * @param namespace its namespace; empty for objects that have none
 * @param name its name
 */
public record ObjectKey(String kind, String namespace, String name) {

    /** {@code VirtualService/default/reviews}, the form in which origins are shown. */
    public String text() {
        return namespace.isEmpty() ? kind + "/" + name : kind + "/" + namespace + "/" + name;
    }
}

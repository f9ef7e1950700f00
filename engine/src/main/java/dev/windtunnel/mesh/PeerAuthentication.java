package dev.windtunnel.mesh;

import java.util.Map;

/**
 * A PeerAuthentication as declared ({@code security.istio.io} v1, v1beta1): which callers the sidecars of some pods take.
 *
 * @param key its name
 * @param selector labels of the pods; empty for all of the namespace, or of the mesh when it is the root namespace
 * @param mode {@code mtls.mode}; UNSET inherits
 * @param portLevel {@code portLevelMtls}, by port of the pod
 * @param creationOrder position among all objects: older first
 * @param origin where it stands
 */
public record PeerAuthentication(
        ObjectKey key,
        Map<String, String> selector,
        Mode mode,
        Map<Integer, Mode> portLevel,
        int creationOrder,
        Origin origin) {

    /** What a sidecar takes from callers. */
    public enum Mode {
        /** What the namespace, or the mesh, says. */
        UNSET,
        /** Plain text alone. */
        DISABLE,
        /** Mutual TLS and plain text: Istio's default. */
        PERMISSIVE,
        /** Mutual TLS alone. */
        STRICT
    }
}

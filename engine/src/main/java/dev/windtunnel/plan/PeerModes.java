package dev.windtunnel.plan;

import dev.windtunnel.mesh.PeerAuthentication;
import dev.windtunnel.mesh.PeerAuthentication.Mode;
import dev.windtunnel.mesh.Security;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which callers sidecars take: the mesh's mode, over it the namespace's, the pod's and the port's; of several objects of
 * one level the oldest counts ({@code pilot/pkg/security/authn/policy_applier.go}).
 */
public final class PeerModes {

    /** No object: Istio's default everywhere. */
    public static final PeerModes DEFAULT = new PeerModes(List.of());

    private final List<PeerAuthentication> objects;

    /** The modes that these objects, the oldest first, make. */
    public PeerModes(List<PeerAuthentication> objects) {
        this.objects = List.copyOf(objects);
    }

    /** A mode and the object that sets it; null when none does. */
    public record Effective(Mode mode, @Nullable PeerAuthentication by) {

        /** What holds when nobody says anything. */
        public static final Effective DEFAULT = new Effective(Mode.PERMISSIVE, null);

        private Effective with(Mode inner, PeerAuthentication object) {
            return inner == Mode.UNSET ? this : new Effective(inner, object);
        }
    }

    /** What the sidecars of pods of a namespace, with these labels, take on a port of theirs. */
    public Mode mode(String namespace, Map<String, String> labels, int port) {
        return objects.isEmpty()
                ? Mode.PERMISSIVE
                : effective(namespace, labels, port).mode();
    }

    /** As {@link #mode}, with the object that says so. */
    public Effective effective(String namespace, Map<String, String> labels, int port) {
        Effective effective = Effective.DEFAULT;
        PeerAuthentication mesh = oldest(Security.ROOT_NAMESPACE, null);
        if (mesh != null) {
            effective = effective.with(mesh.mode(), mesh);
        }
        if (namespace.equals(Security.ROOT_NAMESPACE)) {
            return effective; // selectors there count for nothing
        }
        PeerAuthentication all = oldest(namespace, null);
        if (all != null) {
            effective = effective.with(all.mode(), all);
        }
        PeerAuthentication own = oldest(namespace, labels);
        if (own != null) {
            effective = effective.with(own.mode(), own).with(own.portLevel().getOrDefault(port, Mode.UNSET), own);
        }
        return effective;
    }

    /** The oldest object of a namespace for pods with these labels; for all of its pods when they are null. */
    private @Nullable PeerAuthentication oldest(String namespace, @Nullable Map<String, String> labels) {
        for (PeerAuthentication object : objects) {
            if (object.key().namespace().equals(namespace)
                    && object.selector().isEmpty() == (labels == null)
                    && (labels == null
                            || labels.entrySet().containsAll(object.selector().entrySet()))) {
                return object;
            }
        }
        return null;
    }

    /** Whether nobody says anything. */
    public boolean isDefault() {
        return objects.isEmpty();
    }
}

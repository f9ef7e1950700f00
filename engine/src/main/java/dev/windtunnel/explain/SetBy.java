package dev.windtunnel.explain;

import dev.windtunnel.mesh.Origin;
import org.jspecify.annotations.Nullable;

/** Who set a value, and where that stands. */
record SetBy(String text, @Nullable String file, int line) {

    /** Nobody: istiod (or the pilot of 2017) fills it in. */
    static final SetBy ISTIO_DEFAULT = new SetBy("istio default", null, 0);

    /** MeshConfig. */
    static final SetBy MESH = new SetBy("mesh", null, 0);

    /** Nobody: Envoy fills it in. */
    static SetBy envoyDefault(boolean year2017) {
        return new SetBy(year2017 ? "envoy 1.3 default" : "envoy default", null, 0);
    }

    /** An object, at the line of a field of the place. */
    static SetBy object(Origin origin, String field) {
        return new SetBy(origin.object().text(), origin.file(), origin.file() == null ? 0 : origin.lineOf(field));
    }
}

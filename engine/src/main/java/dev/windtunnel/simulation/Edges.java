package dev.windtunnel.simulation;

import org.jspecify.annotations.Nullable;

/** The edges that calls and tries belong to, which each has from its beginning. */
final class Edges {

    private Edges() {}

    static Edge of(Call call) {
        return present(call.edge);
    }

    static Edge of(Try row) {
        return present(row.edge);
    }

    private static Edge present(@Nullable Edge edge) {
        if (edge == null) {
            throw new IllegalStateException("a request without an edge");
        }
        return edge;
    }
}

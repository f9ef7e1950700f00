package dev.windtunnel.mesh;

import org.jspecify.annotations.Nullable;

/**
 * Where an EnvoyFilter puts an HTTP filter: into the chains of which proxies, and at which place in them.
 *
 * @param context which listeners
 * @param port listener port: of inbound ones that of the pod; null for all
 * @param operation before or after its neighbour, or in front of all
 * @param neighbour name of the filter next to which it is put; null in front of all
 * @param priority EnvoyFilters of lower priority come first
 */
public record FilterPlace(
        Context context, @Nullable Integer port, Operation operation, @Nullable String neighbour, int priority) {

    /** Which listeners a patch is for ({@code match.context}). */
    public enum Context {
        /** Those of sidecars, for what comes to their apps. */
        SIDECAR_INBOUND,
        /** Those of sidecars, for what their apps send. */
        SIDECAR_OUTBOUND,
        /** Those of gateways. */
        GATEWAY,
        /** All. */
        ANY;

        /** Whether listeners of one kind are meant. */
        public boolean isFor(Context listeners) {
            return this == ANY || this == listeners;
        }
    }

    /** How a filter is put into a chain. */
    public enum Operation {
        FIRST,
        BEFORE,
        AFTER
    }
}

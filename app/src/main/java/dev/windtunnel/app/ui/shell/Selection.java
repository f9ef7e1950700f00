package dev.windtunnel.app.ui.shell;

import dev.windtunnel.mesh.ObjectKey;

/** What the person has selected; one selection for the whole window. */
public sealed interface Selection {

    /** Nothing. */
    record Nothing() implements Selection {}

    /** A workload, by its name in results. */
    record Workload(String name) implements Selection {}

    /** A pod, by name. */
    record Pod(String name) implements Selection {}

    /** A service, {@code name.namespace}. */
    record Service(String name) implements Selection {}

    /** An edge, by its key {@code source->service:port}. */
    record Edge(String key) implements Selection {}

    /** A rule or another object of the manifests. */
    record Rule(ObjectKey key) implements Selection {}

    /** A traffic. */
    record Traffic(String name) implements Selection {}

    /** A sampled request. */
    record Request(long number) implements Selection {}
}

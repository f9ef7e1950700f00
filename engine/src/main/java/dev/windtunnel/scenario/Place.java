package dev.windtunnel.scenario;

import org.jspecify.annotations.Nullable;

/**
 * A place in a scenario file.
 *
 * @param file file as the user named it; null when not read from a file
 * @param line from 1; 0 when unknown
 * @param column from 1; 0 when unknown
 * @param path path from the root of the document, for example {@code spec.traffic[0].from}
 */
public record Place(@Nullable String file, int line, int column, String path) {

    /** No place. */
    public static final Place NONE = new Place(null, 0, 0, "");
}

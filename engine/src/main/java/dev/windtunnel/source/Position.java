package dev.windtunnel.source;

import dev.windtunnel.finding.Finding;

/**
 * A place in a file.
 *
 * @param file the file as the user named it, empty when there is none
 * @param line 1-based, 0 when unknown
 * @param column 1-based and counted in characters as people count them (code points), 0 when unknown
 */
public record Position(String file, int line, int column) {
    /** No place at all: values from the command line, or made by the program. */
    public static final Position NONE = new Position("", 0, 0);

    /** The finding, placed here; unchanged when this is no known place. */
    public Finding on(Finding finding) {
        return file.isEmpty() ? finding : finding.withPlace(file, line, column);
    }

    /** As {@code a.yaml:12:7}; an unknown place is an empty text. */
    @Override
    public String toString() {
        if (file.isEmpty()) {
            return line == 0 ? "" : line + ":" + column;
        }
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}

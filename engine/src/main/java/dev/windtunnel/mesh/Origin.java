package dev.windtunnel.mesh;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a declared value comes from.
 *
 * @param object the object that says it
 * @param path the path inside the object, for example {@code http[0]}
 * @param file the file as the user named it; null when the value was not read from a file
 * @param line first line, from 1; 0 when unknown
 * @param column first column, from 1; 0 when unknown
 * @param fields places of the single fields below {@code path} that were written, by field name
 */
public record Origin(
        ObjectKey object, String path, @Nullable String file, int line, int column, Map<String, Field> fields) {

    /** Where a field begins; from 1. */
    public record Field(int line, int column) {}

    public Origin {
        fields = Map.copyOf(fields);
    }

    /** {@code VirtualService/default/reviews http[0]}. */
    public String text() {
        return path.isEmpty() ? object.text() : object.text() + " " + path;
    }

    /** The line of one field, or of the whole when the field was not written. */
    public int lineOf(String field) {
        Field written = fields.get(field);
        return written == null ? line : written.line();
    }

    /** The column of one field, or of the whole when the field was not written. */
    public int columnOf(String field) {
        Field written = fields.get(field);
        return written == null ? column : written.column();
    }

    /** The same place with another path. */
    public Origin at(String otherPath) {
        return new Origin(object, otherPath, file, line, column, fields);
    }
}

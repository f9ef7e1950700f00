package dev.windtunnel.report;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Writes comma-separated values: quoted as RFC 4180 says, but with line feeds alone, which every reader takes and
 * command-line tools prefer. What there is no value for is an empty field.
 */
final class Csv {
    private final StringBuilder out = new StringBuilder();
    private final int columns;

    /** A file with these columns, named as in its first line: {@code scenario,name,value}. */
    Csv(String header) {
        columns = header.split(",").length;
        out.append(header).append('\n');
    }

    /**
     * Adds a record.
     *
     * @throws IllegalArgumentException when there are more or fewer values than columns
     */
    Csv row(@Nullable Object... values) {
        if (values.length != columns) {
            throw new IllegalArgumentException(values.length + " values for " + columns + " columns");
        }
        for (int column = 0; column < columns; column++) {
            out.append(column == 0 ? "" : ",").append(field(values[column]));
        }
        out.append('\n');
        return this;
    }

    String text() {
        return out.toString();
    }

    private static String field(@Nullable Object value) {
        String text = value == null ? "" : value instanceof BigDecimal d ? d.toPlainString() : value.toString();
        boolean special = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return special ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}

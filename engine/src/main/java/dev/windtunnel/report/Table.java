package dev.windtunnel.report;

import dev.windtunnel.finding.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A table as kubectl prints it: no lines, an upper-case header, three spaces between columns, none at the end of a row.
 *
 * <p>{@link Markup} inside a cell takes no width.
 */
public final class Table {
    private static final String GAP = "   ";

    private final List<String> headers;
    private final Set<Integer> rightAligned = new LinkedHashSet<>();
    private final List<List<String>> rows = new ArrayList<>();

    private Table(List<String> headers) {
        this.headers = headers;
    }

    /** An empty table with these columns, all of them aligned to the left. */
    public static Table of(String... headers) {
        return new Table(Arrays.stream(headers)
                .map(header -> header.toUpperCase(Locale.ROOT))
                .toList());
    }

    /**
     * Aligns columns to the right, as suits numbers.
     *
     * @param headers names of columns of this table, in any case
     * @throws IllegalArgumentException when a column has another name
     */
    public Table right(String... headers) {
        for (String header : headers) {
            int column = this.headers.indexOf(header.toUpperCase(Locale.ROOT));
            if (column < 0) {
                throw new IllegalArgumentException("no column " + header + " among " + this.headers);
            }
            rightAligned.add(column);
        }
        return this;
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException when there are more or fewer cells than columns
     */
    public Table row(String... cells) {
        if (cells.length != headers.size()) {
            throw new IllegalArgumentException(cells.length + " cells for the columns " + headers);
        }
        rows.add(Arrays.stream(cells).map(Printable::line).toList());
        return this;
    }

    /** Whether there is no row yet. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The header and all rows, each ended by a line feed. */
    public String text() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        append(text, headers, widths);
        rows.forEach(row -> append(text, row, widths));
        return text.toString();
    }

    @Override
    public String toString() {
        return text();
    }

    private int[] widths() {
        int[] widths = headers.stream().mapToInt(Table::width).toArray();
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        return widths;
    }

    private void append(StringBuilder text, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths[column] - width(cell));
            line.append(column == 0 ? "" : GAP);
            line.append(rightAligned.contains(column) ? padding + cell : cell + padding);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static int width(String cell) {
        String visible = Markup.strip(cell);
        return visible.codePointCount(0, visible.length());
    }
}

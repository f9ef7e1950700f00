package dev.windtunnel.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A {@link Table} under a heading that leaves out columns which say nothing in any row. */
final class Grid {
    private static final String INDENT = "  ";

    private final List<String> headers;
    private final Set<String> right = new LinkedHashSet<>();
    private final Set<String> boring = new LinkedHashSet<>();
    private final List<List<String>> rows = new ArrayList<>();

    private Grid(List<String> headers) {
        this.headers = headers;
    }

    /** A grid with these columns; a column whose cells are all empty or {@code -} is not shown. */
    static Grid of(String... headers) {
        return new Grid(List.of(headers));
    }

    /** Columns of numbers. */
    Grid right(String... columns) {
        right.addAll(Arrays.asList(columns));
        return this;
    }

    /** Columns of numbers that are not shown either when all of them are 0. */
    Grid unlessZero(String... columns) {
        right(columns);
        boring.addAll(Arrays.asList(columns));
        return this;
    }

    Grid row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** The indented table; empty when there is no row. */
    String text() {
        if (rows.isEmpty()) {
            return "";
        }
        List<Integer> shown = new ArrayList<>();
        for (int column = 0; column < headers.size(); column++) {
            if (saysSomething(column)) {
                shown.add(column);
            }
        }
        Table table = Table.of(shown.stream().map(headers::get).toArray(String[]::new));
        shown.stream().map(headers::get).filter(right::contains).forEach(table::right);
        for (List<String> row : rows) {
            table.row(shown.stream().map(row::get).toArray(String[]::new));
        }
        return table.text().replaceAll("(?m)^(?=.)", INDENT);
    }

    private boolean saysSomething(int column) {
        boolean zeroIsBoring = boring.contains(headers.get(column));
        return rows.stream()
                .map(row -> row.get(column))
                .anyMatch(cell -> !cell.isEmpty() && !cell.equals(Figures.NONE) && !(zeroIsBoring && cell.equals("0")));
    }
}

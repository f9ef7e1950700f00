package dev.windtunnel.console;

import dev.windtunnel.finding.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * Text in columns as Go's tabwriter makes it: each cell but the last of a row is as wide as the widest of its column plus
 * some padding, and at least a minimum.
 */
final class Columns {

    private final int minimum;
    private final int padding;
    private final List<List<String>> rows = new ArrayList<>();

    /** Columns of which each is at least {@code minimum} wide, its padding included. */
    Columns(int minimum, int padding) {
        this.minimum = minimum;
        this.padding = padding;
    }

    /** As kubectl of an era prints tables: 1.7 knew a minimum of 10, today's of 6. */
    static Columns ofKubectl(boolean is2017) {
        return new Columns(is2017 ? 10 : 6, 3);
    }

    Columns row(List<String> cells) {
        rows.add(cells.stream().map(Printable::line).toList());
        return this;
    }

    /** All rows, each ended by a line feed, without blanks at the end. */
    String text() {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size() - 1; i++) {
                int width = Math.max(minimum, length(row.get(i)) + padding);
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                if (i < row.size() - 1) {
                    line.append(" ".repeat(widths.get(i) - length(row.get(i))));
                }
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}

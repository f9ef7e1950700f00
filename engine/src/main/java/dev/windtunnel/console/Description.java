package dev.windtunnel.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The text of a {@code kubectl describe}: labels with their values, aligned in blocks. */
final class Description {

    private final boolean is2017;
    private final StringBuilder text = new StringBuilder();
    private final List<List<String>> rows = new ArrayList<>();

    Description(boolean is2017) {
        this.is2017 = is2017;
    }

    /** One line, whose label is aligned with those of the lines around it. */
    void line(String label, String... values) {
        List<String> row = new ArrayList<>();
        row.add(label);
        row.addAll(List.of(values));
        rows.add(row);
    }

    /** Labels below each other. */
    void lines(String label, Map<String, String> values, String between) {
        if (values.isEmpty()) {
            line(label, "<none>");
        }
        String first = label;
        for (Map.Entry<String, String> each : new TreeMap<>(values).entrySet()) {
            line(first, each.getKey() + between + each.getValue());
            first = "";
        }
    }

    /**
     * Aligns the lines so far. kubectl 1.7 filled up with tabs, so that the values began at a multiple of 8; today two
     * blanks are enough.
     */
    void align() {
        int longest = 0;
        for (List<String> row : rows) {
            longest = Math.max(longest, row.get(0).length());
        }
        int width = is2017 ? (longest + 8) / 8 * 8 : longest + 2;
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(row.get(0));
            line.append(" ".repeat(width - row.get(0).length()));
            line.append(String.join(is2017 ? " ".repeat(4) : "  ", row.subList(1, row.size())));
            text.append(line.toString().stripTrailing()).append('\n');
        }
        rows.clear();
    }

    /** Something that is aligned already. */
    Description append(String more) {
        align();
        text.append(more);
        return this;
    }

    /** A line of its own, which parts blocks. */
    void heading(String line) {
        append(line + "\n");
    }

    /** All of it. */
    String text() {
        align();
        return text.toString();
    }
}

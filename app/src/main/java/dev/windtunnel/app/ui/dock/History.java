package dev.windtunnel.app.ui.dock;

import java.util.ArrayList;
import java.util.List;

/** The lines typed so far, to walk through with Up and Down. What was being typed is kept below the latest. */
final class History {

    private static final int MOST = 500;

    private final List<String> lines = new ArrayList<>();
    private int place;
    private String draft = "";

    /** Adds a line; a repetition of the latest and an empty one are not kept. */
    void add(String line) {
        if (!line.isBlank() && (lines.isEmpty() || !lines.get(lines.size() - 1).equals(line))) {
            lines.add(line);
            if (lines.size() > MOST) {
                lines.remove(0);
            }
        }
        place = lines.size();
        draft = "";
    }

    /** The line before; the same one at the top. */
    String up(String typed) {
        if (place == lines.size()) {
            draft = typed;
        }
        if (place == 0) {
            return typed;
        }
        place--;
        return lines.get(place);
    }

    /** The line after; at the bottom what was being typed. */
    String down(String typed) {
        if (place >= lines.size()) {
            return typed;
        }
        place++;
        return place == lines.size() ? draft : lines.get(place);
    }
}

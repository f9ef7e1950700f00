package dev.windtunnel.config.inject;

import java.util.ArrayList;
import java.util.List;

/** The documents of a text as they are written, so that those nobody changes keep every comment and blank. */
final class YamlStream {
    private YamlStream() {}

    /**
     * The text of one document, each line ended by a line feed.
     *
     * @param firstLine the line of its first character in the whole text, from 1
     * @param lastLine the line of its last character
     */
    record Part(String text, int firstLine, int lastLine) {
        boolean holds(int line) {
            return firstLine <= line && line <= lastLine;
        }
    }

    /** The parts between the lines that begin with {@code ---}; parts without any line are left out. */
    static List<Part> split(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int line = 0;
        int first = 1;
        for (String content : text.lines().toList()) {
            line++;
            if (isSeparator(content)) {
                add(parts, part, first, line - 1);
                String rest = content.substring(3).strip();
                first = rest.isEmpty() ? line + 1 : line;
                if (!rest.isEmpty()) {
                    part.append(rest).append('\n');
                }
            } else {
                part.append(content).append('\n');
            }
        }
        add(parts, part, first, line);
        return parts;
    }

    private static boolean isSeparator(String line) {
        return line.startsWith("---") && (line.length() == 3 || Character.isWhitespace(line.charAt(3)));
    }

    private static void add(List<Part> parts, StringBuilder text, int firstLine, int lastLine) {
        if (!text.isEmpty()) {
            parts.add(new Part(text.toString(), firstLine, lastLine));
            text.setLength(0);
        }
    }
}

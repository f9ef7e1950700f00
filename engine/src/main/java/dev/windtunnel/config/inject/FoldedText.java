package dev.windtunnel.config.inject;

/** Long texts in quotes broken over several lines, as Go's YAML library breaks them. */
final class FoldedText {
    /** A line is broken at the first single blank behind this column. */
    private static final int WIDTH = 80;

    private FoldedText() {}

    /** The document with the text of one key folded where it is written in single quotes; it means the same. */
    static String fold(String yaml, String key) {
        StringBuilder out = new StringBuilder(yaml.length() + 64);
        yaml.lines().forEach(line -> {
            String content = line.stripLeading();
            if (content.startsWith(key + ": '")) {
                fold(line, line.length() - content.length() + 2, out);
            } else {
                out.append(line);
            }
            out.append('\n');
        });
        return out.toString();
    }

    private static void fold(String line, int indent, StringBuilder out) {
        int column = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean single =
                    c == ' ' && i + 1 < line.length() && line.charAt(i + 1) != ' ' && line.charAt(i - 1) != ' ';
            if (column > WIDTH && single) {
                out.append('\n').append(" ".repeat(indent));
                column = indent;
            } else {
                out.append(c);
                column++;
            }
        }
    }
}

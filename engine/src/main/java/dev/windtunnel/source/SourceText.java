package dev.windtunnel.source;

import org.yaml.snakeyaml.error.Mark;

/**
 * A part of a file's text, from {@code base} to its end, and the way from the marks of snakeyaml (which count code
 * points from the start of what it reads) to offsets and positions in the whole file.
 */
final class SourceText {
    private final String file;
    private final String text;
    private final int base;
    private final int baseLine;
    private final boolean rewritten;
    private final int[] supplementary;

    /**
     * @param base offset of the first char that is read, always at the start of a line
     * @param baseLine lines before it
     * @param rewritten whether the text is that of {@link TextCheck#yamlOfJson}
     */
    SourceText(String file, String text, int base, int baseLine, boolean rewritten) {
        this.file = file;
        this.text = text;
        this.base = base;
        this.baseLine = baseLine;
        this.rewritten = rewritten;
        this.supplementary = supplementaryFrom(text, base);
    }

    String file() {
        return file;
    }

    String text() {
        return text;
    }

    /** The value of a scalar as the user wrote it. */
    String value(String parsed) {
        return rewritten ? TextCheck.unmarked(parsed) : parsed;
    }

    int offset(Mark mark) {
        int index = mark.getIndex();
        if (supplementary.length == 0) {
            return base + index;
        }
        int low = 0;
        int high = supplementary.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (supplementary[middle] < index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return base + index + low;
    }

    Position position(Mark mark) {
        return new Position(file, baseLine + mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** Code point indexes, relative to the base, of the characters that take two chars. */
    private static int[] supplementaryFrom(String text, int base) {
        int count = 0;
        for (int i = base; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))) {
                count++;
            }
        }
        int[] found = new int[count];
        int next = 0;
        for (int i = base; i < text.length() && next < count; i++) {
            if (Character.isHighSurrogate(text.charAt(i))) {
                found[next] = i - base - next;
                next++;
            }
        }
        return found;
    }
}

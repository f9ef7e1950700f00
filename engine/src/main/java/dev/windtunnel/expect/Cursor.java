package dev.windtunnel.expect;

/** A place in the text of a threshold that moves to the right. White space between words does not count. */
final class Cursor {
    private final String text;
    private int position;

    Cursor(String text) {
        this.text = text;
    }

    /** 1-based column of what comes next. */
    int column() {
        skipSpace();
        return position + 1;
    }

    boolean atEnd() {
        skipSpace();
        return position == text.length();
    }

    /** What is left, shortened. */
    String rest() {
        skipSpace();
        String rest = text.substring(position);
        return rest.length() <= 40 ? rest : rest.substring(0, 37) + "...";
    }

    /** Takes a character when it comes next. */
    boolean accept(char wanted) {
        skipSpace();
        return acceptNext(wanted);
    }

    /** Takes a character when it follows without space. */
    boolean acceptNext(char wanted) {
        if (position < text.length() && text.charAt(position) == wanted) {
            position++;
            return true;
        }
        return false;
    }

    /** Takes a whole word when it comes next. */
    boolean acceptWord(String wanted) {
        skipSpace();
        int end = position + wanted.length();
        if (!text.startsWith(wanted, position) || end < text.length() && isWordPart(text.charAt(end))) {
            return false;
        }
        position = end;
        return true;
    }

    void expect(char wanted, String fix) throws ThresholdSyntaxException {
        if (!accept(wanted)) {
            String seen = atEnd() ? "the threshold ends" : "\"" + rest() + "\" stands";
            throw refusal(seen + " where \"" + wanted + "\" is expected", "write " + fix);
        }
    }

    /** Whether one equals sign comes next, not two. */
    boolean isNextPlainEquals() {
        skipSpace();
        return text.startsWith("=", position) && !text.startsWith("==", position);
    }

    /** Letters and digits. */
    String word(String wanted) throws ThresholdSyntaxException {
        skipSpace();
        int start = position;
        while (position < text.length() && isWordPart(text.charAt(position))) {
            position++;
        }
        if (position == start) {
            throw refusal(atEnd() ? "the threshold ends" : "\"" + rest() + "\" is no name", "write " + wanted);
        }
        return text.substring(start, position);
    }

    /** A target or the value of a filter: up to a comma or closing parenthesis, or in double quotes. */
    String argument() throws ThresholdSyntaxException {
        skipSpace();
        int start = position;
        if (acceptNext('"')) {
            int end = text.indexOf('"', position);
            if (end < 0) {
                position = start;
                throw refusal("the quote is not closed", "close it with \"");
            }
            String quoted = text.substring(position, end);
            position = end + 1;
            return quoted;
        }
        while (position < text.length() && ",()\"".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position).strip();
    }

    /** The right side of a condition: up to a comma, a parenthesis or the end. */
    String value() {
        skipSpace();
        int start = position;
        while (position < text.length() && ",()".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position).strip();
    }

    ThresholdSyntaxException refusal(String message, String fix) {
        return new ThresholdSyntaxException(column(), message, fix);
    }

    private static boolean isWordPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }
}

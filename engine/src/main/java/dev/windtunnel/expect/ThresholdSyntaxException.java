package dev.windtunnel.expect;

/** A threshold that cannot be read: where in its text, what is wrong and what was expected. */
public final class ThresholdSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    /** 1-based character in the text. */
    private final int column;

    private final String fix;

    /**
     * A refusal.
     *
     * @param column 1-based character in the text of the threshold
     * @param message what is wrong
     * @param fix what to write instead
     */
    public ThresholdSyntaxException(int column, String message, String fix) {
        super(message, null, false, false);
        this.column = column;
        this.fix = fix;
    }

    /** The 1-based character of the text at which reading stopped. */
    public int column() {
        return column;
    }

    /** What is wrong. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** What to write instead. */
    public String fix() {
        return fix;
    }
}

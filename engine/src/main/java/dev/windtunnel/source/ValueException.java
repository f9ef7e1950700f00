package dev.windtunnel.source;

/** A value that is not written as it should be; the message says what is wrong and what was wanted, without a place. */
public final class ValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean outOfRange;

    /** A text that is no value of the kind that was wanted. */
    public ValueException(String reason) {
        this(reason, false);
    }

    private ValueException(String reason, boolean outOfRange) {
        super(reason, null, false, false);
        this.outOfRange = outOfRange;
    }

    /** A value that is well written but too small or too large. */
    public static ValueException outOfRange(String reason) {
        return new ValueException(reason, true);
    }

    /** The reason in plain words. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** Whether the value is well written but not among those allowed. */
    public boolean isOutOfRange() {
        return outOfRange;
    }
}

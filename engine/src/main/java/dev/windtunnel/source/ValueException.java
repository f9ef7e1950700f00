package dev.windtunnel.source;

/** A value that is not written as it should be; the message says what is wrong and what was wanted, without a place. */
public final class ValueException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A refusal with its reason in plain words. */
    public ValueException(String reason) {
        super(reason, null, false, false);
    }

    /** The reason in plain words. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}

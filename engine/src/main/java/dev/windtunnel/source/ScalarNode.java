package dev.windtunnel.source;

import org.jspecify.annotations.Nullable;

/**
 * A single value: a text, a number, a truth value or nothing.
 *
 * @param position where it begins
 * @param start offset of its first char (of the quote, if any), or {@link Node#NO_OFFSET}
 * @param end offset behind its last char, or {@link Node#NO_OFFSET}
 * @param text the value as written, without quotes and with escapes resolved: {@code on}, {@code 010}, {@code 1_000}
 * @param type what the cluster takes it for
 * @param quoted whether it was written in quotes or as a block of text
 */
public record ScalarNode(Position position, int start, int end, String text, Type type, boolean quoted)
        implements Node {

    /** What a scalar is to a cluster, by the rules of YAML 1.1 as the Go library of kubectl applies them. */
    public enum Type {
        NULL,
        BOOL,
        /** A whole number that fits 64 bits. */
        INT,
        FLOAT,
        STRING
    }

    /** Nothing, written nowhere. */
    public static final ScalarNode NULL = made("null", Type.NULL);

    /** A text, written nowhere. */
    public static ScalarNode of(String text) {
        return new ScalarNode(Position.NONE, NO_OFFSET, NO_OFFSET, text, Type.STRING, true);
    }

    /** A whole number, written nowhere. */
    public static ScalarNode of(long value) {
        return made(Long.toString(value), Type.INT);
    }

    /** A number, written nowhere. */
    public static ScalarNode of(double value) {
        return made(Scalars.floatText(value), Type.FLOAT);
    }

    /** A truth value, written nowhere. */
    public static ScalarNode of(boolean value) {
        return made(Boolean.toString(value), Type.BOOL);
    }

    /** An unquoted text, read as YAML would read it, written nowhere: {@code 5} is a whole number. */
    public static ScalarNode plain(String text) {
        return made(text, Scalars.resolve(text));
    }

    private static ScalarNode made(String text, Type type) {
        return new ScalarNode(Position.NONE, NO_OFFSET, NO_OFFSET, text, type, false);
    }

    /** Whether this is {@code null}, {@code ~} or nothing at all. */
    public boolean isNull() {
        return type == Type.NULL;
    }

    /** The truth value, or null when it is none. */
    public @Nullable Boolean asBoolean() {
        return type == Type.BOOL ? Scalars.bool(text) : null;
    }

    /** The whole number, or null when it is none; a float such as {@code 5.0} is none. */
    public @Nullable Long asLong() {
        return type == Type.INT ? Scalars.integer(text) : null;
    }

    /** The number, whole or not, or null when it is none. */
    public @Nullable Double asDouble() {
        return switch (type) {
            case INT -> {
                Long whole = Scalars.integer(text);
                yield whole == null ? null : Double.valueOf(whole);
            }
            case FLOAT -> Scalars.floating(text);
            default -> null;
        };
    }

    /** The text, or null when it is of another type. */
    public @Nullable String asString() {
        return type == Type.STRING ? text : null;
    }

    @Override
    public String describe() {
        String shown = text.length() <= 60 ? text : text.substring(0, text.offsetByCodePoints(0, 1) + 56) + "...";
        return switch (type) {
            case NULL -> "nothing";
            case BOOL -> shown + " (a truth value)";
            case INT, FLOAT -> "the number " + shown;
            case STRING -> "the text \"" + shown.replace("\n", "\\n") + "\"";
        };
    }

    @Override
    public String toString() {
        return Nodes.toJson(this);
    }
}

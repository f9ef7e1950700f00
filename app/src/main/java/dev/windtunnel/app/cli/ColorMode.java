package dev.windtunnel.app.cli;

/** The answers to {@code --color}. */
enum ColorMode {
    /** Colours on a terminal, unless NO_COLOR is set. */
    AUTO,
    /** Colours even into a file or pipe. */
    ALWAYS,
    /** No colours. */
    NEVER;

    /** Reads the option's value. */
    static final class Converter extends Choice<ColorMode> {
        Converter() {
            super(ColorMode.class);
        }
    }
}

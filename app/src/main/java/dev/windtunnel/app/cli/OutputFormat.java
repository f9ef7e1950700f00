package dev.windtunnel.app.cli;

/** The forms in which every command can print its data. */
enum OutputFormat {
    /** For people. */
    TABLE,
    /** For programs. */
    JSON,
    /** For programs, and for people who like documents. */
    YAML;

    /** Reads the option's value. */
    static final class Converter extends Choice<OutputFormat> {
        Converter() {
            super(OutputFormat.class);
        }
    }
}

package dev.windtunnel.app.cli;

import dev.windtunnel.report.Documents;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code -o}, to be mixed into commands that print a document or its readable form. */
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            converter = OutputFormat.Converter.class,
            description = "table (default), json or yaml.")
    private OutputFormat format;

    OutputFormat format() {
        return format;
    }

    /**
     * The text to print, ended by a line feed.
     *
     * @param document what json and yaml show
     * @param table makes the form for people, when that is asked for
     */
    String text(Map<String, @Nullable Object> document, Supplier<String> table) {
        return switch (format) {
            case TABLE -> table.get();
            case JSON -> Documents.json(document);
            case YAML -> Documents.yaml(document);
        };
    }
}

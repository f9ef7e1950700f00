package dev.windtunnel.report;

import java.util.function.Supplier;

/** The forms in which {@code run} prints what it found. */
public enum ReportFormat {
    /** The summary for people. */
    TABLE(TableReport::new),
    /** A RunResult, or a RunResultList of several. */
    JSON(JsonReport::new),
    /** The same as YAML. */
    YAML(YamlReport::new);

    private final Supplier<Reporter> reporter;

    ReportFormat(Supplier<Reporter> reporter) {
        this.reporter = reporter;
    }

    /** A reporter of this form. */
    public Reporter reporter() {
        return reporter.get();
    }
}

package dev.windtunnel.report;

import java.util.function.Supplier;

/** The forms in which {@code analyze} prints what it found. */
public enum FindingsFormat {
    /** A line for each finding, as {@code istioctl analyze} prints it. */
    LOG(FindingsReport::new),
    /** A Findings document. */
    JSON(() -> (analysis, style) -> Documents.json(FindingDocuments.document(analysis))),
    /** The same as YAML. */
    YAML(() -> (analysis, style) -> Documents.yaml(FindingDocuments.document(analysis))),
    /** SARIF 2.1.0, for code scanning. */
    SARIF(SarifReport::new),
    /** JUnit's XML, for build servers. */
    JUNIT(FindingsJUnitReport::new);

    private final Supplier<AnalysisReporter> reporter;

    FindingsFormat(Supplier<AnalysisReporter> reporter) {
        this.reporter = reporter;
    }

    /** A reporter of this form. */
    public AnalysisReporter reporter() {
        return reporter.get();
    }
}

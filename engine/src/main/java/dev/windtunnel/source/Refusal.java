package dev.windtunnel.source;

import dev.windtunnel.finding.Finding;

/** Ends the reading of one document; the finding says why. Never leaves this package. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    Refusal(Finding finding) {
        super(finding.message(), null, false, false);
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}

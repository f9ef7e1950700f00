package dev.windtunnel.report;

import java.util.List;

/** Results as JSON documents: one scenario gives a RunResult, several a RunResultList. */
public final class JsonReport implements Reporter {
    @Override
    public String text(List<RunReport> runs, Style style) {
        return Documents.json(ResultDocument.of(runs));
    }
}

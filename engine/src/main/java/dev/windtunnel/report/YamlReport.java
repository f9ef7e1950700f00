package dev.windtunnel.report;

import java.util.List;

/** Results as YAML, with the content of {@link JsonReport}. */
public final class YamlReport implements Reporter {
    @Override
    public String text(List<RunReport> runs, Style style) {
        return Documents.yaml(ResultDocument.of(runs));
    }
}

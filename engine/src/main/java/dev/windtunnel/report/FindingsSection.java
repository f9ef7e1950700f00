package dev.windtunnel.report;

import dev.windtunnel.finding.Finding;

/** What there is to say about the files of a scenario. */
final class FindingsSection {
    private FindingsSection() {}

    /** How many of each level, then a line for each. */
    static String ofOne(RunReport run, Style style) {
        if (run.findings().isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("  ");
        text.append(FindingsReport.counts(run.findings())).append('\n');
        for (Finding finding : run.findings()) {
            text.append("  ").append(FindingsReport.line(finding, style)).append('\n');
        }
        return text.toString();
    }
}

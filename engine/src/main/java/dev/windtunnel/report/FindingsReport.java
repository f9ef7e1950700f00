package dev.windtunnel.report;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
import java.util.List;
import java.util.StringJoiner;

/** Findings as lines, the form of {@code istioctl analyze}, and a line that sums them up. */
public final class FindingsReport implements AnalysisReporter {
    @Override
    public String text(Analysis analysis, Style style) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : analysis.findings()) {
            text.append(line(finding, style)).append('\n');
        }
        return text.append(summary(analysis, style)).append('\n').toString();
    }

    /** One finding on a line: {@code Error [IST0101] (VirtualService default/reviews a.yaml:12:7) ...}. */
    public static String line(Finding finding, Style style) {
        String label = finding.level().label();
        String coloured =
                switch (finding.level()) {
                    case ERROR -> style.bad(label);
                    case WARNING -> style.warning(label);
                    case INFO -> style.dim(label);
                };
        return coloured + finding.text().substring(label.length());
    }

    /** {@code 1 error, 2 warnings}, the worst first; {@code no findings} for none. */
    public static String counts(List<Finding> findings) {
        StringJoiner text = new StringJoiner(", ");
        count(findings, Level.ERROR, "error", text);
        count(findings, Level.WARNING, "warning", text);
        count(findings, Level.INFO, "info", text);
        return text.length() == 0 ? "no findings" : text.toString();
    }

    private static void count(List<Finding> findings, Level level, String noun, StringJoiner text) {
        long count =
                findings.stream().filter(finding -> finding.level() == level).count();
        if (count > 0) {
            text.add(Cells.plural(count, noun));
        }
    }

    private static String summary(Analysis analysis, Style style) {
        StringBuilder text = new StringBuilder(TableReport.mark(analysis.passed(), style));
        text.append(' ').append(counts(analysis.findings()));
        text.append(" in ").append(Cells.plural(analysis.objects(), "object"));
        if (!analysis.ignored().isEmpty()) {
            StringJoiner kinds = new StringJoiner(", ");
            analysis.ignored().forEach((kind, count) -> kinds.add(count + " " + kind));
            text.append("; not simulated: ").append(kinds);
        }
        return text.toString();
    }
}

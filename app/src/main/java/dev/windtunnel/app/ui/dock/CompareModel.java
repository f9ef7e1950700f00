package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.Comparison.Result;
import dev.windtunnel.app.session.Comparison.Row;
import dev.windtunnel.app.ui.shell.Comparing.Difference;
import dev.windtunnel.app.ui.shell.Instants;
import java.util.List;
import java.util.Locale;

/** What a comparison says, in words. */
final class CompareModel {

    private CompareModel() {}

    /** A value with its unit. */
    static String value(Row row, double value) {
        return switch (row.unit()) {
            case SECONDS -> Instants.latency(value);
            case FRACTION -> percent(value);
            case PLAIN -> String.format(Locale.ROOT, "%.2f", value);
        };
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 0.01 ? "%.2f %%" : "%.1f %%", value * 100);
    }

    /** A change with its sign; {@code identical} when no pair differed. */
    static String change(Row row, double change) {
        if (row.identical()) {
            return "identical";
        }
        return (change < 0 ? "-" : "+") + value(row, Math.abs(change));
    }

    /** The interval of the change, as far as there is one. */
    static String interval(Row row) {
        if (row.identical()) {
            return "identical";
        }
        return Double.isNaN(row.half())
                ? ""
                : change(row, row.change() - row.half()) + " to " + change(row, row.change() + row.half());
    }

    /** Whether the interval leaves zero out. */
    static boolean isShown(Row row) {
        return !row.identical() && Math.abs(row.change()) > row.half();
    }

    /** The change that matters most, in a sentence: {@code p99 of web rises by 34 ms, between 28 ms and 41 ms.} */
    static String sentence(String who, Result result) {
        Row most = null;
        for (Row row : result.rows()) {
            boolean tells = row.figure().equals("p99") || row.figure().equals("failed");
            if (tells
                    && isShown(row)
                    && (most == null || Math.abs(row.change() / row.half()) > Math.abs(most.change() / most.half()))) {
                most = row;
            }
        }
        if (result.pairs() < 2) {
            return "One pair of runs so far.";
        }
        if (most == null) {
            return "No change of p99 and of failures of " + who + " can be shown.";
        }
        double change = Math.abs(most.change());
        String verb = most.change() > 0 ? " rises by " : " falls by ";
        String what = most.figure().equals("failed") ? "The share of failed requests" : most.figure();
        return what + " of " + who + verb + value(most, change) + ", between " + value(most, change - most.half())
                + " and " + value(most, change + most.half()) + ".";
    }

    /** Both tables as Markdown, as it goes into a pull request. */
    static String markdown(String sentence, String note, List<Row> rows, List<Difference> differences) {
        StringBuilder text = new StringBuilder();
        text.append("**").append(sentence).append("**\n\n").append(note).append("\n\n");
        text.append("| Since the fork | base | this run | change | 95 % interval |\n|---|---:|---:|---:|---|\n");
        for (Row row : rows) {
            line(
                    text,
                    row.figure(),
                    value(row, row.base()),
                    value(row, row.now()),
                    change(row, row.change()),
                    interval(row));
        }
        if (!differences.isEmpty()) {
            text.append("\n| Edge | Field | base | this run | From |\n|---|---|---:|---:|---|\n");
            for (Difference each : differences) {
                line(
                        text,
                        each.change().edge(),
                        each.change().field(),
                        each.change().base(),
                        each.change().now(),
                        each.from());
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String... cells) {
        for (String cell : cells) {
            text.append("| ").append(cell.replace("|", "\\|")).append(' ');
        }
        text.append("|\n");
    }
}

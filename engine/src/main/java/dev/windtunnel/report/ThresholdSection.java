package dev.windtunnel.report;

import dev.windtunnel.expect.Threshold;
import dev.windtunnel.expect.ThresholdResult;
import java.util.List;

/** What had to hold, and whether it did. */
final class ThresholdSection {
    private ThresholdSection() {}

    /** The thresholds of one scenario. */
    static String ofOne(RunReport run, Style style) {
        Grid grid = Grid.of("", "name", "expression", "reference", "simulated", "held", "note")
                .right("reference", "simulated");
        for (ThresholdResult result : run.thresholds()) {
            Threshold threshold = result.threshold();
            grid.row(
                    TableReport.mark(result.ok(), style),
                    Cells.orNone(threshold.name()),
                    threshold.expression(),
                    ThresholdFigures.reference(threshold),
                    ThresholdFigures.observed(result),
                    held(result, style),
                    note(result, style));
        }
        return grid.text();
    }

    /** The thresholds of all scenarios in one table. */
    static String ofAll(List<RunReport> runs, Style style) {
        Grid grid = Grid.of("", "scenario", "threshold", "reference", "simulated", "held", "note")
                .right("reference", "simulated");
        for (RunReport run : runs) {
            for (ThresholdResult result : run.thresholds()) {
                grid.row(
                        TableReport.mark(result.ok(), style),
                        run.name(),
                        ThresholdFigures.title(result.threshold()),
                        ThresholdFigures.reference(result.threshold()),
                        ThresholdFigures.observed(result),
                        held(result, style),
                        note(result, style));
            }
        }
        return grid.text();
    }

    private static String held(ThresholdResult result, Style style) {
        return result.ok() ? style.good("yes") : style.bad("no");
    }

    /** Without the words that the figure already says. */
    private static String note(ThresholdResult result, Style style) {
        String note = result.note();
        return note == null || note.equals(ThresholdFigures.observed(result)) ? "" : style.dim(note);
    }
}

package dev.windtunnel.report;

import dev.windtunnel.expect.ThresholdResult;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.measure.RunResult.ScenarioInfo;
import dev.windtunnel.measure.RunResult.Totals;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.BiFunction;

/**
 * The summary for people: the layout of k6's (thresholds first), the tables of kubectl, the failures in plain words. One
 * scenario is told in full; of several each has two lines, and one table holds all their thresholds.
 */
public final class TableReport implements Reporter {

    /** A part of the summary; it is left out when it has nothing to say (an empty text). */
    private record Section(String title, BiFunction<RunReport, Style, String> body) {}

    private static final List<Section> SECTIONS = List.of(
            new Section("Thresholds", ThresholdSection::ofOne),
            new Section("Traffic", TrafficSection::figures),
            new Section("Failures", TrafficSection::reasons),
            new Section("Websockets", TrafficSection::sessions),
            new Section("Edges", EdgeSection::figures),
            new Section("Split", EdgeSection::split),
            new Section("Zones", EdgeSection::zones),
            new Section("Amplification by retries", LoadSection::amplification),
            new Section("Pods", LoadSection::pods),
            new Section("Ejections", TimeSection::ejections),
            new Section("Timeline", TimeSection::timeline),
            new Section("Replications", TimeSection::replications),
            new Section("Findings", FindingsSection::ofOne));

    @Override
    public String text(List<RunReport> runs, Style style) {
        return switch (runs.size()) {
            case 0 -> "No scenario was run.\n";
            case 1 -> one(runs.get(0), style);
            default -> several(runs, style);
        };
    }

    private static String one(RunReport run, Style style) {
        StringBuilder text = new StringBuilder(headline(run, style)).append('\n');
        text.append(totals(run.result().totals())).append('\n');
        for (Section section : SECTIONS) {
            String body = section.body().apply(run, style);
            if (!body.isEmpty()) {
                text.append('\n')
                        .append(style.bold(section.title()))
                        .append('\n')
                        .append(body);
            }
        }
        return text.append('\n').append(verdict(run, style)).append('\n').toString();
    }

    private static String several(List<RunReport> runs, Style style) {
        StringBuilder text = new StringBuilder();
        for (RunReport run : runs) {
            text.append(headline(run, style)).append('\n');
            text.append("  ").append(verdict(run, style)).append('\n');
            for (Finding finding : run.failingFindings()) {
                text.append("  ").append(FindingsReport.line(finding, style)).append('\n');
            }
        }
        String thresholds = ThresholdSection.ofAll(runs, style);
        if (!thresholds.isEmpty()) {
            text.append('\n').append(style.bold("Thresholds")).append('\n').append(thresholds);
        }
        return text.append('\n').append(verdict(runs, style)).append('\n').toString();
    }

    /** {@code hello-split   envoy-2017, seed 1, 600 ms simulated}. */
    private static String headline(RunReport run, Style style) {
        ScenarioInfo info = run.result().scenario();
        StringJoiner facts = new StringJoiner(", ");
        facts.add(info.profile());
        if (info.replications() > 1) {
            facts.add("seeds " + info.seed() + " to " + (info.seed() + info.replications() - 1));
            facts.add(info.replications() + " replications");
        } else {
            facts.add("seed " + info.seed());
        }
        facts.add(Figures.seconds(info.durationSeconds()) + " simulated");
        if (info.warmupSeconds() > 0) {
            facts.add("the first " + Figures.seconds(info.warmupSeconds()) + " not counted");
        }
        String end = info.interrupted() ? "   " + style.warning("interrupted: what there was until then") : "";
        return style.bold(info.name()) + "   " + facts + end;
    }

    private static String totals(Totals totals) {
        StringJoiner text = new StringJoiner(", ");
        text.add(Cells.count(totals.requests()) + " requests");
        text.add(Cells.count(totals.completed()) + " completed");
        if (totals.unfinished() > 0) {
            text.add(Cells.count(totals.unfinished()) + " unfinished");
        }
        text.add(Cells.count(totals.attempts()) + " attempts");
        if (totals.retries() > 0) {
            text.add(Cells.count(totals.retries()) + " retries");
        }
        return text.toString();
    }

    private static String verdict(RunReport run, Style style) {
        StringJoiner parts = new StringJoiner("; ");
        int thresholds = run.thresholds().size();
        if (thresholds == 0) {
            parts.add("no thresholds");
        } else if (run.missed() == 0) {
            parts.add(Cells.plural(thresholds, "threshold") + " held");
        } else {
            parts.add(run.missed() + " of " + Cells.plural(thresholds, "threshold") + " did not hold");
        }
        int failing = run.failingFindings().size();
        if (failing > 0) {
            parts.add(Cells.plural(failing, "finding") + " at the failure level");
        } else if (!run.findings().isEmpty()) {
            parts.add(FindingsReport.counts(run.findings()));
        }
        return mark(run.passed(), style) + " " + parts;
    }

    private static String verdict(List<RunReport> runs, Style style) {
        long passed = runs.stream().filter(RunReport::passed).count();
        List<ThresholdResult> all =
                runs.stream().flatMap(run -> run.thresholds().stream()).toList();
        long held = all.stream().filter(ThresholdResult::ok).count();
        String text = passed + " of " + runs.size() + " scenarios passed, " + held + " of "
                + Cells.plural(all.size(), "threshold") + " held";
        return mark(passed == runs.size(), style) + " " + text;
    }

    static String mark(boolean good, Style style) {
        return good ? style.good("\u2713") : style.bad("\u2717");
    }
}

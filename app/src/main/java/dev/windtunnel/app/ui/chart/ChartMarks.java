package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.session.SessionState.Mark;
import dev.windtunnel.app.session.TimelineWords;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.TimelineEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What happened when: the same marks stand on the timeline and in every chart.
 *
 * @param marks instants, in order of time
 * @param spans what has a duration
 */
record ChartMarks(List<Mark> marks, List<Span> spans) {

    static final ChartMarks NONE = new ChartMarks(List.of(), List.of());
    private static final int MOST_REPETITIONS = 100;

    /** From when to when something acts. */
    record Span(double from, double to) {}

    /** With the instant of a fork; NaN for none. */
    ChartMarks with(double forkSeconds) {
        if (Double.isNaN(forkSeconds)) {
            return this;
        }
        List<Mark> all = new ArrayList<>(marks);
        all.add(new Mark(forkSeconds, Mark.Kind.FORK, "fork"));
        all.sort(Comparator.comparingDouble(Mark::seconds));
        return new ChartMarks(List.copyOf(all), spans);
    }

    /** Marks of a scenario's timeline, with all its repetitions up to an end, and the edits so far. */
    static ChartMarks of(Scenario scenario, List<Mark> sofar, double endSeconds) {
        List<Mark> marks = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        for (TimelineEntry entry : scenario.timeline()) {
            String words = TimelineWords.of(entry.action());
            double until =
                    Math.min(endSeconds, entry.untilNanos() == Long.MAX_VALUE ? endSeconds : entry.untilNanos() / 1e9);
            double at = entry.atNanos() / 1e9;
            int repetitions = 0;
            do {
                marks.add(new Mark(at, Mark.Kind.TIMELINE, words));
                if (entry.forNanos() != Long.MAX_VALUE && entry.forNanos() > 0) {
                    spans.add(new Span(at, at + entry.forNanos() / 1e9));
                    if (entry.everyNanos() == 0) {
                        double end = at + entry.forNanos() / 1e9;
                        marks.add(new Mark(end, Mark.Kind.TIMELINE, TimelineWords.ended(entry.action())));
                    }
                }
                at += entry.everyNanos() / 1e9;
                repetitions++;
            } while (entry.everyNanos() > 0 && at < until && repetitions < MOST_REPETITIONS);
        }
        sofar.stream().filter(mark -> mark.kind() == Mark.Kind.EDIT).forEach(marks::add);
        marks.sort(Comparator.comparingDouble(Mark::seconds));
        return new ChartMarks(List.copyOf(marks), List.copyOf(spans));
    }
}

package dev.windtunnel.app.session;

import dev.windtunnel.app.session.SessionState.Mark;
import dev.windtunnel.scenario.TimelineEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The instants that charts and the timeline mark: what the scenario plans, and what was edited. */
final class Marks {

    private final List<TimelineEntry> timeline;
    private final List<Mark> marks = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();

    /** What an edit does by itself later. */
    private record End(long editNanos, Mark mark) {}

    Marks(List<TimelineEntry> timeline) {
        this.timeline = timeline;
        begin();
    }

    /** The run begins again: nothing has been edited. */
    void begin() {
        marks.clear();
        ends.clear();
        marks.addAll(ofTimeline(timeline));
    }

    /** Something was edited. */
    void edited(long nanos, String label) {
        marks.add(new Mark(nanos / 1e9, Mark.Kind.EDIT, label));
    }

    /** What was edited at an instant ends at a later one. */
    void ends(long editNanos, long nanos, String label) {
        ends.add(new End(editNanos, new Mark(nanos / 1e9, Mark.Kind.TIMELINE, label)));
    }

    /** Edits after an instant have not happened. */
    void back(long nanos) {
        marks.removeIf(mark -> mark.kind() == Mark.Kind.EDIT && mark.seconds() > nanos / 1e9);
        ends.removeIf(end -> end.editNanos() > nanos);
    }

    /** The instant of the first entry of the timeline, or of its end, after an instant; -1 when there is none. */
    long nextEntry(long nanos) {
        long next = -1;
        for (Mark mark : all()) {
            long at = Math.round(mark.seconds() * 1e9);
            if (mark.kind() == Mark.Kind.TIMELINE && at > nanos && (next < 0 || at < next)) {
                next = at;
            }
        }
        return next;
    }

    List<Mark> all() {
        List<Mark> all = new ArrayList<>(marks);
        ends.forEach(end -> all.add(end.mark()));
        return List.copyOf(all);
    }

    /** The marks of the timeline's entries. */
    static List<Mark> ofTimeline(List<TimelineEntry> entries) {
        List<Mark> result = new ArrayList<>();
        for (TimelineEntry entry : entries) {
            result.add(new Mark(entry.atNanos() / 1e9, Mark.Kind.TIMELINE, TimelineWords.of(entry.action())));
            if (entry.forNanos() > 0 && entry.forNanos() != Long.MAX_VALUE && entry.everyNanos() == 0) {
                double end = (entry.atNanos() + entry.forNanos()) / 1e9;
                result.add(new Mark(end, Mark.Kind.TIMELINE, TimelineWords.ended(entry.action())));
            }
        }
        result.sort(Comparator.comparingDouble(Mark::seconds));
        return result;
    }
}

package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.session.SessionState.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The track of the timeline: which instants it spans and where they are.
 *
 * @param left left end of the track in pixels
 * @param right its right end
 * @param endSeconds instant at the right end
 */
record TimelineScale(double left, double right, double endSeconds) {

    /** From a mark to its words, px. */
    static final double FLAG = 11;

    private static final double DEFAULT_SECONDS = 60;

    /**
     * The instant at the end of the track: that of the run; later when time or a mark is, with a quarter of room and a
     * round number, so that the track does not move with every frame.
     *
     * @param runSeconds length of the run; NaN when the scenario sets none
     * @param latestSeconds latest instant that must be on it
     */
    static double end(double runSeconds, double latestSeconds) {
        double end = Double.isNaN(runSeconds) ? DEFAULT_SECONDS : runSeconds;
        return latestSeconds <= end ? end : Ticks.top(latestSeconds * 1.25, 4);
    }

    double px(double seconds) {
        return left + Math.min(1, seconds / endSeconds) * (right - left);
    }

    /** The instant at a pixel; outside of the track that of its nearer end. */
    double seconds(double px) {
        return Math.max(0, Math.min(1, (px - left) / (right - left))) * endSeconds;
    }

    /** Marks whose words have room before the next mark that is named, and before the right end. */
    List<Mark> named(List<Mark> marks, ToDoubleFunction<String> width) {
        List<Mark> result = new ArrayList<>();
        double free = left;
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            double x = px(mark.seconds());
            double end = x + 12 + width.applyAsDouble(mark.text());
            double next = i + 1 < marks.size() ? px(marks.get(i + 1).seconds()) : Double.POSITIVE_INFINITY;
            if (x >= free && end <= right + 16 && (next >= end || next < x + 4)) {
                result.add(mark);
                free = end;
            }
        }
        return result;
    }

    /** Whether the words of a mark stand at a pixel. */
    boolean isOverWords(double pixel, List<Mark> named, ToDoubleFunction<String> width) {
        for (Mark mark : named) {
            double begin = px(mark.seconds()) + FLAG;
            if (pixel > begin - 2 && pixel < begin + width.applyAsDouble(mark.text()) + 2) {
                return true;
            }
        }
        return false;
    }

    /** The mark within reach of a pixel; null when there is none. */
    @Nullable
    Mark at(List<Mark> marks, double pixel) {
        Mark nearest = null;
        for (Mark mark : marks) {
            double distance = Math.abs(px(mark.seconds()) + 4 - pixel);
            if (distance <= 8 && (nearest == null || distance < Math.abs(px(nearest.seconds()) + 4 - pixel))) {
                nearest = mark;
            }
        }
        return nearest;
    }
}

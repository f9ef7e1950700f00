package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Until;
import dev.windtunnel.app.ui.shell.Instants;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the timeline says while a run heads for somewhere, and when it did not find what it was to stop at. */
final class TimelineNote {

    private TimelineNote() {}

    /** The words; empty for nothing. {@code again} is whether the clock was dragged back. */
    static String of(SessionState state, boolean again) {
        return of(state.until(), state.busyUntilNanos(), state.frame().nowNanos(), again);
    }

    static String of(@Nullable Until until, long goalNanos, long nowNanos, boolean again) {
        if (until != null && until.missedAtNanos() >= 0) {
            return until.condition() + " did not hold up to " + Instants.axis(until.missedAtNanos() / 1e9);
        }
        if (goalNanos < 0) {
            return "";
        }
        if (until != null) {
            return "Running until " + until.condition();
        }
        return String.format(
                Locale.ROOT,
                "%s to %s ... %.0f %%",
                again ? "Running again" : "Running",
                Instants.axis(goalNanos / 1e9),
                100 * Math.min(1, nowNanos / Math.max(1.0, goalNanos)));
    }
}

package dev.windtunnel.simulation;

import dev.windtunnel.scenario.TimelineEntry;
import org.jspecify.annotations.Nullable;

/** One time that an entry of the timeline begins or ends. */
final class Occurrence {

    final int entry;
    final TimelineEntry what;
    /** Of an end: what it ends. */
    final @Nullable Occurrence begun;
    /** Names it to random draws: those of a saved edit are those of the edit. */
    final int draws;

    /** What takes it back; null when it does not end. */
    Chores.@Nullable Chore end;

    ControlPlane.@Nullable Propagated change;
    /** When, in seconds. */
    double at;

    String result = "applied";

    @Nullable
    String message;

    boolean happened;

    Occurrence(int entry, TimelineEntry what, @Nullable Occurrence begun, int draws) {
        this.entry = entry;
        this.draws = draws;
        this.what = what;
        this.begun = begun;
    }

    void fail(String why) {
        result = "failed";
        message = why;
    }

    /** What it came to: its message, or its result when there is none. */
    String outcome() {
        return message == null ? result : message;
    }
}

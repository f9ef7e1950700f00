package dev.windtunnel.simulation;

import dev.windtunnel.measure.RunResult.TimelineResult;
import dev.windtunnel.scenario.Place;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.scenario.TimelineEntry.Action;
import java.util.ArrayList;
import java.util.List;

/** Carries out the timeline, and edits of a running simulation, which are entries that come later. */
final class Timeline {

    /** More entries than a timeline has. */
    private static final int REPETITION = 1 << 16;
    /** So many entries, repetitions and ends of entries may happen in one run. */
    static final int MOST_OCCURRENCES = 1_000_000;

    /** So many changes of objects may happen in one run: each is a new mesh, of which all proxies are told. */
    static final int MOST_CHANGES = 10_000;

    /** So much is told of what probes do. */
    static final int MOST_NOTES = 1000;

    private static final Action PROBES = new TimelineEntry.Exec("probes");

    private final Core core;
    private final World world;
    private final Actions actions;
    private final List<Occurrence> occurrences = new ArrayList<>();
    private final Autoscalers autoscalers;
    private ClusterObjects objects;
    private int edits;
    private int changes;
    private int notes;

    Timeline(Core core, World world, Callers callers, ClusterObjects objects) {
        this.core = core;
        this.world = world;
        this.actions = new Actions(core, world, callers);
        this.objects = objects;
        this.autoscalers = new Autoscalers(core, this::scale);
        world.life().tellTo(this::note);
    }

    void start() {
        autoscalers.start();
        List<TimelineEntry> entries = core.scenario.timeline();
        for (int i = 0; i < entries.size(); i++) {
            schedule(new Occurrence(i, entries.get(i), null, i), entries.get(i).atNanos());
        }
    }

    private void schedule(Occurrence occurrence, long at) {
        if (occurrences.size() >= MOST_OCCURRENCES) {
            throw new Overload(Overload.Kind.TIMELINE);
        }
        occurrences.add(occurrence);
        core.agenda.scheduleRanked(
                at, Math.min(Math.max(0, occurrence.entry), 1023), EventKind.TIMELINE, occurrences.size() - 1);
    }

    /** An edit: happens now, and ends after a while. */
    Occurrence edit(Action action, long forNanos) {
        Occurrence occurrence = new Occurrence(
                -1,
                new TimelineEntry(core.now(), forNanos, 0, Long.MAX_VALUE, action, Place.NONE),
                null,
                core.scenario.timeline().size() + edits++);
        occurrences.add(occurrence);
        begin(occurrence);
        if (forNanos < Long.MAX_VALUE) {
            schedule(new Occurrence(-1, occurrence.what, occurrence, occurrence.draws), core.now() + forNanos);
        }
        return occurrence;
    }

    void happens(int number) {
        Occurrence occurrence = occurrences.get(number);
        if (occurrence.begun != null) {
            Chores.Chore end = occurrence.begun.end;
            if (end != null) {
                end.happens();
            }
            return;
        }
        begin(occurrence);
        TimelineEntry what = occurrence.what;
        if (what.forNanos() < Long.MAX_VALUE) {
            schedule(
                    new Occurrence(occurrence.entry, what, occurrence, occurrence.draws), core.now() + what.forNanos());
        }
        if (what.everyNanos() > 0 && core.now() + what.everyNanos() < what.untilNanos()) {
            schedule(
                    new Occurrence(occurrence.entry, what, null, occurrence.draws + REPETITION),
                    core.now() + what.everyNanos());
        }
    }

    private void begin(Occurrence occurrence) {
        occurrence.happened = true;
        occurrence.at = core.now() / 1e9;
        perform(occurrence, occurrence.what.action());
    }

    private void perform(Occurrence occurrence, Action action) {
        if (!actions.perform(occurrence, action)) {
            change(occurrence, action);
        }
    }

    private void change(Occurrence occurrence, Action action) {
        ClusterObjects.Change change = objects.change(action);
        objects = change.after();
        occurrence.result = change.result();
        occurrence.message = change.message();
        if (change.mesh() != null) {
            if (++changes > MOST_CHANGES) {
                throw new Overload(Overload.Kind.CHANGES);
            }
            occurrence.change = new ControlPlane.Propagated();
            world.declare(change.mesh(), occurrence.change);
            autoscalers.start();
        }
        for (Action consequence : change.consequences()) {
            perform(occurrence, consequence);
        }
    }

    /** An autoscaler changes a number of pods: that is no entry, and among the results all the same. */
    private void scale(String workload, int replicas, String why) {
        Action action = new TimelineEntry.Scale(workload, replicas);
        Occurrence occurrence = new Occurrence(
                -1, new TimelineEntry(core.now(), Long.MAX_VALUE, 0, Long.MAX_VALUE, action, Place.NONE), null, -1);
        occurrences.add(occurrence);
        begin(occurrence);
        occurrence.message = why;
    }

    /** Probes change what pods are: that is no entry, and among the results all the same, unless it is a flood. */
    private void note(String words) {
        if (++notes > MOST_NOTES) {
            return;
        }
        Occurrence occurrence = new Occurrence(
                -1, new TimelineEntry(core.now(), Long.MAX_VALUE, 0, Long.MAX_VALUE, PROBES, Place.NONE), null, -1);
        occurrences.add(occurrence);
        occurrence.happened = true;
        occurrence.at = core.now() / 1e9;
        occurrence.message = notes < MOST_NOTES ? words : words + "; what probes do from here on is not told";
    }

    /** What became of the entries, in the order in which they happened. */
    List<TimelineResult> results() {
        List<TimelineResult> results = new ArrayList<>();
        for (Occurrence occurrence : occurrences) {
            if (occurrence.begun == null && occurrence.happened) {
                ControlPlane.Propagated change = occurrence.change;
                boolean known = change != null && !Double.isNaN(change.first);
                results.add(new TimelineResult(
                        occurrence.at,
                        occurrence.entry,
                        known && change != null ? change.first : null,
                        known && change != null ? change.last : null,
                        occurrence.result,
                        occurrence.message));
            }
        }
        return results;
    }

    Autoscalers autoscalers() {
        return autoscalers;
    }

    ClusterObjects objects() {
        return objects;
    }
}

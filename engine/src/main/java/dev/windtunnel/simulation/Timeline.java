package dev.windtunnel.simulation;

import dev.windtunnel.measure.RunResult.TimelineResult;
import dev.windtunnel.plan.TrafficPlan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.scenario.TimelineEntry.Action;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out the timeline, and edits of a running simulation, which are entries that come later. */
final class Timeline {

    /** More entries than a timeline has. */
    private static final int REPETITION = 1 << 16;
    /** So many entries, repetitions and ends of entries may happen in one run. */
    static final int MOST_OCCURRENCES = 1_000_000;

    private final Core core;
    private final World world;
    private final Callers callers;
    private final List<Occurrence> occurrences = new ArrayList<>();
    private ClusterObjects objects;
    private int edits;

    private static final class Occurrence {
        final int entry;
        final TimelineEntry what;
        final boolean begins;
        final @Nullable Occurrence begun;
        /** Names it to random draws: those of a saved edit are those of the edit. */
        final int draws;

        List<Pod> pods = List.of();
        World.@Nullable Propagated change;
        double at;
        String result = "applied";

        @Nullable
        String message;

        boolean happened;

        Occurrence(int entry, TimelineEntry what, @Nullable Occurrence begun, int draws) {
            this.entry = entry;
            this.draws = draws;
            this.what = what;
            this.begins = begun == null;
            this.begun = begun;
        }
    }

    Timeline(Core core, World world, Callers callers, ClusterObjects objects) {
        this.core = core;
        this.world = world;
        this.callers = callers;
        this.objects = objects;
    }

    void start() {
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

    /** An edit: happens now. */
    Occurrence edit(Action action) {
        Occurrence occurrence = new Occurrence(
                -1,
                new TimelineEntry(
                        core.now(), Long.MAX_VALUE, 0, Long.MAX_VALUE, action, dev.windtunnel.scenario.Place.NONE),
                null,
                core.scenario.timeline().size() + edits++);
        occurrences.add(occurrence);
        begin(occurrence);
        return occurrence;
    }

    /** What an edit came to: its message, or its result when there is none. */
    static String outcome(Object occurrence) {
        Occurrence edit = (Occurrence) occurrence;
        return edit.message == null ? edit.result : edit.message;
    }

    void happens(int number) {
        Occurrence occurrence = occurrences.get(number);
        if (occurrence.begun != null) {
            end(occurrence.begun);
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
        if (action instanceof TimelineEntry.Kill kill) {
            occurrence.change = new World.Propagated();
            withWorkload(occurrence, kill.workload(), workload -> {
                List<Pod> pods = world.select(workload, kill.pods());
                world.kill(workload, pods, kill.graceNanos(), occurrence.change);
                note(occurrence, pods);
            });
        } else if (action instanceof TimelineEntry.Slow slow) {
            withWorkload(occurrence, slow.workload(), workload -> {
                occurrence.pods = world.select(workload, slow.pods());
                occurrence.pods.forEach(pod -> pod.slowFactor *= slow.factor());
                note(occurrence, occurrence.pods);
            });
        } else if (action instanceof TimelineEntry.Fail fail) {
            withWorkload(occurrence, fail.workload(), workload -> {
                occurrence.pods = world.select(workload, fail.pods());
                Pod.Failing failing = new Pod.Failing(occurrence.draws, fail.error());
                occurrence.pods.forEach(pod -> pod.failing.add(failing));
                note(occurrence, occurrence.pods);
            });
        } else if (action instanceof TimelineEntry.LoadFactor load) {
            setFactor(occurrence, load.traffic(), load.factor());
        } else if (action instanceof TimelineEntry.Partition partition) {
            withWorkload(
                    occurrence,
                    partition.from(),
                    from -> withWorkload(occurrence, partition.to(), to -> core.separate(from.id(), to.id())));
        } else if (action instanceof TimelineEntry.ProxyDown down) {
            withWorkload(occurrence, down.workload(), workload -> {
                occurrence.pods = world.select(workload, down.pods());
                occurrence.pods.forEach(this::stopProxy);
                note(occurrence, occurrence.pods);
            });
        } else if (action instanceof TimelineEntry.StaleRoutes stale) {
            withWorkload(occurrence, stale.workload(), workload -> {
                occurrence.pods = world.select(workload, new TimelineEntry.PodSelection.All());
                occurrence.pods.forEach(pod -> {
                    if (pod.sidecar != null) {
                        pod.sidecar.stale = true;
                    }
                });
            });
        } else {
            change(occurrence, action);
        }
    }

    private void change(Occurrence occurrence, Action action) {
        ClusterObjects.Change change = objects.change(action);
        objects = change.after();
        occurrence.result = change.result();
        occurrence.message = change.message();
        if (change.mesh() != null) {
            occurrence.change = new World.Propagated();
            world.declare(change.mesh(), occurrence.change);
        }
        for (Action consequence : change.consequences()) {
            perform(occurrence, consequence);
        }
    }

    private void stopProxy(Pod pod) {
        if (pod.sidecar != null && !pod.sidecar.down) {
            pod.sidecar.down = true;
            callers.losses().sidecarStops(pod);
        }
    }

    private void end(Occurrence begun) {
        Action action = begun.what.action();
        if (action instanceof TimelineEntry.Slow slow) {
            begun.pods.forEach(pod -> pod.slowFactor /= slow.factor());
        } else if (action instanceof TimelineEntry.Fail) {
            int number = begun.draws;
            begun.pods.forEach(pod -> pod.failing.removeIf(failing -> failing.occurrence() == number));
        } else if (action instanceof TimelineEntry.LoadFactor load) {
            setFactor(begun, load.traffic(), 1);
        } else if (action instanceof TimelineEntry.Partition partition) {
            withWorkload(
                    begun,
                    partition.from(),
                    from -> withWorkload(begun, partition.to(), to -> core.rejoin(from.id(), to.id())));
        } else if (action instanceof TimelineEntry.ProxyDown) {
            for (Pod pod : begun.pods) {
                if (pod.sidecar != null) {
                    pod.sidecar.down = false;
                }
            }
        } else if (action instanceof TimelineEntry.StaleRoutes) {
            for (Pod pod : begun.pods) {
                if (pod.sidecar != null) {
                    pod.sidecar.stale = false;
                }
            }
            world.publish(null);
        }
    }

    private void setFactor(Occurrence occurrence, String name, double factor) {
        for (TrafficPlan traffic : core.plan.traffic()) {
            if (traffic.traffic().name().equals(name)) {
                callers.source().setFactor(traffic.id(), factor);
                return;
            }
        }
        fail(occurrence, "there is no traffic " + name);
    }

    private interface WithWorkload {
        void accept(WorkloadPlan workload);
    }

    private void withWorkload(Occurrence occurrence, String name, WithWorkload then) {
        WorkloadPlan workload = core.plan.workload(name);
        if (workload == null) {
            fail(occurrence, "there is no workload " + name);
        } else {
            then.accept(workload);
        }
    }

    private static void fail(Occurrence occurrence, String why) {
        occurrence.result = "failed";
        occurrence.message = why;
    }

    private static void note(Occurrence occurrence, List<Pod> pods) {
        StringBuilder names = new StringBuilder();
        for (Pod pod : pods) {
            names.append(names.length() == 0 ? "" : ", ").append(pod.name);
        }
        occurrence.message = names.length() == 0 ? "no pod" : names.toString();
    }

    /** What became of the entries, in the order in which they happened. */
    List<TimelineResult> results() {
        List<TimelineResult> results = new ArrayList<>();
        for (Occurrence occurrence : occurrences) {
            if (occurrence.begins && occurrence.happened) {
                World.Propagated change = occurrence.change;
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

    ClusterObjects objects() {
        return objects;
    }
}

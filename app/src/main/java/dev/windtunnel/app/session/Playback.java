package dev.windtunnel.app.session;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The run of a session and where its clock is to go: on at a speed, up to an instant, until something holds, or back by running again with the edits that were
 * made. One thread uses it; {@link LiveSession} lends it to others.
 */
final class Playback {

    private static final long SECOND = 1_000_000_000L;
    private static final long MICRO = 1_000L;
    /** No condition is waited for longer than this, in virtual time. */
    private static final long LONGEST_WAIT = 3600 * SECOND;
    /** No failure is waited for longer than this, in virtual time. */
    private static final long LONGEST_STEP = 600 * SECOND;
    /** Nowhere in particular. */
    private static final long NO_TARGET = -1;

    private final Experiment experiment;
    private final Marks marks;
    private final Pace pace = new Pace();
    /** Edits that running again has not reached yet. */
    private final ArrayDeque<Run.Edit> replay = new ArrayDeque<>();

    private long seed;
    private Run run;
    private OutcomeSampler sampler = new OutcomeSampler();
    private LiveSeries series = new LiveSeries();
    private Ejections ejections = new Ejections();
    private boolean playing;
    private long target = NO_TARGET;
    private @Nullable StopCondition condition;
    private SessionState.@Nullable Until missed;
    private @Nullable Quiet quiet;

    /** An instant at which nothing happened, and how many events and edits there were before it. */
    private record Quiet(long atNanos, long events, int edits) {}

    Playback(Experiment experiment) {
        this.experiment = experiment;
        this.seed = experiment.scenario().run().seed();
        this.marks = new Marks(experiment.scenario().timeline());
        this.run = begin();
    }

    private Run begin() {
        RunOptions options = new RunOptions(seed, EventQueue.Kind.AUTOMATIC, SECOND, List.of(), null);
        // Where nothing calls, a run would be over at once, and a curl in the console would wait for nobody.
        Run begun = experiment.scenario().traffic().isEmpty()
                ? Run.open(experiment.plan(), experiment.objects(), options, true)
                : experiment.start(options);
        quiet = null;
        series = new LiveSeries();
        ejections = new Ejections();
        sampler = new OutcomeSampler();
        begun.listen(sampler);
        return begun;
    }

    // ---------------------------------------------------------------- what there is

    Run run() {
        return run;
    }

    long seed() {
        return seed;
    }

    boolean isPlaying() {
        return playing;
    }

    /** Whether it runs up to an instant as fast as it goes. */
    boolean isSeeking() {
        return target != NO_TARGET;
    }

    long targetNanos() {
        return target;
    }

    double speed() {
        return pace.speed();
    }

    Marks marks() {
        return marks;
    }

    LiveSeries series() {
        return series;
    }

    OutcomeSampler outcomes() {
        return sampler;
    }

    Ejections ejections() {
        return ejections;
    }

    /** What it runs until, or ran until in vain; null when there is no such thing. */
    SessionState.@Nullable Until until() {
        StopCondition stopAt = condition;
        return stopAt == null ? missed : new SessionState.Until(stopAt.text(), -1);
    }

    // ---------------------------------------------------------------- commands

    void play() {
        forgetCondition();
        dropReplay();
        target = NO_TARGET;
        playing = true;
        rebase();
    }

    void pause() {
        forgetCondition();
        dropReplay();
        halt();
    }

    /** Stops where it stands, whatever it was about to do. */
    void halt() {
        playing = false;
        target = NO_TARGET;
    }

    void setSpeed(double next) {
        pace.speed(next);
        rebase();
    }

    void runUntil(StopCondition stopAt) {
        missed = null;
        condition = stopAt;
        seek(run.nowNanos() + LONGEST_WAIT);
    }

    void runUntil(long nanos) {
        forgetCondition();
        seek(nanos);
    }

    void stepEvent() {
        stand();
        run.advanceEvent();
    }

    void stepRequest() {
        stand();
        run.advanceRequest();
    }

    void stepFailure() {
        stand();
        long before = sampler.failures();
        long end = run.nowNanos() + LONGEST_STEP;
        run.advanceUntil(each -> each.nowNanos() >= end || sampler.failures() > before);
    }

    void stepTimeline() {
        stand();
        long next = marks.nextEntry(run.nowNanos());
        if (next >= 0) {
            runUntil(next);
        }
    }

    private void stand() {
        dropReplay();
        playing = false;
    }

    /** From the start again, without edits. */
    void restart(long newSeed) {
        forgetCondition();
        replay.clear();
        seed = newSeed;
        marks.begin();
        target = NO_TARGET;
        run = begin();
        rebase();
    }

    /**
     * Back (or ahead) to an instant: runs again from the start with the edits made before it.
     *
     * @return whether the run began again
     */
    boolean goTo(long nanos) {
        runUntil(nanos);
        if (nanos >= run.nowNanos()) {
            return false;
        }
        List<Run.Edit> edits = run.edits();
        run = begin();
        replay.clear();
        edits.stream().filter(edit -> edit.atNanos() <= nanos).forEach(replay::add);
        marks.back(nanos);
        return true;
    }

    /** Begins again as another run went, up to an instant. */
    void repeat(long ofSeed, List<Run.Edit> edits, long nanos) {
        seed = ofSeed;
        run = begin();
        replay.clear();
        replay.addAll(edits);
        runUntil(nanos);
    }

    /** Makes a change at the present instant, as the timeline would; says what it came to. */
    String edit(Action action, long forNanos, String label) {
        dropReplay();
        settle();
        String outcome = run.edit(action, forNanos);
        series.take(run);
        marks.edited(run.nowNanos(), label);
        if (forNanos < Long.MAX_VALUE) {
            marks.ends(run.nowNanos(), run.nowNanos() + forNanos, TimelineWords.ended(action));
        }
        return outcome;
    }

    /** Does something with the run. Edits that it makes are marked; when it takes virtual time, the clock goes on from there. */
    <T> T with(Function<Run, T> work) {
        int before = run.edits().size();
        long now = run.nowNanos();
        T value = work.apply(run);
        List<Run.Edit> edits = run.edits();
        if (edits.size() > before) {
            dropReplay();
        }
        for (Run.Edit edit : edits.subList(before, edits.size())) {
            marks.edited(edit.atNanos(), TimelineWords.of(edit.action()));
        }
        if (run.nowNanos() != now) {
            rebase();
        }
        return value;
    }

    /**
     * Goes on to an instant at which nothing else happens, a microsecond ahead at most in all likelihood: an edit made
     * there comes before or after everything else in the same way when a timeline makes it. Stays where the run was told
     * to go when nothing happens there.
     */
    void settle() {
        boolean untouched = run.nowNanos() == 0
                && run.events() == 0
                && experiment.scenario().timeline().stream().allMatch(entry -> entry.atNanos() > 0);
        if (untouched || run.isOver() || isQuiet()) {
            return;
        }
        run.advanceTo(run.nowNanos());
        long at = (run.nowNanos() / MICRO + 1) * MICRO;
        run.advanceTo(at - 1);
        while (run.nextEventNanos() == at && !run.isOver()) {
            at += MICRO;
            run.advanceTo(at - 1);
        }
        run.advanceTo(at);
        if (playing && !isSeeking()) {
            rebase();
        }
    }

    /** Who takes over in the middle of running again goes on without the edits that were still to come. */
    void dropReplay() {
        if (!replay.isEmpty()) {
            replay.clear();
            marks.back(run.nowNanos());
        }
    }

    private void seek(long nanos) {
        target = nanos;
        playing = true;
    }

    private void forgetCondition() {
        condition = null;
        missed = null;
    }

    private void rebase() {
        pace.rebase(run.nowNanos());
    }

    // ---------------------------------------------------------------- the clock

    /** Goes on as far as it is to go by now, for so long of the wall clock at most. */
    void advance(long beganWallNanos, long mostWallNanos) {
        if (run.isOver()) {
            missCondition();
            replay.clear();
            halt();
            return;
        }
        boolean racing = isSeeking() || pace.races();
        long goal = isSeeking() ? target : pace.goal(beganWallNanos);
        while (run.nowNanos() < goal && !run.isOver() && System.nanoTime() - beganWallNanos < mostWallNanos) {
            slice(goal, racing);
            if (holds()) {
                forgetCondition();
                halt();
                return;
            }
        }
        replayEdits();
        if (isSeeking() && run.nowNanos() >= target) {
            missCondition();
            halt();
        } else if (!racing && pace.isHopeless(run.nowNanos(), goal)) {
            rebase(); // the engine cannot keep this speed: go on from here
        }
    }

    private void slice(long goal, boolean racing) {
        long from = System.nanoTime();
        replayEdits();
        long next = Math.max(run.nowNanos() + pace.sliceNanos(), racing ? run.nextEventNanos() : 0);
        long stop = replay.isEmpty() ? goal : Math.min(goal, replay.peek().atNanos());
        // Series look at the run at the end of every second, however fast it goes.
        long second = (run.nowNanos() / SECOND + 1) * SECOND;
        advanceTo(Math.min(Math.min(stop, second), next));
        pace.took(System.nanoTime() - from);
        series.take(run);
    }

    /** Whether what it runs until holds; looked at when a second ends. */
    private boolean holds() {
        StopCondition stopAt = condition;
        return stopAt != null && isSeeking() && run.nowNanos() % SECOND == 0 && stopAt.holds(series.rates());
    }

    private void replayEdits() {
        while (!replay.isEmpty() && replay.peek().atNanos() <= run.nowNanos()) {
            Run.Edit edit = replay.remove();
            run.edit(edit.action(), edit.forNanos());
            series.take(run);
        }
    }

    /** Goes on to an instant, and notes when it is the one that was asked for and nothing happens at it. */
    private void advanceTo(long nanos) {
        if (nanos == target && nanos > run.nowNanos() + 1) {
            run.advanceTo(nanos - 1);
            long before = run.events();
            run.advanceTo(nanos);
            quiet = run.events() == before
                    ? new Quiet(nanos, before, run.edits().size())
                    : null;
        } else {
            run.advanceTo(nanos);
        }
    }

    /** Whether nothing but looks has come to pass at this instant, and nothing will. */
    private boolean isQuiet() {
        Quiet noted = quiet;
        return noted != null
                && noted.equals(
                        new Quiet(run.nowNanos(), run.events(), run.edits().size()))
                && run.nextEventNanos() > noted.atNanos();
    }

    /** The run can go no further, and what it was to stop at has not come. */
    private void missCondition() {
        StopCondition never = condition;
        if (never != null) {
            missed = new SessionState.Until(never.text(), run.nowNanos());
            condition = null;
        }
    }
}

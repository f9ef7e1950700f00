package dev.windtunnel.app.session;

import dev.windtunnel.app.session.SessionState.Outcome;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run that plays. It lives on a thread of its own, which alone touches the simulation; every command is put into its
 * queue, every picture leaves it as an immutable {@link SessionState}.
 */
public final class LiveSession implements AutoCloseable {

    private static final long SECOND = 1_000_000_000L;
    private static final long MICRO = 1_000L;
    /** So often the figures of now are made anew while the clock runs. */
    private static final long LOOK_NANOS = 15_000_000L;
    /** So often there is a new picture while the clock runs up to somewhere. */
    private static final long SEEK_NANOS = 100_000_000L;
    /** Of a traced request, what goes on after its end is followed this long. */
    private static final long AFTERMATH_NANOS = 60 * SECOND;

    private static final long FRAME_NANOS = 16_000_000L;
    private static final long IDLE_NANOS = 200_000_000L;
    /** Running again that takes no longer than this shows nothing in between. */
    private static final long AT_ONCE_NANOS = 150_000_000L;

    private final Experiment experiment;
    private final Consumer<SessionState> screen;
    private final LinkedBlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final Marks marks;
    private long seed;
    private OutcomeSampler sampler = new OutcomeSampler();
    private Run run;
    private LiveSeries series = new LiveSeries();
    private Ejections ejections = new Ejections();
    private volatile boolean closed;
    private boolean playing;
    private final Pace pace = new Pace();
    private long target = -1;
    private @Nullable StopCondition condition;
    private SessionState.@Nullable Until missed;
    private @Nullable Quiet quiet;
    private @Nullable Throwable problem;
    private double wallRate;
    private long rateRequests;
    private long rateWall;
    private long lookedWall;
    private long publishedWall;
    /** Edits that running again has not reached yet. */
    private final ArrayDeque<Run.Edit> replay = new ArrayDeque<>();

    /**
     * A session that stands at 0:00 and waits.
     *
     * @param screen gets every new state, on the session's thread
     */
    public LiveSession(Experiment experiment, Consumer<SessionState> screen) {
        this.experiment = experiment;
        this.screen = screen;
        this.seed = experiment.scenario().run().seed();
        this.marks = new Marks(experiment.scenario().timeline());
        this.run = begin();
        this.thread = new Thread(this::live, "windtunnel-session");
        thread.setDaemon(true);
        thread.start();
    }

    /** The experiment that it runs. */
    public Experiment experiment() {
        return experiment;
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

    // ---------------------------------------------------------------- commands, from any thread

    /** Starts the clock. */
    public void play() {
        command(() -> {
            forgetCondition();
            dropReplay();
            playing = true;
            target = -1;
            rebase();
        });
    }

    /** Stops the clock. */
    public void pause() {
        command(() -> {
            forgetCondition();
            dropReplay();
            playing = false;
            target = -1;
        });
    }

    /** Virtual seconds per second; infinite for as fast as it goes. */
    public void setSpeed(double next) {
        command(() -> {
            pace.speed(next);
            rebase();
        });
    }

    /** Runs as fast as it goes until a condition holds at the end of a second; at most an hour of virtual time. */
    public void runUntil(StopCondition stopAt) {
        command(() -> {
            missed = null;
            condition = stopAt;
            target = run.nowNanos() + 3600 * SECOND;
            playing = true;
        });
    }

    /** Runs to an instant as fast as it goes, then stands still. */
    public void runUntil(long nanos) {
        command(() -> {
            forgetCondition();
            target = nanos;
            playing = true;
        });
    }

    /** Handles one event. */
    public void stepEvent() {
        command(() -> {
            dropReplay();
            playing = false;
            run.advanceEvent();
        });
    }

    /** Goes on to the next request that is answered. */
    public void stepRequest() {
        command(() -> {
            dropReplay();
            playing = false;
            run.advanceRequest();
        });
    }

    /** Goes on as fast as it goes to the next entry of the timeline, which has acted then; stays where it is after the last. */
    public void stepTimeline() {
        command(() -> {
            dropReplay();
            playing = false;
            long next = marks.nextEntry(run.nowNanos());
            if (next >= 0) {
                forgetCondition();
                target = next;
                playing = true;
            }
        });
    }

    /** Goes on to the next request that fails; at most ten virtual minutes. */
    public void stepFailure() {
        command(() -> {
            dropReplay();
            playing = false;
            long before = sampler.failures();
            long end = run.nowNanos() + 600 * SECOND;
            run.advanceUntil(each -> each.nowNanos() >= end || sampler.failures() > before);
        });
    }

    /** From the start again, with the same seed or a new one, without edits. */
    public void restart(long newSeed) {
        command(() -> {
            forgetCondition();
            replay.clear();
            seed = newSeed;
            marks.begin();
            problem = null;
            target = -1;
            run = begin();
            rebase();
        });
    }

    /**
     * Back (or ahead) to an instant: runs again from the start with the edits made before it. What takes longer than a
     * moment shows as {@link SessionState#busyUntilNanos}; {@link #pause} ends it where it stands.
     */
    public void goTo(long nanos) {
        command(() -> {
            forgetCondition();
            target = nanos;
            playing = true;
            if (nanos >= run.nowNanos()) {
                return;
            }
            List<Run.Edit> edits = run.edits();
            run = begin();
            replay.clear();
            edits.stream().filter(edit -> edit.atNanos() <= nanos).forEach(replay::add);
            marks.back(nanos);
            long began = System.nanoTime();
            while (target >= 0 && System.nanoTime() - began < AT_ONCE_NANOS) {
                advance(System.nanoTime());
            }
        });
    }

    /** Who takes over in the middle of running again goes on without the edits that were still to come. */
    private void dropReplay() {
        if (!replay.isEmpty()) {
            replay.clear();
            marks.back(run.nowNanos());
        }
    }

    private void replayEdits() {
        while (!replay.isEmpty() && replay.peek().atNanos() <= run.nowNanos()) {
            Run.Edit edit = replay.remove();
            run.edit(edit.action(), edit.forNanos());
            series.take(run);
        }
    }

    /**
     * Makes a change at the present instant, as the timeline would.
     *
     * @param label how charts call the mark
     * @return what it came to, in words
     */
    public CompletableFuture<String> edit(Action action, String label) {
        return edit(action, Long.MAX_VALUE, label);
    }

    /** As {@link #edit(Action, String)}, for so long. */
    public CompletableFuture<String> edit(Action action, long forNanos, String label) {
        CompletableFuture<String> result = new CompletableFuture<>();
        command(() -> {
            dropReplay();
            settle();
            result.complete(run.edit(action, forNanos));
            series.take(run);
            marks.edited(run.nowNanos(), label);
            if (forNanos < Long.MAX_VALUE) {
                marks.ends(run.nowNanos(), run.nowNanos() + forNanos, TimelineWords.ended(action));
            }
        });
        return result;
    }

    /**
     * A run that was frozen.
     *
     * @param session goes on without what is edited in the one that it was taken from
     * @param seed of both
     * @param forkNanos when it was taken
     * @param edits those made before
     */
    public record Branch(LiveSession session, long seed, long forkNanos, List<Run.Edit> edits) {}

    /**
     * Freezes the run as it is now in a session of its own, on the same random numbers; it goes on when it is told to.
     *
     * @param itsScreen gets its states, on its thread
     */
    public CompletableFuture<Branch> branch(Consumer<SessionState> itsScreen) {
        CompletableFuture<Branch> result = new CompletableFuture<>();
        command(() -> {
            dropReplay();
            List<Run.Edit> edits = List.copyOf(run.edits());
            LiveSession other = new LiveSession(experiment, itsScreen);
            other.repeat(seed, edits, run.nowNanos());
            result.complete(new Branch(other, seed, run.nowNanos(), edits));
        });
        return result;
    }

    private void repeat(long ofSeed, List<Run.Edit> edits, long nanos) {
        command(() -> {
            seed = ofSeed;
            run = begin();
            replay.clear();
            replay.addAll(edits);
            forgetCondition();
            target = nanos;
            playing = true;
        });
    }

    /** The life of a request, found by running again from the start with the edits so far. */
    public CompletableFuture<RequestLife> trace(long request) {
        CompletableFuture<RequestLife> result = new CompletableFuture<>();
        command(() -> {
            List<Run.Edit> edits = run.edits();
            Outcome known = sampler.of(request);
            long now = run.nowNanos();
            long end = known == null
                    ? now
                    : Math.min(now, (long) ((known.startSeconds() + known.latencySeconds()) * 1e9) + AFTERMATH_NANOS);
            Retracing.start(experiment, seed, edits, request, end).whenComplete((life, problem) -> {
                if (problem == null) {
                    result.complete(life);
                } else {
                    result.completeExceptionally(problem);
                }
            });
        });
        return result;
    }

    /**
     * What an edit would do from now on, found in the background; cancelling the future ends it.
     *
     * @param edges the edges, by key, whose requests count
     */
    public CompletableFuture<Preview.Result> preview(Action edit, java.util.function.Predicate<String> edges) {
        CompletableFuture<Preview.Result> result = new CompletableFuture<>();
        command(() -> {
            CompletableFuture<Preview.Result> ahead =
                    Preview.start(experiment, seed, run.edits(), run.nowNanos(), edit, edges);
            ahead.whenComplete((figures, problem) -> {
                if (problem != null) {
                    result.completeExceptionally(problem);
                } else {
                    result.complete(figures);
                }
            });
            result.whenComplete((figures, problem) -> ahead.cancel(false));
        });
        return result;
    }

    /** What has been done to the run so far; edits that running again has not reached yet are not in it. */
    public CompletableFuture<Recording> recording() {
        CompletableFuture<Recording> result = new CompletableFuture<>();
        command(() -> {
            settle();
            result.complete(new Recording(seed, run.nowNanos(), run.isClosing(), run.edits(), run.requestsByHand()));
        });
        return result;
    }

    /** An instant at which nothing happened, and how many events and edits there were before it. */
    private record Quiet(long atNanos, long events, int edits) {}

    /**
     * Goes on to an instant at which nothing else happens, a microsecond ahead at most in all likelihood: an edit made
     * there comes before or after everything else in the same way when a timeline makes it. Stays where the run was told
     * to go when nothing happens there.
     */
    private void settle() {
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
        if (playing && target < 0) {
            rebase();
        }
    }

    /** As {@link #with}, for work that may edit: at an instant at which nothing else happens. */
    public <T> CompletableFuture<T> edit(Function<Run, T> work) {
        return with(run -> {
            settle();
            return work.apply(run);
        });
    }

    /**
     * Does something with the run on its own thread. Edits that it makes are marked; when it takes virtual time, the clock
     * goes on from there.
     */
    public <T> CompletableFuture<T> with(Function<Run, T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        command(() -> {
            int before = run.edits().size();
            long now = run.nowNanos();
            try {
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
                result.complete(value);
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
                throw e;
            }
        });
        return result;
    }

    private void command(Runnable work) {
        commands.add(work);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    // ---------------------------------------------------------------- the thread

    private void live() {
        publish();
        long frame = System.nanoTime();
        while (!closed) {
            try {
                long wait = playing ? frame - System.nanoTime() : IDLE_NANOS;
                Runnable command = commands.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
                boolean changed = command != null;
                while (command != null) {
                    command.run();
                    command = commands.poll();
                }
                long began = System.nanoTime();
                if (playing && began >= frame) {
                    advance(began);
                    frame = began + FRAME_NANOS;
                    changed = true;
                }
                if (changed) {
                    series.take(run);
                    boolean seeks = target >= 0 && System.nanoTime() - publishedWall < SEEK_NANOS;
                    if (!seeks) {
                        publish();
                    }
                }
            } catch (InterruptedException e) {
                return; // closed
            } catch (RuntimeException | Error e) {
                playing = false;
                target = -1;
                problem = e;
                publish();
            }
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

    private void forgetCondition() {
        condition = null;
        missed = null;
    }

    /** The run can go no further, and what it was to stop at has not come. */
    private void missCondition() {
        StopCondition never = condition;
        if (never != null) {
            missed = new SessionState.Until(never.text(), run.nowNanos());
            condition = null;
        }
    }

    private SessionState.@Nullable Until until() {
        StopCondition stopAt = condition;
        return stopAt == null ? missed : new SessionState.Until(stopAt.text(), -1);
    }

    private void rebase() {
        pace.rebase(run.nowNanos());
    }

    private void advance(long began) {
        if (run.isOver()) {
            missCondition();
            replay.clear();
            playing = false;
            target = -1;
            return;
        }
        boolean racing = target >= 0 || pace.races();
        long goal = target >= 0 ? target : pace.goal(began);
        while (run.nowNanos() < goal && !run.isOver() && System.nanoTime() - began < FRAME_NANOS) {
            long from = System.nanoTime();
            replayEdits();
            long next = Math.max(run.nowNanos() + pace.sliceNanos(), racing ? run.nextEventNanos() : 0);
            long stop = replay.isEmpty() ? goal : Math.min(goal, replay.peek().atNanos());
            // Series look at the run at the end of every second, however fast it goes.
            long second = (run.nowNanos() / SECOND + 1) * SECOND;
            advanceTo(Math.min(Math.min(stop, second), next));
            pace.took(System.nanoTime() - from);
            series.take(run);
            StopCondition stopAt = condition;
            boolean aSecondEnds = target >= 0 && run.nowNanos() % SECOND == 0;
            if (stopAt != null && aSecondEnds && stopAt.holds(series.rates())) {
                forgetCondition();
                playing = false;
                target = -1;
                return;
            }
        }
        replayEdits();
        if (target >= 0 && run.nowNanos() >= target) {
            missCondition();
            playing = false;
            target = -1;
        } else if (!racing && pace.isHopeless(run.nowNanos(), goal)) {
            rebase(); // the engine cannot keep this speed: go on from here
        }
    }

    private void publish() {
        long wall = System.nanoTime();
        publishedWall = wall;
        if (!playing || wall - lookedWall > LOOK_NANOS) {
            lookedWall = wall;
            series.look(run);
        }
        if (wall - rateWall > SECOND || !playing) {
            wallRate = playing && rateWall > 0 ? (run.requests() - rateRequests) * 1e9 / (wall - rateWall) : 0;
            rateWall = wall;
            rateRequests = run.requests();
        }
        screen.accept(new SessionState(
                run.frame(),
                playing,
                pace.speed(),
                target,
                until(),
                series.rates(),
                series.all(),
                marks.all(),
                sampler.outcomes(),
                ejections.take(run),
                wallRate,
                seed,
                problem));
    }
}

package dev.windtunnel.app.session;

import dev.windtunnel.app.session.SessionState.Outcome;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.simulation.Run;
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
    private final Playback playback;
    private final Thread thread;
    private volatile boolean closed;
    private @Nullable Throwable problem;
    private double wallRate;
    private long rateRequests;
    private long rateWall;
    private long lookedWall;
    private long publishedWall;

    /**
     * A session that stands at 0:00 and waits.
     *
     * @param screen gets every new state, on the session's thread
     */
    public LiveSession(Experiment experiment, Consumer<SessionState> screen) {
        this.experiment = experiment;
        this.screen = screen;
        this.playback = new Playback(experiment);
        this.thread = new Thread(this::live, "windtunnel-session");
        thread.setDaemon(true);
        thread.start();
    }

    /** The experiment that it runs. */
    public Experiment experiment() {
        return experiment;
    }

    // ---------------------------------------------------------------- commands, from any thread

    /** Starts the clock. */
    public void play() {
        command(playback::play);
    }

    /** Stops the clock. */
    public void pause() {
        command(playback::pause);
    }

    /** Virtual seconds per second; infinite for as fast as it goes. */
    public void setSpeed(double next) {
        command(() -> playback.setSpeed(next));
    }

    /** Runs as fast as it goes until a condition holds at the end of a second; at most an hour of virtual time. */
    public void runUntil(StopCondition stopAt) {
        command(() -> playback.runUntil(stopAt));
    }

    /** Runs to an instant as fast as it goes, then stands still. */
    public void runUntil(long nanos) {
        command(() -> playback.runUntil(nanos));
    }

    /** Handles one event. */
    public void stepEvent() {
        command(playback::stepEvent);
    }

    /** Goes on to the next request that is answered. */
    public void stepRequest() {
        command(playback::stepRequest);
    }

    /** Goes on as fast as it goes to the next entry of the timeline, which has acted then; stays where it is after the last. */
    public void stepTimeline() {
        command(playback::stepTimeline);
    }

    /** Goes on to the next request that fails; at most ten virtual minutes. */
    public void stepFailure() {
        command(playback::stepFailure);
    }

    /** From the start again, with the same seed or a new one, without edits. */
    public void restart(long newSeed) {
        command(() -> {
            problem = null;
            playback.restart(newSeed);
        });
    }

    /**
     * Back (or ahead) to an instant: runs again from the start with the edits made before it. What takes longer than a
     * moment shows as {@link SessionState#busyUntilNanos}; {@link #pause} ends it where it stands.
     */
    public void goTo(long nanos) {
        command(() -> {
            boolean again = playback.goTo(nanos);
            long began = System.nanoTime();
            while (again && playback.isSeeking() && System.nanoTime() - began < AT_ONCE_NANOS) {
                playback.advance(System.nanoTime(), FRAME_NANOS);
            }
        });
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
        command(() -> result.complete(playback.edit(action, forNanos, label)));
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
            playback.dropReplay();
            long seed = playback.seed();
            long now = playback.run().nowNanos();
            List<Run.Edit> edits = List.copyOf(playback.run().edits());
            LiveSession other = new LiveSession(experiment, itsScreen);
            other.command(() -> other.playback.repeat(seed, edits, now));
            result.complete(new Branch(other, seed, now, edits));
        });
        return result;
    }

    /** The life of a request, found by running again from the start with the edits so far. */
    public CompletableFuture<RequestLife> trace(long request) {
        CompletableFuture<RequestLife> result = new CompletableFuture<>();
        command(() -> {
            List<Run.Edit> edits = playback.run().edits();
            Outcome known = playback.outcomes().of(request);
            long now = playback.run().nowNanos();
            long end = known == null
                    ? now
                    : Math.min(now, (long) ((known.startSeconds() + known.latencySeconds()) * 1e9) + AFTERMATH_NANOS);
            Retracing.start(experiment, playback.seed(), edits, request, end).whenComplete((life, wrong) -> {
                if (wrong == null) {
                    result.complete(life);
                } else {
                    result.completeExceptionally(wrong);
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
            Run run = playback.run();
            CompletableFuture<Preview.Result> ahead =
                    Preview.start(experiment, playback.seed(), run.edits(), run.nowNanos(), edit, edges);
            ahead.whenComplete((figures, wrong) -> {
                if (wrong != null) {
                    result.completeExceptionally(wrong);
                } else {
                    result.complete(figures);
                }
            });
            result.whenComplete((figures, wrong) -> ahead.cancel(false));
        });
        return result;
    }

    /** What has been done to the run so far; edits that running again has not reached yet are not in it. */
    public CompletableFuture<Recording> recording() {
        CompletableFuture<Recording> result = new CompletableFuture<>();
        command(() -> {
            playback.settle();
            Run run = playback.run();
            result.complete(
                    new Recording(playback.seed(), run.nowNanos(), run.isClosing(), run.edits(), run.requestsByHand()));
        });
        return result;
    }

    /** As {@link #with}, for work that may edit: at an instant at which nothing else happens. */
    public <T> CompletableFuture<T> edit(Function<Run, T> work) {
        return with(run -> {
            playback.settle();
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
            try {
                result.complete(playback.with(work));
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
                long wait = playback.isPlaying() ? frame - System.nanoTime() : IDLE_NANOS;
                Runnable command = commands.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
                boolean changed = command != null;
                while (command != null) {
                    command.run();
                    command = commands.poll();
                }
                long began = System.nanoTime();
                if (playback.isPlaying() && began >= frame) {
                    playback.advance(began, FRAME_NANOS);
                    frame = began + FRAME_NANOS;
                    changed = true;
                }
                if (changed) {
                    playback.series().take(playback.run());
                    boolean seeks = playback.isSeeking() && System.nanoTime() - publishedWall < SEEK_NANOS;
                    if (!seeks) {
                        publish();
                    }
                }
            } catch (InterruptedException e) {
                return; // closed
            } catch (RuntimeException | Error e) {
                playback.halt();
                problem = e;
                publish();
            }
        }
    }

    private void publish() {
        long wall = System.nanoTime();
        publishedWall = wall;
        Run run = playback.run();
        boolean playing = playback.isPlaying();
        if (!playing || wall - lookedWall > LOOK_NANOS) {
            lookedWall = wall;
            playback.series().look(run);
        }
        if (wall - rateWall > SECOND || !playing) {
            wallRate = playing && rateWall > 0 ? (run.requests() - rateRequests) * 1e9 / (wall - rateWall) : 0;
            rateWall = wall;
            rateRequests = run.requests();
        }
        screen.accept(new SessionState(
                run.frame(),
                playing,
                playback.speed(),
                playback.targetNanos(),
                playback.until(),
                playback.series().rates(),
                playback.series().all(),
                playback.marks().all(),
                playback.outcomes().outcomes(),
                playback.ejections().take(run),
                wallRate,
                playback.seed(),
                problem));
    }
}

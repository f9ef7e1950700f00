package dev.windtunnel.app.ui.shell;

import dev.windtunnel.app.rules.PolicyChanges.Change;
import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.simulation.Run;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** A fork: the run as it was then goes on beside the one on the screen, on the same random numbers, without later edits. */
public final class Comparing {

    /** Plans are looked at so often. */
    private static final long LOOK_MILLIS = 200;

    private final Workbench bench;
    private final ReadOnlyObjectWrapper<LiveSession.@Nullable Branch> branch = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable SessionState> base = new ReadOnlyObjectWrapper<>();
    private final AtomicReference<@Nullable SessionState> newest = new AtomicReference<>();
    private final ObjectProperty<Shown> shown = new SimpleObjectProperty<>(Shown.BOTH);
    private final ReadOnlyObjectWrapper<List<Difference>> differences = new ReadOnlyObjectWrapper<>(List.of());
    private long asked = -1;
    private final PauseTransition later = new PauseTransition(Duration.millis(LOOK_MILLIS));
    private long lookedMillis;
    private @Nullable Plan basePlan;
    private @Nullable Plan nowPlan;
    private int edits;

    /** Which of the two runs charts show. */
    public enum Shown {
        BOTH("Both"),
        BASE("Base"),
        THIS_RUN("This run");

        private final String text;

        Shown(String text) {
            this.text = text;
        }

        /** The name on the screen. */
        public String text() {
            return text;
        }
    }

    /**
     * Something that this run has and the base has not, or has otherwise.
     *
     * @param change what it is
     * @param from who made the difference: {@code edit at 1:00.000}, or where the value stands
     */
    public record Difference(Change change, String from) {}

    Comparing(Workbench bench) {
        this.bench = bench;
        bench.session().addListener((property, before, after) -> end());
        bench.state().addListener((property, before, after) -> {
            follow(after);
            look();
        });
        later.setOnFinished(event -> look());
    }

    /** What was frozen; null while nothing is compared. */
    public ReadOnlyObjectProperty<LiveSession.@Nullable Branch> branch() {
        return branch.getReadOnlyProperty();
    }

    /** The newest state of the base; null while nothing is compared. */
    public ReadOnlyObjectProperty<@Nullable SessionState> base() {
        return base.getReadOnlyProperty();
    }

    /** Which of both charts show; both again after each fork. */
    public ObjectProperty<Shown> shown() {
        return shown;
    }

    /** What is not the same in both, looked at again as edits come into force. */
    public ReadOnlyObjectProperty<List<Difference>> differences() {
        return differences.getReadOnlyProperty();
    }

    /** Freezes the run as it is now; a fork before is given up. */
    public void fork() {
        LiveSession session = bench.session().get();
        if (session == null) {
            return;
        }
        end();
        session.branch(this::arrived)
                .thenAccept(made -> Platform.runLater(() -> {
                    if (bench.session().get() == session && branch.get() == null) {
                        branch.set(made);
                        follow(bench.state().get());
                    } else {
                        made.session().close();
                    }
                }));
    }

    /** Gives the base up. */
    public void end() {
        LiveSession.Branch known = branch.get();
        if (known != null) {
            known.session().close();
        }
        asked = -1;
        basePlan = null;
        nowPlan = null;
        edits = 0;
        branch.set(null);
        base.set(null);
        shown.set(Shown.BOTH);
        differences.set(List.of());
    }

    /** The base goes where the run is; before the fork there is nothing to compare. */
    private void follow(@Nullable SessionState state) {
        LiveSession.Branch known = branch.get();
        if (known == null
                || state == null
                || state.busyUntilNanos() >= 0 && state.frame().nowNanos() < asked) {
            return;
        }
        long now = state.frame().nowNanos();
        if (now < known.forkNanos()) {
            end();
        } else if (now > asked) {
            asked = now;
            known.session().runUntil(now);
        } else if (now < asked) {
            asked = now;
            known.session().goTo(now);
        }
    }

    private void arrived(SessionState next) {
        if (newest.getAndSet(next) == null) {
            Platform.runLater(() -> {
                SessionState latest = newest.getAndSet(null);
                if (latest != null && branch.get() != null) {
                    base.set(latest);
                    look();
                }
            });
        }
    }

    /** Has the plans of both compared, away from the FX thread, when one of them is another than the last time. */
    private void look() {
        LiveSession.Branch known = branch.get();
        LiveSession session = bench.session().get();
        long millis = System.nanoTime() / 1_000_000L;
        if (known == null || session == null) {
            return;
        }
        if (millis - lookedMillis < LOOK_MILLIS) {
            later.play(); // what was last is looked at too
            return;
        }
        lookedMillis = millis;
        CompletableFuture<Plan> its = known.session().with(Run::plan);
        CompletableFuture<Stand> ours = session.with(run -> new Stand(run.plan(), List.copyOf(run.edits())));
        its.thenAcceptBoth(ours, (base, now) -> Platform.runLater(() -> compare(known, base, now)));
    }

    private record Stand(Plan plan, List<Run.Edit> edits) {}

    private void compare(LiveSession.Branch known, Plan base, Stand now) {
        boolean same = base == basePlan && now.plan() == nowPlan && now.edits().size() == edits;
        if (same || branch.get() != known) {
            return;
        }
        basePlan = base;
        nowPlan = now.plan();
        edits = now.edits().size();
        CompletableFuture.supplyAsync(() -> Differences.of(base, now.plan(), known.forkNanos(), now.edits()))
                .thenAccept(found -> Platform.runLater(() -> {
                    if (branch.get() == known && base == basePlan && now.plan() == nowPlan) {
                        differences.set(found);
                    }
                }));
    }
}

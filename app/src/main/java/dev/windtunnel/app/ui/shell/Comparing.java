package dev.windtunnel.app.ui.shell;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** A fork: the run as it was then goes on beside the one on the screen, on the same random numbers, without later edits. */
public final class Comparing {

    private final Workbench bench;
    private final ReadOnlyObjectWrapper<LiveSession.@Nullable Branch> branch = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable SessionState> base = new ReadOnlyObjectWrapper<>();
    private final AtomicReference<@Nullable SessionState> newest = new AtomicReference<>();
    private long asked = -1;

    Comparing(Workbench bench) {
        this.bench = bench;
        bench.session().addListener((property, before, after) -> end());
        bench.state().addListener((property, before, after) -> follow(after));
    }

    /** What was frozen; null while nothing is compared. */
    public ReadOnlyObjectProperty<LiveSession.@Nullable Branch> branch() {
        return branch.getReadOnlyProperty();
    }

    /** The newest state of the base; null while nothing is compared. */
    public ReadOnlyObjectProperty<@Nullable SessionState> base() {
        return base.getReadOnlyProperty();
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
        branch.set(null);
        base.set(null);
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
                }
            });
        }
    }
}

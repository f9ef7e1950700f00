package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.simulation.RunawayException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** Tells defects of ours with all that a report of them needs: scenario, seed, virtual time and trace. */
final class Defects {

    private final Workbench bench;
    private final Dialogs dialogs;
    private @Nullable Throwable told;

    Defects(Workbench bench, Dialogs dialogs) {
        this.bench = bench;
        this.dialogs = dialogs;
        bench.state().addListener((property, before, after) -> look(after));
    }

    /** What stopped a run: mostly a defect of ours, once each. */
    private void look(@Nullable SessionState state) {
        Throwable problem = state == null ? null : state.problem();
        if (problem == told) {
            return;
        }
        told = problem;
        if (problem instanceof RunawayException) {
            dialogs.tell("The run cannot go on.", String.valueOf(problem.getMessage()));
        } else if (problem != null) {
            tell(problem);
        }
    }

    /** Tells one; the run is stopped. */
    void tell(Throwable defect) {
        SessionState state = bench.state().get();
        LiveSession session = bench.session().get();
        StringBuilder details = new StringBuilder();
        String head = "Windtunnel made an error. Your files are safe.";
        if (session != null && state != null) {
            head = "Windtunnel made an error at "
                    + Instants.minutes(state.frame().nowNanos() / 1e9) + " (seed " + state.seed()
                    + "). The run is stopped, your files are safe.";
            session.pause();
            details.append("scenario ")
                    .append(session.experiment().scenario().name())
                    .append(", seed ")
                    .append(state.seed())
                    .append(", virtual time ")
                    .append(state.frame().nowNanos())
                    .append(" ns\n");
        }
        StringWriter trace = new StringWriter();
        defect.printStackTrace(new PrintWriter(trace));
        dialogs.defect(
                defect,
                head,
                details.append(trace).toString(),
                session == null || state == null ? null : () -> session.restart(state.seed()));
    }
}

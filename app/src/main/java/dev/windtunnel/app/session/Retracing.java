package dev.windtunnel.app.session;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.simulation.OutcomeListener;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Finds the life of a request by running again from the start, on a thread of its own, and recording it. */
final class Retracing {

    private Retracing() {}

    /**
     * Starts.
     *
     * @param edits made in the run
     * @param endNanos up to when
     */
    static CompletableFuture<RequestLife> start(
            Experiment experiment, long seed, List<Run.Edit> edits, long request, long endNanos) {
        CompletableFuture<RequestLife> result = new CompletableFuture<>();
        Thread again = new Thread(
                () -> {
                    try {
                        result.complete(trace(experiment, seed, edits, request, endNanos));
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                },
                "windtunnel-trace");
        again.setDaemon(true);
        again.start();
        return result;
    }

    private static RequestLife trace(
            Experiment experiment, long seed, List<Run.Edit> edits, long request, long endNanos) {
        Run again = experiment.start(
                new RunOptions(seed, EventQueue.Kind.AUTOMATIC, 0, List.of(), number -> number == request));
        @Nullable Plan[] inForce = new @Nullable Plan[1];
        again.listen(new OutcomeListener() {
            @Override
            public void answered(long number, int traffic, long startNanos, long answeredNanos, int code) {
                if (number == request) {
                    inForce[0] = again.plan();
                }
            }

            @Override
            public void logged(long number, String flags) {
                // the spans say it
            }
        });
        for (Run.Edit edit : edits) {
            if (edit.atNanos() <= endNanos) {
                again.advanceTo(edit.atNanos());
                again.edit(edit.action(), edit.forNanos());
            }
        }
        again.advanceTo(endNanos);
        Plan plan = inForce[0];
        return RequestLife.of(request, again, plan != null ? plan : again.plan());
    }
}

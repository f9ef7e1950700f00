package dev.windtunnel.app.ui.shell;

import dev.windtunnel.advice.Advice;
import dev.windtunnel.advice.Advised;
import dev.windtunnel.advice.Sight;
import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.RunFindings;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.measure.LateProbes;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.simulation.Measurements;
import dev.windtunnel.simulation.ResultBuilder;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunNote;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/** Has a run judged as it goes, and asks what it has come upon, away from the FX thread: every few seconds, and wherever it stands still. */
final class AdviceWatch {

    private static final long LOOK_MILLIS = 2_000;
    /** Queues are compared with those of so long ago. */
    private static final double GROWTH_SECONDS = 10;

    private final Workbench bench;
    private final Consumer<List<Advised>> screen;
    private final Consumer<List<Finding>> found;
    private final ArrayDeque<Sight> sights = new ArrayDeque<>();
    private long lookedMillis;
    private long lookedNanos = -1;
    private boolean looking;

    private record Taken(
            Plan plan,
            long nanos,
            Measurements measurements,
            Map<String, Long> routes,
            Map<String, Integer> waiting,
            Map<String, LateProbes> late,
            List<RunNote> notes) {}

    private record Judged(Sight sight, List<Advised> advice, List<Finding> found) {}

    /**
     * A watch.
     *
     * @param screen hears what a run advises
     * @param found hears what only a run can find
     */
    AdviceWatch(Workbench bench, Consumer<List<Advised>> screen, Consumer<List<Finding>> found) {
        this.bench = bench;
        this.screen = screen;
        this.found = found;
        bench.session().addListener((property, before, after) -> forget());
        bench.state().addListener((property, before, after) -> look(after));
    }

    private void forget() {
        sights.clear();
        lookedNanos = -1;
        lookedMillis = 0;
        looking = false;
        screen.accept(List.of());
        found.accept(List.of());
    }

    private void look(@Nullable SessionState state) {
        LiveSession session = bench.session().get();
        if (state == null || session == null || looking || state.busyUntilNanos() >= 0) {
            return;
        }
        long now = state.frame().nowNanos();
        if (now < lookedNanos) {
            forget(); // the clock was dragged back
        }
        long millis = System.nanoTime() / 1_000_000L;
        if (now == lookedNanos || state.playing() && millis - lookedMillis < LOOK_MILLIS) {
            return;
        }
        lookedMillis = millis;
        lookedNanos = now;
        looking = true;
        CompletableFuture<Taken> taken = session.with(AdviceWatch::take);
        Sight before = before(now / 1e9);
        Experiment experiment = session.experiment();
        taken.thenApplyAsync(each -> judge(experiment, each, before))
                .whenComplete((judged, problem) -> Platform.runLater(() -> {
                    if (bench.session().get() == session) {
                        looking = false;
                        if (judged != null && lookedNanos == now) {
                            sights.addLast(judged.sight());
                            screen.accept(judged.advice());
                            found.accept(judged.found());
                        }
                    }
                }));
    }

    private static Taken take(Run run) {
        Map<String, Integer> waiting = new LinkedHashMap<>();
        String namespace = run.plan().scenario().namespace();
        for (Run.PodView pod : run.pods()) {
            if (!pod.state().equals("GONE")) {
                waiting.merge(pod.workload().displayName(namespace), pod.waiting(), Integer::sum);
            }
        }
        return new Taken(
                run.plan(),
                run.nowNanos(),
                run.measurements(),
                run.closeup().routes(),
                waiting,
                run.closeup().lateProbes(),
                run.notes());
    }

    private static Judged judge(Experiment experiment, Taken taken, @Nullable Sight before) {
        Sight now = new Sight(
                taken.nanos() / 1e9,
                new ResultBuilder(List.of(taken.measurements())).build(ResultBuilder.Stats.NONE, null),
                taken.routes(),
                taken.waiting(),
                taken.late());
        List<Advised> advice = Advice.of(taken.plan(), before, now).stream()
                .map(each -> each.withMessage("At " + Instants.minutes(now.seconds()) + ": "
                        + each.finding().message()))
                .toList();
        return new Judged(now, advice, RunFindings.of(experiment, taken.notes()));
    }

    /** The newest sight that is old enough to compare with; those before it are forgotten. */
    private @Nullable Sight before(double seconds) {
        Sight found = null;
        while (!sights.isEmpty() && sights.peekFirst().seconds() <= seconds - GROWTH_SECONDS) {
            found = sights.removeFirst();
        }
        if (found != null) {
            sights.addFirst(found);
        }
        return found;
    }
}

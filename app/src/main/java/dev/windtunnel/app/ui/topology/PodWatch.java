package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.simulation.Closeup.PodDetail;
import java.util.List;
import java.util.function.Consumer;
import javafx.application.Platform;

/** Asks the run for more about its pods, twice a second, for as long as somebody looks closely. */
final class PodWatch {

    private static final long APART_NANOS = 500_000_000L;

    private final Workbench bench;
    private final Consumer<List<PodDetail>> target;
    private long askedNanos = Long.MIN_VALUE / 2;
    private long virtualNanos = -1;
    private boolean asking;

    PodWatch(Workbench bench, Consumer<List<PodDetail>> target) {
        this.bench = bench;
        this.target = target;
        bench.session().addListener((property, before, after) -> {
            asking = false;
            virtualNanos = -1;
            target.accept(List.of());
        });
    }

    /** Somebody looks closely, now. */
    void look(long nowVirtualNanos) {
        LiveSession session = bench.session().get();
        long now = System.nanoTime();
        if (session == null || asking || nowVirtualNanos == virtualNanos || now - askedNanos < APART_NANOS) {
            return;
        }
        asking = true;
        askedNanos = now;
        virtualNanos = nowVirtualNanos;
        session.with(run -> run.closeup().pods())
                .whenComplete((details, problem) -> Platform.runLater(() -> {
                    if (bench.session().get() == session) {
                        asking = false;
                        if (details != null) {
                            target.accept(details);
                        }
                    }
                }));
    }
}

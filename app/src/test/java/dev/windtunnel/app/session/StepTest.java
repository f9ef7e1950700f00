package dev.windtunnel.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.app.ui.Bench;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepTest {

    @TempDir
    Path folder;

    @Test
    void theClockIsSteppedFromOneEntryOfTheTimelineToTheNext() throws Exception {
        String timeline =
                """
                timeline:
                  - {at: 1s, slow: {workload: web, factor: 2}, for: 2s}
                  - {at: 4s, scale: {workload: web, replicas: 3}}
                """;
        try (Bench.Ran ran = new Bench.Ran(Bench.shop(folder, "{steps: [{work: 2ms}]}", "", timeline), 0)) {
            for (int seconds : new int[] {1, 3, 4}) {
                ran.session.stepTimeline();
                long patience = System.nanoTime() + 20_000_000_000L;
                while ((ran.state().frame().nowNanos() != seconds * 1_000_000_000L
                                || ran.state().playing())
                        && System.nanoTime() < patience) {
                    Thread.onSpinWait();
                }
                assertEquals(seconds * 1_000_000_000L, ran.state().frame().nowNanos());
            }
            assertEquals(
                    3,
                    ran.state().frame().pods().stream()
                            .filter(pod -> pod.workload().equals("web"))
                            .count(),
                    "the entry has acted");
            ran.session.stepTimeline();
            long now = ran.session.with(run -> run.nowNanos()).get();
            assertEquals(4_000_000_000L, now, "there is no further one");
        }
    }
}

package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void whatKubectlShowsNeedsNoTraffic() {
        Shop.in(folder);
        Result far = assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> Shell.in(folder).run("get", "shop", "pods", "--at", "5000h"));
        assertEquals(0, far.status(), far.err());
        assertTrue(far.out().contains("208d"), far.out());
    }

    @Test
    void trafficUpToATimeHasALimit() {
        Run run = open();
        InputProblem problem =
                assertThrows(InputProblem.class, () -> ConsoleOptions.advance(run, 3_600_000_000_000L, 100));
        assertTrue(problem.getMessage().contains("--at 1h: too much happens until then"), problem.getMessage());
        assertTrue(run.nowNanos() < 3_600_000_000_000L);
    }

    @Test
    void theClockStandsAtTheTimeAskedFor() {
        Run run = open();
        ConsoleOptions.advance(run, 1_234_567_890L, ConsoleOptions.MOST_EVENTS);
        assertEquals(1_234_567_890L, run.nowNanos());
    }

    private Run open() {
        Shop.in(folder);
        Experiment experiment = new ScenarioOptions().loadOne("shop", true, Shop.surroundings(folder));
        return Run.open(experiment.plan(), experiment.objects(), RunOptions.ofSeed(1), true);
    }
}

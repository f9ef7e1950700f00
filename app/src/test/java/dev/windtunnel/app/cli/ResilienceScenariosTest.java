package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.app.cli.Shell.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The scenarios on breakers, ejection, localities, hashing and limits show what their sentences say. */
class ResilienceScenariosTest {

    @Test
    void everyThresholdHolds() {
        Result result = Shell.in(Path.of("..", "scenarios", "resilience")).run("run", ".");
        assertEquals(0, result.status(), result.out());
    }
}

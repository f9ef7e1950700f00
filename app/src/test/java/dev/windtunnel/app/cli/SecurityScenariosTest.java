package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The scenarios of scenarios/security hold what their first lines say. */
class SecurityScenariosTest {

    @Test
    void theirThresholdsHold() {
        Result result = Shell.in(Path.of("..", "scenarios", "security")).run("run", ".");
        assertEquals(0, result.status(), () -> result.out() + result.err());
        assertTrue(result.out().contains("4 of 4 scenarios passed"), result.out());
    }
}

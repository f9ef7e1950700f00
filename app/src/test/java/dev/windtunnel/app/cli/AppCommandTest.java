package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AppCommandTest {

    @TempDir
    private Path folder;

    /** Tests have a display of their own, which is none to the command while this lasts. */
    private static Result withoutDisplay(Supplier<Result> command) {
        String platform = System.clearProperty("glass.platform");
        try {
            return command.get();
        } finally {
            if (platform != null) {
                System.setProperty("glass.platform", platform);
            }
        }
    }

    @Test
    @DisabledOnOs({OS.WINDOWS, OS.MAC})
    void withoutADisplayItSaysWhatToDo() {
        Result bare = withoutDisplay(() -> Shell.in(folder).run());
        assertEquals(2, bare.status());
        assertEquals("", bare.out());
        assertTrue(bare.err().contains("there is no display to open a window on"), bare.err());
        assertTrue(bare.err().contains("Set DISPLAY, start it under xvfb-run, or use 'windtunnel run"), bare.err());
        assertEquals(
                bare.err(), withoutDisplay(() -> Shell.in(folder).run("app")).err());
        assertEquals(2, withoutDisplay(() -> Shop.in(folder).run("app", "shop")).status());
    }

    @Test
    void aScenarioThatCannotRunIsToldBeforeAnyWindow() {
        Result result = Shell.in(folder).run("app", "nowhere.yaml");
        assertEquals(2, result.status());
        assertTrue(result.err().contains("nowhere.yaml"), result.err());
    }

    @Test
    void sizesTimesAndThemesAreChecked() {
        for (String[] wrong : new String[][] {
            {"--size", "12", "is no size: write 1440x900"},
            {"--size", "100x100", "each between 400 and 8000"},
            {"--theme", "blue", "is none of light, dark"},
        }) {
            Result result = Shop.in(folder).run("app", "shop", wrong[0], wrong[1]);
            assertEquals(2, result.status(), wrong[1]);
            assertTrue(result.err().contains(wrong[2]), result.err());
        }
        Result late = Shop.in(folder).run("app", "shop", "--screenshot", "a.png", "--at", "tomorrow");
        assertEquals(2, late.status());
        assertTrue(late.err().contains("'tomorrow' is no time"), late.err());
        Result alone = Shop.in(folder).run("app", "shop", "--at", "3s");
        assertEquals(2, alone.status());
        assertTrue(alone.err().contains("--at is the time of a --screenshot"), alone.err());
    }
}

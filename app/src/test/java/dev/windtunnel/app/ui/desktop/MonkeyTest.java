package dev.windtunnel.app.ui.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.rules.Recovery;
import dev.windtunnel.app.rules.RuleDocuments.Unsaved;
import dev.windtunnel.app.ui.Bench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/**
 * Somebody without a plan plays with the window: no defect, no unsaved edit lost, the FX thread always answers.
 *
 * <p>{@code -Dwindtunnel.monkey.seconds=300} plays longer, {@code -Dwindtunnel.monkey.seed=7} plays another game.
 */
@ExtendWith(ApplicationExtension.class)
class MonkeyTest {

    private static final long ANSWER_MILLIS = 200;

    @TempDir
    private Path folder;

    @Test
    void nothingThatOneDoesBreaksIt() throws Exception {
        long seconds = Long.getLong("windtunnel.monkey.seconds", 6);
        long seed = Long.getLong("windtunnel.monkey.seed", 1);
        Path bookinfo = copy(Path.of("..", "scenarios", "bookinfo"), folder.resolve("bookinfo"));
        Path shop = Files.createDirectories(folder.resolve("shop"));
        Bench.shop(shop, "{steps: [{work: 2ms}], errors: [{rate: 30%, status: 503}]}", "timeout: 2s", "");
        Path recovery = folder.resolve("recovery");
        List<Path> scenarios = List.of(bookinfo.resolve("scenario.yaml"), shop.resolve("scenario.yaml"));
        try (Desk desk = new Desk(recovery)) {
            desk.open(scenarios.get(0)).to(5);
            Monkey monkey = new Monkey(desk, seed, folder.resolve("toys"), scenarios);
            warmUp(monkey);
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            try (Watchdog watchdog = new Watchdog(ANSWER_MILLIS)) {
                while (System.nanoTime() < end) {
                    String wrong = monkey.step();
                    String story = "seed " + seed + ", step " + monkey.steps() + ", after "
                            + String.join("; ", monkey.memory());
                    assertNull(wrong, story);
                    assertEquals(List.of(), desk.window.dialogs().defects(), story);
                    assertEquals(List.of(), watchdog.blocks(), story);
                }
                System.out.printf(
                        "monkey: %d steps in %d s, seed %d; the FX thread answered within %.0f ms%n",
                        monkey.steps(), seconds, seed, watchdog.longestMillis());
            }
            List<Unsaved> unsaved = monkey.unsaved();
            Desk.until(() -> kept(recovery).size() == unsaved.size());
            assertTrue(monkey.steps() > seconds, "it did next to nothing");
        }
    }

    /** What is in force at first is loaded and compiled by the machine: nobody is at the keys yet. */
    private static void warmUp(Monkey monkey) throws IOException {
        for (int i = 0; i < 40; i++) {
            assertNull(monkey.step());
        }
    }

    private static List<Unsaved> kept(Path recovery) {
        // Seen by another program, to which this one has ended.
        try (Stream<Path> files = Files.list(recovery)) {
            List<Path> found =
                    files.filter(each -> each.toString().endsWith(".yaml")).toList();
            if (found.isEmpty()) {
                return List.of();
            }
            Path seen = Files.createTempDirectory("seen").resolve("edits-999999999.yaml");
            Files.copy(found.get(0), seen);
            return new Recovery(seen.getParent(), 1).left().get(0).edits();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> all = Files.list(from)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                Files.copy(each, to.resolve(each.getFileName().toString()));
            }
        }
        return to;
    }
}

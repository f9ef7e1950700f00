package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.rules.Recovery;
import dev.windtunnel.app.ui.Bench;
import dev.windtunnel.app.ui.desktop.ScreenshotPoses.Shot;
import dev.windtunnel.experiment.Experiment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.prefs.Preferences;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import org.junit.jupiter.api.Test;

/**
 * Makes the pictures in {@code screenshots/} again, each in a window of its own. It is no test of the ordinary build:
 * docs/desktop.md has the command that runs it. {@code -Dscreenshots=NAME,NAME} makes only these.
 */
final class Screenshots {

    private static final long PATIENCE_MILLIS = 20_000;
    /** Charts draw ten times a second, layouts run in the background: after this, all stands still. */
    private static final long SETTLED_MILLIS = 900;

    @Test
    void makeAll() throws Exception {
        String names = System.getProperty("screenshots", "");
        Path home = home();
        take(
                home,
                home.resolve("screenshots"),
                Stream.of(names.split(",")).filter(each -> !each.isEmpty()).collect(Collectors.toSet()));
    }

    /** {@code FOLDER [NAME...]}: the same without Maven, while one works on the window. */
    public static void main(String[] args) {
        int status = 0;
        try {
            take(home(), Path.of(args[0]), Stream.of(args).skip(1).collect(Collectors.toSet()));
        } catch (Exception e) {
            e.printStackTrace();
            status = 1;
        }
        System.exit(status);
    }

    private static Path home() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("scenarios")) ? here : here.getParent();
    }

    private static void take(Path home, Path folder, Set<String> wanted) throws Exception {
        Files.createDirectories(folder);
        List<Shot> shots = Stream.concat(
                        ScreenshotPoses.all().stream(),
                        wanted.isEmpty() ? Stream.of() : ScreenshotPoses.more().stream())
                .filter(shot -> wanted.isEmpty() || wanted.contains(shot.name()))
                .toList();
        CompletableFuture<Void> started = new CompletableFuture<>();
        try {
            Platform.startup(() -> started.complete(null));
        } catch (IllegalStateException alreadyRunning) {
            started.complete(null);
        }
        started.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        Platform.setImplicitExit(false);
        for (Shot shot : shots) {
            Files.write(folder.resolve(shot.name() + ".png"), take(home, shot));
        }
    }

    private static byte[] take(Path home, Shot shot) throws Exception {
        Preferences preferences = Preferences.userRoot().node("dev/windtunnel/screenshots");
        preferences.clear();
        String scenario = shot.scenario();
        Path path = scenario == null ? null : home.resolve("scenarios").resolve(scenario);
        Path file = path != null && Files.isDirectory(path) ? path.resolve("scenario.yaml") : path;
        Experiment experiment = file == null ? null : Bench.load(file);
        Memory memory = new Memory(preferences);
        Path kept = Files.createTempDirectory("windtunnel-screenshots");
        shot.remembered().accept(memory);
        Desktop.Request request = new Desktop.Request(
                experiment,
                path,
                file == null ? home : file.getParent(),
                home.resolve("scenarios"),
                home.resolve("no-picture"),
                0,
                shot.width(),
                shot.height(),
                shot.dark());
        Window window = onScreen(() -> {
            Window made = new Window(
                    request,
                    memory,
                    CompletableFuture.completedFuture(false),
                    new Recovery(kept, ProcessHandle.current().pid()),
                    new CompletableFuture<>());
            made.show();
            return made;
        });
        var stage = new ScreenshotPoses.Stagehand(window, Screenshots::await, Screenshots::pause);
        if (experiment != null) {
            stage.runTo(shot.seconds());
        }
        shot.pose().accept(stage);
        pause(SETTLED_MILLIS);
        byte[] png = onScreen(() -> Pictures.png(window.scene()));
        onScreen(() -> {
            window.dispose();
            return true;
        });
        return png;
    }

    static <T> T onScreen(java.util.function.Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier there) {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (System.nanoTime() < end) {
            if (onScreen(there::getAsBoolean)) {
                return;
            }
            pause(30);
        }
        throw new IllegalStateException("the window did not come to what the picture shows");
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

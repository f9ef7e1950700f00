package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.rules.Recovery;
import dev.windtunnel.app.ui.theme.SystemTheme;
import dev.windtunnel.experiment.Experiment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/** Starts the desktop and waits for its end. The rest of the command line knows no more of it than this. */
public final class Desktop {

    private Desktop() {}

    /**
     * What to show.
     *
     * @param experiment the scenario to open; null for the welcome page
     * @param path where it came from; null for nowhere
     * @param folder where the names of its files start
     * @param shipped the folder of the scenarios that ship; null when they are not there
     * @param picture where to write a picture instead of waiting for a person; null for none
     * @param atNanos virtual time of the picture
     * @param width of the window, in pixels; 0 for the remembered one
     * @param height of the window, in pixels; 0 for the remembered one
     * @param dark the theme; null for the remembered one
     */
    public record Request(
            @Nullable Experiment experiment,
            @Nullable Path path,
            Path folder,
            @Nullable Path shipped,
            @Nullable Path picture,
            long atNanos,
            int width,
            int height,
            @Nullable Boolean dark) {}

    /** Whether a window can be opened here; only X11 systems can be asked beforehand. */
    public static boolean hasDisplay(Map<String, String> env) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean x11 = !system.contains("windows") && !system.contains("mac");
        return !x11
                || !env.getOrDefault("DISPLAY", "").isEmpty()
                || "Monocle".equals(System.getProperty("glass.platform"));
    }

    /**
     * Shows the window until it is closed, or until the picture is written.
     *
     * @throws UncheckedIOException when the picture cannot be written
     * @throws UnsupportedOperationException when there is no display after all
     */
    public static void show(Request request) {
        CompletableFuture<byte[]> over = new CompletableFuture<>();
        Memory memory = Memory.ofUser();
        // Asked while the toolkit starts: the answer is there before the window is.
        boolean asks = request.dark() == null && !memory.knowsTheme();
        CompletableFuture<Boolean> systemIsDark =
                asks ? SystemTheme.ofThisMachine().ask() : CompletableFuture.completedFuture(false);
        Platform.startup(() -> {
            Platform.setImplicitExit(false);
            try {
                new Window(request, memory, systemIsDark, Recovery.ofUser(), over).open();
            } catch (RuntimeException | Error e) {
                over.completeExceptionally(e);
            }
        });
        byte[] picture = await(over);
        Path file = request.picture();
        if (file != null) {
            try {
                Files.write(file, picture);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] await(CompletableFuture<byte[]> over) {
        try {
            return over.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new byte[0];
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}

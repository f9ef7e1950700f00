package dev.windtunnel.app.ui.theme;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether the desktop of the system is dark, as it says itself. It is asked away from the FX thread, once, and with
 * patience for a moment only: who does not answer is light.
 */
public final class SystemTheme {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final List<String> GNOME =
            List.of("gsettings", "get", "org.gnome.desktop.interface", "color-scheme");
    private static final List<String> GTK = List.of("gsettings", "get", "org.gnome.desktop.interface", "gtk-theme");
    private static final List<String> MAC = List.of("defaults", "read", "-g", "AppleInterfaceStyle");
    private static final List<String> WINDOWS = List.of(
            "reg",
            "query",
            "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize",
            "/v",
            "AppsUseLightTheme");

    private final String system;
    private final Commands commands;

    /** Runs a command of the system. */
    @FunctionalInterface
    public interface Commands {
        /** What it prints; null when it is not there, fails, or takes longer than one waits. */
        @Nullable
        String run(List<String> command, Duration patience);
    }

    /**
     * The theme of a system.
     *
     * @param system its name, as the property {@code os.name} has it
     */
    public SystemTheme(String system, Commands commands) {
        this.system = system.toLowerCase(Locale.ROOT);
        this.commands = commands;
    }

    /** That of this machine. */
    public static SystemTheme ofThisMachine() {
        return new SystemTheme(System.getProperty("os.name", ""), SystemTheme::run);
    }

    /** Asks on a thread of its own. */
    public CompletableFuture<Boolean> ask() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread asker = new Thread(() -> answer.complete(isDark()), "windtunnel-theme");
        asker.setDaemon(true);
        asker.start();
        return answer;
    }

    /** Whether the system says that it is dark; takes as long as its commands. */
    boolean isDark() {
        if (system.contains("windows")) {
            return says(WINDOWS).matches("(?s).*0x0\\b.*");
        }
        if (system.contains("mac")) {
            return says(MAC).contains("dark");
        }
        // Since GNOME 42 there is a setting of its own; before, dark themes said so in their names.
        String scheme = says(GNOME);
        return scheme.contains("prefer-dark")
                || !scheme.contains("prefer-light") && says(GTK).contains("dark");
    }

    private String says(List<String> command) {
        String answer = commands.run(command, PATIENCE);
        return answer == null ? "" : answer.toLowerCase(Locale.ROOT);
    }

    private static @Nullable String run(List<String> command, Duration patience) {
        Process process = null;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                return null;
            }
            return new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return null; // there is no such command here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            if (process != null) {
                process.destroy();
            }
        }
    }
}

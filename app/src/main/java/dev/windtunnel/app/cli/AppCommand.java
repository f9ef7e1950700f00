package dev.windtunnel.app.cli;

import dev.windtunnel.app.ui.desktop.Desktop;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.source.Durations;
import dev.windtunnel.source.ValueException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Opens the desktop. */
@Command(
        name = "app",
        description = {
            "Open the desktop: edit rules while they run, and see what they do.",
            "Without a scenario it opens the welcome page. --screenshot writes a picture of the window instead."
        })
final class AppCommand implements Callable<Integer> {
    private static final int SMALLEST = 400;
    private static final int LARGEST = 8000;

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "SCENARIO", description = "Scenario file or folder, or manifests.")
    private @Nullable String path;

    @Mixin
    private ScenarioOptions scenarios;

    @Option(
            names = "--screenshot",
            paramLabel = "FILE",
            description = "Run to the time of --at, write the window as PNG and quit.")
    private @Nullable String screenshot;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = Instant.class,
            description = "Virtual time of the picture, for example 60s (default: the beginning).")
    private @Nullable Long atNanos;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = SizeConverter.class,
            description = "Size of the window in pixels (default: the one it had).")
    private @Nullable Size size;

    @Option(
            names = "--theme",
            paramLabel = "THEME",
            converter = ThemeConverter.class,
            description = "light or dark (default: the one it had).")
    private @Nullable Look theme;

    /** Size of a window. */
    record Size(int width, int height) {}

    /** Themes. */
    enum Look {
        LIGHT,
        DARK
    }

    /** Reads {@code --theme}. */
    static final class ThemeConverter extends Choice<Look> {
        ThemeConverter() {
            super(Look.class);
        }
    }

    /** Reads {@code --at}. */
    static final class Instant implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Durations.parse(text);
            } catch (ValueException e) {
                throw new TypeConversionException("'" + text + "' is no time: write 500ms, 90s or 5m");
            }
        }
    }

    /** Reads {@code --size}. */
    static final class SizeConverter implements ITypeConverter<Size> {
        @Override
        public Size convert(String text) {
            if (text.matches("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}")) {
                int cross = text.indexOf('x');
                Size size = new Size(
                        Integer.parseInt(text.substring(0, cross)), Integer.parseInt(text.substring(cross + 1)));
                if (Math.min(size.width(), size.height()) >= SMALLEST
                        && Math.max(size.width(), size.height()) <= LARGEST) {
                    return size;
                }
            }
            throw new TypeConversionException(
                    "'" + text + "' is no size: write 1440x900, each between " + SMALLEST + " and " + LARGEST);
        }
    }

    AppCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (screenshot == null && atNanos != null) {
            throw new ParameterException(spec.commandLine(), "--at is the time of a --screenshot: name its file.");
        }
        Path picture = screenshot == null ? null : surroundings.resolve(screenshot);
        String file = path;
        Experiment experiment = file == null ? null : scenarios.loadOne(file, true, surroundings);
        if (!Desktop.hasDisplay(surroundings.env())) {
            throw noDisplay();
        }
        try {
            Desktop.show(new Desktop.Request(
                    experiment,
                    file == null || file.equals("-") ? null : surroundings.resolve(file),
                    surroundings.workingDirectory(),
                    shipped(),
                    picture,
                    atNanos == null ? 0 : atNanos,
                    size == null ? 0 : size.width(),
                    size == null ? 0 : size.height(),
                    theme == null ? null : theme == Look.DARK));
        } catch (UncheckedIOException e) {
            throw InputProblem.of(
                    "the picture cannot be written to " + screenshot + ": " + e.getCause(),
                    "name a file in a folder that you can write to");
        } catch (UnsupportedOperationException e) {
            throw noDisplay();
        }
        return ExitStatus.OK.code();
    }

    private static InputProblem noDisplay() {
        return InputProblem.of(
                "there is no display to open a window on",
                "set DISPLAY, start it under xvfb-run, or use 'windtunnel run SCENARIO', which needs none");
    }

    /** The scenarios beside this program; null when it has been copied away from them. */
    private static @Nullable Path shipped() {
        String home = System.getProperty("windtunnel.home");
        Path folder = home == null ? null : Path.of(home, "scenarios");
        return folder != null && Files.isDirectory(folder) ? folder : null;
    }
}

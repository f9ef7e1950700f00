package dev.windtunnel.app.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Runs command lines as a user would and keeps what came back. */
final class Shell {
    /** What a command left behind. */
    record Result(int status, String out, String err) {}

    private final Path workingDirectory;
    private Map<String, String> env = Map.of();
    private boolean interactive;
    private String input = "";
    private final Interruption interruption = new Interruption();
    private Function<Surroundings, List<? extends Callable<Integer>>> commands = Commands::all;

    private Shell(Path workingDirectory) {
        this.workingDirectory = workingDirectory.toAbsolutePath();
    }

    /** A shell in some folder. */
    static Shell in(Path workingDirectory) {
        return new Shell(workingDirectory);
    }

    /** A shell where the folder does not matter. */
    static Shell anywhere() {
        return in(Path.of(""));
    }

    Shell with(String variable, String value) {
        env = Map.of(variable, value);
        return this;
    }

    Shell onATerminal() {
        interactive = true;
        return this;
    }

    /** Ctrl-C was pressed before the command could begin. */
    Shell interrupted() {
        interruption.request();
        return this;
    }

    Shell typing(String text) {
        input = text;
        return this;
    }

    Shell knowing(Function<Surroundings, List<? extends Callable<Integer>>> otherCommands) {
        commands = otherCommands;
        return this;
    }

    Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                env,
                workingDirectory,
                new Terminal(interactive, env),
                interruption);
        int status = Main.run(surroundings, commands.apply(surroundings), args);
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}

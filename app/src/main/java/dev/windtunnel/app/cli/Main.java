package dev.windtunnel.app.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Runs one command line and says how it ended. Nothing is kept from one run to the next. */
public final class Main {
    private static final int HELP_COLUMNS = 110;

    private Main() {}

    /**
     * Runs one command line with streams that are no terminal.
     *
     * @param workingDirectory where relative paths start; absolute
     * @param args the words after {@code windtunnel}
     * @return the exit status, see {@link ExitStatus}
     */
    public static int run(
            PrintStream out,
            PrintStream err,
            InputStream in,
            Map<String, String> env,
            Path workingDirectory,
            String... args) {
        return run(new Surroundings(out, err, in, env, workingDirectory, new Terminal(false, env)), args);
    }

    /** Runs one command line; returns the exit status, see {@link ExitStatus}. */
    public static int run(Surroundings surroundings, String... args) {
        return run(surroundings, Commands.all(surroundings), args);
    }

    static int run(Surroundings surroundings, List<? extends Callable<Integer>> commands, String... args) {
        Failures failures = new Failures(surroundings);
        try {
            return commandLine(surroundings, failures, commands).execute(args);
        } catch (Throwable problem) {
            // picocli hands exceptions to Failures but lets errors, such as a stack overflow, through.
            return failures.defect(problem);
        }
    }

    private static CommandLine commandLine(
            Surroundings surroundings, Failures failures, List<? extends Callable<Integer>> commands) {
        CommandLine root = new CommandLine(new Root(surroundings.terminal()));
        commands.forEach(root::addSubcommand);
        root.addSubcommand(new HelpCommand());
        return root.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(HELP_COLUMNS)
                // An argument such as curl's "-d @body.json" is data, not a file of more arguments.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }
}

package dev.windtunnel.app.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * All that a command may touch of the world around it; commands never use {@code System.out} and its like, so that
 * tests run them as a user does.
 *
 * @param out where data goes
 * @param err where progress, notes and errors go
 * @param in what {@code -} reads
 * @param env environment variables
 * @param workingDirectory where relative paths start; absolute
 * @param terminal whether and how {@code out} shows colours
 * @param interruption whether somebody pressed Ctrl-C
 */
public record Surroundings(
        PrintStream out,
        PrintStream err,
        InputStream in,
        Map<String, String> env,
        Path workingDirectory,
        Terminal terminal,
        Interruption interruption) {

    public Surroundings {
        out = CleanStream.around(out);
        err = CleanStream.around(err);
    }

    /** Surroundings in which nobody presses Ctrl-C. */
    public Surroundings(
            PrintStream out,
            PrintStream err,
            InputStream in,
            Map<String, String> env,
            Path workingDirectory,
            Terminal terminal) {
        this(out, err, in, env, workingDirectory, terminal, new Interruption());
    }

    /**
     * The place a user's path names.
     *
     * @throws InputProblem when it cannot be a path at all
     */
    public Path resolve(String path) {
        if (path.isBlank()) {
            throw InputProblem.of("the path is empty", "give the path of a file or folder");
        }
        try {
            return workingDirectory.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw InputProblem.of(
                    "'" + path + "' cannot be a path: " + e.getReason(), "give the path of a file or folder");
        }
    }
}

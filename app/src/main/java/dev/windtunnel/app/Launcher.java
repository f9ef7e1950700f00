package dev.windtunnel.app;

import dev.windtunnel.app.cli.ExitStatus;
import dev.windtunnel.app.cli.Interruption;
import dev.windtunnel.app.cli.Main;
import dev.windtunnel.app.cli.Surroundings;
import dev.windtunnel.app.cli.Terminal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/** The main class: hands the real streams, environment and working directory to the command line, then exits. */
public final class Launcher {
    private static final int BUFFER_BYTES = 1 << 16;

    private Launcher() {}

    /** Runs one command; the exit status is the one that {@link Main} names. */
    public static void main(String[] args) {
        PrintStream err = stream(new FileOutputStream(FileDescriptor.err), true);
        Interruption interruption = new Interruption();
        // The signal's own exit status is 130; until the hook is over, what there is can still be printed.
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::requestAndWait, "interruption"));
        int status = run(
                new FileOutputStream(FileDescriptor.out),
                out -> new Surroundings(
                        out,
                        err,
                        System.in,
                        System.getenv(),
                        Path.of("").toAbsolutePath(),
                        Terminal.ofThisProcess(System.getenv()),
                        interruption),
                args);
        err.flush();
        interruption.everythingIsPrinted();
        System.exit(status);
    }

    /**
     * Runs one command, and sees to it that a result which did not arrive does not pass for one that did.
     *
     * @param stdout where data goes
     * @return the exit status: that of {@link Main}, but 2 in place of a success whose data could not be written
     */
    static int run(OutputStream stdout, Function<PrintStream, Surroundings> world, String... args) {
        FailureKeeper kept = new FailureKeeper(stdout);
        PrintStream out = stream(kept, false);
        Surroundings surroundings = world.apply(out);
        int status = Main.run(surroundings, args);
        out.flush();
        IOException failure = kept.failure();
        if (failure == null
                || isClosedPipe(failure)
                || status == ExitStatus.DEFECT.code()
                || status == ExitStatus.INTERRUPTED.code()) {
            return status;
        }
        surroundings.err().println("windtunnel: the output cannot be written: " + failure.getMessage());
        return ExitStatus.UNUSABLE.code();
    }

    /** Whoever reads, {@code head} for one, has seen enough: nothing went wrong. */
    private static boolean isClosedPipe(IOException failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }

    /** UTF-8 and line feeds whatever the platform, so that the same run has the same bytes everywhere. */
    private static PrintStream stream(OutputStream target, boolean isErr) {
        OutputStream raw = new BufferedOutputStream(target, isErr ? 512 : BUFFER_BYTES);
        OutputStream lines = System.lineSeparator().equals("\n") ? raw : new LineFeedStream(raw);
        return new PrintStream(lines, isErr, StandardCharsets.UTF_8);
    }
}

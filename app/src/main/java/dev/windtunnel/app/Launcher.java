package dev.windtunnel.app;

import dev.windtunnel.app.cli.Interruption;
import dev.windtunnel.app.cli.Main;
import dev.windtunnel.app.cli.Surroundings;
import dev.windtunnel.app.cli.Terminal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The main class: hands the real streams, environment and working directory to the command line, then exits. */
public final class Launcher {
    private static final int BUFFER_BYTES = 1 << 16;

    private Launcher() {}

    /** Runs one command; the exit status is the one that {@link Main} names. */
    public static void main(String[] args) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        Interruption interruption = new Interruption();
        // The signal's own exit status is 130; until the hook is over, what there is can still be printed.
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::requestAndWait, "interruption"));
        Surroundings surroundings = new Surroundings(
                out,
                err,
                System.in,
                System.getenv(),
                Path.of("").toAbsolutePath(),
                Terminal.ofThisProcess(System.getenv()),
                interruption);
        int status = Main.run(surroundings, args);
        out.flush();
        err.flush();
        interruption.everythingIsPrinted();
        System.exit(status);
    }

    /** UTF-8 and line feeds whatever the platform, so that the same run has the same bytes everywhere. */
    private static PrintStream stream(FileDescriptor descriptor) {
        boolean isErr = descriptor == FileDescriptor.err;
        OutputStream raw = new BufferedOutputStream(new FileOutputStream(descriptor), isErr ? 512 : BUFFER_BYTES);
        OutputStream lines = System.lineSeparator().equals("\n") ? raw : new LineFeedStream(raw);
        return new PrintStream(lines, isErr, StandardCharsets.UTF_8);
    }
}

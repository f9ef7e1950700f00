package dev.windtunnel.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.app.cli.Surroundings;
import dev.windtunnel.app.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LauncherTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(OutputStream stdout, String... args) {
        return Launcher.run(
                stdout,
                out -> new Surroundings(
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        InputStream.nullInputStream(),
                        Map.of(),
                        Path.of("").toAbsolutePath(),
                        new Terminal(false, Map.of())),
                args);
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    @Test
    void dataThatCannotBeWrittenIsNoSuccess() {
        assertEquals(2, run(failing("No space left on device"), "version"));
        assertEquals(
                "windtunnel: the output cannot be written: No space left on device\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aReaderWhoHasSeenEnoughIsNoFailure() {
        assertEquals(0, run(failing("Broken pipe"), "version"));
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void dataThatArrivesIsASuccess() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(0, run(out, "version"));
        assertEquals("windtunnel ", out.toString(StandardCharsets.UTF_8).substring(0, 11));
    }

    @Test
    void nothingToWriteCannotFail() {
        assertEquals(2, run(failing("No space left on device"), "nonsense"));
        assertEquals(
                "windtunnel: There is no command 'nonsense'.\nSee 'windtunnel help'.\n",
                err.toString(StandardCharsets.UTF_8));
    }
}

package dev.windtunnel.app.cli;

import dev.windtunnel.finding.Printable;
import dev.windtunnel.report.Markup;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Prints texts so that nothing in them acts on a terminal but the colours that a command gave them. */
final class CleanStream extends PrintStream {
    private final PrintStream raw;

    private CleanStream(PrintStream raw) {
        super(raw, true, StandardCharsets.UTF_8);
        this.raw = raw;
    }

    static PrintStream around(PrintStream stream) {
        return stream instanceof CleanStream ? stream : new CleanStream(stream);
    }

    /** The stream below, for what moves the cursor on purpose. */
    static PrintStream raw(PrintStream stream) {
        return stream instanceof CleanStream clean ? clean.raw : stream;
    }

    @Override
    public void print(@Nullable String text) {
        super.print(Markup.toAnsi(Printable.lines(String.valueOf(text))));
    }

    @Override
    public void print(@Nullable Object value) {
        print(String.valueOf(value));
    }

    @Override
    public void println(@Nullable String text) {
        print(text);
        println();
    }

    @Override
    public void println(@Nullable Object value) {
        println(String.valueOf(value));
    }
}

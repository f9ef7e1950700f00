package dev.windtunnel.app;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Remembers why something could not be written; a {@link java.io.PrintStream} only says that it could not. */
final class FailureKeeper extends FilterOutputStream {
    private @Nullable IOException failure;

    FailureKeeper(OutputStream out) {
        super(out);
    }

    /** The first failure; null when there was none. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw kept(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw kept(e);
        }
    }

    private IOException kept(IOException problem) {
        if (failure == null) {
            failure = problem;
        }
        return problem;
    }
}

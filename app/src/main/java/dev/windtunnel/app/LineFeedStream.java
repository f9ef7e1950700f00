package dev.windtunnel.app;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes on all bytes but carriage returns. {@code println} and {@code %n} write one on Windows, and it is part of no
 * character in UTF-8 but itself.
 */
final class LineFeedStream extends FilterOutputStream {
    LineFeedStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        if (b != '\r') {
            out.write(b);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int start = offset;
        int end = offset + length;
        for (int at = offset; at < end; at++) {
            if (bytes[at] == '\r') {
                out.write(bytes, start, at - start);
                start = at + 1;
            }
        }
        out.write(bytes, start, end - start);
    }
}

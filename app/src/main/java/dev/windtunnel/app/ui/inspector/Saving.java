package dev.windtunnel.app.ui.inspector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes a file unless somebody else has written it meanwhile. Not for the FX thread. */
final class Saving {

    /** What came of it. */
    enum Outcome {
        SAVED,
        /** Its bytes are not those that were read; nothing was written. */
        CHANGED_ON_DISK,
        /** It is not there any more; nothing was written. */
        GONE
    }

    private Saving() {}

    /**
     * Writes bytes.
     *
     * @param expected what the file has to hold now
     * @param anyway write whatever the file holds
     * @throws IOException when it cannot be read or written
     */
    static Outcome save(Path file, byte[] expected, byte[] bytes, boolean anyway) throws IOException {
        if (!anyway) {
            try {
                if (!Arrays.equals(Files.readAllBytes(file), expected)) {
                    return Outcome.CHANGED_ON_DISK;
                }
            } catch (NoSuchFileException e) {
                return Outcome.GONE;
            }
        }
        Files.write(file, bytes);
        return Outcome.SAVED;
    }
}

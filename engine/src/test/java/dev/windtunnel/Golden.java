package dev.windtunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts to compare with, one file each. {@code mvn test -Dgolden.update=true} writes them anew; review what changed as a
 * diff.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private Golden() {}

    /** Compares with a file in the folder of golden files. */
    public static void assertMatches(String file, String actual) {
        Path path = FOLDER.resolve(file);
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, actual);
            } else if (Files.notExists(path)) {
                fail("no " + path + "; -Dgolden.update=true writes it");
            }
            assertEquals(Files.readString(path), actual, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.windtunnel.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that a command was given, read as a whole.
 *
 * @param name what findings call it: as it was given, {@code stdin} for {@code -}
 * @param bytes its content
 */
record InputFile(String name, byte[] bytes) {
    /**
     * Reads the file of an argument, or the standard input for {@code -}.
     *
     * @throws InputProblem when it cannot be read
     */
    static InputFile read(String argument, Surroundings surroundings) {
        boolean standardInput = argument.equals("-");
        try {
            if (standardInput) {
                return new InputFile("stdin", surroundings.in().readAllBytes());
            }
            Path path = surroundings.resolve(argument);
            if (Files.isDirectory(path)) {
                throw InputProblem.of("'" + argument + "' is a folder", "name the files in it");
            }
            return new InputFile(argument, Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            throw InputProblem.of("there is no file '" + argument + "'", "check its name");
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw InputProblem.of("'" + argument + "' cannot be read: " + reason, "check that it is a readable file");
        }
    }

    /** The content as text, without a byte order mark. */
    String text() {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}

package dev.windtunnel.app.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a command writes beside what it prints. */
final class OutputFiles {
    private OutputFiles() {}

    /**
     * Writes a file, making its folders; one that is there is replaced.
     *
     * @throws InputProblem when it cannot be written
     */
    static void write(String file, String text, Surroundings surroundings) {
        write(surroundings.resolve(file), file, text);
    }

    /** As {@link #write}, a file in a folder of the user. */
    static void write(String folder, String name, String text, Surroundings surroundings) {
        write(surroundings.resolve(folder).resolve(name), folder + "/" + name, text);
    }

    private static void write(Path path, String shown, String text) {
        try {
            Path folder = path.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(path, text);
        } catch (FileAlreadyExistsException e) {
            throw InputProblem.of(
                    "'" + shown + "' cannot be written: a file stands where its folder should be",
                    "name another folder");
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw InputProblem.of("'" + shown + "' cannot be written: " + reason, "name a file in a folder of yours");
        }
    }
}

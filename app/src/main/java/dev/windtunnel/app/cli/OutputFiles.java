package dev.windtunnel.app.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Files that a command writes beside what it prints. They are looked at before there is anything to write, because
 * nobody wants to hear of a wrong name after a long simulation; and none of them may be what the command reads.
 */
final class OutputFiles {
    private final Surroundings surroundings;
    private final Supplier<? extends Collection<Path>> inputs;

    /**
     * Files in these surroundings.
     *
     * @param inputs the files that the command has read so far
     */
    OutputFiles(Surroundings surroundings, Supplier<? extends Collection<Path>> inputs) {
        this.surroundings = surroundings;
        this.inputs = inputs;
    }

    /**
     * Makes sure that a file can be written, and leaves all as it was.
     *
     * @param option what names it, such as {@code --junit}
     * @throws InputProblem when it cannot, or when it is an input
     */
    void check(String option, String file) {
        Path path = surroundings.resolve(file);
        refuseInput(option, file);
        List<Path> made = new ArrayList<>();
        try {
            if (Files.isDirectory(path)) {
                throw new FileSystemException(file, null, "it is a folder");
            }
            if (!Files.exists(path)) {
                makeFolders(path.getParent(), made);
                Files.createFile(path);
                made.add(path);
            } else if (Files.isRegularFile(path)) {
                Files.newByteChannel(path, StandardOpenOption.WRITE).close();
            }
        } catch (IOException e) {
            throw problem(option, file, e);
        } finally {
            remove(made);
        }
    }

    /**
     * Writes a file, making its folders; one that is there is replaced.
     *
     * @param option what names it, such as {@code --junit}
     * @throws InputProblem when it cannot be written, or has become an input since it was looked at
     */
    void write(String option, String file, String text) {
        Path path = surroundings.resolve(file);
        refuseInput(option, file);
        try {
            makeFolders(path.getParent(), new ArrayList<>());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw problem(option, file, e);
        }
    }

    /**
     * Makes sure that a file or folder to write is no file that was read.
     *
     * @throws InputProblem when it is one
     */
    void refuseInput(String option, String file) {
        Path path = surroundings.resolve(file);
        for (Path input : inputs.get()) {
            if (isSame(input, path)) {
                throw InputProblem.of(option + ": " + file + " is an input of this run", "name another file");
            }
        }
    }

    private static boolean isSame(Path input, Path path) {
        try {
            return Files.exists(path) && Files.isRegularFile(input) && Files.isSameFile(input, path);
        } catch (IOException e) {
            return input.equals(path);
        }
    }

    private static void makeFolders(@Nullable Path folder, List<Path> made) throws IOException {
        if (folder == null || Files.isDirectory(folder)) {
            return;
        }
        if (Files.exists(folder)) {
            throw new FileSystemException(folder.toString(), null, "a file stands where its folder should be");
        }
        makeFolders(folder.getParent(), made);
        Files.createDirectory(folder);
        made.add(folder);
    }

    private static void remove(List<Path> made) {
        for (int i = made.size() - 1; i >= 0; i--) {
            try {
                Files.deleteIfExists(made.get(i));
            } catch (IOException e) {
                // An empty file or folder that stays does no harm: the same is made anew in a moment.
            }
        }
    }

    private static InputProblem problem(String option, String file, IOException problem) {
        return InputProblem.of(
                option + " " + file + ": it cannot be written: " + reason(problem),
                "name a file in a folder where you may write");
    }

    /** What went wrong with a file, in words; Java often says no more than its name. */
    static String reason(IOException problem) {
        if (problem instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (problem instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (problem instanceof FileAlreadyExistsException) {
            return "something stands there already";
        }
        String text = problem instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : problem.getMessage();
        return text == null ? problem.getClass().getSimpleName() : text;
    }
}

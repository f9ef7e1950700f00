package dev.windtunnel.app.cli;

import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

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

    /**
     * Makes sure that there is some document in the files: a pipe whose first command failed gives nothing, and nothing
     * would pass for a result.
     *
     * @param findings what was found in them; an error says more than this
     */
    static void refuseEmpty(List<InputFile> files, Findings findings) {
        boolean empty = files.stream()
                .allMatch(file -> YamlReader.read(file.name(), file.bytes(), new Findings()).stream()
                        .allMatch(document -> document.root() instanceof ScalarNode scalar && scalar.isNull()));
        if (empty && !findings.hasErrors()) {
            String names = String.join(", ", files.stream().map(InputFile::name).toList());
            throw InputProblem.of("there is no document in " + names, "check what writes it");
        }
    }

    /** The content as text, without a byte order mark. */
    String text() {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}

package dev.windtunnel.app.cli;

import dev.windtunnel.console.ConsoleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that console lines name: in the working directory, or else beside the scenario. */
final class LocalFiles implements ConsoleFiles {
    private final Path workingDirectory;
    private final Path scenarioFolder;

    LocalFiles(String scenario, Surroundings surroundings) {
        workingDirectory = surroundings.workingDirectory();
        Path path = scenario.equals("-") ? workingDirectory : surroundings.resolve(scenario);
        Path parent = path.getParent();
        scenarioFolder = Files.isDirectory(path) || parent == null ? path : parent;
    }

    private Path resolve(String file) throws IOException {
        try {
            Path here = workingDirectory.resolve(file);
            Path beside = scenarioFolder.resolve(file);
            return Files.exists(here) || !Files.exists(beside) ? here : beside;
        } catch (InvalidPathException e) {
            throw new IOException("this is no file name", e);
        }
    }

    @Override
    public byte[] read(String file) throws IOException {
        return Files.readAllBytes(resolve(file));
    }

    @Override
    public boolean isFolder(String path) {
        try {
            return Files.isDirectory(resolve(path));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        try (Stream<Path> children = Files.list(resolve(folder))) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}

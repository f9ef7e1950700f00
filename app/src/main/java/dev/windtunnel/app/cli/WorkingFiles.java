package dev.windtunnel.app.cli;

import dev.windtunnel.config.scenario.FileAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files as seen from a working directory, which need not be that of this process. */
final class WorkingFiles implements FileAccess {
    private final Surroundings surroundings;
    private final FileAccess disk;

    WorkingFiles(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.disk = FileAccess.disk(surroundings.in());
    }

    @Override
    public byte[] read(String file) throws IOException {
        if (file.equals("-")) {
            return disk.read(file);
        }
        Path path = resolve(file);
        if (path == null) {
            throw new IOException("this is no file name");
        }
        return Files.readAllBytes(path);
    }

    @Override
    public boolean exists(String path) {
        Path resolved = resolve(path);
        return resolved != null && Files.exists(resolved);
    }

    @Override
    public boolean isFolder(String path) {
        Path resolved = resolve(path);
        return resolved != null && Files.isDirectory(resolved);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return disk.list(surroundings.workingDirectory().resolve(folder).toString());
    }

    private @Nullable Path resolve(String path) {
        try {
            return surroundings.workingDirectory().resolve(path);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}

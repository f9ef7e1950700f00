package dev.windtunnel.experiment;

import dev.windtunnel.config.scenario.FileAccess;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Remembers which files were read, so that no result is written over what it was made from. */
final class InputLog {
    private final Path workingDirectory;
    private final Set<Path> files = Collections.synchronizedSet(new LinkedHashSet<>());

    InputLog(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    /** The files so far, absolute. */
    Set<Path> files() {
        synchronized (files) {
            return Set.copyOf(files);
        }
    }

    void add(String file) {
        try {
            files.add(workingDirectory.resolve(file).normalize());
        } catch (InvalidPathException e) {
            // What can be no file was not read either.
        }
    }

    /** The same files, with what is read from them remembered. */
    FileAccess watch(FileAccess access) {
        return new FileAccess() {
            @Override
            public byte[] read(String file) throws IOException {
                byte[] bytes = access.read(file);
                add(file);
                return bytes;
            }

            @Override
            public boolean exists(String path) {
                return access.exists(path);
            }

            @Override
            public boolean isFolder(String path) {
                return access.isFolder(path);
            }

            @Override
            public List<String> list(String folder) throws IOException {
                return access.list(folder);
            }
        };
    }
}

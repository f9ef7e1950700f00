package dev.windtunnel.console;

import dev.windtunnel.config.scenario.FileAccess;
import java.io.IOException;
import java.util.List;

/**
 * The files that console lines name; who runs the console decides where relative paths start. They are only read: what a
 * line writes stays in its pod, see {@link PodFiles}.
 */
public interface ConsoleFiles {

    /**
     * The bytes of a file.
     *
     * @throws IOException when there is no such file or it cannot be read
     */
    byte[] read(String file) throws IOException;

    /** Whether a path is a folder. */
    boolean isFolder(String path);

    /**
     * The names of what is directly in a folder, sorted.
     *
     * @throws IOException when it cannot be listed
     */
    List<String> list(String folder) throws IOException;

    /** The files of a scenario, seen from its folder. */
    static ConsoleFiles of(FileAccess files, String folder) {
        return new ConsoleFiles() {
            @Override
            public byte[] read(String file) throws IOException {
                return files.read(FileAccess.resolve(folder, file));
            }

            @Override
            public boolean isFolder(String path) {
                return files.isFolder(FileAccess.resolve(folder, path));
            }

            @Override
            public List<String> list(String path) throws IOException {
                return files.list(FileAccess.resolve(folder, path));
            }
        };
    }
}

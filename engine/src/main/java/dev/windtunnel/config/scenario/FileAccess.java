package dev.windtunnel.config.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that a scenario may name; paths are as users write them. */
public interface FileAccess {
    /**
     * The bytes of a file.
     *
     * @throws IOException when there is no such file or it cannot be read
     */
    byte[] read(String file) throws IOException;

    /** Whether there is anything at a path. */
    boolean exists(String path);

    /** Whether a path is a folder. */
    boolean isFolder(String path);

    /**
     * The names of what is directly in a folder, in the order of their characters.
     *
     * @throws IOException when it cannot be listed
     */
    List<String> list(String folder) throws IOException;

    /**
     * A path as seen from a folder: {@code folder/path}, or the path alone when it is absolute or the folder is empty.
     */
    static String resolve(String folder, String path) {
        if (folder.isEmpty() || isAbsolute(path)) {
            return path;
        }
        return folder.endsWith("/") ? folder + path : folder + "/" + path;
    }

    private static boolean isAbsolute(String path) {
        try {
            return path.startsWith("/") || Path.of(path).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The files of this machine; {@code -} is read from {@code stdin}. */
    static FileAccess disk(InputStream stdin) {
        return new FileAccess() {
            @Override
            public byte[] read(String file) throws IOException {
                if (file.equals("-")) {
                    return stdin.readAllBytes();
                }
                try {
                    return Files.readAllBytes(Path.of(file));
                } catch (InvalidPathException e) {
                    throw new IOException("this is no file name", e);
                }
            }

            @Override
            public boolean exists(String path) {
                try {
                    return Files.exists(Path.of(path));
                } catch (InvalidPathException e) {
                    return false;
                }
            }

            @Override
            public boolean isFolder(String path) {
                try {
                    return Files.isDirectory(Path.of(path));
                } catch (InvalidPathException e) {
                    return false;
                }
            }

            @Override
            public List<String> list(String folder) throws IOException {
                try (Stream<Path> children = Files.list(Path.of(folder))) {
                    return children.map(child -> child.getFileName().toString())
                            .sorted()
                            .toList();
                }
            }
        };
    }
}

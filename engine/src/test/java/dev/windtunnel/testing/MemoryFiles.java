package dev.windtunnel.testing;

import dev.windtunnel.config.scenario.FileAccess;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Files that exist in memory only. */
record MemoryFiles(Map<String, String> texts) implements FileAccess {

    @Override
    public byte[] read(String file) throws IOException {
        String text = texts.get(file);
        if (text == null) {
            throw new FileNotFoundException(file);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean exists(String path) {
        return texts.containsKey(path);
    }

    @Override
    public boolean isFolder(String path) {
        return false;
    }

    @Override
    public List<String> list(String folder) throws IOException {
        throw new FileNotFoundException(folder);
    }
}

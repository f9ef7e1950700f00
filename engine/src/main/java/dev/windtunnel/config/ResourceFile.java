package dev.windtunnel.config;

import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.YamlReader;
import java.util.ArrayList;
import java.util.List;

/**
 * One file of manifests.
 *
 * @param name the file as the user would name it, with {@code /} between folders
 * @param text what it holds
 */
public record ResourceFile(String name, String text) {

    /** The documents of several files, in order. */
    public static List<Document> documents(List<ResourceFile> files, Findings findings) {
        List<Document> documents = new ArrayList<>();
        for (ResourceFile file : files) {
            documents.addAll(YamlReader.read(file.name(), file.text(), findings));
        }
        return documents;
    }
}

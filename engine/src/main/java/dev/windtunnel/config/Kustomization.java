package dev.windtunnel.config;

import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kustomization file.
 *
 * @param file the file
 * @param resources what it lists
 * @param unsupported the first field that changes what is listed; null when there is none
 * @param line line of that field, else of the list
 */
record Kustomization(Path file, List<String> resources, @Nullable String unsupported, int line) {
    private static final List<String> NAMES = List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

    /** Fields that leave the resources as they are. */
    private static final Set<String> PLAIN =
            Set.of("apiVersion", "kind", "metadata", "resources", "bases", "buildMetadata", "sortOptions", "openapi");

    /** The kustomization of a folder; null when it has none that can be read. */
    static @Nullable Kustomization in(Path folder) {
        for (String name : NAMES) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                return read(file);
            }
        }
        return null;
    }

    private static Kustomization read(Path file) {
        Findings problems = new Findings();
        try {
            List<Document> documents = YamlReader.read(file.toString(), Files.readAllBytes(file), problems);
            if (!documents.isEmpty() && documents.get(0).root() instanceof MapNode map) {
                return of(file, map);
            }
        } catch (IOException e) {
            return new Kustomization(file, List.of(), "unreadable content", 1);
        }
        return new Kustomization(file, List.of(), problems.isEmpty() ? null : "broken YAML", 1);
    }

    private static Kustomization of(Path file, MapNode map) {
        List<String> resources = new ArrayList<>();
        int line = 1;
        for (Entry entry : map.entries()) {
            if (!PLAIN.contains(entry.key())) {
                return new Kustomization(
                        file, List.of(), entry.key(), entry.keyPosition().line());
            }
            boolean list = entry.key().equals("resources") || entry.key().equals("bases");
            if (list && entry.value() instanceof ListNode items) {
                line = entry.keyPosition().line();
                for (Node item : items.items()) {
                    if (item instanceof ScalarNode scalar && !scalar.isNull()) {
                        resources.add(scalar.text());
                    }
                }
            }
        }
        return new Kustomization(file, List.copyOf(resources), null, line);
    }
}

package dev.windtunnel.app.save;

import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The other files that a Scenario document names: tables of values, and what console lines apply. Those below its folder
 * are copied along, those elsewhere are named by their whole path.
 */
final class References {

    private static final Set<String> TABLES = Set.of("empirical", "histogram");
    private static final Set<String> FILE_OPTIONS = Set.of("-f", "--filename");

    private final Path folder;
    private final Set<String> files = new LinkedHashSet<>();

    References(String folder) {
        this.folder = Path.of(folder).toAbsolutePath().normalize();
    }

    /** What has to be copied, by path from the folder. */
    List<String> files() {
        return List.copyOf(files);
    }

    /** The document with the names as they are right in another folder. */
    Node rewritten(Node node) {
        if (node instanceof MapNode map) {
            List<Entry> entries = new ArrayList<>();
            for (Entry entry : map.entries()) {
                Node value = entry.value();
                boolean text = value instanceof ScalarNode scalar && scalar.type() == ScalarNode.Type.STRING;
                if (text && TABLES.contains(entry.key())) {
                    value = ScalarNode.of(file(((ScalarNode) value).text()));
                } else if (text && entry.key().equals("exec")) {
                    value = ScalarNode.of(line(((ScalarNode) value).text()));
                } else {
                    value = rewritten(value);
                }
                entries.add(Entry.of(entry.key(), value));
            }
            return MapNode.of(entries);
        }
        return node instanceof ListNode list
                ? ListNode.of(list.items().stream().map(this::rewritten).toList())
                : node;
    }

    private String line(String line) {
        String[] words = line.split(" ", -1);
        for (int i = 0; i + 1 < words.length; i++) {
            if (FILE_OPTIONS.contains(words[i]) && !words[i + 1].isEmpty()) {
                words[i + 1] = file(words[i + 1]);
            }
        }
        return String.join(" ", words);
    }

    private String file(String name) {
        if (name.equals("-")) {
            return name;
        }
        Path path = folder.resolve(name).normalize();
        if (path.startsWith(folder) && !Path.of(name).isAbsolute()) {
            files.add(folder.relativize(path).toString());
            return name;
        }
        return path.toString();
    }
}

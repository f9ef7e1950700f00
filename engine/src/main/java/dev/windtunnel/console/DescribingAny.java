package dev.windtunnel.console;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code kubectl describe} of kinds that kubectl knows nothing of, as those of Istio: all fields by their names
 * ({@code pkg/describe/describe.go}, printUnstructuredContent).
 */
final class DescribingAny {

    private static final Set<String> ABBREVIATIONS = Set.of("api", "url", "uid", "osb", "guid");
    private static final Set<String> SHOWN_ABOVE = Set.of("name", "namespace", "labels", "annotations");

    private final Cluster cluster;
    private final KubeObject object;
    private final Description out;

    DescribingAny(Cluster cluster, KubeObject object) {
        this.cluster = cluster;
        this.object = object;
        this.out = new Description(cluster.is2017());
    }

    /** What it prints. */
    String text() {
        out.line("Name:", object.key().name());
        out.line("Namespace:", object.key().namespace());
        out.lines("Labels:", Cluster.texts(Cluster.field(object.root(), "metadata", "labels")), "=");
        out.lines(
                "Annotations:",
                Cluster.texts(Cluster.field(object.root(), "metadata", "annotations")),
                cluster.is2017() ? "=" : ": ");
        fields(object.root(), 0);
        out.line("Events:", "<none>");
        return out.text();
    }

    private void fields(MapNode map, int level) {
        List<Entry> entries = new ArrayList<>(map.entries());
        entries.sort(Comparator.comparing(Entry::key));
        for (Entry entry : entries) {
            String label = "  ".repeat(level) + label(entry.key()) + ":";
            Node value = entry.value();
            if (value instanceof ScalarNode scalar) {
                out.line(label, scalar.text());
            } else if (value instanceof MapNode child) {
                boolean metadata = level == 0 && entry.key().equals("metadata");
                MapNode shown = metadata ? withoutShown(child) : child;
                if (!metadata || !shown.entries().isEmpty()) {
                    out.heading(label);
                    fields(shown, level + 1);
                }
            } else if (value instanceof ListNode list) {
                out.heading(label);
                for (Node item : list.items()) {
                    if (item instanceof MapNode child) {
                        fields(child, level + 1);
                    } else {
                        out.heading("  ".repeat(level + 1)
                                + (item instanceof ScalarNode scalar ? scalar.text() : item.describe()));
                    }
                }
            }
        }
    }

    private static MapNode withoutShown(MapNode metadata) {
        return metadata.withEntries(metadata.entries().stream()
                .filter(entry -> !SHOWN_ABOVE.contains(entry.key()))
                .toList());
    }

    /** {@code Per Try Timeout} of {@code perTryTimeout}, {@code API Version} of {@code apiVersion}; others as they are. */
    private static String label(String field) {
        if (!field.chars().allMatch(each -> Character.isLetter(each) || each == '-')) {
            return field;
        }
        List<String> words = new ArrayList<>();
        for (String word : field.split("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=-)|(?=-)")) {
            words.add(
                    ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT))
                            ? word.toUpperCase(Locale.ROOT)
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return String.join(" ", words);
    }
}

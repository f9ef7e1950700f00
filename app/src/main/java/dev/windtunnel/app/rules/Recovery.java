package dev.windtunnel.app.rules;

import dev.windtunnel.app.rules.RuleDocuments.Unsaved;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps unsaved edits in a file of their own, one for each running program, so that they outlive its end. Not for the FX
 * thread.
 */
public final class Recovery {

    private static final String PREFIX = "edits-";
    private static final String SUFFIX = ".yaml";

    private final Path folder;
    private final Path own;

    /**
     * Edits of a program that has ended.
     *
     * @param keptIn the file that keeps them
     * @param scenario what was open; null when it came from no file
     */
    public record Kept(Path keptIn, @Nullable Path scenario, List<Unsaved> edits) {}

    /**
     * Recovery in a folder, which need not be there.
     *
     * @param process number of this program
     */
    public Recovery(Path folder, long process) {
        this.folder = folder;
        this.own = folder.resolve(PREFIX + process + SUFFIX);
    }

    /** In the home of this user. */
    public static Recovery ofUser() {
        return new Recovery(
                Path.of(System.getProperty("user.home", "."), ".windtunnel", "recovery"),
                ProcessHandle.current().pid());
    }

    /**
     * Keeps these edits in place of those kept before; nothing is left when there are none.
     *
     * @throws IOException when that cannot be written
     */
    public void keep(@Nullable Path scenario, List<Unsaved> edits) throws IOException {
        if (edits.isEmpty()) {
            Files.deleteIfExists(own);
            return;
        }
        List<Node> items = new ArrayList<>();
        for (Unsaved edit : edits) {
            items.add(MapNode.of(List.of(
                    Entry.of("file", ScalarNode.of(edit.file())),
                    Entry.of("onDisk", ScalarNode.of(edit.onDisk())),
                    Entry.of("text", ScalarNode.of(edit.text())))));
        }
        List<Entry> entries = new ArrayList<>();
        if (scenario != null) {
            entries.add(Entry.of("scenario", ScalarNode.of(scenario.toString())));
        }
        entries.add(Entry.of("edits", ListNode.of(items)));
        Files.createDirectories(folder);
        Path written = folder.resolve(own.getFileName() + ".new");
        Files.write(written, Nodes.toYaml(MapNode.of(entries)).getBytes(StandardCharsets.UTF_8));
        Files.move(written, own, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What programs that run no more have left; files that cannot be read are passed over. */
    public List<Kept> left() {
        List<Kept> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.sorted().toList()) {
                Kept kept = isLeft(file) ? read(file) : null;
                if (kept != null) {
                    found.add(kept);
                }
            }
        } catch (IOException e) {
            return found; // no folder: nothing was ever kept
        }
        return found;
    }

    private boolean isLeft(Path file) {
        String name = file.getFileName().toString();
        if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX) || file.equals(own)) {
            return false;
        }
        String process = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
        return process.matches("[0-9]{1,18}")
                && ProcessHandle.of(Long.parseLong(process)).isEmpty();
    }

    private static @Nullable Kept read(Path file) throws IOException {
        List<Document> documents = YamlReader.read(file.toString(), Files.readAllBytes(file), new Findings());
        if (documents.size() != 1 || !(documents.get(0).root() instanceof MapNode root)) {
            return null;
        }
        List<Unsaved> edits = new ArrayList<>();
        if (root.get("edits") instanceof ListNode list) {
            for (Node item : list.items()) {
                String name = text(item, "file");
                String onDisk = text(item, "onDisk");
                String text = text(item, "text");
                if (name != null && onDisk != null && text != null) {
                    edits.add(new Unsaved(name, onDisk, text));
                }
            }
        }
        String scenario = text(root, "scenario");
        try {
            return edits.isEmpty() ? null : new Kept(file, scenario == null ? null : Path.of(scenario), edits);
        } catch (InvalidPathException e) {
            return new Kept(file, null, edits);
        }
    }

    private static @Nullable String text(Node node, String key) {
        return node instanceof MapNode map && map.get(key) instanceof ScalarNode scalar ? scalar.text() : null;
    }

    /**
     * Forgets edits that were brought back or are not wanted.
     *
     * @throws IOException when the file cannot be deleted
     */
    public static void forget(Kept kept) throws IOException {
        Files.deleteIfExists(kept.keptIn());
    }
}

package dev.windtunnel.config;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads the files that {@code spec.resources} or a command line names: files, folders with all that is below them,
 * globs, and {@code -} for standard input. Findings: WT0022 a pattern that matches nothing, WT0023 a folder that another
 * tool has to render first, WT0024 a file that cannot be read, WT0025 a folder with too much below it. Links are followed,
 * but not back into a folder that they stand in.
 */
public final class ResourceFiles {
    /** A file, folder or glob as written, and where it is written. */
    public record Resource(String pattern, Position position) {

        /** One from the command line. */
        public static Resource of(String pattern) {
            return new Resource(pattern, Position.NONE);
        }
    }

    private static final Path STDIN = Path.of("-");
    private static final String STDIN_NAME = "<stdin>";
    private static final int MAX_DEPTH = 64;
    /** Files and folders to look at for one resource. */
    private static final int MAX_ENTRIES = 100_000;

    private final Path base;
    private final InputStream stdin;
    private final Findings findings;

    /** By real path, so that a file that two patterns name is read once. */
    private final Map<Path, ResourceFile> files = new LinkedHashMap<>();

    /** The folders on the way to where the reader is, by real path. */
    private final Deque<Path> way = new ArrayDeque<>();

    private int entriesSeen;
    private int manifestsSeen;

    /** Where the resource that is being read is named. */
    private Position position = Position.NONE;

    private ResourceFiles(Path base, InputStream stdin, Findings findings) {
        this.base = base;
        this.stdin = stdin;
        this.findings = findings;
    }

    /**
     * The files that the resources name, each once: in the order of the resources, and for each of those by path.
     *
     * @param base folder that relative patterns start from
     * @param stdin what {@code -} reads; to its end, once
     */
    public static List<ResourceFile> read(Path base, List<Resource> resources, InputStream stdin, Findings findings) {
        ResourceFiles reader = new ResourceFiles(base, stdin, findings);
        for (Resource resource : resources) {
            reader.readOne(resource);
        }
        return List.copyOf(reader.files.values());
    }

    private void readOne(Resource resource) {
        position = resource.position();
        String pattern = resource.pattern();
        if (pattern.equals("-")) {
            readStdin();
            return;
        }
        if (pattern.isBlank()) {
            findings.add(resource.position()
                    .on(Finding.error("WT0022", "the name of a file or folder is empty")
                            .withFix("write its path, or \".\" for this folder")));
            return;
        }
        entriesSeen = 0;
        try {
            Path path = Glob.isGlob(pattern) ? null : base.resolve(pattern);
            if (path == null || !Files.exists(path)) {
                readGlob(resource);
            } else if (Files.isDirectory(path)) {
                readFolder(path, resource);
            } else {
                readFile(path);
            }
            if (entriesSeen > MAX_ENTRIES) {
                findings.add(resource.position()
                        .on(Finding.error(
                                        "WT0025",
                                        "below \"" + pattern + "\" are more than " + MAX_ENTRIES + " files and folders")
                                .withFix("name the folders that hold manifests")));
            }
        } catch (InvalidPathException e) {
            findings.add(matchesNothing(resource));
        }
    }

    private Finding matchesNothing(Resource resource) {
        return resource.position()
                .on(Finding.error("WT0022", "\"" + resource.pattern() + "\" matches no file")
                        .withFix("check the path; it is relative to "
                                + (name(base).isEmpty() ? "this folder" : name(base))));
    }

    private void readStdin() {
        if (files.containsKey(STDIN)) {
            return;
        }
        try {
            String text = decode(stdin.readNBytes(YamlReader.MAX_SIZE + 1));
            files.put(STDIN, new ResourceFile(STDIN_NAME, text));
        } catch (CharacterCodingException e) {
            findings.add(Finding.error("WT0024", "standard input is no text in UTF-8")
                    .withFix("check what writes it")
                    .withPlace(STDIN_NAME, 1, 1));
        } catch (IOException e) {
            findings.add(Finding.error("WT0024", "standard input cannot be read")
                    .withFix("check what writes it")
                    .withPlace(STDIN_NAME, 1, 1));
        }
    }

    /** The names in front of the first wildcard are a folder to start from; the rest is compared with what is below. */
    private void readGlob(Resource resource) {
        String pattern = resource.pattern().replace('\\', '/');
        List<String> fixed = new ArrayList<>();
        List<String> names = List.of(pattern.split("/", -1));
        while (fixed.size() < names.size() && !Glob.isGlob(names.get(fixed.size()))) {
            fixed.add(names.get(fixed.size()));
        }
        String folder = String.join("/", fixed);
        Path start = base.resolve(fixed.size() == 1 && folder.isEmpty() ? "/" : folder);
        List<Path> matches = new ArrayList<>();
        if (fixed.size() < names.size() && Files.isDirectory(start)) {
            try {
                Pattern rest = Glob.compile(String.join("/", names.subList(fixed.size(), names.size())));
                collect(start, "", rest, matches, 0);
            } catch (PatternSyntaxException e) {
                matches.clear();
            }
        }
        int before = manifestsSeen + findings.size();
        for (Path match : matches) {
            if (Files.isDirectory(match)) {
                readTree(match, 0);
            } else {
                readFile(match);
            }
        }
        if (manifestsSeen + findings.size() == before && entriesSeen <= MAX_ENTRIES) {
            findings.add(matchesNothing(resource));
        }
    }

    private void collect(Path folder, String relative, Pattern glob, List<Path> matches, int depth) {
        within(folder, () -> {
            for (Child entry : entries(folder)) {
                if (!mayLook()) {
                    return;
                }
                String path = relative + entry.name();
                if (glob.matcher(path).matches() && (entry.isFolder() || isManifest(entry.path()))) {
                    matches.add(entry.path());
                } else if (entry.isFolder() && depth < MAX_DEPTH) {
                    collect(entry.path(), path + "/", glob, matches, depth + 1);
                }
            }
        });
    }

    /** Does something in a folder, unless that is open already because a link leads back to it. */
    private void within(Path folder, Runnable action) {
        Path real = real(folder);
        if (!way.contains(real)) {
            way.push(real);
            action.run();
            way.pop();
        }
    }

    /** Whether there is to be a look at one more file or folder. */
    private boolean mayLook() {
        return ++entriesSeen <= MAX_ENTRIES;
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }

    /** A file or folder in a folder; asking the disk once is enough. */
    private record Child(Path path, boolean isFolder) {
        String name() {
            return path.getFileName().toString();
        }

        /** By this order walking through everything goes by path. */
        String order() {
            return isFolder ? name() + "/" : name();
        }
    }

    /** What is in a folder without hidden files. */
    private List<Child> entries(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .limit(MAX_ENTRIES)
                    .map(entry -> new Child(entry, Files.isDirectory(entry)))
                    .sorted(Comparator.comparing(Child::order))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            findings.add(unreadable(name(folder), e));
            return List.of();
        }
    }

    private void readFolder(Path folder, Resource resource) {
        int before = manifestsSeen + findings.size();
        readTree(folder, 0);
        if (manifestsSeen + findings.size() == before && entriesSeen <= MAX_ENTRIES) {
            findings.add(matchesNothing(resource).withFix("there is no *.yaml, *.yml or *.json in this folder"));
        }
    }

    private void readTree(Path folder, int depth) {
        within(folder, () -> {
            Kustomization kustomization = Kustomization.in(folder);
            if (kustomization != null) {
                readKustomization(folder, kustomization, depth);
            } else if (Files.isRegularFile(folder.resolve("Chart.yaml"))) {
                refuseChart(folder);
            } else {
                entries(folder).forEach(entry -> readEntry(entry, depth));
            }
        });
    }

    private void readEntry(Child entry, int depth) {
        if (!mayLook()) {
            return;
        }
        if (entry.isFolder()) {
            if (depth < MAX_DEPTH) {
                readTree(entry.path(), depth + 1);
            }
        } else if (isManifest(entry.path())) {
            readFile(entry.path());
        }
    }

    private void refuseChart(Path folder) {
        findings.add(Finding.error("WT0023", "this folder is a Helm chart, whose templates are no manifests yet")
                .withFix("run \"helm template " + name(folder) + "\" and give its output, \"-\" reads it from stdin")
                .withPlace(name(folder.resolve("Chart.yaml")), 1, 1));
    }

    private void readKustomization(Path folder, Kustomization kustomization, int depth) {
        String file = name(kustomization.file());
        if (kustomization.unsupported() != null) {
            findings.add(Finding.error(
                            "WT0023",
                            "this kustomization has " + kustomization.unsupported() + ", which only kustomize applies")
                    .withFix("run \"kubectl kustomize " + name(folder)
                            + "\" and give its output, \"-\" reads it from stdin")
                    .withPlace(file, kustomization.line(), 1));
            return;
        }
        for (String resource : kustomization.resources()) {
            if (!mayLook()) {
                return;
            }
            Path path = resolve(folder, resource);
            if (path == null || !Files.exists(path)) {
                findings.add(Finding.error(
                                "WT0022", "the resource \"" + resource + "\" of this kustomization is no file here")
                        .withFix("run \"kubectl kustomize " + name(folder) + "\" and give its output")
                        .withPlace(file, kustomization.line(), 1));
            } else if (!Files.isDirectory(path)) {
                readFile(path);
            } else if (depth < MAX_DEPTH) {
                readTree(path, depth + 1);
            }
        }
    }

    private static @Nullable Path resolve(Path folder, String resource) {
        try {
            return folder.resolve(resource).normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private void readFile(Path file) {
        manifestsSeen++;
        String name = name(file);
        try {
            Path real = file.toRealPath();
            if (!files.containsKey(real)) {
                files.put(real, new ResourceFile(name, decode(bytes(file))));
            }
        } catch (CharacterCodingException e) {
            findings.add(Finding.error("WT0024", "this file is no text in UTF-8")
                    .withFix("save it as UTF-8, or leave it out of the resources")
                    .withPlace(name, 1, 1));
        } catch (IOException e) {
            findings.add(unreadable(name, e));
        }
    }

    /** Placed where the scenario names the file or what it is in; else the file itself is all there is to name. */
    private Finding unreadable(String name, Exception problem) {
        String reason = problem instanceof AccessDeniedException ? "permission denied" : "it is gone, or no plain file";
        Finding finding = Finding.error("WT0024", name + " cannot be read: " + reason)
                .withFix("make it readable, or leave it out of the resources");
        return position.line() == 0 ? finding.withPlace(name, 0, 0) : position.on(finding);
    }

    /** A file that never ends, such as a device, is read up to where it is too large. */
    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(YamlReader.MAX_SIZE + 1);
        }
    }

    /** UTF-8, or UTF-16 with a byte order mark. */
    private static String decode(byte[] bytes) throws CharacterCodingException {
        boolean marked = bytes.length >= 2
                && (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF
                        || bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE);
        Charset charset = marked ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private static boolean isManifest(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    private static String name(Path path) {
        return path.normalize().toString().replace('\\', '/');
    }
}

package dev.windtunnel.config.scenario;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the scenarios that a user names: a file, a folder with a {@code scenario.yaml}, a folder without one (all scenarios
 * directly in it), or {@code -} for stdin. WT0050 there is no such file or it cannot be read, WT0051 no Scenario in it,
 * WT0052 more than one.
 */
public final class ScenarioFiles {
    private static final String STANDARD = "scenario.yaml";
    private static final String HOW =
            "write a document with apiVersion: windtunnel.dev/v1, kind: Scenario, metadata.name and spec";

    private final FileAccess files;
    private final Findings findings;

    private ScenarioFiles(FileAccess files, Findings findings) {
        this.files = files;
        this.findings = findings;
    }

    /** The scenarios at a path where a Scenario is needed; an Error when there is none. */
    public static List<ScenarioFile> load(String path, FileAccess files, Findings findings) {
        Findings own = new Findings();
        List<ScenarioFile> loaded = new ScenarioFiles(files, own).load(path);
        findings.addAll(own);
        return loaded;
    }

    /**
     * The scenario at a path where plain manifests do as well. A file without a Scenario document stands for a scenario that
     * says nothing, with the documents of the file; a folder without scenarios for one whose resources are the folder.
     */
    public static List<ScenarioFile> loadOrPlain(String path, FileAccess files, Findings findings) {
        Findings own = new Findings();
        List<ScenarioFile> loaded = new ScenarioFiles(files, own).loadOrPlain(path);
        findings.addAll(own);
        return loaded;
    }

    private List<ScenarioFile> loadOrPlain(String path) {
        if (isFolder(path)) {
            return folderOrPlain(path);
        }
        List<Document> documents = documents(path);
        return documents == null ? List.of() : listOf(split(path, documents, false));
    }

    private List<ScenarioFile> load(String path) {
        if (isFolder(path)) {
            List<ScenarioFile> found = folder(path);
            if (found.isEmpty() && !findings.hasErrors()) {
                findings.add(Finding.error(
                                "WT0051",
                                "the folder " + path
                                        + " holds no scenario: no scenario.yaml in it or in a folder directly"
                                        + " below, and no *.yaml with a Scenario")
                        .withFix(HOW)
                        .withPlace(path, 0, 0));
            }
            return found;
        }
        List<Document> documents = documents(path);
        return documents == null ? List.of() : listOf(split(path, documents, true));
    }

    private boolean isFolder(String path) {
        return !path.isBlank() && !path.equals("-") && files.isFolder(path);
    }

    private static List<ScenarioFile> listOf(@Nullable ScenarioFile file) {
        return file == null ? List.of() : List.of(file);
    }

    private List<ScenarioFile> folderOrPlain(String path) {
        List<ScenarioFile> found = folder(path);
        if (!found.isEmpty() || findings.hasErrors()) {
            return found;
        }
        String name = nameOf(path);
        // The folder is its own resource: paths start at it, so "." is all of it.
        MapNode root = plainRoot(name, List.of("."));
        return List.of(new ScenarioFile(name, path, path, root, List.of(), false));
    }

    private List<ScenarioFile> folder(String folder) {
        String standard = FileAccess.resolve(folder, STANDARD);
        if (files.exists(standard)) {
            List<Document> documents = documents(standard);
            return documents == null ? List.of() : listOf(split(standard, documents, true));
        }
        List<ScenarioFile> found = new ArrayList<>();
        List<String> names;
        try {
            names = files.list(folder);
        } catch (IOException e) {
            unreadable(folder, Inputs.reason(e));
            return List.of();
        }
        for (String name : names) {
            String path = FileAccess.resolve(folder, name);
            String inner = FileAccess.resolve(path, STANDARD);
            if (files.isFolder(path)) {
                if (files.exists(inner)) {
                    List<Document> documents = documents(inner);
                    found.addAll(documents == null ? List.of() : listOf(split(inner, documents, true)));
                }
            } else if (name.endsWith(".yaml") && mentionsScenario(path)) {
                List<Document> documents = documents(path);
                if (documents != null && documents.stream().anyMatch(ScenarioFiles::isScenario)) {
                    found.addAll(listOf(split(path, documents, true)));
                }
            }
        }
        return found;
    }

    /** Manifests beside scenarios may be anything, templates too: what says nothing of a Scenario is not read here. */
    private boolean mentionsScenario(String path) {
        try {
            return new String(files.read(path), java.nio.charset.StandardCharsets.UTF_8).contains("Scenario");
        } catch (IOException e) {
            return true;
        }
    }

    /** The documents of a file, or null with a finding. */
    private @Nullable List<Document> documents(String path) {
        if (path.isBlank()) {
            findings.add(Finding.error("WT0050", "the path of the scenario is empty")
                    .withFix("name a Scenario file, a folder with a scenario.yaml, or - for stdin"));
            return null;
        }
        String shown = path.equals("-") ? "<stdin>" : path;
        if (!path.equals("-") && !files.exists(path)) {
            findings.add(Finding.error("WT0050", "there is no file or folder " + path)
                    .withFix("name a Scenario file, a folder with a scenario.yaml, or - for stdin")
                    .withPlace(path, 0, 0));
            return null;
        }
        if (!path.equals("-") && files.isFolder(path)) {
            unreadable(path, "it is a folder where a file is expected");
            return null;
        }
        byte[] bytes;
        try {
            bytes = files.read(path);
        } catch (IOException e) {
            unreadable(shown, Inputs.reason(e));
            return null;
        }
        Findings problems = new Findings();
        List<Document> documents = YamlReader.read(shown, bytes, problems);
        findings.addAll(problems);
        return problems.hasErrors() ? null : documents;
    }

    private void unreadable(String path, String reason) {
        findings.add(
                Finding.error("WT0050", path + " cannot be read: " + reason).withPlace(path, 0, 0));
    }

    private @Nullable ScenarioFile split(String path, List<Document> documents, boolean needed) {
        String shown = path.equals("-") ? "<stdin>" : path;
        List<Document> scenarios =
                documents.stream().filter(ScenarioFiles::isScenario).toList();
        List<Document> others =
                documents.stream().filter(document -> !isScenario(document)).toList();
        if (scenarios.size() > 1) {
            Position first = scenarios.get(0).root().position();
            Position second = scenarios.get(1).root().position();
            findings.add(second.on(Finding.error(
                            "WT0052", "a second Scenario begins here at " + second + ", the first one at " + first)
                    .withFix("keep one Scenario in a file")));
            return null;
        }
        String name = nameOf(path);
        if (scenarios.isEmpty()) {
            if (needed) {
                findings.add(new Position(shown, 1, 1)
                        .on(Finding.error("WT0051", shown + " holds no Scenario document")
                                .withFix(HOW)));
                return null;
            }
            return new ScenarioFile(name, path, folderOf(path), plainRoot(name, List.of()), others, false);
        }
        MapNode root = (MapNode) scenarios.get(0).root();
        return new ScenarioFile(name, path, folderOf(path), root, others, true);
    }

    /** Whether a document is a Scenario. */
    public static boolean isScenario(Document document) {
        return document.root() instanceof MapNode map
                && map.get("kind") instanceof ScalarNode kind
                && kind.text().equals("Scenario");
    }

    private static MapNode plainRoot(String name, List<String> resources) {
        List<Entry> entries = new ArrayList<>();
        entries.add(Entry.of("apiVersion", ScalarNode.of(ScenarioType.API_VERSION)));
        entries.add(Entry.of("kind", ScalarNode.of("Scenario")));
        entries.add(Entry.of("metadata", MapNode.of(List.of(Entry.of("name", ScalarNode.of(name))))));
        List<Entry> spec = new ArrayList<>();
        if (!resources.isEmpty()) {
            spec.add(Entry.of(
                    "resources",
                    dev.windtunnel.source.ListNode.of(
                            resources.stream().map(ScalarNode::of).toList())));
        }
        entries.add(Entry.of("spec", MapNode.of(spec)));
        return MapNode.of(entries);
    }

    /** The name of a scenario that has none: that of its file, or of its folder when the file is a scenario.yaml. */
    static String nameOf(String path) {
        if (path.equals("-")) {
            return "stdin";
        }
        String clean = path.replace('\\', '/');
        while (clean.endsWith("/") && clean.length() > 1) {
            clean = clean.substring(0, clean.length() - 1);
        }
        String file = clean.substring(clean.lastIndexOf('/') + 1);
        if (file.equals(STANDARD) && clean.lastIndexOf('/') > 0) {
            return nameOf(clean.substring(0, clean.lastIndexOf('/')));
        }
        String base = file.replaceFirst("\\.(yaml|yml|json)$", "");
        return base.isEmpty() || base.equals(".") || base.equals("..") ? "scenario" : base;
    }

    private static String folderOf(String path) {
        int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        return slash < 0 ? "" : slash == 0 ? "/" : path.substring(0, slash);
    }
}

package dev.windtunnel.config.scenario;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.YamlReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Scenarios written in tests. */
final class Texts {
    private Texts() {}

    /** Files in memory: folders are what files are in. */
    record Memory(Map<String, String> byName) implements FileAccess {
        static Memory of(String... namesAndTexts) {
            Map<String, String> files = new TreeMap<>();
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                files.put(namesAndTexts[i], namesAndTexts[i + 1]);
            }
            return new Memory(files);
        }

        @Override
        public byte[] read(String file) throws IOException {
            String text = byName.get(file);
            if (text == null) {
                throw new FileNotFoundException(file);
            }
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean exists(String path) {
            return byName.containsKey(path) || isFolder(path);
        }

        @Override
        public boolean isFolder(String path) {
            return byName.keySet().stream().anyMatch(name -> name.startsWith(path + "/"));
        }

        @Override
        public List<String> list(String folder) {
            TreeSet<String> names = new TreeSet<>();
            for (String name : byName.keySet()) {
                if (name.startsWith(folder + "/")) {
                    names.add(name.substring(folder.length() + 1).split("/")[0]);
                }
            }
            return List.copyOf(names);
        }
    }

    static final Memory NO_FILES = Memory.of();

    static MapNode root(String yaml) {
        Findings findings = new Findings();
        List<Document> documents = YamlReader.read("s.yaml", yaml, findings);
        if (findings.hasErrors() || documents.size() != 1 || !(documents.get(0).root() instanceof MapNode root)) {
            throw new AssertionError("not one YAML map: " + texts(findings) + "\n" + yaml);
        }
        return root;
    }

    /** A document with this spec. */
    static String document(String spec) {
        return "apiVersion: windtunnel.dev/v1\nkind: Scenario\nmetadata: {name: test}\nspec:\n" + spec.indent(2);
    }

    /** The scenario of a spec that is right. */
    static Scenario read(String spec, FileAccess files) {
        Findings findings = new Findings();
        Scenario scenario = ScenarioReader.read(root(document(spec)), "", files, "s", findings);
        if (scenario == null || findings.hasErrors()) {
            throw new AssertionError("refused: " + texts(findings) + "\n" + spec);
        }
        return scenario;
    }

    static Scenario read(String spec) {
        return read(spec, NO_FILES);
    }

    /** What is found in a spec. */
    static List<Finding> findings(String spec, FileAccess files) {
        Findings findings = new Findings();
        ScenarioReader.read(root(document(spec)), "", files, "s", findings);
        return findings.list();
    }

    static List<Finding> findings(String spec) {
        return findings(spec, NO_FILES);
    }

    static String texts(Findings findings) {
        return String.join("\n", findings.list().stream().map(Finding::text).toList());
    }
}

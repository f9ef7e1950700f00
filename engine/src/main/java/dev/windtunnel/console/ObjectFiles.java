package dev.windtunnel.console;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.Manifests;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.YamlReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the objects in the files and folders that {@code -f} names. */
final class ObjectFiles {

    private final ConsoleFiles files;

    ObjectFiles(ConsoleFiles files) {
        this.files = files;
    }

    /**
     * What is in files and folders.
     *
     * @param names at least one
     * @param namespace of objects that name none
     * @param program what reads them, for its messages
     * @throws ConsoleException when there are none, or one of them cannot be read
     */
    List<KubeObject> read(List<String> names, String namespace, String program) {
        if (names.isEmpty()) {
            throw new ConsoleException(program + ": must specify the file with -f");
        }
        Findings findings = new Findings();
        List<Document> documents = new ArrayList<>();
        for (String name : names) {
            for (String file : expand(name)) {
                documents.addAll(YamlReader.read(file, bytes(file), findings));
            }
        }
        List<KubeObject> found = Manifests.objects(documents, namespace, findings);
        if (findings.hasErrors()) {
            throw new ConsoleException("error: " + texts(findings));
        }
        if (found.isEmpty()) {
            throw new ConsoleException("error: no objects passed to " + program);
        }
        return found;
    }

    private List<String> expand(String name) {
        if (!files.isFolder(name)) {
            return List.of(name);
        }
        try {
            List<String> expanded = new ArrayList<>();
            for (String child : files.list(name)) {
                String lower = child.toLowerCase(Locale.ROOT);
                if (lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".json")) {
                    expanded.add(name + (name.endsWith("/") ? "" : "/") + child);
                }
            }
            return expanded;
        } catch (IOException e) {
            throw new ConsoleException("error: the folder \"" + name + "\" cannot be listed");
        }
    }

    private byte[] bytes(String file) {
        if (file.equals("-") || file.startsWith("http://") || file.startsWith("https://")) {
            throw new ConsoleException("error: the console reads files only, not " + file);
        }
        try {
            return files.read(file);
        } catch (IOException e) {
            throw new ConsoleException("error: the path \"" + file + "\" does not exist");
        }
    }

    /** The errors among findings, one a line. */
    static String texts(Findings findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings.atLeast(Level.ERROR)) {
            text.append(text.length() == 0 ? "" : "\n").append(finding.text());
        }
        return text.toString();
    }
}

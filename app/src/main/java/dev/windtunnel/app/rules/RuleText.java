package dev.windtunnel.app.rules;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.Manifests;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of one document of a file, read.
 *
 * @param file the file as the user named it
 * @param firstLine the document's first line in the file, from 1
 * @param text its text, with the line of dashes that begins it
 * @param objects the objects in it, with offsets in {@code text} and lines of the document
 * @param broken what keeps it from being read, with the line in the file; null when it can be read
 */
public record RuleText(String file, int firstLine, String text, List<KubeObject> objects, @Nullable Finding broken) {

    static RuleText read(String file, int firstLine, String text, String namespace) {
        Findings findings = new Findings();
        List<Document> documents = YamlReader.read(file, text, findings);
        Finding broken = null;
        for (Finding finding : findings.atLeast(Level.ERROR)) {
            broken = broken == null ? moved(finding, firstLine) : broken;
        }
        return new RuleText(file, firstLine, text, Manifests.objects(documents, namespace, new Findings()), broken);
    }

    /** The object of a name; null when the text does not hold it. */
    public @Nullable KubeObject object(ObjectKey key) {
        for (KubeObject object : objects) {
            if (object.key().equals(key)) {
                return object;
            }
        }
        return null;
    }

    /** What is applied, with the lines of the file: later findings and origins point there. */
    public List<MapNode> rootsInFile() {
        String above = "\n".repeat(firstLine - 1);
        List<MapNode> found = new ArrayList<>();
        for (Document document : YamlReader.read(file, above + text, new Findings())) {
            if (document.root() instanceof MapNode map) {
                found.add(map);
            }
        }
        return found;
    }

    /** A line of the document as a line of the file. */
    public int lineInFile(int line) {
        return line == 0 ? 0 : line + firstLine - 1;
    }

    /** {@code reviews.yaml:22}, with the folders left out. */
    public String place(int line) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return line == 0 ? name : name + ":" + lineInFile(line);
    }

    static Finding moved(Finding finding, int firstLine) {
        return finding.withPlace(finding.file(), finding.line() + firstLine - 1, finding.column());
    }

    RuleText at(int line) {
        return line == firstLine
                ? this
                : new RuleText(file, line, text, objects, broken == null ? null : moved(broken, line - firstLine + 1));
    }
}

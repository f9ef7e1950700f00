package dev.windtunnel.config.scenario;

import dev.windtunnel.source.Document;
import dev.windtunnel.source.MapNode;
import java.util.List;

/**
 * A scenario as it was found in a file: not read yet, so that the command line can still change it.
 *
 * @param name its name when the document has none: that of its file or folder
 * @param file the file as the user named it; {@code -} for stdin
 * @param folder where the paths in it start; empty for the working directory
 * @param root the Scenario document
 * @param others the other documents of the file, in order
 * @param written whether there is a Scenario document; else the root is one that says nothing
 */
public record ScenarioFile(
        String name, String file, String folder, MapNode root, List<Document> others, boolean written) {

    /** The same file with a changed Scenario document. */
    public ScenarioFile withRoot(MapNode newRoot) {
        return new ScenarioFile(name, file, folder, newRoot, others, written);
    }
}

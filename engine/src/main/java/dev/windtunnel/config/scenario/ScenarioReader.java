package dev.windtunnel.config.scenario;

import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.source.Context;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.ScalarNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Scenario document. What is wrong with it becomes findings: WT0010 unknown key, WT0011 wrong type, WT0012 not
 * allowed, WT0013 missing, WT0014 reference to nothing, WT0015 threshold, WT0017 file of measured durations, WT0050 file.
 */
public final class ScenarioReader {
    private ScenarioReader() {}

    /**
     * The scenario of a document, its defaults filled in.
     *
     * @param root the document, after all changes from the command line
     * @param folder where paths in the scenario start; empty for the working directory
     * @param files how files are read that the scenario names (measured durations, documents to apply)
     * @param defaultName the name of a scenario that has none
     * @param findings gets what is wrong
     * @return the scenario, or null when there was an Error
     */
    public static @Nullable Scenario read(
            MapNode root, String folder, FileAccess files, String defaultName, Findings findings) {
        Findings own = new Findings();
        Reading reading = new Reading(own, Context.scenario(name(root, defaultName)), folder, files, defaultName);
        Scenario scenario = ScenarioType.SCENARIO.read(root, Spot.root(reading));
        findings.addAll(own);
        return own.atLeast(Level.ERROR).isEmpty() ? scenario : null;
    }

    private static String name(MapNode root, String defaultName) {
        return root.get("metadata") instanceof MapNode metadata
                        && metadata.get("name") instanceof ScalarNode name
                        && !name.isNull()
                ? name.text()
                : defaultName;
    }
}

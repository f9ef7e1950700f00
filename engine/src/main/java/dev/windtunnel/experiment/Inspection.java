package dev.windtunnel.experiment;

import dev.windtunnel.finding.Finding;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What there is to say about files without running anything.
 *
 * @param findings in the order of the files
 * @param objects how many objects were read
 * @param ignored how many objects of each kind are not simulated, by kind
 * @param canRun whether there is no error in the scenarios themselves
 */
public record Inspection(List<Finding> findings, int objects, SortedMap<String, Integer> ignored, boolean canRun) {

    public Inspection {
        findings = List.copyOf(findings);
        ignored = Collections.unmodifiableSortedMap(new TreeMap<>(ignored));
    }
}

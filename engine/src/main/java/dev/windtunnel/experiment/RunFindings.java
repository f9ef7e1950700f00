package dev.windtunnel.experiment;

import dev.windtunnel.analysis.Suppressions;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.NodeFit;
import dev.windtunnel.scenario.Place;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.simulation.RunNote;
import dev.windtunnel.source.Durations;
import java.util.ArrayList;
import java.util.List;

/**
 * What only a run shows: WT2006 pods that wait for a node, or are on one that does not fit since no node is declared;
 * WT0046 entries of the timeline that find no pods.
 */
public final class RunFindings {

    private RunFindings() {}

    /** The findings of what a run has come upon, those left out that were known before. */
    public static List<Finding> of(Experiment experiment, List<RunNote> notes) {
        Findings findings = new Findings();
        List<Workload> anyway = new ArrayList<>();
        for (RunNote note : notes) {
            switch (note.kind()) {
                case PENDING -> pending(experiment, note, findings);
                case ANYWAY -> {
                    Workload workload = note.workload();
                    if (workload != null) {
                        anyway.add(workload);
                    }
                }
                case MISSING_PODS -> missing(experiment, note, findings);
            }
        }
        if (!anyway.isEmpty()) {
            String own = experiment.scenario().namespace();
            List<String> names = anyway.stream()
                    .map(each -> each.namespace().equals(own) ? each.name() : each.namespace() + "/" + each.name())
                    .toList();
            findings.add(NodeFit.about(
                    anyway.get(0),
                    Finding.info(
                                    NodeFit.CODE,
                                    "nobody says which nodes there are, and the one that stands for them is not as these"
                                            + " ask for; their pods are there all the same: "
                                            + String.join(", ", names))
                            .withFix("declare cluster.nodes with their labels, then pods that fit nowhere stay"
                                    + " Pending")));
        }
        return Suppressions.keep(experiment.store(), findings.list());
    }

    private static void pending(Experiment experiment, RunNote note, Findings findings) {
        Workload workload = note.workload();
        if (workload == null) {
            return;
        }
        boolean known = experiment.findings().stream()
                .anyMatch(finding -> finding.code().equals(NodeFit.CODE)
                        && workload.name().equals(finding.name())
                        && workload.key().kind().equals(finding.kind())
                        && workload.namespace().equals(finding.namespace()));
        if (!known) {
            findings.add(NodeFit.about(
                    workload,
                    Finding.warning(
                                    NodeFit.CODE,
                                    note.count() + (note.count() == 1 ? " pod is" : " pods are") + " Pending from "
                                            + Durations.format(note.atNanos()) + " on, for no node takes "
                                            + (note.count() == 1 ? "it: " : "them: ") + note.text())
                            .withFix("add nodes under cluster.nodes, or change what the template asks of nodes")));
        }
    }

    private static void missing(Experiment experiment, RunNote note, Findings findings) {
        if (note.entry() >= experiment.scenario().timeline().size()) {
            return; // of an edit while it ran, which is in no file
        }
        TimelineEntry entry = experiment.scenario().timeline().get(note.entry());
        Place place = entry.place();
        findings.add(Finding.warning(
                        "WT0046",
                        "at " + Durations.format(note.atNanos()) + " " + note.text()
                                + (note.count() == 0
                                        ? ", so the entry does nothing"
                                        : ", so the entry does less than it says"))
                .withObject("Scenario", null, experiment.scenario().name())
                .withPath(place.path())
                .withFix("`windtunnel get SCENARIO pods --at " + Durations.format(note.atNanos())
                        + "` lists those of that time")
                .withPlace(place.file(), place.line(), place.column()));
    }
}

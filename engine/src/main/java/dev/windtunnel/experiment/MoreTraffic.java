package dev.windtunnel.experiment;

import dev.windtunnel.cluster.StoredObjects;
import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.config.scenario.ScenarioChecks;
import dev.windtunnel.config.scenario.ScenarioReader;
import dev.windtunnel.console.ConsoleFiles;
import dev.windtunnel.console.ConsoleLines;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.PlanCompiler;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Paths;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds traffic to an experiment: its Scenario document has one more entry, its manifests stay as they are. */
public final class MoreTraffic {

    private static final Paths.Path TRAFFIC = Paths.parse("spec.traffic");

    private MoreTraffic() {}

    /**
     * The experiment with another traffic behind its own.
     *
     * @param entry as an element of {@code spec.traffic}
     * @param folder of the scenario, where the files that it names are looked for
     * @param problems gets what is wrong with the entry
     * @return null when something is wrong
     */
    public static @Nullable Experiment in(
            Experiment before, MapNode entry, FileAccess files, String folder, Findings problems) {
        List<Node> all = new ArrayList<>();
        if (Paths.get(before.document(), TRAFFIC) instanceof ListNode list) {
            all.addAll(list.items());
        }
        all.add(entry);
        MapNode document = (MapNode) Paths.set(before.document(), TRAFFIC, ListNode.of(all));
        Findings found = new Findings();
        Scenario scenario =
                ScenarioReader.read(document, folder, files, before.scenario().name(), found);
        if (scenario != null) {
            ScenarioChecks.check(scenario, before.mesh(), document, found);
        }
        problems.addAll(found);
        if (scenario == null || found.hasErrors()) {
            return null;
        }
        Plan plan = PlanCompiler.compile(scenario, before.mesh(), new Findings());
        StoredObjects objects =
                new StoredObjects(before.store(), scenario, List.of(new ConsoleLines(ConsoleFiles.of(files, folder))));
        return new Experiment(document, scenario, before.store(), before.mesh(), plan, objects, before.findings());
    }
}

package dev.windtunnel.app.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.rules.PolicyChanges.Change;
import dev.windtunnel.app.ui.Bench;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.scenario.TimelineEntry.Patch;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which values of effective policies are not the same in two plans. */
class PolicyChangesTest {

    @TempDir
    Path folder;

    private List<Change> after(Map<String, Node> fields) {
        Experiment experiment = Bench.shop(folder, "{steps: [{work: 2ms}]}", "timeout: 2s", "");
        Run run = experiment.start(new RunOptions(1, EventQueue.Kind.AUTOMATIC, 1_000_000_000L, List.of(), null));
        Plan before = run.plan();
        run.edit(new Patch(Map.of("VirtualService/ratings", fields)));
        return PolicyChanges.between(before, run.plan());
    }

    @Test
    void aPlanIsNoDifferentFromItself() {
        assertEquals(List.of(), after(Map.of()));
        assertEquals("", PolicyChanges.sentence(List.of()));
    }

    @Test
    void aValueIsNamedWithItsEdgeAndItsRule() {
        List<Change> changes = after(Map.of("spec.http[0].timeout", ScalarNode.of("300ms")));
        assertEquals(1, changes.size(), changes::toString);
        Change change = changes.get(0);
        assertEquals("web to ratings", change.edge());
        assertEquals("2s", change.base());
        assertEquals("300ms", change.now());
        assertEquals(new ObjectKey("VirtualService", "default", "ratings"), change.rule());
        assertTrue(PolicyChanges.sentence(changes).startsWith("Base keeps timeout"), PolicyChanges.sentence(changes));
    }

    @Test
    void weightsAreSaidTogether() {
        Map<String, Node> fields = new LinkedHashMap<>();
        fields.put("spec.http[0].route[0].weight", ScalarNode.of(35));
        fields.put("spec.http[0].route[1].weight", ScalarNode.of(65));
        fields.put("spec.http[0].timeout", ScalarNode.of("1s"));
        List<Change> changes = after(fields);
        assertEquals(3, changes.size(), changes::toString);
        String sentence = PolicyChanges.sentence(changes);
        assertTrue(
                sentence.contains("at 50.0 % / 50.0 %, this run has 35.0 % / 65.0 %; 1 more difference.")
                        || sentence.contains("at 2s, this run has 1s; 2 more differences."),
                sentence);
    }
}

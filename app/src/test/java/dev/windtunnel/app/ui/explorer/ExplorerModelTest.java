package dev.windtunnel.app.ui.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.advice.Advised;
import dev.windtunnel.app.ui.Bench;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.mesh.ObjectKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplorerModelTest {

    @TempDir
    Path folder;

    private Experiment experiment;
    private ExplorerModel model;

    @BeforeEach
    void load() {
        experiment = Bench.shop(
                folder,
                "{steps: [{work: 2ms}]}",
                "",
                """
                timeline:
                  - {at: 10s, scale: {workload: web, replicas: 3}}
                  - {at: 60s, scale: {workload: web, replicas: 1}}
                """);
        model = new ExplorerModel(experiment.plan(), experiment.store());
    }

    private static ExplorerRow row(List<ExplorerRow> rows, String name) {
        return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void sectionsComeWithTheirCounts() {
        List<String> captions = model.rows(null, Set.of(), List.of(), "").stream()
                .filter(row -> row.kind() == ExplorerRow.Kind.CAPTION)
                .map(row -> row.name() + " " + row.right())
                .toList();
        assertEquals(List.of("Workloads 4", "Services 2", "Rules 2", "Traffic 1", "Timeline 2"), captions);
    }

    @Test
    void versionsOfAnAppHaveTheirOwnNumbers() {
        List<ExplorerRow> rows = model.rows(null, Set.of(), List.of(), "");
        assertEquals(0, row(rows, "ratings-v1").version());
        assertEquals(1, row(rows, "ratings-v2").version());
    }

    @Test
    void aSearchKeepsWhatContainsItAndSaysWhenNothingDoes() {
        List<String> names = model.rows(null, Set.of(), List.of(), "RATINGS-V2").stream()
                .map(ExplorerRow::name)
                .toList();
        assertEquals(List.of("Workloads", "ratings-v2"), names);
        assertEquals(
                "Nothing here is called nonsense.",
                model.rows(null, Set.of(), List.of(), "nonsense").get(0).name());
    }

    @Test
    void anEditThatWaitsMarksItsRule() {
        ObjectKey key = new ObjectKey("VirtualService", "default", "ratings");
        List<ExplorerRow> rows = model.rows(null, Set.of(key), List.of(), "");
        assertTrue(rows.stream().anyMatch(row -> row.waiting() && row.right().equals("VirtualService")));
        assertFalse(rows.stream().anyMatch(row -> row.waiting() && row.right().equals("DestinationRule")));
    }

    @Test
    void entriesAreDoneOrHaveTheirTimeLeft() {
        try (Bench.Ran ran = new Bench.Ran(experiment, 20)) {
            List<ExplorerRow> rows = model.rows(ran.state(), Set.of(), List.of(), "");
            assertEquals("done", row(rows, "0:10 web to 3 pods").right());
            assertEquals("in 40 s", row(rows, "1:00 web to 1 pod").right());
            assertEquals("20/s", row(rows, "people").right().replaceAll("(19|20|21)(\\.\\d)?/s", "20/s"));
            assertEquals(
                    new Selection.Workload("web"),
                    ExplorerModel.shownFor(
                            new Selection.Pod(ran.state().frame().pods().stream()
                                    .filter(pod -> pod.workload().equals("web"))
                                    .findFirst()
                                    .orElseThrow()
                                    .name()),
                            ran.state()));
        }
        assertEquals(
                new Selection.Service("ratings.default"),
                ExplorerModel.shownFor(new Selection.Edge("web->ratings.default:9080"), null));
    }

    @Test
    void adviceStandsAtTheObjectsThatItIsAbout() {
        List<Advised> advice = List.of(
                new Advised(
                        Finding.warning("WT3301", "many tries").withObject("VirtualService", "default", "ratings"),
                        "web->ratings.default:9080",
                        null),
                new Advised(Finding.warning("WT3303", "a long queue").withFix("add pods"), null, "web"));
        List<ExplorerRow> rows = model.rows(null, Set.of(), advice, "");
        List<String> advised = rows.stream()
                .filter(row -> !row.advice().isEmpty())
                .map(row -> row.name() + " " + row.right() + ": " + row.advice())
                .toList();
        assertEquals(
                List.of(
                        "web : a long queue. Add pods.",
                        "ratings 9080: many tries.",
                        "ratings VirtualService: many tries."),
                advised);
    }
}

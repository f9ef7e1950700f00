package dev.windtunnel.app.ui.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.Preview;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewTest {

    @TempDir
    Path folder;

    private Experiment experiment;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("scenario.yaml"), Reviews.SCENARIO);
        Files.writeString(folder.resolve("mesh.yaml"), Reviews.MESH);
        Files.writeString(folder.resolve("reviews.yaml"), Reviews.RULE);
        experiment = InspectorPaneTest.open(folder);
    }

    private static TimelineEntry.Apply edit(String from, String to) {
        List<MapNode> roots = YamlReader.read("r", Reviews.RULE.replace(from, to), new Findings()).stream()
                .map(document -> (MapNode) document.root())
                .toList();
        return new TimelineEntry.Apply(roots, "r");
    }

    private Preview.Result ahead(TimelineEntry.Apply edit) throws Exception {
        return Preview.start(experiment, 1, List.of(), 10_000_000_000L, edit, key -> key.contains("reviews"))
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void anEditThatChangesNothingGivesTheSameFigures() throws Exception {
        Preview.Result result = ahead(edit("attempts: 2", "attempts: 2"));
        assertTrue(
                result.without().requests() > 1000,
                "requests: " + result.without().requests());
        assertEquals(result.without(), result.with());
    }

    @Test
    void requestsFollowTheWeightsOfTheEdit() throws Exception {
        Preview.Result result = ahead(edit("weight: 0", "weight: 900")); // 100 to 900, while the old one keeps its 100
        double share = result.with().shares().entrySet().stream()
                .filter(each -> each.getKey().contains("v2"))
                .mapToDouble(each -> each.getValue())
                .sum();
        assertEquals(0.9, share, 0.05);
        assertTrue(result.with().triesPerRequest() > result.without().triesPerRequest());
    }

    @Test
    void requestsWithoutADestinationCountAsFailed() throws Exception {
        Preview.Figures with = ahead(edit("subset: v1", "subset: v9")).with();
        assertTrue(with.errorRate() > 0.9, "failed: " + with.errorRate());
        assertTrue(with.shares().values().stream().mapToDouble(each -> each).sum() < 0.1, with.toString());
    }

    @Test
    void cancellingEndsIt() {
        var running = Preview.start(experiment, 1, List.of(), 100_000_000_000L, edit("a", "a"), key -> true);
        running.cancel(false);
        assertThrows(CancellationException.class, running::join);
    }
}

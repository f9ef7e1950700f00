package dev.windtunnel.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.Comparison.Question;
import dev.windtunnel.app.session.Comparison.Result;
import dev.windtunnel.app.session.Comparison.Row;
import dev.windtunnel.app.ui.Bench;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.scenario.TimelineEntry.Patch;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.source.ScalarNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fork, and what both branches come to. */
class ComparisonTest {

    private static final String EDGE = "web->ratings.default:9080";
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path folder;

    private Experiment shop() {
        return Bench.shop(folder, "{steps: [{work: 20ms}], errors: [{rate: 50%, status: 503}]}", "", "");
    }

    private static Patch weights(int v1, int v2) {
        Map<String, dev.windtunnel.source.Node> fields = new LinkedHashMap<>();
        fields.put("spec.http[0].route[0].weight", ScalarNode.of(v1));
        fields.put("spec.http[0].route[1].weight", ScalarNode.of(v2));
        return new Patch(Map.of("VirtualService/ratings", fields));
    }

    private static Result compare(Experiment experiment, Question question) throws InterruptedException {
        List<Result> results = new CopyOnWriteArrayList<>();
        Comparison.start(experiment, question, results::add);
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while ((results.isEmpty() || results.get(results.size() - 1).pairs() < Comparison.PAIRS)
                && System.nanoTime() < patience) {
            Thread.sleep(10);
        }
        for (int i = 0; i < results.size(); i++) {
            assertEquals(i + 1, results.get(i).pairs(), "figures come after each pair");
        }
        return results.get(results.size() - 1);
    }

    private static Row row(Result result, String figure) {
        return result.rows().stream()
                .filter(each -> each.figure().equals(figure))
                .findFirst()
                .orElseThrow(() -> new AssertionError(figure + " is not in " + result.rows()));
    }

    @Test
    void branchesWithoutADifferenceAreIdentical() throws Exception {
        Result result = compare(shop(), new Question(EDGE, 7, List.of(), List.of(), 5 * SECOND, 20 * SECOND));
        assertFalse(result.rows().isEmpty());
        for (Row row : result.rows()) {
            assertTrue(row.identical(), row.toString());
            assertEquals(0, row.change());
        }
    }

    @Test
    void aHeavierBadVersionIsShownWithItsInterval() throws Exception {
        List<Run.Edit> edits = List.of(new Run.Edit(5 * SECOND, weights(10, 90)));
        Result result = compare(shop(), new Question(EDGE, 7, List.of(), edits, 5 * SECOND, 30 * SECOND));
        Row failed = row(result, "failed");
        assertEquals(0.25, failed.base(), 0.05);
        assertEquals(0.45, failed.now(), 0.05);
        assertTrue(failed.change() - failed.half() > 0.1, failed.toString());
        Row share = row(result, "share of ratings-v2");
        assertEquals(0.4, share.change(), 0.05);
        assertTrue(share.half() > 0 && share.half() < 0.05, share.toString());
    }

    @Test
    void theIntervalIsThatOfTheMeanOfTheDifferences() {
        List<Map<String, Double>> base = new ArrayList<>();
        List<Map<String, Double>> now = new ArrayList<>();
        for (double change : new double[] {1, 2, 3}) {
            base.add(Map.of("p99", 10.0));
            now.add(Map.of("p99", 10 + change));
        }
        Row row = Comparison.rows(base, now).get(0);
        assertEquals(2, row.change(), 1e-12);
        // t of 2 degrees of freedom, times the standard error of 1, 2 and 3
        assertEquals(4.302652729911275 / Math.sqrt(3), row.half(), 1e-9);
    }

    @Test
    void aBranchIsTheSameRunUntilTheOtherIsEdited() throws Exception {
        try (Bench.Ran ran = new Bench.Ran(shop(), 10)) {
            List<SessionState> states = new CopyOnWriteArrayList<>();
            LiveSession.Branch branch = ran.session.branch(states::add).get(10, TimeUnit.SECONDS);
            assertEquals(10 * SECOND, branch.forkNanos());
            branch.session().runUntil(20 * SECOND);
            SessionState plain = ran.to(20);
            SessionState same = await(states, 20);
            assertEquals(plain.frame().traffic(), same.frame().traffic());
            assertEquals(plain.rates().get(EDGE), same.rates().get(EDGE));

            ran.session.edit(weights(0, 100), "all to v2").get(10, TimeUnit.SECONDS);
            branch.session().runUntil(40 * SECOND);
            SessionState edited = ran.to(40);
            SessionState base = await(states, 40);
            assertEquals(edited.frame().requests(), base.frame().requests(), "the same arrivals");
            assertTrue(edited.rates().get(EDGE).errorRate()
                    > base.rates().get(EDGE).errorRate() + 0.1);
            branch.session().close();
        }
    }

    private static SessionState await(List<SessionState> states, long seconds) throws InterruptedException {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < patience) {
            for (SessionState state : states) {
                if (!state.playing() && state.frame().nowNanos() >= seconds * SECOND) {
                    return state;
                }
            }
            Thread.sleep(10);
        }
        throw new AssertionError("the branch did not come to " + seconds + " s");
    }
}

package dev.windtunnel.app.ui.dock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.windtunnel.app.rules.PolicyChanges.Change;
import dev.windtunnel.app.session.Comparison.Question;
import dev.windtunnel.app.session.Comparison.Result;
import dev.windtunnel.app.session.Comparison.Row;
import dev.windtunnel.app.session.Comparison.Unit;
import dev.windtunnel.app.ui.shell.Comparing.Difference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a comparison says. */
class CompareModelTest {

    private static final Row P99 = new Row("p99", Unit.SECONDS, 0.0945, 0.1288, 0.0343, 0.0063, false);
    private static final Row FAILED = new Row("failed", Unit.FRACTION, 0.0015, 0.0033, 0.0018, 0.0017, false);
    private static final Row SAME = new Row("p95", Unit.SECONDS, 0.01, 0.01, 0, 0, true);

    private static Result result(int pairs, Row... rows) {
        return new Result(new Question("traffic/web", 1, List.of(), List.of(), 0, 1), List.of(rows), pairs);
    }

    @Test
    void theStrongestChangeIsSaid() {
        assertEquals(
                "p99 of web rises by 34 ms, between 28 ms and 41 ms.",
                CompareModel.sentence("web", result(10, SAME, P99, FAILED)));
    }

    @Test
    void withoutAnIntervalNothingIsClaimed() {
        assertEquals("One pair of runs so far.", CompareModel.sentence("web", result(1, P99)));
        Row vague = new Row("p99", Unit.SECONDS, 0.1, 0.101, 0.001, 0.004, false);
        assertEquals(
                "No change of p99 and of failures of web can be shown.",
                CompareModel.sentence("web", result(10, vague)));
    }

    @Test
    void figuresHaveSignsUnitsAndIntervals() {
        assertEquals("+34 ms", CompareModel.change(P99, P99.change()));
        assertEquals("+28 ms to +41 ms", CompareModel.interval(P99));
        assertEquals("identical", CompareModel.change(SAME, 0));
        assertEquals("0.15 %", CompareModel.value(FAILED, FAILED.base()));
        Row one = new Row("failed", Unit.FRACTION, 0.2, 0.1, -0.1, Double.NaN, false);
        assertEquals("-10.0 %", CompareModel.change(one, one.change()));
        assertEquals("", CompareModel.interval(one));
    }

    @Test
    void bothTablesAreMarkdown() {
        Change change = new Change("web to reviews", "weight of v2", "weight", "10.0 %", "20.0 %", "r.yaml:3", null);
        assertEquals(
                """
                **p99 rises.**

                10 of 10 pairs

                | Since the fork | base | this run | change | 95 % interval |
                |---|---:|---:|---:|---|
                | p99 | 95 ms | 129 ms | +34 ms | +28 ms to +41 ms |

                | Edge | Field | base | this run | From |
                |---|---|---:|---:|---|
                | web to reviews | weight of v2 | 10.0 % | 20.0 % | edit at 1:00.000 |
                """,
                CompareModel.markdown(
                        "p99 rises.",
                        "10 of 10 pairs",
                        List.of(P99),
                        List.of(new Difference(change, "edit at 1:00.000"))));
    }

    @Test
    void intervalsAreDrawnInPercentOfTheBase() {
        Row falls = new Row("p50", Unit.SECONDS, 0.1, 0.094, -0.006, 0.001, false);
        IntervalScale scale = IntervalScale.of(List.of(P99, falls, SAME));
        assertEquals(new IntervalScale(-10, 50), scale, "36.3 - 6.7 and -7 have room");
        assertEquals("In % of base, -10 to +50", scale.title());
        assertEquals(10 / 60.0, scale.share(0), 1e-9);
        assertEquals(1, scale.share(900), "what is beyond stands at the end");
        assertEquals(36.3, IntervalScale.percent(P99, P99.change()), 0.1);
        Row fromNothing = new Row("failed", Unit.FRACTION, 0, 0.2, 0.2, 0.01, false);
        assertFalse(IntervalScale.isDrawn(fromNothing), "there is no percentage of nothing");
        assertEquals(new IntervalScale(0, 10), IntervalScale.of(List.of(fromNothing, SAME)));
    }
}

package dev.windtunnel.app.ui.dock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.app.session.Comparison.Question;
import dev.windtunnel.app.session.Comparison.Result;
import dev.windtunnel.app.session.Comparison.Row;
import dev.windtunnel.app.session.Comparison.Unit;
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
}

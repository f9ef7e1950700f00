package dev.windtunnel.app.ui.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.Series.Weights;
import dev.windtunnel.app.session.SessionState.Mark;
import dev.windtunnel.app.session.SessionState.Until;
import dev.windtunnel.app.ui.chart.ChartModel.Line;
import dev.windtunnel.app.ui.chart.ChartModel.Stack;
import dev.windtunnel.app.ui.chart.TimeWindow.Range;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartModelsTest {

    @ParameterizedTest
    @CsvSource({
        "100, 4, 50, 100",
        "278, 4, 100, 300",
        "8, 4, 2, 8",
        "0.7, 4, 0.2, 0.8",
        "2452, 4, 1000, 3000",
        "27, 4, 10, 30"
    })
    void ticksAreOneTwoOrFiveTimesAPowerOfTen(double greatest, int steps, double step, double top) {
        assertEquals(step, Ticks.step(greatest, steps), 1e-9);
        assertEquals(top, Ticks.top(greatest, steps), 1e-9);
    }

    @Property
    void theTopReachesTheGreatestValueInAtMostFourSteps(@ForAll @DoubleRange(min = 0.01, max = 1e9) double greatest) {
        double top = Ticks.top(greatest, 4);
        assertTrue(top >= greatest * (1 - 1e-6));
        assertTrue(top / Ticks.step(greatest, 4) <= 4 + 1e-6);
        assertTrue(top <= greatest * 2.5 + 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"90, 1, 1:30", "0, 30, 0:00", "60.5, 0.5, 1:00.5", "3661, 60, 61:01", "59.95, 0.05, 0:59.95"})
    void instantsAtTicksAreMinutesAndSeconds(double seconds, double step, String text) {
        assertEquals(text, Ticks.time(seconds, step));
    }

    @Test
    void aRunUntilAConditionNamesItAndWhetherItCame() {
        long second = 1_000_000_000L;
        Until goes = new Until("errors(shoppers) > 90%", -1);
        assertEquals("Running until errors(shoppers) > 90%", TimelineNote.of(goes, 3610 * second, 9 * second, false));
        Until missed = new Until("errors(shoppers) > 90%", 40 * second);
        assertEquals("errors(shoppers) > 90% did not hold up to 0:40", TimelineNote.of(missed, -1, 40 * second, false));
        assertEquals("Running again to 0:48 ... 50 %", TimelineNote.of(null, 48 * second, 24 * second, true));
        assertEquals("", TimelineNote.of(null, -1, 24 * second, false));
    }

    @Test
    void timeTicksHaveRoom() {
        assertEquals(30, Ticks.timeStep(102, 220, 56));
        assertEquals(5, Ticks.timeStep(10, 120, 56));
        assertTrue(Ticks.timeStep(1_000_000, 200, 56) / 1_000_000 * 200 >= 56);
    }

    @Test
    void endLabelsMoveApartAndKeepTheirOrder() {
        assertArrayEquals(new double[] {93, 107, 40}, EndLabels.place(new double[] {99, 101, 40}, 14, 0, 200), 1e-9);
        assertArrayEquals(new double[] {20, 100}, EndLabels.place(new double[] {20, 100}, 14, 0, 200), 1e-9);
        assertArrayEquals(new double[] {186, 200}, EndLabels.place(new double[] {199, 200}, 14, 0, 200), 1e-9);
    }

    @Property
    void endLabelsNeverCover(@ForAll @Size(min = 1, max = 6) List<@DoubleRange(min = 0, max = 200) Double> wanted) {
        double[] at = wanted.stream().mapToDouble(Double::doubleValue).toArray();
        double[] placed = EndLabels.place(at, 14, 0, 200);
        for (int i = 0; i < at.length; i++) {
            assertTrue(placed[i] >= -1e-6 && placed[i] <= 200 + 1e-6);
            for (int j = 0; j < i; j++) {
                assertTrue(Math.abs(placed[i] - placed[j]) >= 14 - 1e-6);
                assertTrue(at[i] == at[j] || (at[i] < at[j]) == (placed[i] < placed[j]));
            }
        }
    }

    @Test
    void thinningKeepsEnds_ExtremesAndHoles() {
        int size = 5000;
        double[] x = new double[size];
        double[] y = new double[size];
        for (int i = 0; i < size; i++) {
            x[i] = i;
            y[i] = i == 1234 ? 99 : i == 3210 ? Double.NaN : 1;
        }
        Thinning thin = Thinning.of(x, y, 0, size, 100);
        assertTrue(thin.x().length <= 500, "at most five points a column");
        assertEquals(0, thin.x()[0]);
        assertEquals(4999, thin.x()[thin.x().length - 1]);
        boolean peak = false;
        boolean hole = false;
        for (int i = 0; i < thin.x().length; i++) {
            peak |= thin.x()[i] == 1234 && thin.y()[i] == 99;
            hole |= thin.x()[i] == 3210 && Double.isNaN(thin.y()[i]);
            assertTrue(i == 0 || thin.x()[i] > thin.x()[i - 1]);
        }
        assertTrue(peak && hole);
    }

    @Test
    void configuredWeightsStepWhereTheyChange() {
        List<Weights> weights = List.of(
                new Weights(0, Map.of("a[v1]", 0.9, "a[v2]", 0.1)),
                new Weights(60.105, Map.of("a[v1]", 0.7, "a[v2]", 0.3)),
                new Weights(90, Map.of("a[v1]", 1.0)));
        Line line = SplitChart.steps(weights, "a[v2]", 1, new Range(30, 100));
        assertArrayEquals(new double[] {30, 60.105, 60.105, 90, 90, 100}, line.x(), 1e-9);
        assertArrayEquals(new double[] {10, 10, 30, 30, 0, 0}, line.y(), 1e-9);
        assertNull(SplitChart.steps(weights, "a[v3]", 2, new Range(30, 100)), "no rule ever named it");
    }

    @Test
    void withoutARuleThereIsNoConfiguredLine() {
        List<Weights> weights = List.of(new Weights(0, Map.of()), new Weights(10, Map.of("a", 1.0)));
        Line line = SplitChart.steps(weights, "a", 0, new Range(0, 20));
        assertTrue(Double.isNaN(line.y()[0]) && Double.isNaN(line.y()[1]));
        assertEquals(100, line.y()[2]);
    }

    @Test
    void barsAreRatesOfWholeSecondsTogether() {
        double[] x = {1, 2, 3, 4};
        Stack failed = new Stack("503", Ink.BAD, x, new double[] {2, 0, 4, 0});
        SeriesPen.Bars bars = SeriesPen.bars(List.of(failed), new Range(0, 100), 200);
        assertEquals(2, bars.seconds());
        assertEquals(1, bars.sums()[0]);
        assertEquals(2, bars.sums()[1]);
    }

    @Test
    void anAxisGrowsAtOnceAndShrinksAfterTenSeconds() {
        AxisTop axis = new AxisTop();
        assertEquals(100, axis.update(100, 0));
        assertEquals(300, axis.update(300, 50));
        assertEquals(300, axis.update(100, 1000));
        assertEquals(300, axis.update(200, 6000));
        assertEquals(200, axis.update(100, 11_000), "the most that was needed meanwhile");
    }

    @Test
    void theWindowFollowsNowUntilItIsZoomed() {
        TimeWindow window = new TimeWindow();
        assertEquals(new Range(0, 10), window.range(3));
        assertEquals(new Range(0, 500), window.range(500));
        window.choose(TimeWindow.Length.MINUTE);
        assertEquals(new Range(440, 500), window.range(500));
        assertFalse(window.zoom(100, 100.5), "too short to be meant");
        assertTrue(window.zoom(120, 100));
        assertEquals(new Range(100, 120), window.range(600));
        assertTrue(window.back());
        assertFalse(window.back());
        assertEquals(new Range(540, 600), window.range(600));
    }

    @Test
    void theCursorReadsTheSecondThatContainsIt() {
        Line line = new Line(
                "p99", Ink.P99, 2, ChartModel.Look.SOLID, -1, 0, new double[] {1, 2, 3}, new double[] {10, 20, 30});
        assertEquals(20, line.at(1.2));
        assertEquals(20, line.at(2));
        assertTrue(Double.isNaN(line.at(9)));
        assertEquals("p99 30", line.endText());
        assertEquals("p99 20.0", line.cursorText(1.5, 1));
    }

    @ParameterizedTest
    @CsvSource({"3, 872, 3", "4, 872, 4", "5, 872, 3", "8, 872, 4", "8, 1700, 8", "3, 150, 1", "0, 872, 0"})
    void chartsStandSideBySideWhileTheyAreWideEnough(int charts, double width, int columns) {
        assertEquals(columns, ChartDeck.columns(charts, width));
    }

    @Test
    void flagsAreNamedWhereThereIsRoom() {
        TimelineScale scale = new TimelineScale(0, 1000, 100);
        Mark first = new Mark(10, Mark.Kind.TIMELINE, "reviews 70/30");
        Mark close = new Mark(15, Mark.Kind.TIMELINE, "reviews 50/50");
        Mark far = new Mark(60, Mark.Kind.EDIT, "timeout 2s");
        assertEquals(List.of(close, far), scale.named(List.of(first, close, far), text -> 80));
        assertEquals(close, scale.at(List.of(first, close, far), 152));
        assertNull(scale.at(List.of(first, close, far), 300));
        Mark word = new Mark(50, Mark.Kind.TIMELINE, "70/30");
        assertTrue(scale.isOverWords(520, List.of(word), text -> 30));
        assertFalse(scale.isOverWords(500, List.of(word), text -> 30), "its flag is no word");
        assertFalse(scale.isOverWords(545, List.of(word), text -> 30));
        assertEquals(100, TimelineScale.end(100, 80));
        assertEquals(200, TimelineScale.end(100, 150));
        assertEquals(60, TimelineScale.end(Double.NaN, 0));
    }

    @Test
    void whatIsCountedHasAnAxisInWholeNumbers() {
        assertEquals(1, Ticks.step(1, 4, true));
        assertEquals(1, Ticks.top(1, 4, true));
        assertEquals(0.5, Ticks.step(1.7, 4), 1e-9, "of what is measured there are halves");
        assertEquals(3, Ticks.top(3, 4, true));
        assertTrue(ChartModel.nothing("Ejected", "pods", "").isCounted());
        assertFalse(ChartModel.nothing("Rate", "/s", "").isCounted());
    }

    @ParameterizedTest(name = "handle at {0}: words begin at {1}")
    @CsvSource({"50, 104", "95, 103", "101, 109", "110, 66", "135, 66", "141, 104"})
    void wordsOfATickKeepClearOfTheHandle(double handle, double left) {
        assertEquals(left, TimelineStrip.besideHandle(100, 30, handle));
    }
}

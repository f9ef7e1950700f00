package dev.windtunnel.expect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

    private static Threshold threshold(String text) {
        try {
            return new Threshold(null, text, ThresholdParser.parse(text), null, null, null);
        } catch (ThresholdSyntaxException e) {
            throw new AssertionError(text, e);
        }
    }

    private static ThresholdResult result(String text, double pooled, double... replications) {
        List<FigureSource> sources = DoubleStream.of(replications)
                .mapToObj(value -> (FigureSource) (function, target, filters) -> value)
                .toList();
        return new Evaluator((function, target, filters) -> pooled, sources).evaluate(threshold(text));
    }

    @Test
    void theObservedFigureIsCompared() {
        assertTrue(result("p99(a) < 300ms", 0.299).ok());
        assertFalse(result("p99(a) < 300ms", 0.3).ok());
        assertTrue(result("p99(a) <= 300ms", 0.3).ok());
        assertTrue(result("share(a, version=2) in 8%..12%", 0.12).ok());
        assertFalse(result("share(a, version=2) in 8%..12%", 0.1201).ok());
    }

    @Test
    void noDataMeetsNoThreshold() {
        for (String operator : List.of("<", "<=", ">", ">=", "==", "!=")) {
            ThresholdResult result = result("p99(a) " + operator + " 1s", Double.NaN);
            assertFalse(result.ok(), operator);
            assertEquals("no data", result.note());
        }
        assertFalse(result("p99(a) in 0s..1s", Double.NaN).ok());
    }

    @Test
    void sdIsTheSampleDeviationOfTheReplications() {
        ThresholdResult result = result("sd(mean(a)) < 2s", 0, 2, 4, 4, 4, 5, 5, 7, 9);
        assertEquals(Math.sqrt(32.0 / 7), result.observed(), 1e-12);
        assertFalse(result.ok());
    }

    @Test
    void ci95ComparesTheUpperEndOfTheInterval() {
        // Mean 3, deviation sqrt(2.5), t for 4 degrees of freedom 2.7764.
        double upper = 3 + 2.7764451051977987 * Math.sqrt(2.5) / Math.sqrt(5);
        assertEquals(upper, result("ci95(mean(a)) < 4s", 0, 1, 2, 3, 4, 5).observed(), 1e-12);
        assertFalse(result("ci95(mean(a)) < 4s", 0, 1, 2, 3, 4, 5).ok());
        assertTrue(result("ci95(mean(a)) < 5s", 0, 1, 2, 3, 4, 5).ok());
    }

    @Test
    void figuresOverReplicationsNeedTwoOfThem() {
        ThresholdResult one = result("sd(mean(a)) < 2s", 1, 1);
        assertFalse(one.ok());
        assertEquals("needs at least 2 replications, the run has 1", one.note());
        ThresholdResult silent = result("ci95(mean(a)) < 2s", 1, 1, Double.NaN);
        assertFalse(silent.ok());
        assertEquals("no data in replication 1", silent.note());
    }

    @Test
    void quantilesOfStudentsT() {
        assertEquals(12.7062047364, StudentT.quantile975(1), 1e-9);
        assertEquals(2.2621571628, StudentT.quantile975(9), 1e-9);
        assertEquals(2.0422724563, StudentT.quantile975(30), 1e-9);
        // Published tables: 40, 60, 120 degrees of freedom.
        assertEquals(2.021075390306273, StudentT.quantile975(40), 1e-7);
        assertEquals(2.000297821764, StudentT.quantile975(60), 1e-7);
        assertEquals(1.979930405052, StudentT.quantile975(120), 1e-7);
        assertEquals(1.959963985, StudentT.quantile975(Integer.MAX_VALUE), 1e-7);
        for (int degrees = 1; degrees < 200; degrees++) {
            assertTrue(StudentT.quantile975(degrees) > StudentT.quantile975(degrees + 1), "" + degrees);
        }
    }
}

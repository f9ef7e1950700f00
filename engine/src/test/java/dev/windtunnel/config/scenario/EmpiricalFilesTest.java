package dev.windtunnel.config.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.scenario.Handler;
import dev.windtunnel.scenario.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmpiricalFilesTest {

    private static Distribution.Empirical read(String kind, String text) {
        List<Handler> handlers = Texts.read(spec(kind), Texts.Memory.of("dir/f", text))
                .workloads()
                .get(0)
                .handlers();
        assertNotNull(handlers);
        return (Distribution.Empirical) ((Step.Work) handlers.get(0).steps().get(0)).time();
    }

    private static String spec(String kind) {
        return "workloads: {a: {handlers: [{steps: [{work: {" + kind + ": dir/f}}]}]}}";
    }

    @Test
    void csvHasValuesAndWeights() {
        Distribution.Empirical read = read("empirical", "# measured\nvalue,weight\n5ms,3\n\n1s, 0.5\n7us\n");
        assertArrayEquals(new long[] {5_000_000, 1_000_000_000, 7_000}, read.valuesNanos());
        assertArrayEquals(new double[] {3, 3.5, 4.5}, read.cumulativeWeights());
    }

    @ParameterizedTest
    @ValueSource(strings = {"value_ms,weight", "latency (ms),n", "ms"})
    void aHeadingMayNameTheUnit(String heading) {
        assertArrayEquals(
                new long[] {1_500_000}, read("empirical", heading + "\n1.5,2\n").valuesNanos());
    }

    @Test
    void theMiddleOfAFortioHistogramIsSpreadOverItsBuckets() {
        Distribution.Empirical read = read(
                "histogram",
                "{\"DurationHistogram\": {\"Count\": 4, \"Data\": [{\"Start\": 0.001, \"End\": 0.003, \"Percent\": 75, \"Count\": 3},"
                        + " {\"Start\": 0.005, \"End\": 0.005, \"Count\": 1}]}}");
        assertEquals((3 * 2e6 + 5e6) / 4, read.meanNanos(), 1);
        assertEquals(17, read.valuesNanos().length);
        assertEquals(4, read.cumulativeWeights()[16], 1e-9);
    }

    @Test
    void percentilesAreInterpolated() {
        String asList =
                "{\"percentiles\": [{\"percentile\": 0, \"value\": 0.001}, {\"percentile\": 50, \"value\": 0.003},"
                        + " {\"percentile\": 100, \"value\": 0.007}]}";
        assertEquals(0.5 * 2e6 + 0.5 * 5e6, read("histogram", asList).meanNanos(), 1);
        String asKeys = "{\"min\": \"1ms\", \"p50\": \"3ms\", \"max\": \"7ms\", \"totalCount\": 9}";
        assertEquals(read("histogram", asList), read("histogram", asKeys));
        Distribution.Empirical tail = read("histogram", "{\"p50\": 0.001, \"p97_5\": 0.001, \"p99.9\": 0.002}");
        assertEquals(100, tail.cumulativeWeights()[tail.cumulativeWeights().length - 1], 1e-9);
    }

    @Test
    void mistakesInTheFileArePlacedThere() {
        List<Finding> findings = Texts.findings(spec("empirical"), Texts.Memory.of("dir/f", "5ms,1\n6ms,x\n"));
        assertEquals(1, findings.size());
        assertEquals("dir/f:2", findings.get(0).place().replaceFirst(":1$", ""));
        assertTrue(
                findings.get(0).message().contains("wanted a weight"),
                findings.get(0).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5,1", "ms\n-1,2", "5ms,0", "5ms,-1", "\u0000"})
    void whatIsNoCsvIsRefused(String text) {
        assertEquals(
                1,
                Texts.findings(spec("empirical"), Texts.Memory.of("dir/f", text))
                        .size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"p50\": 1}",
                "{\"p50\": 2, \"p99\": 1}",
                "{\"p50\": -1, \"p99\": 1}",
                "{\"p50\": 1, \"p101\": 2}",
                "{\"Data\": [{\"Start\": 2, \"End\": 1, \"Count\": 1}]}",
                "{\"Data\": [{\"Start\": 1, \"End\": 2}]}",
                "{\"Data\": [7]}",
                "{\"Data\": [{\"Start\": 1, \"End\": 2, \"Count\": 0}]}"
            })
    void whatIsNoHistogramIsRefused(String text) {
        assertEquals(
                1,
                Texts.findings(spec("histogram"), Texts.Memory.of("dir/f", text))
                        .size());
    }
}

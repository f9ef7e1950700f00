package dev.windtunnel.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.random.Distribution.Constant;
import dev.windtunnel.random.Distribution.Empirical;
import dev.windtunnel.random.Distribution.Erlang;
import dev.windtunnel.random.Distribution.Exponential;
import dev.windtunnel.random.Distribution.Lognormal;
import dev.windtunnel.random.Distribution.Normal;
import dev.windtunnel.random.Distribution.Pareto;
import dev.windtunnel.random.Distribution.Uniform;
import dev.windtunnel.random.Distribution.Weibull;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DistributionTest {
    private static final int DRAWS = 200_000;

    /** Each with its exact mean, standard deviation, median and 99th percentile. */
    static List<Arguments> known() {
        return List.of(
                Arguments.of(new Constant(5_000_000), 5e6, 0, 5e6, 5e6),
                Arguments.of(new Exponential(5e6), 5e6, 5e6, 3.465736e6, 23.02585e6),
                Arguments.of(new Uniform(1_000_000, 9_000_000), 5e6, 2.309401e6, 5e6, 8.92e6),
                Arguments.of(new Normal(5e6, 1e6), 5e6, 1e6, 5e6, 7.326348e6),
                // Cut at 0: E[max(0, X)] = m Phi(m/s) + s phi(m/s).
                Arguments.of(new Normal(1e6, 1e6), 1.0833155e6, 0.866671e6, 1e6, 3.326348e6),
                Arguments.of(new Normal(0, 1e6), 0.3989423e6, 0.583796e6, 0, 2.326348e6),
                Arguments.of(new Lognormal(5e6, 40e6), 7.455377e6, 8.2459e6, 5e6, 40e6),
                Arguments.of(new Pareto(1e6, 4.5), 1.2857143e6, 0.383325e6, 1.166529e6, 2.782559e6),
                Arguments.of(new Erlang(4, 5e6), 5e6, 2.5e6, 4.590076e6, 12.556397e6),
                Arguments.of(new Weibull(1.5, 5e6), 4.513726e6, 3.064686e6, 3.916049e6, 13.839948e6),
                Arguments.of(new Weibull(1, 5e6), 5e6, 5e6, 3.465736e6, 23.02585e6),
                Arguments.of(
                        new Empirical(new long[] {3_000_000, 1_000_000, 8_000_000}, new double[] {2, 5, 5.5}),
                        (3e6 * 2 + 1e6 * 3 + 8e6 * 0.5) / 5.5,
                        1.992750e6,
                        1e6,
                        8e6));
    }

    @ParameterizedTest
    @MethodSource("known")
    void samplesHaveTheMomentsAndPercentilesOfTheory(
            Distribution distribution, double mean, double stddev, double median, double p99) {
        long[] samples = new long[DRAWS];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            samples[i] = distribution.sampleNanos(Keyed.bits(1, i, 77));
            sum += samples[i];
            squares += (samples[i] - mean) * (samples[i] - mean);
        }
        Arrays.sort(samples);
        assertTrue(samples[0] >= 0);
        assertEquals(mean, distribution.meanNanos(), 1e-4 * mean);
        assertEquals(mean, sum / DRAWS, 4 * stddev / Math.sqrt(DRAWS) + 1);
        assertEquals(stddev, Math.sqrt(squares / DRAWS), 0.05 * stddev);
        assertEquals(median, samples[DRAWS / 2], 0.015 * mean);
        assertEquals(p99, samples[DRAWS / 100 * 99], 0.04 * p99);
    }

    @ParameterizedTest
    @MethodSource("known")
    void extremeBitsGiveDurations(Distribution distribution) {
        for (long bits : new long[] {0, -1, 255, 256, Long.MIN_VALUE, Long.MAX_VALUE, ~255L, ~0x7ffL, 0x7ff}) {
            long nanos = distribution.sampleNanos(bits);
            assertTrue(nanos >= 0 && nanos <= Nanos.MOST, () -> nanos + " ns from " + bits);
        }
    }

    @Test
    void uniformReachesBothOfItsBounds() {
        Uniform uniform = new Uniform(10, 12);
        int[] counts = new int[3];
        for (int i = 0; i < 30_000; i++) {
            counts[(int) uniform.sampleNanos(Keyed.bits(1, i, 1)) - 10]++;
        }
        for (int count : counts) {
            assertEquals(10_000, count, 400);
        }
        assertEquals(10, uniform.sampleNanos(0));
        assertEquals(12, uniform.sampleNanos(-1));
    }

    @Test
    void empiricalValuesWithoutWeightNeverFall() {
        Empirical empirical = new Empirical(new long[] {1, 2, 3, 4}, new double[] {0, 1, 1, 2});
        for (int i = 0; i < 10_000; i++) {
            long value = empirical.sampleNanos(Keyed.bits(1, i, 1));
            assertTrue(value == 2 || value == 4);
        }
        assertEquals(2, empirical.sampleNanos(0));
        assertEquals(4, empirical.sampleNanos(-1));
    }

    @Test
    void heavyTailsStayWithinTheLongestDuration() {
        assertEquals(Nanos.MOST, new Pareto(1e9, 0.001).sampleNanos(~255L));
        assertEquals(Double.POSITIVE_INFINITY, new Pareto(1e9, 1).meanNanos());
    }

    @Test
    void stagesOfAnErlangDoNotRepeatEachOther() {
        // Were two stages correlated, the variance would not be mean^2 / shape.
        Erlang erlang = new Erlang(50, 1e9);
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double off = erlang.sampleNanos(Keyed.bits(2, i, 5)) - 1e9;
            squares += off * off;
        }
        assertEquals(1e18 / 50, squares / DRAWS, 0.02 * 1e18 / 50);
    }

    @Test
    void constantIsWhatNeedsNoBits() {
        assertTrue(new Constant(0).isConstant());
        assertTrue(new Uniform(7, 7).isConstant());
        assertTrue(new Normal(7, 0).isConstant());
        assertTrue(new Lognormal(7, 7).isConstant());
        assertTrue(new Empirical(new long[] {7}, new double[] {1}).isConstant());
        assertFalse(new Exponential(7).isConstant());
        assertFalse(new Uniform(7, 8).isConstant());
        assertFalse(new Empirical(new long[] {7, 8}, new double[] {1, 2}).isConstant());
        assertEquals(7, new Lognormal(7, 7).sampleNanos(12345));
    }

    @Test
    void distributionsAreValues() {
        assertEquals(new Lognormal(1, 2), new Lognormal(1, 2));
        assertEquals(new Lognormal(1, 2).hashCode(), new Lognormal(1, 2).hashCode());
        assertNotEquals(new Lognormal(1, 2), new Lognormal(1, 3));
        long[] values = {1, 2};
        double[] weights = {1, 2};
        Empirical empirical = new Empirical(values, weights);
        values[0] = 9;
        empirical.cumulativeWeights()[1] = 9;
        empirical.valuesNanos()[1] = 9;
        assertEquals(new Empirical(new long[] {1, 2}, new double[] {1, 2}), empirical);
        assertEquals(new Empirical(new long[] {1, 2}, new double[] {1, 2}).hashCode(), empirical.hashCode());
        assertNotEquals(new Empirical(new long[] {1, 2}, new double[] {1, 3}), empirical);
        assertEquals("Empirical[valuesNanos=[1, 2], cumulativeWeights=[1.0, 2.0]]", empirical.toString());
        assertEquals("Lognormal[p50Nanos=1.0, p99Nanos=2.0]", new Lognormal(1, 2).toString());
    }

    @Test
    void impossibleParametersAreRefusedWithAReason() {
        assertRefused("a constant duration must not be negative", () -> new Constant(-1));
        assertRefused("exponential: the mean must not be negative", () -> new Exponential(-1));
        assertRefused("exponential: the mean must not be negative", () -> new Exponential(Double.NaN));
        assertRefused("uniform: the lower bound must not be above the upper bound", () -> new Uniform(2, 1));
        assertRefused("uniform: the lower bound must not be negative", () -> new Uniform(-2, 1));
        assertRefused("normal: the stddev must not be negative", () -> new Normal(1, -1));
        assertRefused("normal: the mean must not be negative", () -> new Normal(-1, 1));
        assertRefused("lognormal: p50 must be above 0", () -> new Lognormal(0, 1));
        assertRefused("lognormal: p99 must not be below p50", () -> new Lognormal(2, 1));
        assertRefused("pareto: min must be above 0", () -> new Pareto(0, 1));
        assertRefused("pareto: alpha must be above 0", () -> new Pareto(1, 0));
        assertRefused("erlang: the shape must be a whole number from 1 to 1000", () -> new Erlang(0, 1));
        assertRefused("erlang: the mean must not be negative", () -> new Erlang(1, -1));
        assertRefused("weibull: the shape must be above 0", () -> new Weibull(0, 1));
        assertRefused("weibull: the scale must be above 0", () -> new Weibull(1, Double.POSITIVE_INFINITY));
        assertRefused("empirical: there must be at least one value", () -> empirical(new long[0]));
        assertRefused("empirical: every value must have one weight", () -> empirical(new long[] {1}));
        assertRefused(
                "empirical: values must not be negative, nor above 146 years", () -> empirical(new long[] {-1}, 1));
        assertRefused("empirical: weights must not be negative", () -> empirical(new long[] {1, 2}, 2, 1));
        assertRefused("empirical: at least one weight must be above 0", () -> empirical(new long[] {1, 2}, 0, 0));
    }

    private static void empirical(long[] values, double... cumulativeWeights) {
        new Empirical(values, cumulativeWeights);
    }

    private static void assertRefused(String why, Executable construction) {
        assertEquals(
                why, assertThrows(IllegalArgumentException.class, construction).getMessage());
    }
}

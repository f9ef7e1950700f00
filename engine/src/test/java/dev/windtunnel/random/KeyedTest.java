package dev.windtunnel.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeyedTest {
    private static final int DRAWS = 1 << 18;
    /** Drawn once with this code; a change of these is a change of every result that anybody has kept. */
    private static final long GOLDEN_BITS = 6385185800360145767L;

    private static final long GOLDEN_DIGEST = 2810390525033718282L;

    /** Neighbouring keys are what a simulation uses: requests, hops, purposes and seeds counted from 0. */
    enum Walk {
        ENTITIES {
            @Override
            long bits(long i) {
                return Keyed.bits(1, i, 3);
            }
        },
        STRIDED_ENTITIES {
            @Override
            long bits(long i) {
                return Keyed.bits(1, i << 16, 3);
            }
        },
        PURPOSES {
            @Override
            long bits(long i) {
                return Keyed.bits(1, 42, i);
            }
        },
        SEEDS {
            @Override
            long bits(long i) {
                return Keyed.bits(i, 42, 3);
            }
        },
        DIAGONAL {
            @Override
            long bits(long i) {
                return Keyed.bits(i, i, i);
            }
        };

        abstract long bits(long i);
    }

    @ParameterizedTest
    @EnumSource(Walk.class)
    void everyByteIsUniformAlongNeighbouringKeys(Walk walk) {
        int[][] counts = new int[8][256];
        for (int i = 0; i < DRAWS; i++) {
            long bits = walk.bits(i);
            for (int b = 0; b < 8; b++) {
                counts[b][(int) (bits >>> (8 * b)) & 255]++;
            }
        }
        for (int b = 0; b < 8; b++) {
            assertUniform(counts[b], DRAWS);
        }
    }

    @ParameterizedTest
    @EnumSource(Walk.class)
    void neighbouringKeysDoNotCorrelate(Walk walk) {
        // Pairs of successive draws fall evenly over a grid of 16 x 16.
        int[] grid = new int[256];
        double product = 0;
        for (int i = 0; i < DRAWS; i++) {
            long one = walk.bits(i);
            long two = walk.bits(i + 1);
            grid[(int) (one >>> 60) << 4 | (int) (two >>> 60)]++;
            product += (Keyed.unit(one) - 0.5) * (Keyed.unit(two) - 0.5);
        }
        assertUniform(grid, DRAWS);
        assertTrue(Math.abs(12 * product / DRAWS) < 4 / Math.sqrt(DRAWS), () -> "a correlation along " + walk);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,2", "1,1,2,1", "1,2,1,1", "5,900,1,7"})
    void drawsForDifferentPurposesSeedsAndEntitiesDoNotCorrelate(long seedB, long shift, long purposeB, long scale) {
        double product = 0;
        for (int i = 0; i < DRAWS; i++) {
            double a = Keyed.unit(Keyed.bits(1, i, 1)) - 0.5;
            double b = Keyed.unit(Keyed.bits(seedB, i * scale + shift, purposeB)) - 0.5;
            product += a * b;
        }
        assertTrue(Math.abs(12 * product / DRAWS) < 4 / Math.sqrt(DRAWS));
    }

    @Test
    void everyInputBitFlipsHalfOfTheOutput() {
        for (int bit = 0; bit < 64; bit++) {
            int flippedBySeed = 0;
            int flippedByEntity = 0;
            int flippedByPurpose = 0;
            for (int i = 0; i < 1000; i++) {
                long bits = Keyed.bits(i, i, i);
                flippedBySeed += Long.bitCount(bits ^ Keyed.bits(i ^ 1L << bit, i, i));
                flippedByEntity += Long.bitCount(bits ^ Keyed.bits(i, i ^ 1L << bit, i));
                flippedByPurpose += Long.bitCount(bits ^ Keyed.bits(i, i, i ^ 1L << bit));
            }
            // The standard deviation of the mean of 64,000 coins is 0.002.
            assertEquals(0.5, flippedBySeed / 64_000.0, 0.01);
            assertEquals(0.5, flippedByEntity / 64_000.0, 0.01);
            assertEquals(0.5, flippedByPurpose / 64_000.0, 0.01);
        }
    }

    @Test
    void drawsAreTheSameOnEveryMachineAndForEver() {
        assertEquals(GOLDEN_BITS, Keyed.bits(1, 2, 3));
        long mixed = 0;
        for (int i = 0; i < 100_000; i++) {
            long bits = Keyed.bits(7, i, 11);
            mixed = Keyed.mix(mixed + bits);
            mixed = Keyed.mix(mixed + Double.doubleToRawLongBits(Keyed.exponential(bits)));
            mixed = Keyed.mix(mixed + Double.doubleToRawLongBits(Keyed.normal(bits)));
            mixed = Keyed.mix(mixed + Double.doubleToRawLongBits(Keyed.unit(bits)));
        }
        assertEquals(GOLDEN_DIGEST, mixed);
    }

    @Test
    void theUnitIntervalIncludesZeroAndNotOne() {
        assertEquals(0, Keyed.unit(0));
        assertEquals(0, Keyed.unit((1L << 11) - 1));
        assertEquals(1 - 0x1.0p-53, Keyed.unit(-1));
    }

    @Test
    void belowIsTheUnsignedRemainder() {
        assertEquals(15, Keyed.below(-1, 100));
        assertEquals(7, Keyed.below(107, 100));
        assertEquals(0, Keyed.below(Long.MIN_VALUE, 1));
        assertEquals(8, Keyed.below(Long.MIN_VALUE, 100));
    }

    @Test
    void exponentialVariatesHaveTheExponentialsMoments() {
        // E[X^k] = k!; the variance of X^k is (2k)! - (k!)^2.
        assertMoment(Keyed::exponential, x -> x, 1, 1);
        assertMoment(Keyed::exponential, x -> x * x, 2, 20);
        assertMoment(Keyed::exponential, x -> x * x * x, 6, 684);
        assertMoment(Keyed::exponential, x -> x > 7.69711747013104972 ? 1 : 0, Math.exp(-7.69711747013104972), 4.54e-4);
    }

    @Test
    void normalVariatesHaveTheNormalsMoments() {
        assertMoment(Keyed::normal, x -> x, 0, 1);
        assertMoment(Keyed::normal, x -> x * x, 1, 2);
        assertMoment(Keyed::normal, x -> x * x * x, 0, 15);
        assertMoment(Keyed::normal, x -> x * x * x * x, 3, 96);
        // Beyond the last layer: 1.29e-4 on each side.
        assertMoment(Keyed::normal, x -> x > 3.6541528853610088 ? 1 : 0, 1.2901e-4, 1.29e-4);
        assertMoment(Keyed::normal, x -> x < -3.6541528853610088 ? 1 : 0, 1.2901e-4, 1.29e-4);
    }

    @Test
    void exponentialVariatesFollowTheirDistributionEverywhere() {
        int[] counts = new int[256];
        for (int i = 0; i < DRAWS; i++) {
            double x = Keyed.exponential(Keyed.bits(3, i, 1));
            counts[(int) (256 * -Math.expm1(-x))]++;
        }
        assertUniform(counts, DRAWS);
    }

    private interface Power {
        double of(double x);
    }

    private static void assertMoment(LongToDoubleFunction draw, Power power, double expected, double variance) {
        int draws = 2_000_000;
        double sum = 0;
        for (int i = 0; i < draws; i++) {
            sum += power.of(draw.applyAsDouble(Keyed.bits(5, i, 9)));
        }
        assertEquals(expected, sum / draws, 4 * Math.sqrt(variance / draws));
    }

    /** Chi-square with 255 degrees of freedom: mean 255, standard deviation 22.6; 160 and 370 are 4 to 5 of these away. */
    private static void assertUniform(int[] counts, int draws) {
        double expected = (double) draws / counts.length;
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        double result = chiSquare;
        assertTrue(result > 160 && result < 370, () -> "chi-square " + result);
    }
}

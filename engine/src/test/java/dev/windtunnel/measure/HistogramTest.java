package dev.windtunnel.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
    private final Histogram histogram = new Histogram();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 255, 256, 257, 511, 512, 6_000_001, 1L << 40, (1L << 60) + 12345})
    void aConstantPopulationGivesThatConstant(long nanos) {
        for (int i = 0; i < 10; i++) {
            histogram.record(nanos);
        }
        for (double p : new double[] {0, 0.1, 50, 99.9, 100}) {
            assertEquals(nanos, histogram.percentileNanos(p));
        }
        assertEquals(nanos, histogram.minNanos());
        assertEquals(nanos, histogram.maxNanos());
        assertEquals(nanos, histogram.meanNanos());
        assertEquals(0, histogram.stddevNanos());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 1000, 100_000})
    void percentilesAreWithinTheBucketOfTheNearestRank(int count) {
        SplittableRandom random = new SplittableRandom(count);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = (long) Math.exp(random.nextDouble() * 40);
            histogram.record(values[i]);
        }
        Arrays.sort(values);
        for (int perMille = 0; perMille <= 1000; perMille++) {
            int rank = Math.max(1, (int) (((long) perMille * count + 999) / 1000));
            long exact = values[rank - 1];
            assertEquals(exact, histogram.percentileNanos(perMille / 10.0), 0.004 * exact);
        }
    }

    @Test
    void smallValuesAreExact() {
        for (int i = 0; i < 256; i++) {
            histogram.record(i);
        }
        for (int rank = 1; rank <= 256; rank++) {
            assertEquals(rank - 1, histogram.percentileNanos(rank * 100.0 / 256));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "99.9,1000,999",
        "99.9,10000,9990",
        "14,50,7",
        "28,25,7",
        "57,100,57",
        "0,100,1",
        "0.001,100,1",
        "50,3,2"
    })
    void ranksAreThoseOfDecimalPercentages(double p, int count, int rank) {
        for (int i = 1; i <= count; i++) {
            histogram.record(i <= rank ? 1 : 200);
        }
        assertEquals(1, histogram.percentileNanos(p));
        histogram.clear();
        for (int i = 1; i <= count; i++) {
            histogram.record(i < rank ? 1 : 200);
        }
        assertEquals(200, histogram.percentileNanos(p));
    }

    @Test
    void meanAndDeviationAreExactEvenFarFromZero() {
        long far = 1L << 61;
        histogram.record(far);
        histogram.record(far + 2);
        histogram.record(far + 4);
        histogram.record(far + 6);
        assertEquals(Math.sqrt(5), histogram.stddevNanos());
        assertEquals(far + 3.0, histogram.meanNanos());
    }

    @Test
    void mergingInAnyOrderGivesTheSame() {
        SplittableRandom random = new SplittableRandom(1);
        Histogram[] parts = new Histogram[7];
        for (int part = 0; part < parts.length; part++) {
            parts[part] = new Histogram();
            for (int i = 0; i < 1000 * part; i++) {
                long nanos = (long) Math.exp(random.nextDouble() * 5 * part);
                parts[part].record(nanos);
                histogram.record(nanos);
            }
        }
        Histogram forwards = new Histogram();
        Histogram backwards = new Histogram();
        for (int i = 0; i < parts.length; i++) {
            forwards.add(parts[i]);
            backwards.add(parts[parts.length - 1 - i]);
        }
        for (Histogram merged : new Histogram[] {forwards, backwards, histogram.copy()}) {
            assertEquals(histogram, merged);
            assertEquals(histogram.hashCode(), merged.hashCode());
            assertEquals(histogram.stddevNanos(), merged.stddevNanos());
            assertEquals(histogram.meanNanos(), merged.meanNanos());
            assertEquals(histogram.percentileNanos(99), merged.percentileNanos(99));
            assertEquals(21_000, merged.count());
        }
        backwards.record(1);
        assertNotEquals(histogram, backwards);
    }

    @Test
    void aCopyIsIndependent() {
        histogram.record(5);
        Histogram copy = histogram.copy();
        copy.record(9);
        assertEquals(1, histogram.count());
        assertEquals(5, histogram.maxNanos());
        assertEquals(9, copy.maxNanos());
    }

    @Test
    void emptyHistogramsSayZero() {
        histogram.record(7);
        histogram.clear();
        assertEquals(new Histogram(), histogram);
        assertEquals(0, histogram.count());
        assertEquals(0, histogram.minNanos());
        assertEquals(0, histogram.maxNanos());
        assertEquals(0, histogram.meanNanos());
        assertEquals(0, histogram.stddevNanos());
        assertEquals(0, histogram.percentileNanos(50));
        histogram.add(new Histogram());
        assertEquals(0, histogram.minNanos());
        assertEquals("Histogram[count=0, min=0, mean=0.0, max=0]", histogram.toString());
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> histogram.record(-1));
        assertThrows(IllegalArgumentException.class, () -> histogram.percentileNanos(-0.1));
        assertThrows(IllegalArgumentException.class, () -> histogram.percentileNanos(100.1));
        assertThrows(IllegalArgumentException.class, () -> histogram.percentileNanos(Double.NaN));
        assertTrue(histogram.count() == 0);
    }

    @Test
    void moreOfOneLatencyThanAnIntHolds() {
        Histogram doubled = new Histogram();
        doubled.record(1_000);
        doubled.record(5_000_000);
        doubled.record(5_000_000);
        for (int i = 0; i < 40; i++) {
            doubled.add(doubled.copy());
        }

        long each = 1L << 40;
        assertEquals(3 * each, doubled.count());
        assertEquals(1_000, doubled.percentileNanos(30), 1_000 * 0.004);
        assertEquals(5_000_000, doubled.percentileNanos(100));
        assertEquals(5_000_000, doubled.percentileNanos(34), 5_000_000 * 0.004);
        assertEquals((1_000 + 10_000_000) / 3.0, doubled.meanNanos(), 1e-6);
        Histogram again = doubled.copy();
        assertEquals(doubled, again);
        again.clear();
        again.record(7);
        assertEquals(7, again.percentileNanos(50));
    }
}

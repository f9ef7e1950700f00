package dev.windtunnel.measure;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * Latencies in log-linear buckets: 128 to every power of two, so that a percentile is within 0.4 % of the value it
 * stands for. Count, mean, standard deviation, least and greatest value are exact. Histograms are merged by addition,
 * and the order of recording or of merging never shows.
 *
 * <p>The sum of the squares must stay below 2^127: room for 10^12 latencies of almost three hours.
 *
 * <p>The array grows with the greatest value; nothing is allocated once that has been seen. All statistics of an empty
 * histogram are 0.
 */
public final class Histogram {
    private static final int BITS = 7;
    private static final int FULL = Integer.MAX_VALUE;
    private static final int[] NONE = {};
    private static final long[] NO_OVERFLOW = {};

    /** By bucket. Half of a long's size: many histograms share the processor's cache. */
    private int[] counts = NONE;
    /** What was moved here because an int was full, by bucket; hardly ever needed. */
    private long[] overflow = NO_OVERFLOW;

    private long count;
    private long min = Long.MAX_VALUE;
    private long max;
    /** The sum, and that of the squares, an {@link ExactSum} each. */
    private long sumLow;

    private long sumHigh;
    private long squaresLow;
    private long squaresHigh;

    /**
     * Records one latency.
     *
     * @param nanos the latency, at least 0
     * @throws IllegalArgumentException if it is negative
     */
    public void record(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("a latency of " + nanos + " ns");
        }
        int bucket = bucketOf(nanos);
        if (bucket >= counts.length) {
            growTo(bucket);
        }
        if (++counts[bucket] == FULL) {
            moveToOverflow(bucket);
        }
        count++;
        min = Math.min(min, nanos);
        max = Math.max(max, nanos);
        sumLow += nanos;
        sumHigh += ExactSum.carry(sumLow, nanos);
        long square = nanos * nanos;
        squaresLow += square;
        squaresHigh += Math.multiplyHigh(nanos, nanos) + ExactSum.carry(squaresLow, square);
    }

    /** Adds all that another histogram has recorded. */
    public void add(Histogram other) {
        if (other.counts.length > counts.length) {
            counts = Arrays.copyOf(counts, other.counts.length);
        }
        for (int i = 0; i < other.counts.length; i++) {
            long sum = counts[i] + other.countOf(i);
            if (sum < FULL) {
                counts[i] = (int) sum;
            } else {
                moveToOverflow(i);
                overflow[i] += other.countOf(i);
            }
        }
        count += other.count;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        sumLow += other.sumLow;
        sumHigh += other.sumHigh + ExactSum.carry(sumLow, other.sumLow);
        squaresLow += other.squaresLow;
        squaresHigh += other.squaresHigh + ExactSum.carry(squaresLow, other.squaresLow);
    }

    /** How many latencies were recorded. */
    public long count() {
        return count;
    }

    /** The mean in nanoseconds, exact but for the last rounding. */
    public double meanNanos() {
        return count == 0 ? 0 : ExactSum.toDouble(sumHigh, sumLow) / count;
    }

    /** The standard deviation of the whole population (not the estimate from a sample) in nanoseconds. */
    public double stddevNanos() {
        if (count == 0) {
            return 0;
        }
        // n * sum(x^2) - sum(x)^2 in whole numbers: nothing cancels away.
        BigInteger n = BigInteger.valueOf(count);
        BigInteger total = ExactSum.toBigInteger(sumHigh, sumLow);
        BigInteger spread =
                n.multiply(ExactSum.toBigInteger(squaresHigh, squaresLow)).subtract(total.multiply(total));
        return Math.sqrt(spread.doubleValue()) / count;
    }

    /** The least latency in nanoseconds. */
    public long minNanos() {
        return count == 0 ? 0 : min;
    }

    /** The greatest latency in nanoseconds. */
    public long maxNanos() {
        return max;
    }

    /**
     * A percentile by nearest rank: the middle of the bucket that holds the value of rank ceil(p / 100 * count), but
     * never outside of least and greatest, so that a constant population gives that constant.
     *
     * @param p the percentage, 0 to 100; taken as the decimal number it is written as (99.9 is 999 of 1000)
     * @throws IllegalArgumentException if the percentage is outside 0 to 100
     */
    public long percentileNanos(double p) {
        if (!(p >= 0 && p <= 100)) {
            throw new IllegalArgumentException("percentile " + p + " is not within 0 to 100");
        }
        if (count == 0) {
            return 0;
        }
        long rank = BigDecimal.valueOf(p)
                .multiply(BigDecimal.valueOf(count))
                .movePointLeft(2)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
        // The ends are known exactly; their buckets only say about where they are.
        if (rank <= 1) {
            return min;
        }
        if (rank == count) {
            return max;
        }
        long seen = 0;
        int bucket = -1;
        while (seen < rank) {
            seen += countOf(++bucket);
        }
        return Math.max(min, Math.min(max, middleOf(bucket)));
    }

    /** Shows every bucket that is not empty, in order: the middle of its values and how many there are. */
    public void each(BucketTaker taker) {
        for (int bucket = 0; bucket < counts.length; bucket++) {
            if (counts[bucket] > 0) {
                taker.accept(middleOf(bucket), counts[bucket]);
            }
        }
    }

    /** Gets buckets. */
    public interface BucketTaker {
        /** A bucket: the middle of its values and how many latencies it holds. */
        void accept(long nanos, long count);
    }

    /** Forgets all latencies but keeps the array. */
    public void clear() {
        Arrays.fill(counts, 0);
        overflow = NO_OVERFLOW;
        count = 0;
        min = Long.MAX_VALUE;
        max = 0;
        sumLow = 0;
        sumHigh = 0;
        squaresLow = 0;
        squaresHigh = 0;
    }

    /** An independent histogram with the same latencies. */
    public Histogram copy() {
        Histogram copy = new Histogram();
        copy.add(this);
        return copy;
    }

    /** Whether two histograms hold the same numbers, whatever the sizes of their arrays. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Histogram that
                && count == that.count
                && min == that.min
                && max == that.max
                && sumLow == that.sumLow
                && sumHigh == that.sumHigh
                && squaresLow == that.squaresLow
                && squaresHigh == that.squaresHigh
                && sameCounts(that);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(count) * 31 + Double.hashCode(ExactSum.toDouble(sumHigh, sumLow));
    }

    @Override
    public String toString() {
        return "Histogram[count=" + count + ", min=" + minNanos() + ", mean=" + meanNanos() + ", max=" + max + "]";
    }

    private boolean sameCounts(Histogram that) {
        int used = count == 0 ? 0 : bucketOf(max) + 1;
        for (int i = 0; i < used; i++) {
            if (countOf(i) != that.countOf(i)) {
                return false;
            }
        }
        return true;
    }

    private long countOf(int bucket) {
        return counts[bucket] + (bucket < overflow.length ? overflow[bucket] : 0);
    }

    private void moveToOverflow(int bucket) {
        if (bucket >= overflow.length) {
            overflow = Arrays.copyOf(overflow, counts.length);
        }
        overflow[bucket] += counts[bucket];
        counts[bucket] = 0;
    }

    /** Values below 256 have a bucket each; above, the highest eight bits choose it. */
    private static int bucketOf(long nanos) {
        int shift = 63 - BITS - Long.numberOfLeadingZeros(nanos | (1L << BITS));
        return (int) (nanos >>> shift) + (shift << BITS);
    }

    private static long middleOf(int bucket) {
        int shift = Math.max(0, (bucket >>> BITS) - 1);
        long least = (long) (bucket - (shift << BITS)) << shift;
        return least + (((1L << shift) - 1) >>> 1);
    }

    private void growTo(int bucket) {
        // To the end of the power of two, and one more: latencies of a kind come in neighbouring ones.
        counts = Arrays.copyOf(counts, ((bucket >>> BITS) + 2) << BITS);
    }
}

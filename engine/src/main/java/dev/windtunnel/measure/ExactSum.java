package dev.windtunnel.measure;

import java.math.BigInteger;

/**
 * Sums in 128 bits: exact, so that neither the order of the terms nor that of merging shows in the result. The owner of
 * a sum keeps it as two longs among its own fields, for an object of its own would be one more place in memory to go to
 * with every term. To add a term, add its lower half to the lower half, and then its upper half and the carry to the
 * upper.
 */
final class ExactSum {
    private ExactSum() {}

    /**
     * What the addition of the lower halves hands on.
     *
     * @param low the lower half of the sum, with the term's already added
     * @param added the lower half of the term
     */
    static long carry(long low, long added) {
        // An unsigned sum below one of its terms has overflown.
        return low + Long.MIN_VALUE < added + Long.MIN_VALUE ? 1 : 0;
    }

    static BigInteger toBigInteger(long high, long low) {
        BigInteger unsignedLow = BigInteger.valueOf(low >>> 1).shiftLeft(1).or(BigInteger.valueOf(low & 1));
        return BigInteger.valueOf(high).shiftLeft(64).add(unsignedLow);
    }

    /** The nearest double. */
    static double toDouble(long high, long low) {
        // Most sums fit into a long; the detour would allocate.
        return high == low >> 63 ? low : toBigInteger(high, low).doubleValue();
    }
}

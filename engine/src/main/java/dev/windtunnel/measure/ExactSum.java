package dev.windtunnel.measure;

import java.math.BigInteger;

/** A sum in 128 bits: exact, so that neither the order of the terms nor that of merging shows in the result. */
final class ExactSum {
    private long high;
    private long low;

    void add(long value) {
        addParts(value >> 63, value);
    }

    void addProduct(long a, long b) {
        addParts(Math.multiplyHigh(a, b), a * b);
    }

    void add(ExactSum other) {
        addParts(other.high, other.low);
    }

    void clear() {
        high = 0;
        low = 0;
    }

    boolean sameAs(ExactSum other) {
        return high == other.high && low == other.low;
    }

    BigInteger toBigInteger() {
        BigInteger unsignedLow = BigInteger.valueOf(low >>> 1).shiftLeft(1).or(BigInteger.valueOf(low & 1));
        return BigInteger.valueOf(high).shiftLeft(64).add(unsignedLow);
    }

    /** The nearest double. */
    double toDouble() {
        // Most sums fit into a long; the detour would allocate.
        return high == low >> 63 ? low : toBigInteger().doubleValue();
    }

    private void addParts(long addedHigh, long addedLow) {
        low += addedLow;
        // An unsigned sum below one of its terms has overflown.
        long carry = low + Long.MIN_VALUE < addedLow + Long.MIN_VALUE ? 1 : 0;
        high += addedHigh + carry;
    }
}

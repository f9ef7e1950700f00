package dev.windtunnel.proxy.retry;

/**
 * Waits between tries: exponential with full jitter, in whole milliseconds.
 *
 * <p>Today ({@code source/common/common/backoff_strategy.cc}): the n-th wait is below {@code min(base * 2^(n-1), max)},
 * where doubling stops as soon as half the maximum is reached. In Envoy 1.3 (2017) it is below {@code 25 * (2^n - 1)},
 * without a maximum.
 *
 * @param baseMillis base interval, at least 1
 * @param maxMillis greatest interval, at least the base
 * @param year2017 the form of Envoy 1.3
 */
public record BackOff(long baseMillis, long maxMillis, boolean year2017) {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** Envoy's default: 25 ms, 250 ms. */
    public static final BackOff DEFAULT = new BackOff(25, 250, false);

    /** That of Envoy 1.3. */
    public static final BackOff IN_2017 = new BackOff(25, Long.MAX_VALUE, true);

    public BackOff {
        if (baseMillis < 1 || maxMillis < baseMillis) {
            throw new IllegalArgumentException("back-off from " + baseMillis + " ms to " + maxMillis + " ms");
        }
    }

    /** With a base as configured (raised to 1 ms) and ten times that as maximum, as Istio leaves it to Envoy. */
    public static BackOff ofBase(long baseNanos) {
        long base = Math.max(1, baseNanos / NANOS_PER_MILLI);
        return new BackOff(base, 10 * base, false);
    }

    /**
     * The wait before a retry.
     *
     * @param retry number of the retry, from 1
     * @param bits 64 random bits
     * @return nanoseconds
     */
    public long waitNanos(int retry, long bits) {
        return Long.remainderUnsigned(bits, limitMillis(retry)) * NANOS_PER_MILLI;
    }

    /** Exclusive upper end of the wait before a retry (from 1), in milliseconds. */
    public long limitMillis(int retry) {
        if (year2017) {
            return baseMillis * ((1L << Math.min(retry, 40)) - 1);
        }
        long interval = baseMillis;
        for (int i = 1; i < retry && interval < maxMillis; i++) {
            interval = interval < maxMillis / 2 ? 2 * interval : maxMillis;
        }
        return interval;
    }
}

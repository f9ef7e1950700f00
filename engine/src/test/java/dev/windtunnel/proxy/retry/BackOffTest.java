package dev.windtunnel.proxy.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Waits between tries. Names in comments are those of Envoy's own tests, whose facts these are. */
class BackOffTest {

    private static long[] waits(BackOff backOff, long... draws) {
        long[] millis = new long[draws.length];
        for (int i = 0; i < draws.length; i++) {
            long nanos = backOff.waitNanos(i + 1, draws[i]);
            assertEquals(0, nanos % 1_000_000, "whole milliseconds");
            millis[i] = nanos / 1_000_000;
        }
        return millis;
    }

    private static void assertWaits(BackOff backOff, long[] draws, long... expected) {
        assertEquals(java.util.Arrays.toString(expected), java.util.Arrays.toString(waits(backOff, draws)));
    }

    private static long[] same(long draw, int times) {
        long[] draws = new long[times];
        java.util.Arrays.fill(draws, draw);
        return draws;
    }

    /** JitteredBackOffBasicFlow: base 25, greatest 30. */
    @Test
    void theSecondWaitIsBelowTheGreatest() {
        assertWaits(new BackOff(25, 30, false), same(27, 2), 2, 27);
    }

    /** JitteredBackOffWithMaxInterval: base 5, greatest 100. */
    @Test
    void itDoublesUpToTheGreatest() {
        assertWaits(new BackOff(5, 100, false), same(9999, 7), 4, 9, 19, 39, 79, 99, 99);
    }

    /** JitteredBackOffDoesntOverflow. */
    @Test
    void itNeverOverflows() {
        BackOff endless = new BackOff(1, Long.MAX_VALUE, false);
        for (int retry = 1; retry <= 101; retry++) {
            assertTrue(endless.limitMillis(retry) >= 1);
            assertTrue(retry == 1 || endless.limitMillis(retry) >= endless.limitMillis(retry - 1));
        }
        assertEquals(Long.MAX_VALUE, endless.limitMillis(101));
        assertEquals(1L << 40, endless.limitMillis(41));
    }

    /** Backoff: the default policy. */
    @Test
    void theDefaultStartsBelow25MillisecondsAndEndsBelow250() {
        assertWaits(BackOff.DEFAULT, same(190, 3), 15, 40, 90);
        long[] limits = new long[7];
        for (int i = 0; i < limits.length; i++) {
            limits[i] = BackOff.DEFAULT.limitMillis(i + 1);
        }
        assertEquals("[25, 50, 100, 200, 250, 250, 250]", java.util.Arrays.toString(limits));
    }

    /** CustomBackOffInterval: base 100, greatest 1200. */
    @Test
    void baseAndGreatestMayBeConfigured() {
        assertWaits(new BackOff(100, 1200, false), new long[] {149, 350, 751, 2399, 2399}, 49, 150, 351, 799, 1199);
    }

    /** CustomBackOffIntervalDefaultMax: base 100 alone. */
    @Test
    void theGreatestIsTenTimesTheBase() {
        assertEquals(new BackOff(100, 1000, false), BackOff.ofBase(100_000_000L));
        assertWaits(BackOff.ofBase(100_000_000L), new long[] {149, 350, 751, 2999, 2999}, 49, 150, 351, 599, 999);
    }

    @Test
    void aBaseBelowAMillisecondIsRaisedToOne() {
        assertEquals(new BackOff(1, 10, false), BackOff.ofBase(1));
        assertEquals(new BackOff(1, 10, false), BackOff.ofBase(1_999_999));
        assertEquals(new BackOff(2, 20, false), BackOff.ofBase(2_000_000));
    }

    @Test
    void drawsAreUnsigned() {
        assertWaits(BackOff.DEFAULT, new long[] {-1L}, Long.remainderUnsigned(-1L, 25));
        assertTrue(BackOff.DEFAULT.waitNanos(1, Long.MIN_VALUE) >= 0);
    }

    @Test
    void in2017ItGrewWithoutEnd() {
        long[] limits = new long[5];
        for (int i = 0; i < limits.length; i++) {
            limits[i] = BackOff.IN_2017.limitMillis(i + 1);
        }
        assertEquals("[25, 75, 175, 375, 775]", java.util.Arrays.toString(limits));
        assertEquals(25 * ((1L << 40) - 1), BackOff.IN_2017.limitMillis(40));
        assertEquals(BackOff.IN_2017.limitMillis(40), BackOff.IN_2017.limitMillis(60));
        assertWaits(BackOff.IN_2017, same(190, 2), 15, 40);
    }

    @Test
    void aGreatestBelowTheBaseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new BackOff(25, 24, false));
        assertThrows(IllegalArgumentException.class, () -> new BackOff(0, 24, false));
        assertEquals(25, new BackOff(25, 25, false).limitMillis(3));
        assertEquals(1, new BackOff(1, 1, false).limitMillis(1));
    }
}

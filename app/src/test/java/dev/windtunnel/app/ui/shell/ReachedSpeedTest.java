package dev.windtunnel.app.ui.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ReachedSpeedTest {

    private static final long SECOND = 1_000_000_000L;

    private final ReachedSpeed speed = new ReachedSpeed();

    @Test
    void whatIsReachedIsSaidWhereItIsLess() {
        assertEquals("running 422x", speed.take(0, 0, 422));
        assertEquals("running 422x", speed.take(4 * SECOND, SECOND / 2, 422));
        assertEquals("running 8x of 422x", speed.take(8 * SECOND, SECOND, 422));
        assertEquals("running 8x of 422x", speed.take(9 * SECOND, SECOND + SECOND / 10, 422));
        assertEquals("running 422x", speed.take(8 * SECOND + 420 * SECOND, 2 * SECOND, 422));
    }

    @Test
    void anotherSpeedAndAClockDraggedBackBeginAgain() {
        speed.take(0, 0, 100);
        assertEquals("running 5x of 100x", speed.take(5 * SECOND, SECOND, 100));
        assertEquals("running 1x", speed.take(5 * SECOND, SECOND, 1));
        assertEquals("running 1x", speed.take(6 * SECOND, 2 * SECOND, 1));
        assertEquals("running 1x", speed.take(2 * SECOND, 3 * SECOND, 1));
    }

    @Test
    void asFastAsItGoesHasAFigure() {
        assertEquals("running as fast as it goes", speed.take(0, 0, Double.POSITIVE_INFINITY));
        assertEquals("running 300x, as fast as it goes", speed.take(300 * SECOND, SECOND, Double.POSITIVE_INFINITY));
    }
}

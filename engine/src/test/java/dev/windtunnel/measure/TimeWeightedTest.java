package dev.windtunnel.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TimeWeightedTest {
    @Test
    void valuesWeighByHowLongTheyStood() {
        TimeWeighted gauge = new TimeWeighted();
        gauge.set(10, 4);
        gauge.add(20, -3);
        gauge.add(20, 6);
        assertEquals(7, gauge.value());
        // 10 ns of 0, 10 of 4, 20 of 7.
        assertEquals((40 + 140) / 40.0, gauge.mean(40));
        assertEquals((40 + 280) / 60.0, gauge.mean(60));
        assertEquals(7, gauge.max());
    }

    @Test
    void aRestartForgetsThePastButNotTheValue() {
        TimeWeighted gauge = new TimeWeighted(100);
        gauge.set(100, 9);
        gauge.set(200, 2);
        gauge.restart(300);
        assertEquals(2, gauge.mean(300));
        assertEquals(2, gauge.max());
        gauge.set(310, 4);
        assertEquals(3, gauge.mean(320));
        assertEquals(4, gauge.max());
    }

    @Test
    void aGaugeThatNeverMovedHasItsValueAsMean() {
        assertEquals(0, new TimeWeighted(5).mean(5));
        assertEquals(0, new TimeWeighted(5).mean(500));
    }

    @Test
    void areasBeyondALongAreExact() {
        TimeWeighted gauge = new TimeWeighted();
        long year = 31_536_000_000_000_000L;
        gauge.set(0, 1_000_000);
        gauge.set(year, 3_000_000);
        assertEquals(2_000_000, gauge.mean(2 * year));
        gauge.set(2 * year, -3_000_000);
        assertEquals(1_000_000.0 / 3, gauge.mean(3 * year), 1e-9);
    }
}

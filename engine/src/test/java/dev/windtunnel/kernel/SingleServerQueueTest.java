package dev.windtunnel.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.kernel.EventQueue.Kind;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.random.Keyed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A queue with one server, for which theory knows the answer: M/M/1 at utilization 0.8 waits 4 service times. */
class SingleServerQueueTest {
    private static final int ARRIVAL = 0;
    private static final int DEPARTURE = 1;

    @Test
    void theMeanWaitIsWithinItsConfidenceInterval() {
        // 20 runs of 100,000 customers; 3.883 is the 99.95 % quantile of Student's t with 19 degrees of freedom.
        int runs = 20;
        double sum = 0;
        double squares = 0;
        for (int seed = 1; seed <= runs; seed++) {
            double wait = meanWait(Kind.AUTOMATIC, seed, 100_000);
            sum += wait;
            squares += wait * wait;
        }
        double mean = sum / runs;
        double halfWidth = 3.883 * Math.sqrt((squares - sum * mean) / (runs - 1) / runs);
        assertTrue(Math.abs(mean - 4.0) < halfWidth, () -> mean + " +- " + halfWidth);
        assertTrue(halfWidth < 0.2, () -> "the interval says too little: " + halfWidth);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theWaitIsTheSameToTheLastDigitWhateverKeepsTheEvents(Kind kind) {
        assertEquals(meanWait(Kind.REFERENCE, 7, 20_000), meanWait(kind, 7, 20_000));
    }

    private static double meanWait(Kind kind, long seed, int customers) {
        Agenda agenda = new Agenda(kind);
        Distribution betweenArrivals = new Distribution.Exponential(1.25e6);
        Distribution service = new Distribution.Exponential(1e6);
        long[] arrivedAt = new long[customers];
        int arrived = 0;
        int served = 0;
        double waited = 0;
        agenda.schedule(0, ARRIVAL, 0);
        while (agenda.next(Long.MAX_VALUE)) {
            long now = agenda.nowNanos();
            boolean begins;
            if (agenda.type() == ARRIVAL) {
                arrivedAt[arrived++] = now;
                if (arrived < customers) {
                    agenda.schedule(
                            now + betweenArrivals.sampleNanos(Keyed.bits(seed, arrived, ARRIVAL)), ARRIVAL, arrived);
                }
                begins = arrived == served + 1;
            } else {
                served++;
                begins = served < arrived;
            }
            if (begins) {
                waited += now - arrivedAt[served];
                agenda.schedule(now + service.sampleNanos(Keyed.bits(seed, served, DEPARTURE)), DEPARTURE, served);
            }
        }
        return waited / customers / 1e6;
    }
}

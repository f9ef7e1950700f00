package dev.windtunnel.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.windtunnel.kernel.EventQueue.Kind;
import dev.windtunnel.measure.Histogram;
import dev.windtunnel.measure.TimeWeighted;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.random.Keyed;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counters of allocated bytes are exact, so what the hot loop may allocate can be a test: nothing. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource({"AUTOMATIC,5", "AUTOMATIC,40", "AUTOMATIC,3000", "HEAP,3000", "BUCKETS,3000", "REFERENCE,3000"})
    void nothingIsAllocatedInSteadyState(Kind kind, int calls) {
        assumeTrue(THREADS.isThreadAllocatedMemorySupported() && THREADS.isThreadAllocatedMemoryEnabled());
        Run run = new Run(kind, calls);
        run.events(100_000);
        long least = Long.MAX_VALUE;
        // The compiler may replace a frame while we count, which shows as a few bytes once; steady state repeats.
        for (int i = 0; i < 5; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            run.events(100_000);
            long after = THREADS.getCurrentThreadAllocatedBytes();
            least = Math.min(least, after - before);
        }
        assertEquals(0, least);
    }

    /** Calls that come and go, each with a timeout that is mostly cancelled, a latency and a place in a gauge. */
    private static final class Run {
        private final Agenda agenda;
        private final int timerClass;
        private final int[] timers;
        private final Histogram latencies = new Histogram();
        private final TimeWeighted inFlight = new TimeWeighted();
        private final Distribution[] durations = {
            new Distribution.Exponential(1e6),
            new Distribution.Lognormal(1e6, 3e6),
            new Distribution.Uniform(0, 1_000_000),
        };
        private long draws;

        Run(Kind kind, int calls) {
            agenda = new Agenda(kind);
            timerClass = agenda.timerClass(5_000_000);
            timers = new int[calls];
            for (int call = 0; call < calls; call++) {
                begin(call);
            }
        }

        void events(int count) {
            for (int i = 0; i < count; i++) {
                agenda.next(Long.MAX_VALUE);
                int call = agenda.slot();
                if (agenda.type() == 0) {
                    agenda.cancel(timers[call]);
                    inFlight.add(agenda.nowNanos(), -1);
                    begin(call);
                } else {
                    timers[call] = agenda.arm(timerClass, 1, call);
                }
            }
        }

        private void begin(int call) {
            long nanos = durations[call % durations.length].sampleNanos(Keyed.bits(1, draws++, 2));
            agenda.schedule(agenda.nowNanos() + nanos, 0, call);
            timers[call] = agenda.arm(timerClass, 1, call);
            latencies.record(nanos);
            inFlight.add(agenda.nowNanos(), 1);
        }
    }
}

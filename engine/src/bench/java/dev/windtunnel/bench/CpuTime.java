package dev.windtunnel.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Counts the processor time of the benchmark's thread: on a machine with other work to do, the time on the wall says
 * more about that work. A benchmark takes one as a parameter and tells it how many operations it has done.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class CpuTime {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long begin;
    private long operations;

    /** Begins to count. */
    @Setup(Level.Iteration)
    public void begin() {
        operations = 0;
        begin = nanos();
    }

    /** Processor time of this thread in nanoseconds. */
    static long nanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** All that this thread has ever allocated, in bytes. */
    static long allocatedBytes() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    void done(int operations) {
        this.operations += operations;
    }

    /** Nanoseconds of processor time per operation of this iteration. */
    public double cpuNanos() {
        return (double) (nanos() - begin) / operations;
    }
}

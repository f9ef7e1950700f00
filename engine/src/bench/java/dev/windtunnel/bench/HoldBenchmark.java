package dev.windtunnel.bench;

import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.random.Keyed;
import java.util.PriorityQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The hold model (Jones, CACM 1986): the number of pending events stays, each removed one is followed by a later one. */
public class HoldBenchmark {
    private static final int HOLDS = 2000;

    /** Exponential steps of one millisecond, drawn beforehand so that drawing is not measured. */
    @State(Scope.Thread)
    public static class Steps {
        private final long[] steps = new long[1 << 16];
        private int next;

        /** Draws the steps. */
        public Steps() {
            Distribution step = new Distribution.Exponential(1e6);
            for (int i = 0; i < steps.length; i++) {
                steps[i] = step.sampleNanos(Keyed.bits(1, i, 1));
            }
        }

        long next() {
            return steps[next++ & (steps.length - 1)];
        }
    }

    /** An {@link EventQueue} as the simulation has it. */
    @State(Scope.Thread)
    public static class Ours {
        /** How many events are pending. */
        @Param({"1000", "10000", "100000"})
        public int size;

        /** What keeps them. */
        @Param("AUTOMATIC")
        public EventQueue.Kind kind = EventQueue.Kind.AUTOMATIC;

        private EventQueue queue = new EventQueue(kind);
        private long sequence;

        /** Fills the queue and lets it find its width. */
        @Setup
        public void fill(Steps steps) {
            queue = new EventQueue(kind);
            for (int i = 0; i < size; i++) {
                queue.add(steps.next(), sequence++ << 29);
            }
            for (int i = 0; i < 300_000; i++) {
                hold(steps);
            }
        }

        private void hold(Steps steps) {
            queue.pop();
            queue.add(queue.poppedTimeNanos() + steps.next(), sequence++ << 29);
        }
    }

    /** What everybody would write first. */
    @State(Scope.Thread)
    public static class Plain {
        private record Event(long timeNanos, long sequence) implements Comparable<Event> {
            @Override
            public int compareTo(Event other) {
                return timeNanos != other.timeNanos
                        ? Long.compare(timeNanos, other.timeNanos)
                        : Long.compare(sequence, other.sequence);
            }
        }

        /** How many events are pending. */
        @Param({"1000", "10000", "100000"})
        public int size;

        private final PriorityQueue<Event> queue = new PriorityQueue<>();
        private long sequence;

        /** Fills the queue. */
        @Setup
        public void fill(Steps steps) {
            queue.clear();
            for (int i = 0; i < size; i++) {
                queue.add(new Event(steps.next(), sequence++));
            }
            for (int i = 0; i < 300_000; i++) {
                hold(steps);
            }
        }

        private void hold(Steps steps) {
            Event event = queue.remove();
            queue.add(new Event(event.timeNanos() + steps.next(), sequence++));
        }
    }

    /** A hold on our queue. */
    @Benchmark
    @OperationsPerInvocation(HOLDS)
    public long eventQueue(Ours ours, Steps steps, CpuTime cpu) {
        for (int i = 0; i < HOLDS; i++) {
            ours.hold(steps);
        }
        cpu.done(HOLDS);
        return ours.queue.poppedTimeNanos();
    }

    /** A hold on the JDK's. */
    @Benchmark
    @OperationsPerInvocation(HOLDS)
    public long priorityQueue(Plain plain, Steps steps, CpuTime cpu) {
        for (int i = 0; i < HOLDS; i++) {
            plain.hold(steps);
        }
        cpu.done(HOLDS);
        return plain.sequence;
    }
}

package dev.windtunnel.bench;

import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Requests of a whole mesh, through the same loader, plan and simulation as those of {@code run}. */
public class MeshBenchmark {
    private static final String ENDLESS = "1000h";
    private static final long SLICE_NANOS = 200_000_000;
    /** Long enough for queues, pools and tables to have found their sizes. */
    private static final long WARM_UP_NANOS = 10_000_000_000L;

    /** A run in its steady state. */
    @State(Scope.Thread)
    public static class Mesh {
        /** How many services the chain has, and whether all that watches over hosts is on. */
        @Param({"1", "3", "10", "3 guarded"})
        public String size = "1";

        private Run run = Meshes.chain(1, ENDLESS).start(RunOptions.ofSeed(1));

        /** Loads the scenario and runs it for a while. */
        @Setup
        public void start() {
            String[] words = size.split(" ");
            int services = Integer.parseInt(words[0]);
            run = (words.length > 1 ? Meshes.guardedChain(services, ENDLESS) : Meshes.chain(services, ENDLESS))
                    .start(RunOptions.ofSeed(1));
            run.advanceTo(WARM_UP_NANOS);
        }
    }

    /** What an iteration did beside taking time: events, and memory taken. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Events {
        private long requests;
        private long events;
        private long bytes;

        /** Begins to count. */
        @Setup(Level.Iteration)
        public void begin() {
            requests = 0;
            events = 0;
            bytes = 0;
        }

        /** Events per request. */
        public double eventsPerRequest() {
            return (double) events / requests;
        }

        /** Bytes allocated per event. */
        public double bytesPerEvent() {
            return (double) bytes / events;
        }
    }

    /** The requests of some virtual milliseconds. */
    @Benchmark
    public long request(Mesh mesh, CpuTime cpu, Events events) {
        Run run = mesh.run;
        long requests = run.requests();
        long before = run.events();
        long allocated = CpuTime.allocatedBytes();
        run.advanceTo(run.nowNanos() + SLICE_NANOS);
        requests = run.requests() - requests;
        events.bytes += CpuTime.allocatedBytes() - allocated;
        events.events += run.events() - before;
        events.requests += requests;
        cpu.done((int) requests);
        return run.completed();
    }
}

package dev.windtunnel.bench;

import dev.windtunnel.kernel.Agenda;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.random.Keyed;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** M/M/1 with utilization 0.8 through the agenda: the smallest model there is, so what is measured is the engine. */
public class SingleServerBenchmark {
    private static final int EVENTS = 2000;
    private static final int ARRIVAL = 0;
    private static final int DEPARTURE = 1;

    /** The server, its queue and its arrivals. */
    @State(Scope.Thread)
    public static class Server {
        private final Agenda agenda = new Agenda(EventQueue.Kind.AUTOMATIC);
        /** When the customers in the system arrived; in a queue of 65536 nobody has ever stood at this load. */
        private final long[] arrivedAt = new long[1 << 16];

        private long arrived;
        private long served;
        private long waitedNanos;

        /** Schedules the first arrival. */
        public Server() {
            agenda.schedule(0, ARRIVAL, 0);
        }

        private void event() {
            agenda.next(Long.MAX_VALUE);
            long now = agenda.nowNanos();
            switch (agenda.type()) {
                case ARRIVAL -> {
                    arrivedAt[(int) arrived++ & 0xffff] = now;
                    double gap = Keyed.exponential(Keyed.bits(1, arrived, ARRIVAL));
                    agenda.schedule(now + (long) (gap * 1.25e6), ARRIVAL, 0);
                    if (arrived == served + 1) {
                        serve(now);
                    }
                }
                case DEPARTURE -> {
                    served++;
                    if (served < arrived) {
                        serve(now);
                    }
                }
                default -> throw new AssertionError(agenda.type());
            }
        }

        private void serve(long now) {
            waitedNanos += now - arrivedAt[(int) served & 0xffff];
            double service = Keyed.exponential(Keyed.bits(1, served, DEPARTURE));
            agenda.schedule(now + (long) (service * 1e6), DEPARTURE, 0);
        }
    }

    /** An arrival or a departure. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long event(Server server, CpuTime cpu) {
        for (int i = 0; i < EVENTS; i++) {
            server.event();
        }
        cpu.done(EVENTS);
        return server.waitedNanos;
    }
}

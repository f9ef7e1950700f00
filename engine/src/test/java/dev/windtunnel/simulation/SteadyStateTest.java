package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Scenarios;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A run whose tables have grown needs no more memory, however long it goes on. */
class SteadyStateTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** All behaviours on: sidecars on both sides, splits, timeouts that are armed and fire, retries, faults, mirrors. */
    private static Bed busy() {
        String v1v2 = "subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]";
        String split = "route: [{destination: {host: %1$s, subset: v1}, weight: 90}, "
                + "{destination: {host: %1$s, subset: v2}, weight: 10}]";
        Bed bed = Scenarios.bed().client("client");
        for (String name : new String[] {"front", "back"}) {
            String call = name.equals("front") ? ", {call: {url: 'http://back:8080/', timeout: 200ms}}" : "";
            String body = "{concurrency: 8, handlers: [{steps: [{work: {exponential: 3ms}}" + call
                    + "], errors: [{rate: 2%, status: 503}, {rate: 1%, reset: true}]}]}";
            bed.service(name, "app: " + name, "{name: http, port: 8080}")
                    .workload(name + "-v1", body)
                    .workload(name + "-v2", body)
                    .deployment(name + "-v1", 4, "app: " + name + ", version: v1", true)
                    .deployment(name + "-v2", 1, "app: " + name + ", version: v2", true)
                    .policy(name, v1v2)
                    .routes(
                            name,
                            "[{timeout: 500ms, retries: {attempts: 2, retryOn: '5xx', perTryTimeout: 60ms}, "
                                    + "fault: {delay: {percentage: {value: 1}, fixedDelay: 5ms}}, "
                                    + "mirror: {host: shadow}, mirrorPercentage: {value: 5}, "
                                    + split.formatted(name) + "}]");
        }
        return bed.app("shadow", "{handlers: [{steps: [{sleep: 1ms}]}]}")
                .network("{sameNode: 50us, sameZone: 250us}")
                .proxy("{latency: 200us, workers: 2}")
                .traffic(
                        "name: web, from: client, request: {url: 'http://front:8080/'}, load: {rate: 600/s}, timeout: 1s")
                .run("{duration: 1h}");
    }

    /** Most slices of time allocate nothing; now and then a table still grows for a value that it has never seen. */
    @Test
    void nothingIsAllocated() {
        Run run = busy().load().start(RunOptions.ofSeed(1));
        long second = 1_000_000_000L;
        run.advanceTo(80 * second);
        int slices = 15;
        double[] bytesPerEvent = new double[slices];
        long firstEvent = run.events();
        long firstByte = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < slices; i++) {
            long events = run.events();
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            run.advanceTo((90 + 10 * i) * second);
            bytesPerEvent[i] = (THREADS.getCurrentThreadAllocatedBytes() - bytes) / (double) (run.events() - events);
        }
        double all = (THREADS.getCurrentThreadAllocatedBytes() - firstByte) / (double) (run.events() - firstEvent);
        assertTrue(run.events() - firstEvent > 1_000_000, () -> run.events() + " events");
        assertTrue(all <= 0.2, () -> all + " bytes an event");
        Arrays.sort(bytesPerEvent);
        assertTrue(bytesPerEvent[slices / 2] <= 0.01, () -> Arrays.toString(bytesPerEvent));
    }
}

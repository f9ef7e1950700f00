package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.measure.RunResult;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Corners in which counts once did not add up. Each run checks the laws of counting by itself as well. */
class CountingTest {

    /** A handler that is stopped while its call waits for its own next try. */
    @Test
    void aStoppedHandlerMakesNoMoreTries() {
        Outcome run = Scenarios.bed()
                .client("client")
                .meshApp(
                        "front",
                        "{onCancel: stop, handlers: [{steps: [{call: {url: 'http://back:8080/', "
                                + "retries: {attempts: 5, backoff: 80ms, retryOn: [5xx, reset]}}}]}]}")
                .app("back", "{handlers: [{response: {status: 503}}]}")
                .traffic("name: curl, from: client, request: {url: 'http://front:8080/'}, load: {users: 1}, "
                        + "requests: 3, timeout: 100ms")
                .go();
        assertEquals("timeout:3", run.failures("curl"));
        assertEquals(6, run.arrived("back"), "tries at 0 and 80 ms, none after the hang-up at 100 ms");
        assertEquals(6, run.edge("front", "back").requests());
    }

    /** The same while a call is under way whose own retries would take the hang-up for a reset. */
    @Test
    void aStoppedHandlerDoesNotRetryTheCallThatItGivesUp() {
        Outcome run = Scenarios.bed()
                .client("client")
                .meshApp(
                        "front",
                        "{onCancel: stop, handlers: [{steps: [{call: {url: 'http://back:8080/', "
                                + "retries: {attempts: 5, backoff: 1ms, retryOn: [reset]}}}]}]}")
                .app("back", "{handlers: [{steps: [{sleep: 300ms}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://front:8080/'}, load: {users: 1}, "
                        + "requests: 1, timeout: 100ms")
                .go();
        assertEquals(1, run.edge("front", "back").requests());
        assertEquals("0:1", codes(run.edge("front", "back")));
    }

    @Test
    void aPodThatIsGoneDoesNotTryAgain() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{response: {status: 503}}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 1}, "
                        + "requests: 1, retries: {attempts: 1, backoff: 200ms}")
                .at("100ms", "kill: {workload: client}")
                .go();
        assertEquals("0:1", run.codes("curl"));
        assertEquals("reset:1", run.failures("curl"));
        assertEquals(1, run.arrived("app"));
    }

    /** Without traffic there is nothing whose end could end the run. */
    @Test
    void withoutTrafficARunLastsAMinute() {
        Outcome run = Scenarios.bed().client("client").app("app", "{}").go();
        assertEquals(60, run.result().scenario().durationSeconds());
    }

    @Test
    void localitiesCountARequestOnceAndEachOfItsTries() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{response: {status: 503}}]}")
                .rule("app", "retries: {attempts: 2, retryOn: 5xx, backoff: 1ms}")
                .curl("curl", "http://app:8080/", 10)
                .go();
        List<RunResult.LocalityResult> localities = run.edge("client", "app").localities();
        assertEquals(1, localities.size());
        assertEquals(10, localities.get(0).requests());
        assertEquals(30, localities.get(0).attempts());
    }

    /** Packets that vanish between parted workloads never arrive, so their tries are unsent, not attempts. */
    @Test
    void aTryWhosePacketsVanishIsUnsent() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{steps: [{sleep: 1ms}]}]}")
                .rule("app", "timeout: 200ms")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {users: 1, thinkTime: 100ms}, requests: 2")
                .at("50ms", "partition: {from: client, to: app}")
                .go();
        assertEquals("200:1 504:1", run.codes("curl"));
        assertEquals(1, run.edge("client", "app").attempts());
        assertEquals(1, run.edge("client", "app").unsent());
        assertEquals(1, run.arrived("app"));
    }

    /** A request finds its pod gone, and its caller hangs up before the reset is back. */
    @Test
    void aTryThatFoundItsPodGoneIsUnsent() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{steps: [{sleep: 1ms}]}]}")
                .network("{sameNode: 40ms}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 1}, requests: 1, "
                        + "timeout: 130ms")
                .at("100ms", "kill: {workload: app}")
                .go();
        // Connected at 80 ms, at the dead pod at 120 ms, given up at 130 ms, the reset would be back at 160 ms.
        assertEquals("DC:1", run.flags("curl"));
        assertEquals(1, run.edge("client", "app").unsent());
        assertEquals(0, run.arrived("app"));
    }

    /** A request that is refused at once, while it is being sent, has no copy (measured). */
    @Test
    void aRequestThatFailsAtOnceIsNotMirrored() {
        Outcome run = Scenarios.bed()
                .client("client")
                .meshApp("front", "{handlers: [{steps: [{call: {url: 'http://app:8080/'}}]}]}")
                .app("app", "{handlers: [{steps: [{sleep: 1s}]}]}")
                .app("shadow", "{handlers: [{steps: [{sleep: 1ms}]}]}")
                .rule("app", "mirror: {host: shadow}")
                .policy(
                        "app",
                        "trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}, http: {http1MaxPendingRequests: 1}}}")
                .traffic("name: web, from: client, request: {url: 'http://front:8080/'}, load: {users: 4}, requests: 4")
                .go();
        assertEquals(1, run.mirrored("shadow"));
        assertEquals(3, run.edge("front", "app").flags().get("UO"));
        assertEquals("200:1 502:3", run.codes("web"));
    }

    /** Requests in the queue of a host that leaves are still served by it, as long as it takes connections. */
    @Test
    void whatWaitsForAHostThatLeavesIsServed() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", "{shutdown: ignore, handlers: [{steps: [{sleep: 400ms}]}]}")
                .policy("app", "trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}}}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 3}, requests: 3")
                .at("100ms", "scale: {workload: app, replicas: 0}")
                .go();
        assertEquals("200:3", run.codes("curl"));
        assertEquals(1.2, run.latency("curl").max(), 1e-9);
    }

    @Test
    void aPersonWhoComesBackIsOnePerson() {
        Bed bed = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{steps: [{sleep: 0s}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {users: 2, thinkTime: 1s}")
                .run("{duration: 10500ms}");
        assertEquals(22, bed.go().traffic("curl").requests());
        bed.at("2500ms", "load: {traffic: curl, factor: 0.5}, for: 100ms");
        assertEquals(22, bed.go().traffic("curl").requests(), "one was away while thinking anyway");
    }

    @Test
    void utilizationIsOfTheMeasuredTimeAndOfReadyPods() {
        Bed bed = Scenarios.bed()
                .client("client")
                .app("app", "{cpu: 500m, handlers: [{steps: [{work: 1s}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 3}, requests: 3")
                .run("{duration: 2s, drain: 30s}");
        assertEquals(1, bed.go().pod("app-0").utilization(), 1e-9, "half a core takes 2 s for 1 s of work");
        bed.run("{duration: 3s, drain: 0s}");
        assertEquals(1, bed.go().pod("app-0").utilization(), 1e-9, "the second is in the midst of its work");
        bed.run("{duration: 3s, drain: 30s}").at("1s", "scale: {workload: app, replicas: 0}");
        assertEquals(1, bed.go().pod("app-0").utilization(), 1e-9, "it was ready for 1 s");
    }

    @Test
    void whatIsInServiceLeavesWarmUpAndDrainOut() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{steps: [{sleep: 1500ms}]}]}")
                .traffic(
                        "name: curl, from: client, request: {url: 'http://app:8080/'}, load: {rate: 1/s, arrivals: constant}")
                .run("{duration: 5s, warmup: 2s, drain: 10s}")
                .go();
        // Requests at 0, 1, 2, 3 and 4 s, two under way in the first half of each second and one in the second.
        assertEquals(1.5, run.pod("app-0").inServiceMean(), 1e-9);
        assertEquals(2, run.pod("app-0").inServiceMax());
        assertEquals(3, run.traffic("curl").requests());
    }

    @Test
    void manyWaitersForAConnectionToNobodyFailOneAfterTheOther() {
        Outcome run = Scenarios.bed()
                .plainClient("client")
                .app("app", "{handlers: [{steps: [{sleep: 2s}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {rate: 20000/s, arrivals: constant}, connection: {max: 1}")
                .at("900ms", "kill: {workload: app}")
                .run("{duration: 1s}")
                .go();
        assertEquals("connect-refused:19999 reset:1", run.failures("curl"));
    }

    private static String codes(RunResult.EdgeResult edge) {
        StringBuilder text = new StringBuilder();
        edge.codes().forEach((code, count) -> text.append(text.length() == 0 ? "" : " ")
                .append(code)
                .append(':')
                .append(Math.round(count)));
        return text.toString();
    }
}

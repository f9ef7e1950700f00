package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.answers;
import static dev.windtunnel.facts.Facts.bed;
import static dev.windtunnel.facts.Facts.latency;
import static dev.windtunnel.facts.Facts.sleeps;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;

/** Callers who lose patience. */
class HangUpFactsTest {

    private static Bed patient(Bed bed, int requests, String timeout) {
        return bed.traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 1}, requests: "
                + requests + ", timeout: " + timeout);
    }

    @Test
    void aHangUpCostsTheConnectionToTheApp() {
        Outcome run = patient(bed(sleeps("1s")), 8, "300ms").go();
        assertEquals("0:8", run.codes("curl"));
        assertEquals("DC:8", run.flags("curl"));
        assertEquals("timeout:8", run.failures("curl"));
        assertEquals(8, run.arrived("app"));
        assertEquals(5, run.pod("app-0").completed(), "the app goes on: those that began 1 s before the last hang-up");
        assertEquals(8, run.stat("app", "upstream_cx_total"));
        assertEquals(0, run.stat("app", "upstream_rq_timeout"));
        latency(run, "curl", 0.3, 0.3);
    }

    @Test
    void aHangUpStopsRetries() {
        Outcome run = patient(bed(sleeps("5s")), 6, "500ms")
                .rule("app", "retries: {attempts: 10, retryOn: 5xx, perTryTimeout: 200ms}")
                .go();
        assertEquals("DC:6", run.flags("curl"), "earlier per-try timeouts leave no flag");
        assertEquals(18, run.arrived("app"));
        assertEquals(12, run.stat("app", "upstream_rq_retry"));
        assertEquals(12, run.stat("app", "upstream_rq_per_try_timeout"));
        latency(run, "curl", 0.5, 0.5);
    }

    @Test
    void whoHangsUpInTheQueueNeverReachesTheApp() {
        Outcome run = bed(sleeps("1s"))
                .policy("app", "trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}}}")
                .curl("holder", "http://app:8080/a", 1)
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/b'}, "
                        + "load: {rate: 5/s, arrivals: constant}, requests: 3, timeout: 150ms")
                .go();
        assertEquals("200:1", run.codes("holder"));
        assertEquals("DC:3", run.flags("curl"));
        assertEquals(1, run.arrived("app"));
        assertEquals(3, run.stat("app", "upstream_rq_cancelled"));
        assertEquals(1, run.stat("app", "upstream_cx_total"));
        assertEquals(3, run.edge("client", "app").unsent());
        latency(run, "curl", 0.15, 0.15);
    }

    @Test
    void aHangUpDuringAFaultDelayEndsThereAndThen() {
        Outcome run = patient(bed(OK), 4, "200ms")
                .rule("app", "fault: {delay: {percentage: {value: 100}, fixedDelay: 1s}}")
                .go();
        assertEquals("0:4", run.codes("curl"));
        assertEquals(0, run.arrived("app"));
        assertEquals(4, run.edge("client", "app").unsent());
        latency(run, "curl", 0.2, 0.2);
    }

    @Test
    void aHangUpDuringBackOffMakesNoOtherTry() {
        Outcome run = patient(bed(answers(503)), 20, "10ms")
                .rule("app", "retries: {attempts: 3, retryOn: 5xx, backoff: 1000s}")
                .go();
        assertEquals("DC:20", run.flags("curl"));
        assertEquals(20, run.arrived("app"));
        assertEquals(20, run.edge("client", "app").retries());
        assertEquals(20, run.edge("client", "app").unsent(), "waits cut short");
        latency(run, "curl", 0.01, 0.01);
    }

    /** Cancelling a request that waits for a connection leaves the connection attempt alone. */
    @Test
    void aHangUpWhileConnectingLeavesTheConnectToItself() {
        Outcome run = patient(bed(OK), 3, "400ms")
                .policy("app", "trafficPolicy: {connectionPool: {tcp: {connectTimeout: 1s}}}")
                .at("0s", "partition: {from: client, to: app}")
                .go();
        assertEquals("0:3", run.codes("curl"));
        assertEquals("DC:3", run.flags("curl"));
        assertEquals(3, run.stat("app", "upstream_rq_cancelled"));
        assertEquals(1, run.stat("app", "upstream_cx_connect_timeout"), "the first at 1 s; the second would be at 2 s");
        assertEquals(2, run.stat("app", "upstream_cx_total"));
        latency(run, "curl", 0.4, 0.4);
    }

    @Test
    void theCallersOwnRetriesAreRequestsOfTheirOwn() {
        Outcome run = bed(sleeps("1s"))
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 1}, requests: 5, "
                        + "timeout: 300ms, retries: {attempts: 2, backoff: 100ms}")
                .go();
        assertEquals("0:5", run.codes("curl"));
        assertEquals(5, run.traffic("curl").requests());
        assertEquals(10, run.traffic("curl").callerRetries());
        assertEquals(15, run.edge("client", "app").requests());
        assertEquals(0, run.edge("client", "app").retries());
        assertEquals(3, run.service("app").amplification(), "three tries for one request");
        assertEquals(9, run.service("app").worstAmplification(), "the default policy makes three of each");
        latency(run, "curl", 1.1, 1.1);
    }

    /** An app that watches its connection stops, and hangs up on whom it calls. */
    @Test
    void anAppThatStopsOnCancelHangsUpInItsTurn() {
        Bed bed = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{steps: [{sleep: 1s}]}]}")
                .traffic(
                        "name: web, from: client, request: {url: 'http://front:8080/'}, load: {users: 1}, requests: 4, "
                                + "timeout: 300ms");
        String steps = "handlers: [{steps: [{sleep: 100ms}, {call: {url: 'http://app:8080/'}}, "
                + "{call: {url: 'http://app:8080/'}}]}]}";
        Outcome stops = bed.meshApp("front", "{onCancel: stop, " + steps).go();
        assertEquals("DC:4", stops.flags("web"));
        assertEquals(4, stops.edge("front", "app").flags().get("DC"));
        assertEquals(4, stops.arrived("app"));
        assertEquals(0, stops.pod("front-0").completed());
        Outcome goesOn = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{steps: [{sleep: 1s}]}]}")
                .meshApp("front", "{" + steps)
                .traffic(
                        "name: web, from: client, request: {url: 'http://front:8080/'}, load: {users: 1}, requests: 4, "
                                + "timeout: 300ms")
                .go();
        assertEquals("DC:4", goesOn.flags("web"));
        assertEquals(8, goesOn.arrived("app"));
        assertEquals(4, goesOn.pod("front-0").completed());
    }
}

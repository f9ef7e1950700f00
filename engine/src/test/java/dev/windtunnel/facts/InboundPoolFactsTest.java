package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.between;
import static dev.windtunnel.facts.Facts.sleeps;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connectionPool holds in the server's sidecar, too, between it and its app. */
class InboundPoolFactsTest {

    private static final String INBOUND = "inbound|8080||";

    private static Bed bed(String port, String app, String pool) {
        return Scenarios.bed()
                .service("app", "app: app", "{name: " + port + ", port: 8080}")
                .workload("app", app)
                .deployment("app", 1, "app: app", true)
                .policy("app", "trafficPolicy: {connectionPool: {" + pool + "}}");
    }

    private static Bed users(Bed bed, int users, int requests) {
        return bed.traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {users: " + users
                + "}, requests: " + requests);
    }

    /** Each of two clients may have one connection, and so may the server's sidecar: of two requests one waits there. */
    @Test
    void callersThatKeepTheirLimitsEachMeetThoseOfTheServer() {
        Outcome run = users(
                        bed("http", sleeps("100ms"), "tcp: {maxConnections: 1}")
                                .deployment("client", 2, "app: client", true),
                        2,
                        2)
                .go();
        assertEquals("200:2", run.codes("web"));
        assertEquals(0.1, run.latency("web").min(), 1e-9);
        assertEquals(0.2, run.latency("web").max(), 1e-9);
        assertEquals(1, run.statOf("app", INBOUND, "upstream_cx_total"));
        assertEquals(1, run.statOf("app", INBOUND, "upstream_cx_overflow"));
    }

    /** Without a sidecar of its own a caller has no limits, but the server's hold: one is served, one waits, one is refused. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"http, 503", "http2, 503"})
    void whoCallsWithoutASidecarMeetsThem(String port, int code) {
        Outcome run = users(
                        bed(
                                        port,
                                        sleeps("100ms"),
                                        "tcp: {maxConnections: 1}, http: {http1MaxPendingRequests: 1, maxConcurrentStreams: 1}")
                                .plainClient("client"),
                        3,
                        3)
                .go();
        assertEquals("200:2 " + code + ":1", run.codes("web"));
        assertEquals(1, run.statOf("app", INBOUND, "upstream_rq_pending_overflow"));
        assertEquals(0, run.latency("web").min(), 1e-9);
        assertEquals(0.2, run.latency("web").max(), 1e-9);
    }

    @Test
    void aConnectionOfHttp2CarriesManyRequestsToTheApp() {
        Outcome run = users(
                        bed("http2", sleeps("100ms"), "tcp: {maxConnections: 1}")
                                .plainClient("client"),
                        9,
                        9)
                .go();
        assertEquals(0.1, run.latency("web").max(), 1e-9);
        assertEquals(1, run.statOf("app", INBOUND, "upstream_cx_total"));
    }

    /** Every worker may have its first connection. */
    @Test
    void everyWorkerHasItsFirstConnection() {
        Outcome run = users(
                        bed("http", sleeps("100ms"), "tcp: {maxConnections: 1}")
                                .plainClient("client")
                                .workers(2),
                        8,
                        8)
                .go();
        assertEquals(2, run.statOf("app", INBOUND, "upstream_cx_total"));
        assertEquals(2, run.pod("app-0").inServiceMax());
    }

    /** The proxy of the caller sees an answer that says that the server is full, and does not repeat the request. */
    @Test
    void whatTheServersSidecarRefusesIsNotRetried() {
        Bed bed = bed("http", sleeps("100ms"), "http: {http2MaxRequests: 2}")
                .deployment("client", 4, "app: client", true)
                .rule("app", "retries: {attempts: 3, retryOn: '5xx,503'}");
        Outcome run = users(bed, 4, 4).go();
        assertEquals("200:2 503:2", run.codes("web"));
        assertEquals("-:4", run.flags("web"));
        assertEquals(0, run.stat("app", "upstream_rq_retry"));
        assertEquals(2, run.statOf("app", INBOUND, "upstream_rq_active_overflow"));
    }

    /** Who waits there and gives up leaves the queue; the app never hears of it. */
    @Test
    void whoGivesUpLeavesTheQueue() {
        Bed bed = bed("http", sleeps("1s"), "tcp: {maxConnections: 1}").plainClient("client");
        Outcome run = bed.traffic("name: first, from: client, request: {url: 'http://app:8080/'}, load: {users: 1}, "
                        + "requests: 1")
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {users: 5}, requests: 5, "
                        + "timeout: 100ms, start: 100ms")
                .traffic("name: last, from: client, request: {url: 'http://app:8080/'}, load: {users: 1}, requests: 1, "
                        + "start: 300ms")
                .go();
        assertEquals("timeout:5", run.failures("web"));
        assertEquals(5, run.statOf("app", INBOUND, "upstream_rq_cancelled"));
        assertEquals(1.7, run.latency("last").max(), 1e-9);
    }

    /** A request that is given up costs its connection: the next one gets another, though the app still works on the first. */
    @Test
    void aRequestThatIsGivenUpMakesRoomForTheNext() {
        Bed bed = bed("http", sleeps("1s"), "tcp: {maxConnections: 1}").plainClient("client");
        Outcome run = bed.traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {users: 2}, "
                        + "requests: 2, timeout: 1500ms")
                .traffic(
                        "name: hasty, from: client, request: {url: 'http://app:8080/'}, load: {users: 1}, requests: 1, "
                                + "timeout: 200ms")
                .go();
        between(1, 2, run.code("web", 200), "of web");
        assertEquals(3, run.arrived("app"));
    }

    @Test
    void aRuleForSomeCallersDoesNotHoldThere() {
        Outcome run = users(
                        Scenarios.bed()
                                .service("app", "app: app", "{name: http, port: 8080}")
                                .workload("app", sleeps("100ms"))
                                .deployment("app", 1, "app: app", true)
                                .plainClient("client")
                                .policy(
                                        "app",
                                        "workloadSelector: {matchLabels: {app: app}}, "
                                                + "trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}}}"),
                        5,
                        5)
                .go();
        assertEquals(0.1, run.latency("web").max(), 1e-9);
    }
}

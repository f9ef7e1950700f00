package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.between;
import static dev.windtunnel.facts.Facts.latency;
import static dev.windtunnel.facts.Facts.sleeps;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections of HTTP/2: many requests on one, who gets them, and what ends them. */
class Http2FactsTest {

    private static Bed bed(String port, String body) {
        return Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: " + port + ", port: 8080}")
                .pods("app", 1, "app: app", body);
    }

    private static Bed users(Bed bed, int users, int requests) {
        return bed.traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {users: " + users
                + "}, requests: " + requests);
    }

    private static String pool(String http) {
        return "trafficPolicy: {connectionPool: {http: {" + http + "}}}";
    }

    @ParameterizedTest(name = "{0}, {1}, callers of {2}: {3} connections")
    @CsvSource(
            delimiter = '|',
            value = {
                "http      |                          | http1 | 5",
                "http      |                          | http2 | 5",
                "http2     |                          | http1 | 1",
                "grpc      |                          | http1 | 1",
                "web       |                          | http1 | 5",
                "web       |                          | http2 | 1",
                "http      | h2UpgradePolicy: UPGRADE | http1 | 1",
                "http      | useClientProtocol: true  | http1 | 5",
                "http      | useClientProtocol: true  | http2 | 1",
                "http2     | useClientProtocol: true  | http1 | 5",
            })
    void oneConnectionCarriesAllRequestsWhereTheClusterSpeaksHttp2(
            String port, String http, String caller, int connections) {
        Bed bed = bed(port, sleeps("100ms"));
        Outcome run = (http == null ? bed : bed.policy("app", pool(http)))
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {users: 5}, requests: 5, "
                        + "connection: {protocol: " + caller + "}")
                .go();
        assertEquals(connections, run.stat("app", "upstream_cx_total"));
        assertEquals(connections == 1 ? 1 : 0, run.stat("app", "upstream_cx_http2_total"));
        assertEquals("200:5", run.codes("web"));
        latency(run, "web", 0.1, 0.1);
    }

    @ParameterizedTest(name = "a mesh that upgrades, {0}, {1}: {2} connections")
    @CsvSource(
            delimiter = '|',
            value = {
                "http  |                                 | 1",
                "web   |                                 | 5",
                "http  | connectTimeout: 1s              | 1",
                "http  | h2UpgradePolicy: DO_NOT_UPGRADE | 5",
                "http  | useClientProtocol: true         | 5",
            })
    void aMeshUpgradesPortsOfHttp1ThatNobodyElseSpeaksOf(String port, String http, int connections) {
        String policy = http == null
                ? null
                : http.startsWith("connect") ? "trafficPolicy: {connectionPool: {tcp: {" + http + "}}}" : pool(http);
        Bed bed = bed(port, sleeps("100ms")).cluster("meshConfig: {h2UpgradePolicy: UPGRADE}");
        Outcome run =
                users(policy == null ? bed : bed.policy("app", policy), 5, 5).go();
        assertEquals(connections, run.stat("app", "upstream_cx_total"));
        assertEquals("200:5", run.codes("web"));
    }

    @Test
    @DisplayName("B113: on a ready connection, a request over the limit overflows at once")
    void aRequestOverTheLimitOverflowsAtOnce() {
        Outcome run = bed("http2", "{handlers: [{match: {uri: /first}}, {steps: [{sleep: 100ms}]}]}")
                .policy("app", pool("http2MaxRequests: 1"))
                .curl("first", "http://app:8080/first", 1)
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {users: 2}, requests: 2, "
                        + "start: 1s")
                .go();
        assertEquals("-:1 UO:1", run.flags("web"));
        assertEquals(0, run.latency("web").min(), 1e-9);
        assertEquals(1, run.stat("app", "upstream_rq_active_overflow"));
        assertEquals(0, run.stat("app", "upstream_rq_pending_overflow"));
    }

    @Test
    @DisplayName("B114: of three that wait for a connection with room for one, two overflow when it is there")
    void thoseForWhomThereIsNoRoomOverflowWhenTheConnectionIsThere() {
        Outcome run = users(bed("http2", OK).policy("app", pool("http2MaxRequests: 1")), 3, 3)
                .network("{sameNode: 5ms}")
                .go();
        assertEquals("-:1 UO:2", run.flags("web"));
        assertEquals(2, run.stat("app", "upstream_rq_active_overflow"));
        assertEquals(3, run.stat("app", "upstream_rq_pending_total"));
        assertEquals(0.01, run.latency("web").min(), 1e-9);
    }

    @Test
    @DisplayName("B115: all who wait for a connection fail with it, and the next request opens another")
    void allWhoWaitFailWithTheConnection() {
        Outcome run = users(bed("http2", OK).rule("app", "retries: {attempts: 0}"), 3, 4)
                .gone("app")
                .go();
        assertEquals("UF:4", run.flags("web"));
        assertEquals(4, run.stat("app", "upstream_rq_pending_failure_eject"));
        assertEquals(2, run.stat("app", "upstream_cx_total"));
        assertEquals(2, run.stat("app", "upstream_cx_connect_fail"));
    }

    @Test
    @DisplayName("B116: one stream on each connection, two requests: two connections, which are used again")
    void aSecondConnectionWhenTheFirstIsFull() {
        Outcome run = users(bed("http2", sleeps("100ms")).policy("app", pool("maxConcurrentStreams: 1")), 2, 6)
                .go();
        assertEquals(2, run.stat("app", "upstream_cx_total"));
        assertEquals(6, run.stat("app", "upstream_rq_total"));
        latency(run, "web", 0.1, 0.1);
    }

    @ParameterizedTest(name = "{0} requests, {1} on a connection")
    @CsvSource({"3, 2, 2", "4, 2, 2", "5, 2, 3", "6, 3, 2"})
    @DisplayName("B117: while connections are on their way, no more are opened than the requests need")
    void noMoreConnectionsThanTheRequestsNeed(int requests, int streams, int connections) {
        Outcome run = users(
                        bed("http2", sleeps("100ms")).policy("app", pool("maxConcurrentStreams: " + streams)),
                        requests,
                        requests)
                .network("{sameNode: 5ms}")
                .go();
        assertEquals(connections, run.stat("app", "upstream_cx_total"));
        assertEquals("200:" + requests, run.codes("web"));
    }

    /** The limit is written into options that an upgrade replaces. */
    @Test
    void aLimitOfStreamsDoesNotReachAnUpgradedCluster() {
        Bed bed = bed("http", sleeps("100ms")).policy("app", pool("maxConcurrentStreams: 1, h2UpgradePolicy: UPGRADE"));
        assertEquals(1, users(bed, 5, 5).go().stat("app", "upstream_cx_total"));
    }

    @Test
    void aConnectionThatHasHadItsRequestsFinishesThemAndCloses() {
        Outcome run = users(bed("http2", sleeps("100ms")).policy("app", pool("maxRequestsPerConnection: 2")), 3, 6)
                .go();
        assertEquals("200:6", run.codes("web"));
        assertEquals(3, run.stat("app", "upstream_cx_total"));
        assertEquals(3, run.stat("app", "upstream_cx_max_requests"));
        assertEquals(0, run.stat("app", "upstream_cx_active"));
    }

    /** A connection to each host and for each worker, however many requests there are. */
    @ParameterizedTest(name = "{0} workers, {1} pods")
    @CsvSource({"1, 3, 3", "2, 1, 2", "2, 3, 6"})
    void everyWorkerHasAConnectionToEveryHost(int workers, int pods, int connections) {
        Outcome run = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http2, port: 8080}")
                .pods("app", pods, "app: app", sleeps("1ms"))
                .workers(workers)
                .traffic(
                        "name: web, from: client, request: {url: 'http://app:8080/'}, load: {users: 40}, requests: 400")
                .go();
        assertEquals(connections, run.stat("app", "upstream_cx_total"));
    }

    /** A timeout resets its stream; the connection and the others on it stay. */
    @Test
    void aRequestThatIsGivenUpCostsAStreamAndNoConnection() {
        Outcome run = users(
                        bed("http2", sleeps("{uniform: [0ms, 100ms]}"))
                                .rule("app", "timeout: 50ms, retries: {attempts: 0}"),
                        4,
                        200)
                .go();
        assertEquals(1, run.stat("app", "upstream_cx_total"));
        between(60, 140, run.flag("web", "UT"), "half of them");
        assertEquals(run.flag("web", "UT"), run.stat("app", "upstream_rq_tx_reset"));
    }

    @Test
    void aPodThatResetsAStreamKeepsItsConnection() {
        Outcome run = users(
                        bed("http2", "{handlers: [{errors: [{rate: 50%, reset: true}]}]}")
                                .rule("app", "retries: {attempts: 0}"),
                        2,
                        100)
                .go();
        assertEquals(1, run.stat("app", "upstream_cx_total"));
        between(30, 70, run.flag("web", "UR"), "half of them");
        assertEquals(run.flag("web", "UR"), run.stat("app", "upstream_rq_rx_reset"));
    }

    @Test
    void aPodThatDiesTakesAllStreamsOfItsConnectionAlong() {
        Outcome run = users(
                        bed("http2", sleeps("1s"))
                                .rule("app", "retries: {attempts: 0}")
                                .deaf(),
                        3,
                        3)
                .at("500ms", "kill: {workload: app}")
                .go();
        assertEquals("UC:3", run.flags("web"));
        assertEquals(3, run.stat("app", "upstream_rq_pending_failure_eject"));
        assertEquals(1, run.stat("app", "upstream_cx_destroy_remote"));
        assertEquals(0, run.stat("app", "upstream_cx_active"));
    }

    /** Who calls without a sidecar has one connection, and so one pod. */
    @Test
    void withoutASidecarAllRequestsOfOneCallerGoToOnePod() {
        Outcome run = Scenarios.bed()
                .plainClient("client")
                .service("app", "app: app", "{name: grpc, port: 8080}")
                .pods("app", 3, "app: app", sleeps("1ms"))
                .traffic("name: web, from: client, request: {grpc: 'grpc://app:8080/a.B/C'}, load: {rate: 100/s}, "
                        + "requests: 60")
                .go();
        double most = Math.max(
                run.pod("app-0").arrived(),
                Math.max(run.pod("app-1").arrived(), run.pod("app-2").arrived()));
        assertEquals(60, most);
        assertEquals(1, run.edge("client", "app").connections().opened());
    }

    /** Many calls at a time on one connection of the app: all on one worker of its sidecar. */
    @ParameterizedTest(name = "{0}: {1} connections")
    @CsvSource({"http1, 2", "http2, 1"})
    void oneConnectionOfTheAppKeepsOneWorkerBusy(String protocol, int connections) {
        Outcome run = bed("http2", sleeps("100ms"))
                .workers(2)
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {rate: 200/s}, "
                        + "requests: 200, connection: {protocol: " + protocol + "}")
                .go();
        assertEquals(connections, run.stat("app", "upstream_cx_total"));
    }

    // ---------------------------------------------------------------- ends

    /**
     * A sidecar that has been told to end says so with its next answers: proxies and apps take other connections, long
     * before they hear that the endpoint has left.
     */
    @ParameterizedTest(name = "{0}, client with a sidecar: {1}")
    @CsvSource({"http, true", "http2, true", "http, false", "http2, false"})
    void aSidecarThatIsToldToEndClosesItsConnectionsByItsAnswers(String port, boolean sidecar) {
        Outcome run = Scenarios.bed()
                .deployment("client", 1, "app: client", sidecar)
                .service("app", "app: app", "{name: " + port + ", port: 8080}")
                .workload("app", "{shutdown: ignore, handlers: [{}]}")
                .deployment("app", 1, "app: app", true)
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {rate: 10/s, arrivals: "
                        + "constant}, requests: 30, connection: {protocol: " + (port.equals("http") ? "http1" : "http2")
                        + "}")
                .at("1050ms", "kill: {workload: app, pods: 1, grace: 30s}")
                .deaf()
                .go();
        if (!sidecar) { // kube-proxy knows at once that the pod has left, and the next is ready after a second
            assertEquals("0:9 200:21", run.codes("web"), "the connection ends with its next answer");
            return;
        }
        assertEquals("200:30", run.codes("web"), "the old pod serves on");
        assertEquals(
                1 + 18, run.edge("client", "app").connections().opened(), "one more for each request but the first");
        assertEquals(19, run.stat("app", "upstream_cx_close_notify"));
    }

    // ---------------------------------------------------------------- time

    @ParameterizedTest(name = "{0}")
    @CsvSource({"http, 400ms, 3", "http, 600ms, 1", "http2, 400ms, 3", "http2, 600ms, 1"})
    void aConnectionThatNobodyUsesCloses(String port, String idle, int connections) {
        Outcome run = bed(port, OK)
                .policy("app", pool("idleTimeout: " + idle))
                .traffic(
                        "name: web, from: client, request: {url: 'http://app:8080/'}, load: {users: 1, thinkTime: 500ms}, "
                                + "requests: 3")
                .run("{duration: 10s}")
                .go();
        assertEquals(connections, run.stat("app", "upstream_cx_total"));
        assertEquals(connections == 3 ? 2 : 0, run.stat("app", "upstream_cx_idle_timeout"));
    }

    /** An idle timeout of TCP holds for HTTP, too, unless HTTP has its own. */
    @Test
    void theIdleTimeoutOfTcpHoldsForHttp() {
        Bed bed = bed("http", OK)
                .policy("app", "trafficPolicy: {connectionPool: {tcp: {idleTimeout: 300ms}, http: {idleTimeout: 2s}}}");
        String load = "name: web, from: client, request: {url: 'http://app:8080/'}, load: {users: 1, thinkTime: 1s}, "
                + "requests: 3";
        assertEquals(1, bed.traffic(load).go().stat("app", "upstream_cx_total"));
        Bed tcp = bed("http", OK).policy("app", "trafficPolicy: {connectionPool: {tcp: {idleTimeout: 300ms}}}");
        assertEquals(3, tcp.traffic(load).go().stat("app", "upstream_cx_total"));
    }

    /** A connection that is too old takes no further requests; what is on it is finished. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"http", "http2"})
    void aConnectionThatIsTooOldIsReplacedByAnother(String port) {
        Outcome run = users(
                        bed(port, sleeps("100ms"))
                                .policy(
                                        "app",
                                        "trafficPolicy: {connectionPool: {tcp: {maxConnectionDuration: 250ms}}}"),
                        1,
                        9)
                .go();
        assertEquals("200:9", run.codes("web"));
        assertEquals(3, run.stat("app", "upstream_cx_total"), "three requests on each");
        assertEquals(3, run.stat("app", "upstream_cx_max_duration_reached"));
        latency(run, "web", 0.1, 0.1);
    }
}

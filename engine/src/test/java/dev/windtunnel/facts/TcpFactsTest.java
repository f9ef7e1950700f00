package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.between;
import static dev.windtunnel.facts.Facts.latency;
import static dev.windtunnel.facts.Facts.sleeps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.measure.RunResult;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections of TCP: what is said on them, where they go, and what ends them. */
class TcpFactsTest {

    private static final String OK = "{handlers: [{match: {port: 3306}, response: {bytes: 50}}]}";

    private static Bed bed(String body) {
        return bed("mysql", 1, body);
    }

    private static Bed bed(String port, int pods, String body) {
        return Scenarios.bed()
                .client("client")
                .service("db", "app: db", "{name: " + port + ", port: 3306}")
                .pods("db", pods, "app: db", body);
    }

    private static Bed connections(Bed bed, String fields, int users, int count) {
        return bed.traffic("name: sql, from: client, tcp: {url: 'tcp://db:3306'" + fields + "}, load: {users: " + users
                + "}, requests: " + count);
    }

    private static double stat(Outcome run, String counter) {
        return run.statOf("client", "outbound|3306||db.default.svc.cluster.local", counter);
    }

    private static String tcp(String fields) {
        return "trafficPolicy: {connectionPool: {tcp: {" + fields + "}}}";
    }

    /** PassthroughCluster finds nobody at the address, BlackHoleCluster has no host. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | ALLOW_ANY | empty-reply:3 | UF,URX:3",
                "true | REGISTRY_ONLY | empty-reply:3 | UH:3",
                "false | ALLOW_ANY | connect-refused:3 | -:3"
            })
    void aPortThatTheServiceDoesNotHave(boolean sidecar, String mode, String failures, String flags) {
        Bed bed = sidecar ? Scenarios.bed().client("client") : Scenarios.bed().plainClient("client");
        Outcome run = bed.service("db", "app: db", "{name: mysql, port: 3306}")
                .pods("db", 1, "app: db", OK)
                .cluster("meshConfig: {outboundTrafficPolicy: {mode: " + mode + "}}")
                .traffic("name: sql, from: client, tcp: {url: 'tcp://db:3307'}, load: {users: 1}, requests: 3")
                .go();
        assertEquals("0:3", run.codes("sql"));
        assertEquals(failures, run.failures("sql"));
        assertEquals(flags, run.flags("sql"));
    }

    @Test
    void aPassedOnConnectionThatIsRefusedHasFlags() {
        Outcome run = Scenarios.bed()
                .client("client")
                .external("db.example.com", "{latency: 1ms}")
                .traffic(
                        "name: sql, from: client, tcp: {url: 'tcp://db.example.com:3306'}, load: {users: 1}, requests: 3")
                .go();
        assertEquals("200:3", run.codes("sql"));
        assertEquals("-:3", run.flags("sql"));
        Outcome gone = Scenarios.bed()
                .client("client")
                .service("db", "app: db", "{name: mysql, port: 3306}")
                .pods("db", 1, "app: db", OK)
                .workload("db", "{startup: 1h}")
                .at("0s", "restart: {workload: db}")
                .traffic("name: sql, from: client, tcp: {url: 'tcp://10.1.0.77:3306'}, load: {users: 1}, requests: 3")
                .go();
        assertEquals("UF,URX:3", gone.flags("sql"));
    }

    @Test
    void aConnectionCountsAsARequestAndItsExchangesReachTheHandler() {
        Outcome run = connections(
                        bed("{handlers: [{match: {port: 3306}, steps: [{sleep: 2ms}], response: {bytes: 50}}]}"),
                        ", exchanges: 20, bytes: 200, interval: 10ms",
                        1,
                        3)
                .go();
        assertEquals("200:3", run.codes("sql"));
        assertEquals("-:3", run.flags("sql"));
        latency(run, "sql", 20 * 0.002 + 19 * 0.01, 20 * 0.002 + 19 * 0.01);
        assertEquals(60, run.arrived("db"));
        RunResult.EdgeResult edge = run.edge("client", "db");
        assertEquals("tcp", edge.protocol());
        assertEquals(3, edge.requests());
        assertEquals(3, edge.attempts());
        RunResult.Bytes bytes = Objects.requireNonNull(edge.bytes());
        assertEquals(3 * 20 * 200, bytes.sent());
        assertEquals(3 * 20 * 50, bytes.received());
        assertEquals(3 * 0.23, bytes.durationSeconds(), 1e-9);
        assertEquals(3, stat(run, "upstream_cx_total"));
        assertEquals(3, stat(run, "upstream_rq_total"));
        assertEquals(3, stat(run, "upstream_rq_pending_total"));
        assertEquals(3, stat(run, "upstream_cx_destroy_remote"), "the app closes its side when the caller has");
        assertEquals(0, stat(run, "upstream_cx_active"));
        assertEquals(3, edge.connections().opened());
        assertEquals(1, edge.connections().maxOpen());
        assertTrue(run.json().contains("\"bytesSent\": 12000"));
        assertEquals(
                3.0,
                run.result()
                        .stats()
                        .get("default/client-0")
                        .get("tcp.outbound|3306||db.default.svc.cluster.local.downstream_cx_total"));
    }

    /** No queue: a connection over the limit is closed at once. */
    @Test
    void aConnectionOverTheLimitIsClosedAtOnce() {
        Outcome run = connections(bed(sleeps("100ms")).policy("db", tcp("maxConnections: 2")), "", 5, 5)
                .go();
        assertEquals("0:3 200:2", run.codes("sql"));
        assertEquals("-:2 UO:3", run.flags("sql"));
        assertEquals("empty-reply:3", run.failures("sql"));
        assertEquals(3, stat(run, "upstream_cx_overflow"));
        assertEquals(2, stat(run, "upstream_cx_total"));
        assertEquals(3, run.edge("client", "db").unsent());
        assertEquals(0, run.latency("sql").min(), 1e-9);
    }

    @Test
    void aServiceWithoutPodsIsUh() {
        Outcome run = connections(
                        Scenarios.bed().client("client").service("db", "app: db", "{name: tcp, port: 3306}"), "", 1, 4)
                .go();
        assertEquals("UH:4", run.flags("sql"));
        assertEquals(4, stat(run, "upstream_cx_none_healthy"));
    }

    @Test
    void aRefusedConnectionIsNotTriedAgain() {
        Outcome run = connections(bed(OK), "", 1, 4).gone("db").go();
        assertEquals("UF,URX:4", run.flags("sql"));
        assertEquals(4, stat(run, "upstream_cx_connect_fail"));
        assertEquals(4, stat(run, "upstream_rq_pending_total"));
        assertEquals(4, stat(run, "upstream_rq_pending_failure_eject"));
        assertEquals(4, stat(run, "upstream_cx_destroy_remote"));
        assertEquals(0, stat(run, "upstream_rq_total"));
    }

    @Test
    void aConnectionThatNobodyAnswersTakesTheConnectTimeout() {
        Outcome run = connections(bed(OK).policy("db", tcp("connectTimeout: 1s")), "", 1, 2)
                .at("0s", "partition: {from: client, to: db}, for: 1h")
                .go();
        assertEquals("UF,URX:2", run.flags("sql"));
        latency(run, "sql", 1, 1);
        assertEquals(2, stat(run, "upstream_cx_connect_timeout"));
        assertEquals(2, stat(run, "upstream_cx_destroy_local"));
    }

    /** Each connection draws anew; its exchanges stay together. */
    @Test
    void weightsShareConnections() {
        Bed bed = Scenarios.bed()
                .client("client")
                .service("db", "app: db", "{name: tcp, port: 3306}")
                .pods("old", 1, "app: db, version: v1", OK)
                .pods("new", 1, "app: db, version: v2", OK)
                .policy("db", "subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]")
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: db}
                        spec:
                          hosts: [db]
                          tcp:
                          - match: [{port: 3307}]
                            route: [{destination: {host: nowhere}}]
                          - match: [{port: 3306, sourceLabels: {app: client}}]
                            route:
                            - {destination: {host: db, subset: v1}, weight: 80}
                            - {destination: {host: db, subset: v2}, weight: 20}
                        """);
        Outcome run = connections(bed, ", exchanges: 2", 4, 1000).go();
        assertEquals("200:1000", run.codes("sql"));
        between(2 * 150, 2 * 250, run.arrived("new"), "exchanges of the new version");
        assertEquals(2000, run.arrived("new") + run.arrived("old"));
        between(0.75, 0.85, run.edge("client", "db").destinations().get(1).share(), "share of v1");
        assertEquals("v1", run.edge("client", "db").destinations().get(1).subset());
        assertNotNull(run.result().stats().get("default/client-0").get("tcp.db.default.downstream_cx_total"));
    }

    /** A pod is chosen for each connection, whatever is said on it. */
    @Test
    void connectionsAreBalancedAndNotWhatIsSaidOnThem() {
        Outcome run = connections(
                        bed("tcp", 3, OK).policy("db", "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}"),
                        ", exchanges: 7",
                        1,
                        30)
                .go();
        for (String pod : new String[] {"db-0", "db-1", "db-2"}) {
            assertEquals(70, run.pod(pod).arrived());
        }
    }

    @Test
    void leastRequestCountsConnections() {
        Bed bed = Scenarios.bed()
                .client("client")
                .service("db", "app: db", "{name: tcp, port: 3306}")
                .pods("fast", 1, "app: db", sleeps("10ms"))
                .pods("slow", 1, "app: db", sleeps("1s"));
        Outcome run = connections(bed, "", 10, 400).go();
        between(80, 130, run.arrived("slow"), "a quarter: when both choices fall on the slow pod");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"tcp, 80ms, 0", "tcp, 200ms, 3"})
    void aConnectionOnWhichNothingMovesCloses(String port, String idle, int answered) {
        Outcome run = connections(
                        bed(port, 1, OK).policy("db", tcp("idleTimeout: " + idle)),
                        ", exchanges: 3, interval: 100ms",
                        1,
                        3)
                .go();
        assertEquals(answered, run.code("sql", 200));
        assertEquals("-:3", run.flags("sql"));
        assertEquals(answered == 0 ? "reset:3" : "", run.failures("sql"));
        assertEquals(
                answered == 0 ? 3.0 : null,
                run.result()
                        .stats()
                        .get("default/client-0")
                        .get("tcp.outbound|3306||db.default.svc.cluster.local.idle_timeout"));
    }

    @Test
    void aConnectionThatIsTooOldIsCutOff() {
        Outcome run = connections(
                        bed(OK).policy("db", tcp("maxConnectionDuration: 250ms")),
                        ", exchanges: 100, interval: 100ms",
                        1,
                        2)
                .go();
        assertEquals("DT:2", run.flags("sql"));
        assertEquals("reset:2", run.failures("sql"));
        latency(run, "sql", 0.25, 0.25);
        assertEquals(2, stat(run, "upstream_cx_destroy_local"));
        assertEquals(6, run.arrived("db"));
    }

    @Test
    void aPodThatDiesEndsItsConnectionsEvenBetweenTwoExchanges() {
        Outcome run = connections(bed(OK), ", exchanges: 100, interval: 100ms", 4, 4)
                .at("250ms", "kill: {workload: db}")
                .go();
        assertEquals("reset:4", run.failures("sql"));
        latency(run, "sql", 0.25, 0.25);
        assertEquals(4, stat(run, "upstream_cx_destroy_remote"));
    }

    /** Bytes that are no HTTP on a port of HTTP find nobody; where the port says nothing they are forwarded. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"http, 0:3", "tcp, 200:3", "web, 200:3"})
    void thePortSaysWhoReadsTheBytes(String port, String codes) {
        Outcome run = Scenarios.bed()
                .client("client")
                .service("db", "app: db", "{name: " + port + ", port: 8080}")
                .pods("db", 1, "app: db", "{handlers: [{}]}")
                .traffic("name: sql, from: client, tcp: {url: 'tcp://db:8080'}, load: {users: 1}, requests: 3")
                .go();
        assertEquals(codes, run.codes("sql"));
    }

    @Test
    void withoutASidecarKubeProxyTakesAPodForEachConnection() {
        Outcome run = Scenarios.bed()
                .plainClient("client")
                .service("db", "app: db", "{name: tcp, port: 3306}")
                .pods("db", 2, "app: db", OK)
                .traffic("name: sql, from: client, tcp: {url: 'tcp://db:3306', exchanges: 3}, load: {users: 1}, "
                        + "requests: 40")
                .go();
        assertEquals("200:40", run.codes("sql"));
        assertEquals(120, run.arrived("db"));
        assertEquals(0, run.pod("db-0").arrived() % 3);
        between(30, 90, run.pod("db-0").arrived(), "exchanges of one pod");
    }

    @Test
    void theCallersPatienceEndsTheWholeConnection() {
        Outcome run = bed(OK).traffic(
                        "name: sql, from: client, tcp: {url: 'tcp://db:3306', exchanges: 100, interval: 100ms}, "
                                + "load: {users: 1}, requests: 2, timeout: 450ms")
                .go();
        assertEquals("timeout:2", run.failures("sql"));
        assertEquals(10, run.arrived("db"));
        assertEquals(0, stat(run, "upstream_cx_active"));
    }

    /** An error inside of the protocol is the code of the connection. */
    @Test
    void anErrorOfAnExchangeIsSeen() {
        Outcome run = connections(
                        bed("{handlers: [{match: {port: 3306}, errors: [{rate: 50%, status: 503}]}]}"),
                        ", exchanges: 3",
                        1,
                        200)
                .go();
        between(160, 190, run.code("sql", 503), "7/8 of them");
        assertEquals("-:200", run.flags("sql"));
    }
}

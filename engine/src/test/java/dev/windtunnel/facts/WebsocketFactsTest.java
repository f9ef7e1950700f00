package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.sleeps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.measure.RunResult;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Websockets through sidecars. What is said of counters, codes and flags was measured on Envoy 1.40, with a client and a
 * server that do nothing but switch protocols.
 */
class WebsocketFactsTest {

    private static Bed bed(String body) {
        return Scenarios.bed().client("client").app("chat", body);
    }

    private static Bed meshBed(String body) {
        return Scenarios.bed().client("client").meshApp("chat", body);
    }

    /** People who open one session each, of so long. */
    private static Bed sessions(Bed bed, int people, String time) {
        return bed.traffic("name: ws, from: client, request: {url: 'ws://chat:8080/room', session: {for: " + time
                + "}}, load: {users: " + people + "}, requests: " + people);
    }

    private static RunResult.Sessions of(Outcome run) {
        return Objects.requireNonNull(run.traffic("ws").sessions());
    }

    private static double chat(Outcome run, String counter) {
        return run.stat("chat", counter);
    }

    @Test
    void theAnswerIs101AndTheLatencyTheTimeToIt() {
        Outcome run = sessions(bed(sleeps("30ms")), 1, "10s").go();
        assertEquals("101:1", run.codes("ws"));
        assertEquals(0.03, run.latency("ws").max(), 1e-9);
        assertEquals(0, run.traffic("ws").errorRate());
        assertEquals(1, of(run).opened());
        assertEquals("{done=1.0}", of(run).ended().toString());
        assertEquals(10, of(run).length().max(), 1e-9);
        assertEquals(10.03, run.result().scenario().durationSeconds(), 1e-9);
        assertEquals(1, chat(run, "upstream_rq_101"));
        assertEquals(1, chat(run, "upstream_rq_1xx"));
        assertEquals(1, chat(run, "upstream_rq_completed"));
        assertEquals(1, run.edge("client", "chat").codes().get("101"));
        assertTrue(run.json().contains("\"lengthSeconds\""));
    }

    /** The connection is in use while the session is open, and belongs to nobody else afterwards. */
    @Test
    void theConnectionLeavesThePoolForGood() {
        Bed bed = sessions(bed(sleeps("0s")), 2, "10s").run("{duration: 5s}");
        Outcome open = bed.go();
        assertEquals(2, chat(open, "upstream_cx_active"));
        assertEquals(2, chat(open, "upstream_rq_active"));
        assertEquals(2, of(open).open());
        assertEquals(0, open.traffic("ws").unfinished());
        assertEquals(5, open.result().scenario().durationSeconds(), 1e-9);

        Outcome over = sessions(bed(sleeps("0s")), 2, "10s")
                .curl("later", "http://chat:8080/", 1)
                .go();
        assertEquals(0, chat(over, "upstream_rq_active"));
        assertEquals(3, chat(over, "upstream_cx_total"));
        assertEquals(2, chat(over, "upstream_cx_destroy_remote"));
    }

    /** Of what the app answers instead of 101 the caller learns, and that connection is closed, too. */
    @Test
    void aRefusalCostsTheConnection() {
        Outcome run = sessions(bed("{handlers: [{response: {status: 403}}]}"), 1, "10s")
                .go();
        assertEquals("403:1", run.codes("ws"));
        assertEquals(0, of(run).opened());
        assertEquals(1, chat(run, "upstream_cx_destroy_local"));
        assertEquals(0, run.result().scenario().durationSeconds(), 1e-9);
    }

    @Test
    void noTimeoutOfARouteCutsASession() {
        Outcome run = sessions(
                        bed(sleeps("10ms"))
                                .rule(
                                        "chat",
                                        "timeout: 1s, retries: {attempts: 2, perTryTimeout: 500ms, retryOn: 5xx}"),
                        1,
                        "20s")
                .go();
        assertEquals("{done=1.0}", of(run).ended().toString());
        assertEquals(20, of(run).length().max(), 1e-9);
        assertEquals(0, chat(run, "upstream_rq_timeout"));
    }

    @Test
    void theTimeoutHoldsUntilThe101() {
        Outcome run = sessions(bed(sleeps("3s")).rule("chat", "timeout: 1s"), 1, "20s")
                .go();
        assertEquals("504:1", run.codes("ws"));
        assertEquals("UT:1", run.flags("ws"));
        assertEquals(1, chat(run, "upstream_rq_timeout"));
        assertEquals(0, of(run).opened());
    }

    @Test
    void triesAreRepeatedUntilThe101() {
        Outcome run = sessions(
                        bed("{handlers: [{errors: [{rate: 100%, reset: true}]}]}")
                                .rule("chat", "retries: {attempts: 2, retryOn: 'reset'}"),
                        1,
                        "20s")
                .go();
        assertEquals("503:1", run.codes("ws"));
        assertEquals("URX,UC:1", run.flags("ws"));
        assertEquals(2, chat(run, "upstream_rq_retry"));
    }

    /** Each open session is an active request; a second one overflows at once (B113). */
    @Test
    void openSessionsCountAgainstTheLimitOfRequests() {
        Outcome run = bed(sleeps("0s"))
                .policy("chat", "trafficPolicy: {connectionPool: {http: {http2MaxRequests: 1}}}")
                .traffic("name: ws, from: client, request: {url: 'ws://chat:8080/', session: {for: 10s}},"
                        + " load: {rate: 1/s, arrivals: constant}, requests: 12")
                .go();
        assertEquals("101:2 503:10", run.codes("ws"));
        assertEquals("-:2 UO:10", run.flags("ws"));
        assertEquals(10, chat(run, "upstream_rq_active_overflow"));
    }

    /** A session takes its connection for as long as it lasts: who comes later waits for it. */
    @Test
    void openSessionsKeepTheirConnections() {
        Outcome run = sessions(
                        bed(sleeps("0s")).policy("chat", "trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}}}"),
                        2,
                        "10s")
                .go();
        assertEquals("101:2", run.codes("ws"));
        assertEquals(10, run.latency("ws").max(), 1e-9);
        assertEquals(1, of(run).mostOpen());
        assertEquals(2, chat(run, "upstream_cx_overflow"), "when it came, and when the first was served");
    }

    /** A thread of an app is busy with its session. */
    @Test
    void aSessionKeepsItsThread() {
        String handler = "handlers: [{response: {status: 200}}]}";
        Outcome threads =
                sessions(bed("{concurrency: 1, queue: 0, " + handler), 2, "10s").go();
        assertEquals("101:1 503:1", threads.codes("ws"));
        Outcome async = sessions(bed("{model: async, concurrency: 1, " + handler), 2, "10s")
                .go();
        assertEquals("101:2", async.codes("ws"));
    }

    /** Envoy at the server knows no CONNECT over HTTP/2 unless it is told to, and closes the connection. */
    @Test
    void overHttp2NoSessionComesAbout() {
        Outcome run = sessions(
                        meshBed(sleeps("0s"))
                                .policy("chat", "trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: UPGRADE}}}"),
                        1,
                        "10s")
                .go();
        assertEquals("503:1", run.codes("ws"));
        assertEquals("UC:1", run.flags("ws"));
        assertEquals(1, chat(run, "upstream_cx_destroy_remote"));
        assertEquals(1, chat(run, "upstream_rq_pending_failure_eject"));
    }

    /** What no session comes about by is said where it is written. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client | trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: UPGRADE}}} | '' | DestinationRule spec.trafficPolicy.connectionPool.http.h2UpgradePolicy UPGRADE",
                "client | '' | UPGRADE | Scenario spec.cluster.meshConfig.h2UpgradePolicy UPGRADE",
                "client | trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: DO_NOT_UPGRADE}}} | UPGRADE | ''",
                "client | trafficPolicy: {connectionPool: {http: {useClientProtocol: true}}} | '' | ''",
                "plain | trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: UPGRADE}}} | '' | ''",
                "client | trafficPolicy: {connectionPool: {http: {maxRetries: 3}}} | UPGRADE | Scenario spec.cluster.meshConfig.h2UpgradePolicy UPGRADE",
            })
    void anUpgradeTowardsWebsocketsIsFound(String caller, String rule, String mesh, String expected) {
        Bed bed = meshBed(sleeps("0s")).plainClient("plain");
        bed = rule.isEmpty() ? bed : bed.policy("chat", rule);
        bed = mesh.isEmpty() ? bed : bed.cluster("meshConfig: {h2UpgradePolicy: " + mesh + "}");
        bed = bed.traffic("name: ws, from: " + caller + ", request: {url: 'ws://chat:8080/', session: {for: 1s}},"
                + " load: {users: 1}, requests: 1");
        assertEquals(expected, upgrades(bed));
        assertEquals(expected.isEmpty() ? "101:1" : "503:1", bed.go().codes("ws"));
    }

    /** Findings WT3046, as kind, path and the text at their place. */
    private static String upgrades(Bed bed) {
        List<String> lines = bed.yaml().lines().toList();
        return bed.load().findings().stream()
                .filter(each -> each.code().equals("WT3046"))
                .map(each -> each.kind() + " " + each.path() + " "
                        + lines.get(each.line() - 1)
                                .substring(each.column() - 1)
                                .replaceFirst("^h2UpgradePolicy: ", "")
                                .replaceAll("[^A-Z_].*", ""))
                .collect(Collectors.joining(", "));
    }

    @Test
    void anUpgradeOfTheWholeMeshIsFoundInItsConfigMap() {
        Bed bed = sessions(
                meshBed(sleeps("0s"))
                        .document(
                                """
                                apiVersion: v1
                                kind: ConfigMap
                                metadata: {name: istio, namespace: istio-system}
                                data:
                                  mesh: |
                                    h2UpgradePolicy: UPGRADE
                                """),
                1,
                "10s");
        List<Finding> found = bed.load().findings().stream()
                .filter(each -> each.code().equals("WT3046"))
                .toList();
        assertEquals(1, found.size());
        assertEquals("ConfigMap", found.get(0).kind());
        String yaml = bed.yaml();
        int line = (int) yaml.substring(0, yaml.indexOf("mesh: |")).lines().count();
        assertEquals(line, found.get(0).line());
        assertEquals("503:1", bed.go().codes("ws"));
    }

    /** A route that takes websockets elsewhere is what counts. */
    @Test
    void anUpgradeOfWhereNoWebsocketGoesIsFine() {
        Bed bed = sessions(
                meshBed(sleeps("0s"))
                        .meshApp("pages", "{handlers: [{}]}")
                        .routes(
                                "pages",
                                "[{match: [{headers: {upgrade: {exact: websocket}}}], route: [{destination: {host: chat}}]},"
                                        + " {route: [{destination: {host: pages}}]}]")
                        .policy("pages", "trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: UPGRADE}}}"),
                1,
                "1s");
        assertEquals("", upgrades(bed));
        Bed other = bed.traffic("name: b, from: client, request: {url: 'ws://pages:8080/', session: {for: 1s}},"
                + " load: {users: 1}, requests: 1");
        assertEquals("", upgrades(other));
        assertEquals("101:1", other.go().codes("b"));
    }

    /** LEAST_REQUEST sees open sessions; ROUND_ROBIN does not: of two pods one that has come later stays behind. */
    @ParameterizedTest
    @CsvSource({"ROUND_ROBIN, 141", "LEAST_REQUEST, 111"})
    void onlyLeastRequestSeesSessions(String balancer, double most) {
        Outcome run = bed(sleeps("0s"))
                .policy("chat", "trafficPolicy: {loadBalancer: {simple: " + balancer + "}}")
                .traffic("name: ws, from: client, request: {url: 'ws://chat:8080/', session: {for: 1h}},"
                        + " load: {rate: 2/s, arrivals: constant}")
                .at("40s", "scale: {workload: chat, replicas: 2}")
                .run("{duration: 100s}")
                .go();
        double oldest = run.pod("chat-0").openSessions();
        assertEquals(200, oldest + run.pod("chat-1").openSessions());
        assertEquals(most, oldest, 10);
    }

    @Test
    void whoLosesASessionOpensAnother() {
        Outcome run = bed(sleeps("0s"))
                .traffic("name: ws, from: client, request: {url: 'ws://chat:8080/', session: {for: 1h}},"
                        + " load: {users: 10, thinkTime: 5s}")
                .at("30s", "kill: {workload: chat, pods: 1}")
                .run("{duration: 1m}")
                .threshold("cut(ws) == 10")
                .threshold("open(ws) == 10")
                .go();
        assertEquals(20, of(run).opened());
        assertEquals("{pod-gone=10.0}", of(run).ended().toString());
        assertEquals(10, of(run).open());
        assertEquals(10, run.pod("chat-1").openSessions());
        assertEquals(30, of(run).length().max(), 1e-9);
        run.thresholds().forEach(each -> assertTrue(each.ok()));
    }

    /** A sidecar that drains lets sessions be, and takes them with it when it ends, 5 s after SIGTERM. */
    @ParameterizedTest
    @CsvSource({"false, proxy-ended, 35", "true, pod-gone, 60"})
    void aRestartCutsSessions(boolean proxyIsNative, String end, double after) {
        Outcome run = Scenarios.bed()
                .client("client")
                .meshApp("chat", sleeps("0s"))
                .proxy("{latency: 0s, workers: 1, native: " + proxyIsNative + "}")
                .traffic("name: ws, from: client, request: {url: 'ws://chat:8080/', session: {for: 1h}},"
                        + " load: {users: 4}, requests: 4")
                .at("29s", "restart: {workload: chat}")
                .run("{duration: 2m}")
                .go();
        assertEquals("{" + end + "=4.0}", of(run).ended().toString());
        assertEquals(after, of(run).length().max(), 1e-6); // the new pod takes a second to start
    }

    @Test
    void anAppThatExitsTakesItsSessionsWithIt() {
        Outcome run = meshBed("{shutdown: exit, handlers: [{response: {status: 200}}]}")
                .traffic("name: ws, from: client, request: {url: 'ws://chat:8080/', session: {for: 1h}},"
                        + " load: {users: 4}, requests: 4")
                .at("30s", "kill: {workload: chat, pods: 1, grace: 30s}")
                .run("{duration: 2m}")
                .go();
        assertEquals("{app-ended=4.0}", of(run).ended().toString());
        assertEquals(30, of(run).length().max(), 1e-9);
    }

    @Test
    void sessionsEndWithTheirCaller() {
        Outcome run = meshBed(sleeps("0s"))
                .traffic("name: ws, from: client, request: {url: 'ws://chat:8080/', session: {for: 1h}},"
                        + " load: {users: 4, thinkTime: 5s}")
                .at("30s", "kill: {workload: client, pods: 1}")
                .run("{duration: 33s}")
                .go();
        assertEquals("{caller-gone=4.0}", of(run).ended().toString());
        assertEquals(0, run.pod("chat-0").openSessions());
    }

    /** A port of TCP: what passes is bytes, and so long as messages come the connection is not idle. */
    @ParameterizedTest
    @CsvSource({"'', idle-timeout, 20", "', every: 5s', done, 60", "', every: 30s', idle-timeout, 20"})
    void aProxyOfTcpWantsMessages(String messages, String end, double length) {
        Outcome run = Scenarios.bed()
                .client("client")
                .service("chat", "app: chat", "{name: tcp, port: 8080}")
                .pods("chat", 1, "app: chat", sleeps("0s"))
                .policy("chat", "trafficPolicy: {connectionPool: {tcp: {idleTimeout: 20s}}}")
                .traffic("name: ws, from: client, request: {url: 'ws://chat:8080/', session: {for: 1m" + messages
                        + "}}, load: {users: 1}, requests: 1")
                .go();
        assertEquals("101:1", run.codes("ws"));
        assertEquals("{" + end + "=1.0}", of(run).ended().toString());
        assertEquals(length, of(run).length().max(), 1e-9);
    }

    /** Nothing looks whether something moves on a websocket: Istio switches Envoy's stream_idle_timeout off. */
    @Test
    void aSilentSessionStays() {
        Outcome run = sessions(
                        meshBed(sleeps("0s"))
                                .policy(
                                        "chat",
                                        "trafficPolicy: {connectionPool: {http: {idleTimeout: 10s},"
                                                + " tcp: {maxConnectionDuration: 10s}}}"),
                        1,
                        "6h")
                .go();
        assertEquals("{done=1.0}", of(run).ended().toString());
    }

    @Test
    void aMachineThatIsGoneIsNotNoticed() {
        Outcome run = meshBed(sleeps("0s"))
                .cluster("nodes: [{name: a, zone: a}, {name: b, zone: b}]")
                .workload("chat", "{placement: {b: 1}, handlers: [{response: {status: 200}}]}")
                .workload("client", "{placement: {a: 1}}")
                .traffic("name: ws, from: client, request: {url: 'ws://chat:8080/', session: {for: 10m}},"
                        + " load: {users: 3}, requests: 3")
                .at("1m", "zone: {down: b}")
                .go();
        assertEquals("{unnoticed=3.0}", of(run).ended().toString());
    }

    @Test
    void withoutSidecarsASessionIsAConnection() {
        Outcome run = sessions(Scenarios.bed().plainClient("client").app("chat", sleeps("0s")), 3, "10s")
                .go();
        assertEquals("101:3", run.codes("ws"));
        assertEquals("{done=3.0}", of(run).ended().toString());
        assertEquals(3, run.edge("client", "chat").connections().maxOpen());
    }

    @Test
    void aRouteCanAskForTheUpgrade() {
        Outcome run = sessions(
                        bed(sleeps("0s"))
                                .routes(
                                        "chat",
                                        "[{match: [{headers: {upgrade: {exact: websocket}}}], route: [{destination: {host: chat}}]},"
                                                + " {directResponse: {status: 404}}]"),
                        1,
                        "1s")
                .curl("plain", "http://chat:8080/", 1)
                .go();
        assertEquals("101:1", run.codes("ws"));
        assertEquals("404:1", run.codes("plain"));
    }

    @Test
    void aFaultEndsTheRequestForASession() {
        Outcome run = sessions(
                        bed(sleeps("0s")).rule("chat", "fault: {abort: {httpStatus: 418, percentage: {value: 100}}}"),
                        1,
                        "1s")
                .go();
        assertEquals("418:1", run.codes("ws"));
    }

    @Test
    void aPolicyRefusesASession() {
        Outcome run = sessions(meshBed(sleeps("0s")).security("AuthorizationPolicy", "nobody", "{}"), 1, "1s")
                .go();
        assertEquals("403:1", run.codes("ws"));
        assertEquals(0, of(run).opened());
    }

    /** Envoy 1.3 was told of no upgrades by Istio 0.1 and took that header out: the app sees a plain GET. */
    @Test
    void theProxiesOf2017LetNoWebsocketThrough() {
        String app = "{sidecar: true, handlers: [{response: {status: 200}}]}";
        Outcome run = sessions(
                        Scenarios.bed()
                                .profile("envoy-2017")
                                .plainClient("client")
                                .app("chat", app),
                        1,
                        "1s")
                .go();
        assertEquals("200:1", run.codes("ws"));
        assertEquals(0, of(run).opened());
    }

    /** Sessions from outside end with the proxy of their gateway, be it plain text or TLS that comes in. */
    @ParameterizedTest
    @CsvSource({"ws, 80, HTTP, ''", "wss, 443, HTTPS, ', tls: {mode: SIMPLE, credentialName: cert}'"})
    void sessionsComeThroughGateways(String scheme, int port, String protocol, String tls) {
        Outcome run = Scenarios.bed()
                .app("chat", sleeps("0s"))
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: Gateway
                        metadata: {name: web}
                        spec:
                          selector: {istio: ingressgateway}
                          servers: [{port: {number: %d, name: web, protocol: %s}, hosts: ['*']%s}]
                        ---
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: chat}
                        spec:
                          hosts: [chat.example.com]
                          gateways: [web]
                          http: [{route: [{destination: {host: chat, port: {number: 8080}}}]}]
                        """
                                .formatted(port, protocol, tls))
                .traffic("name: ws, from: outside, request: {url: '" + scheme
                        + "://chat.example.com/', session: {for: 10m}}, load: {users: 3}, requests: 3")
                .at("1m", "component: {down: ingress}, for: 1s")
                .go();
        assertEquals("101:3", run.codes("ws"));
        assertEquals("{caller-gone=3.0}", of(run).ended().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cut(plain) == 0", "open(plain) == 0", "cut(workload/chat) == 0", "open(service/chat) == 0"})
    void figuresOfSessionsWantSessions(String threshold) {
        Bed bed = sessions(bed(sleeps("0s")), 1, "1s")
                .curl("plain", "http://chat:8080/", 1)
                .threshold(threshold);
        assertTrue(Scenarios.problems(bed.yaml()).stream()
                .anyMatch(each -> each.code().equals("WT0044")));
    }

    @Test
    void otherTrafficHasNoSessions() {
        assertNull(bed(sleeps("0s"))
                .curl("ws", "http://chat:8080/", 1)
                .go()
                .traffic("ws")
                .sessions());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url: 'ws://chat:8080/'",
                "url: 'http://chat:8080/', session: {for: 1s}",
                "url: 'wss://chat:8080/', session: {for: 1s}",
                "url: 'ws://chat:8080/', session: {}",
                "url: 'ws://chat:8080/', session: {for: 1s}, method: POST"
            })
    void whatMakesNoSenseIsRefused(String request) {
        Bed bed = bed(sleeps("0s")).traffic("name: ws, from: client, request: {" + request + "}");
        assertThrows(AssertionError.class, bed::load);
    }
}

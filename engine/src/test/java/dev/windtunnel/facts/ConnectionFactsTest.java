package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.bed;
import static dev.windtunnel.facts.Facts.between;
import static dev.windtunnel.facts.Facts.curl;
import static dev.windtunnel.facts.Facts.latency;
import static dev.windtunnel.facts.Facts.sleeps;
import static dev.windtunnel.facts.Facts.steady;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections: refused, unanswered, queued for; and which pod gets them. */
class ConnectionFactsTest {

    private static String pool(String fields) {
        return "trafficPolicy: {connectionPool: {" + fields + "}}";
    }

    @Test
    void aServiceWithoutPodsIs503AtOnce() {
        Outcome run = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .curl("curl", "http://app:8080/", 10)
                .go();
        assertEquals("503:10", run.codes("curl"));
        assertEquals("UH:10", run.flags("curl"));
        assertEquals(0, run.stat("app", "upstream_rq_retry"));
        assertEquals(10, run.stat("app", "upstream_cx_none_healthy"));
        assertEquals(10, run.stat("app", "lb_healthy_panic"), "none of no hosts is less than half of them");
        assertEquals(10, run.stat("app", "upstream_rq_503"));
        latency(run, "curl", 0, 0);
    }

    @Test
    void withoutPodsNobodyPanicsWherePanicIsOff() {
        Outcome run = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .policy("app", "trafficPolicy: {outlierDetection: {interval: 1s}}")
                .curl("curl", "http://app:8080/", 10)
                .go();
        assertEquals("UH:10", run.flags("curl"));
        assertEquals(0, run.stat("app", "lb_healthy_panic"));
    }

    /** Both hosts have four of eight requests and one connection; one host leaves while it serves its first (measured). */
    @Test
    void whatWaitsAtAHostThatHasLeftTakesAConnectionForEachRequest() {
        Outcome run = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .pods("stays", 1, "app: app, version: stays", sleeps("300ms"))
                .pods("leaves", 1, "app: app, version: leaves", sleeps("300ms"))
                .policy(
                        "app",
                        "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}, connectionPool: {tcp: {maxConnections: 1}}}")
                .at("150ms", "unready: {workload: leaves}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 8}, requests: 8")
                .go();
        assertEquals("200:8", run.codes("curl"));
        assertEquals(4, run.arrived("leaves"));
        assertEquals(1 + 4, run.stat("app", "upstream_cx_total"));
        assertEquals(4, run.stat("app", "upstream_cx_destroy_local"));
    }

    /** Four at once on one connection: refused room as they come, and by those left whenever one of them is served. */
    @Test
    void whoeverStillWaitsLooksForAnotherConnectionWhenOneIsServed() {
        Outcome run = bed(sleeps("100ms"))
                .policy("app", pool("tcp: {maxConnections: 1}"))
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 4}, requests: 4")
                .go();
        assertEquals("200:4", run.codes("curl"));
        assertEquals(1, run.stat("app", "upstream_cx_total"));
        assertEquals(3 + 3, run.stat("app", "upstream_cx_overflow"));
    }

    @Test
    void aSubsetThatNobodyDefinesIsNoCluster() {
        Outcome run = curl(bed(OK), 10)
                .routes(
                        "app",
                        "[{retries: {attempts: 2, retryOn: '5xx,connect-failure'}, "
                                + "route: [{destination: {host: app, subset: v2}}]}]")
                .go();
        assertEquals("503:10", run.codes("curl"));
        assertEquals("NC:10", run.flags("curl"));
        assertEquals(0, run.arrived("app"));
        assertEquals(0, run.stat("app", "upstream_rq_503"));
    }

    @Test
    void aSubsetWithoutPodsIsAnEmptyCluster() {
        Outcome run = curl(bed(OK), 10)
                .policy("app", "subsets: [{name: v2, labels: {version: v2}}]")
                .routes("app", "[{route: [{destination: {host: app, subset: v2}}]}]")
                .go();
        assertEquals("UH:10", run.flags("curl"));
    }

    @Test
    void aRefusedConnectionIsTriedThreeTimes() {
        Outcome run = steady(bed(OK), "10/s", 40).gone("app").go();
        assertEquals("503:40", run.codes("curl"));
        assertEquals("URX,UF:40", run.flags("curl"));
        assertEquals(0, run.arrived("app"));
        assertEquals(80, run.stat("app", "upstream_rq_retry"));
        assertEquals(120, run.stat("app", "upstream_cx_connect_fail"));
        assertEquals(120, run.stat("app", "upstream_rq_pending_failure_eject"));
        assertEquals(0, run.stat("app", "upstream_rq_total"));
        assertEquals(40, run.stat("app", "upstream_rq_503"));
        between(0.0263, 0.0547, run.latency("curl").mean(), "two back-offs");
        between(0.03, 0.072, run.latency("curl").max(), "two back-offs");
    }

    private static Bed unanswered(String load, int requests) {
        return bed(OK).traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {rate: " + load
                        + ", arrivals: constant}, requests: " + requests + ", start: 1s")
                .at("0s", "partition: {from: client, to: app}, for: 1h");
    }

    @Test
    void allWhoWaitFailWithTheConnection() {
        Outcome run = unanswered("4/s", 3)
                .rule("app", "retries: {attempts: 0}")
                .policy("app", pool("tcp: {connectTimeout: 1s}"))
                .go();
        assertEquals("UF:3", run.flags("curl"));
        assertEquals(3, run.stat("app", "upstream_rq_pending_failure_eject"));
        assertEquals(1, run.latency("curl").max(), 1e-9);
        assertEquals(0.5, run.latency("curl").min(), 1e-9);
    }

    /** Connect timeouts are retried by the default policy, and the per-try timeout does not cover connecting. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "none                                             | 3 | 3 | 3.072",
                "attempts: 1, retryOn: 5xx, perTryTimeout: 300ms  | 2 | 2 | 2.024",
                "attempts: 1, retryOn: connect-failure            | 2 | 2 | 2.024",
            })
    void unansweredConnectsTakeTheirTime(String retries, int tries, double least, double greatest) {
        Bed bed = unanswered("0.25/s", 3).policy("app", pool("tcp: {connectTimeout: 1s}"));
        Outcome run = (retries.equals("none") ? bed : bed.rule("app", "retries: {" + retries + "}")).go();
        assertEquals("503:3", run.codes("curl"));
        assertEquals("URX,UF:3", run.flags("curl"));
        assertEquals(0, run.stat("app", "upstream_rq_per_try_timeout"));
        assertEquals(3 * tries, run.stat("app", "upstream_cx_connect_timeout"));
        assertEquals(3 * tries, run.stat("app", "upstream_cx_connect_fail"));
        assertEquals(3 * (tries - 1), run.stat("app", "upstream_rq_retry"));
        assertEquals(0, run.stat("app", "upstream_rq_total"));
        latency(run, "curl", least, greatest);
    }

    @ParameterizedTest(name = "{0}: {1} s")
    @CsvSource(
            delimiter = '|',
            value = {"meshConfig: {} | 10", "'meshConfig: {connectTimeout: 2s}' | 2"})
    void theMeshSaysHowLongConnectsMayTake(String mesh, double seconds) {
        Outcome run = unanswered("0.01/s", 1)
                .rule("app", "retries: {attempts: 0}")
                .cluster(mesh)
                .go();
        assertEquals("UF:1", run.flags("curl"));
        assertEquals(seconds, run.latency("curl").max(), 1e-9);
    }

    /** Envoy's own case H1 MaxPendingRequests: one connection, one waiting place, two at once. */
    @Test
    void theSecondOfTwoAtOnceOverflows() {
        Outcome run = bed(sleeps("100ms"))
                .policy("app", pool("tcp: {maxConnections: 1}, http: {http1MaxPendingRequests: 1}"))
                .rule("app", "retries: {attempts: 3, retryOn: '5xx,reset,gateway-error'}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 2}, requests: 2")
                .go();
        assertEquals("200:1 503:1", run.codes("curl"));
        assertEquals("-:1 UO:1", run.flags("curl"), "never retried");
        assertEquals(1, run.stat("app", "upstream_rq_pending_overflow"));
        assertEquals(0, run.stat("app", "upstream_rq_retry"));
    }

    /** H1 MaxConnections: the second waits and is served on the same connection. */
    @Test
    void whoFindsNoConnectionWaitsForOne() {
        Outcome run = bed(sleeps("100ms"))
                .policy("app", pool("tcp: {maxConnections: 1}"))
                .traffic(
                        "name: curl, from: client, request: {url: 'http://app:8080/'}, load: {rate: 20/s, arrivals: constant},"
                                + " requests: 2")
                .go();
        assertEquals("200:2", run.codes("curl"));
        assertEquals(1, run.stat("app", "upstream_cx_total"));
        assertEquals(1, run.stat("app", "upstream_cx_overflow"));
        assertEquals(0.15, run.latency("curl").max(), 1e-9);
    }

    /** H1 ConcurrentConnections: two connections, three requests. */
    @Test
    void theThirdOfThreeWaitsForTheFirstOfTwoConnections() {
        Outcome run = bed(sleeps("100ms"))
                .policy("app", pool("tcp: {maxConnections: 2}"))
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 3}, requests: 3")
                .go();
        assertEquals(2, run.stat("app", "upstream_cx_total"));
        assertEquals(3, run.stat("app", "upstream_rq_total"));
        assertEquals(0.2, run.latency("curl").max(), 1e-9);
    }

    /** Every host has one connection whatever the limit, and every worker its own pool. */
    @ParameterizedTest(name = "{0} pods")
    @CsvSource({"1, 1", "3, 3"})
    void everyHostMayHaveItsFirstConnection(int pods, int connections) {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", pods, sleeps("100ms"))
                .policy(
                        "app",
                        "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}, connectionPool: {tcp: {maxConnections: 1}}}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 6}, requests: 6")
                .go();
        assertEquals(connections, run.stat("app", "upstream_cx_total"));
        assertEquals(0.1 * 6 / pods, run.latency("curl").max(), 1e-9);
    }

    @Test
    void aFullAppAnswers503() {
        Outcome run = bed("{concurrency: 1, queue: 2, handlers: [{steps: [{sleep: 100ms}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 5}, requests: 5")
                .go();
        assertEquals("200:3 503:2", run.codes("curl"));
        assertEquals("-:5", run.flags("curl"), "an answer of the app");
        assertEquals(2, run.pod("app-0").queueMax());
        assertEquals(1, run.pod("app-0").inServiceMax());
    }

    @Test
    void parallelBranchesTakeAsLongAsTheLongestAndFailWithOne() {
        Bed bed = Scenarios.bed()
                .client("client")
                .app("fast", sleeps("100ms"))
                .app("slow", sleeps("300ms"))
                .app("bad", "{handlers: [{steps: [{sleep: 50ms}], response: {status: 503}}]}")
                .meshApp(
                        "front",
                        "{handlers: [{match: {uri: /two}, steps: [{parallel: [[{call: {url: 'http://fast:8080/'}}], "
                                + "[{call: {url: 'http://slow:8080/'}}]]}]}, "
                                + "{steps: [{parallel: [[{call: {url: 'http://slow:8080/'}}], [{call: {url: 'http://bad:8080/'}}, "
                                + "{call: {url: 'http://fast:8080/'}}]]}]}]}")
                .curl("two", "http://front:8080/two", 3)
                .curl("one", "http://front:8080/one", 3);
        Outcome run = bed.go();
        assertEquals("200:3", run.codes("two"));
        latency(run, "two", 0.3, 0.3);
        assertEquals("502:3", run.codes("one"));
        latency(run, "one", 0.3, 0.3);
        assertEquals(3, run.arrived("fast"), "the failed branch goes no further");
    }

    // ---------------------------------------------------------------- balancing

    private static Bed balanced(String policy, int workers, String load, int requests) {
        return Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .pods("a", 1, "app: app, version: a", sleeps("1ms"))
                .pods("b", 1, "app: app, version: b", sleeps("1ms"))
                .pods("c", 1, "app: app, version: c", sleeps("1ms"))
                .policy("app", "trafficPolicy: {loadBalancer: {simple: " + policy + "}}")
                .workers(workers)
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: " + load + ", requests: "
                        + requests);
    }

    @ParameterizedTest(name = "{0} workers")
    @CsvSource({
        "1, '{users: 1, thinkTime: 20ms}', 301, 100, 101",
        "2, '{users: 12, thinkTime: 20ms}', 300, 99, 101",
        "4, '{users: 40, thinkTime: 20ms}', 1200, 396, 404"
    })
    void turnsAreExactToOneOfEachWorker(int workers, String load, int requests, double low, double high) {
        Outcome run = balanced("ROUND_ROBIN", workers, load, requests).go();
        for (String pod : new String[] {"a", "b", "c"}) {
            between(low, high, run.arrived(pod), "requests of " + pod);
        }
        assertEquals(requests, run.stat("app", "upstream_rq_total"));
    }

    @Test
    void randomPicksAreBinomial() {
        Outcome run = balanced("RANDOM", 1, "{users: 4, thinkTime: 15ms}", 1000).go();
        for (String pod : new String[] {"a", "b", "c"}) {
            between(276, 392, run.arrived(pod), "requests of " + pod);
        }
    }

    /** Two hosts and one that is ten times slower, under two choices. */
    @ParameterizedTest(name = "{0} workers")
    @CsvSource({"1", "2"})
    void leastRequestLeavesTheSlowPodItsShare(int workers) {
        Outcome run = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .pods("a", 1, "app: app", sleeps("{exponential: 60ms}"))
                .pods("b", 1, "app: app", sleeps("{exponential: 60ms}"))
                .pods("slow", 1, "app: app", sleeps("{exponential: 600ms}"))
                .workers(workers)
                .traffic(
                        "name: web, from: client, request: {url: 'http://app:8080/'}, load: {users: 20}, requests: 4000")
                .go();
        between(390, 541, run.arrived("slow"), "requests of the slow pod");
        between(1675, 1860, run.arrived("a"), "requests of a fast pod");
        between(0.1069, 0.1439, run.latency("web").mean(), "mean");
    }

    /** A call to localhost never leaves its pod, whoever else has the same proxy configuration. */
    @Test
    void localhostIsTheOwnPod() {
        Outcome run = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .workload(
                        "app",
                        "{handlers: [{match: {uri: /own}, response: {status: 204}}, "
                                + "{steps: [{call: {url: 'http://localhost:8080/own'}}]}]}")
                .deployment("app", 2, "app: app", true)
                .policy("app", "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}")
                .curl("web", "http://app:8080/", 20)
                .go();
        assertEquals("200:20", run.codes("web"));
        assertEquals(20, run.pod("app-0").arrived(), "ten from outside and ten of its own");
        assertEquals(20, run.pod("app-1").arrived());
    }

    /** A cluster that followed its callers takes the balancer of a rule that comes later, though it has been used before. */
    @Test
    void aClusterOfDialledAddressesMayGetABalancerLater() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", 4, OK)
                .policy("app", "trafficPolicy: {loadBalancer: {simple: PASSTHROUGH}}")
                .run("{duration: 20s, warmup: 5s, seed: 1}")
                .at(
                        "4s",
                        "apply: [{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: app},"
                                + " spec: {host: app, trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}}}]")
                .traffic(
                        "name: web, from: client, request: {url: 'http://app:8080/'}, load: {rate: 100/s, arrivals: constant}")
                .go();
        for (int i = 0; i < 4; i++) {
            between(374, 376, run.pod("app-" + i).arrived(), "a quarter of 1500 requests");
        }
    }
}

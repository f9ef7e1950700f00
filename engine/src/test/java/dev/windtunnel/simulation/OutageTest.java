package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines that are gone without a word, and parts of the mesh that are down. */
class OutageTest {

    private static Bed zones() {
        return Scenarios.bed()
                .client("client")
                .workload("client", "{placement: {a: 1}}")
                .app("app", 2, "{placement: {a: 1, b: 1}, handlers: [{steps: [{sleep: 10ms}]}]}")
                .cluster("nodes: [{name: a, zone: a}, {name: b, zone: b}, {name: b2, zone: b}]")
                .policy(
                        "app",
                        "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}, connectionPool: {tcp: "
                                + "{connectTimeout: 2s}}}")
                .rule("app", "timeout: 3s, retries: {attempts: 0}");
    }

    private static Bed steady(Bed bed) {
        return bed.traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {rate: 20/s, arrivals: constant}, stop: 60s")
                .run("{duration: 70s}");
    }

    /** Half of the requests go to a pod that does not answer, until the endpoints know. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"zone: {down: b", "node: {down: b"})
    void podsAreSilentUntilTheClusterNotices(String what) {
        Outcome run =
                steady(zones()).at("10s", what + ", detect: 20s}, for: 30s").go();
        assertEquals(200, run.code("curl", 504) + run.code("curl", 503), 3, "half of 20 s");
        assertTrue(run.flag("curl", "UT") > 0, "open connections fall silent");
        assertTrue(run.flag("curl", "UF") > 150, "new ones time out");
        assertEquals(3, run.latency("curl").max(), 0.05);
        assertEquals("app-1", run.result().timeline().get(0).message());
        assertEquals(30, run.result().timeline().get(0).inForceFirst(), 1e-9);
        assertEquals(
                2,
                run.result().pods().stream()
                        .filter(pod -> pod.workload().equals("app"))
                        .count(),
                "it comes back");
        assertTrue(run.pod("app-1").arrived() > 200);
    }

    /** What was sent is sent again; a machine that is back knows nothing of its connections. */
    @Test
    void aMachineThatIsBackResetsOldConnections() {
        Outcome run = zones().rule("app", "retries: {attempts: 0}")
                .document("")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {users: 2, thinkTime: 1s}, requests: 8")
                .at("1500ms", "node: {down: b, detect: 1h}, for: 3s")
                .go();
        // Sent at 2.01 s, again at 2.21, 2.61, 3.41, 5.01 s: the pod listens again from 5.5 s on.
        assertTrue(run.flag("curl", "UC") > 0, run.flags("curl"));
    }

    /** What waits for its handshake while a machine is gone has no connection that the machine could have forgotten. */
    @Test
    void connectionsThatWereBeingOpenedAreOpenedWhenAMachineIsBack() {
        Outcome run = zones().policy("app", "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}")
                .rule("app", "retries: {attempts: 0}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {rate: 50/s, arrivals: constant}, requests: 750")
                .at("5s", "zone: {down: b, detect: 2s}, for: 5s")
                .go();
        assertTrue(run.flag("curl", "UC") <= 4, run.flags("curl"));
        assertTrue(run.latency("curl").max() > 3, "many waited for it");
    }

    @Test
    void podsOfALostMachineAreMadeElsewhereAfterFiveMinutes() {
        Run run = zones().traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {rate: 1/s}")
                .run("{duration: 20m}")
                .at("10s", "node: {down: b, detect: 40s}, for: 10m")
                .load()
                .start(RunOptions.ofSeed(1));
        assertEquals("app-0:READY@a app-1:DOWN@b", pods(run, 349));
        assertEquals("app-0:READY@a app-1:DOWN@b app-2:READY@a", pods(run, 352));
        assertEquals("app-0:READY@a app-2:READY@a", pods(run, 700));
    }

    private static String pods(Run run, double seconds) {
        run.advanceTo(Math.round(seconds * 1e9));
        return run.pods().stream()
                .filter(pod ->
                        pod.workload().name().equals("app") && !pod.state().equals("GONE"))
                .map(pod -> pod.name() + ":" + pod.state() + "@" + pod.node())
                .collect(Collectors.joining(" "));
    }

    @Test
    void whoIsOnALostMachineAsksNothing() {
        Outcome run = steady(zones())
                .at("10s", "zone: {down: a, detect: 20s}, for: 20s")
                .go();
        assertEquals(20 * (60 - 21), run.traffic("curl").requests(), 2, "20 s and a second until it is back");
    }

    @Test
    void overlappingOutagesEndWithTheLast() {
        Run run = zones().traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {rate: 1/s}")
                .run("{duration: 2m}")
                .at("10s", "node: {down: b}, for: 20s")
                .at("15s", "zone: {down: b}, for: 30s")
                .load()
                .start(RunOptions.ofSeed(1));
        assertEquals("app-0:READY@a app-1:DOWN@b", pods(run, 40));
        assertEquals("app-0:READY@a app-1:READY@b", pods(run, 50));
    }

    // ---------------------------------------------------------------- parts of the mesh

    private static Bed canary() {
        return Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .pods("app-v1", 1, "app: app, version: v1", "{handlers: [{steps: [{sleep: 1ms}]}]}")
                .pods("app-v2", 1, "app: app, version: v2", "{handlers: [{steps: [{sleep: 1ms}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {rate: 100/s, arrivals: constant}, requests: 3000")
                .cluster("propagation: {debounce: 100ms, push: {uniform: [5ms, 50ms]}}");
    }

    private static final String SUBSETS =
            "apply: [{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: app}, spec: {host: app, "
                    + "subsets: [{name: v2, labels: {version: v2}}]}}]";
    private static final String ROUTE =
            "apply: [{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: app}, spec: {hosts: [app], "
                    + "http: [{route: [{destination: {host: app, subset: v2}}]}]}}]";

    /** Subset and rule: within one pause of the control plane they come into force together, else in the order given. */
    @ParameterizedTest(name = "subset at {0}, rule at {1}: {2}")
    @CsvSource({"10s, 15s, 0", "15s, 10s, 500", "10000ms, 10050ms, 0", "10050ms, 10000ms, 0", "10300ms, 10000ms, 30"})
    void aRuleBeforeItsSubsetHasNoCluster(String subset, String rule, int without) {
        Outcome run = canary().at(subset, SUBSETS).at(rule, ROUTE).go();
        assertEquals(without, run.flag("curl", "NC"), 6);
        assertEquals(3000 - run.flag("curl", "NC"), run.code("curl", 200));
    }

    @Test
    void aSubsetThatIsDeletedBeforeItsRuleHasNoCluster() {
        Outcome run = canary().at("0s", SUBSETS)
                .at("0s", ROUTE)
                .at("10s", "delete: DestinationRule/app")
                .at("12s", "delete: VirtualService/app")
                .go();
        assertEquals(200, run.flag("curl", "NC"), 15);
    }

    @Test
    void aSubsetWithoutPodsHasNoHost() {
        Outcome run = canary().at("0s", SUBSETS)
                .at("0s", ROUTE)
                .at("10s", "scale: {workload: app-v2, replicas: 0}")
                .go();
        assertEquals(1980, run.flag("curl", "UH"), 20);
    }

    @ParameterizedTest
    @CsvSource({"istiod", "pilot"})
    void withoutItsControlPlaneTheMeshStaysAsItWas(String component) {
        Outcome run = canary().at("0s", SUBSETS)
                .at("5s", "component: {down: " + component + "}, for: 10s")
                .at("10s", ROUTE)
                .threshold("share(service/app, version=v2, from=6s, to=15s) in 40%..60%")
                .threshold("share(service/app, version=v2, from=16s) == 100%")
                .go();
        run.thresholds().forEach(threshold -> assertTrue(threshold.ok(), threshold::toString));
        assertEquals(15.0, run.result().timeline().get(2).inForceFirst(), 0.2);
    }

    /** A proxy of today starts with a configuration and a certificate, or not at all. */
    @ParameterizedTest
    @CsvSource({"istiod, 15", "ca, 15", "dns, 11"})
    void newProxiesWaitForWhatTheyNeed(String component, int ready) {
        Run run = Scenarios.bed()
                .client("client")
                .meshApp("app", "{startup: 1s}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {rate: 1/s}")
                .run("{duration: 1m}")
                .at("5s", "component: {down: " + component + "}, for: 10s")
                .at("10s", "scale: {workload: app, replicas: 2}")
                .load()
                .start(RunOptions.ofSeed(1));
        assertEquals("app-0:READY@node-0 app-1:STARTING@node-0", pods(run, ready - 0.01));
        assertEquals("app-0:READY@node-0 app-1:READY@node-0", pods(run, ready + 0.01));
    }

    /** Names are looked up for new connections only, and not at all where the proxy answers for them. */
    @ParameterizedTest(name = "keepAlive {0}, capture {1}: {2}")
    @CsvSource({"false, false, 500", "true, false, 0", "false, true, 0"})
    void withoutDnsNewConnectionsFail(boolean keepAlive, boolean capture, int failed) {
        Bed bed = Scenarios.bed()
                .document(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: client}
                        spec:
                          selector: {matchLabels: {app: client}}
                          template:
                            metadata:
                              labels: {app: client, sidecar.istio.io/inject: 'true'}
                              annotations: {proxy.istio.io/config: '{proxyMetadata: {ISTIO_META_DNS_CAPTURE: "%s"}}'}
                            spec: {containers: [{name: app, image: example/app}]}
                        """
                                .formatted(capture))
                .app("app", "{handlers: [{steps: [{sleep: 1ms}]}]}");
        Outcome run = bed.traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {users: 1, thinkTime: 9ms}, requests: 1000, connection: {keepAlive: " + keepAlive
                        + "}")
                .at("2s", "component: {down: dns}, for: 5s")
                .go();
        assertEquals(failed, run.traffic("curl").failures().getOrDefault("dns", 0.0), 60);
    }

    @Test
    void aGatewayThatIsDownTakesNoConnections() {
        Outcome run = Scenarios.bed()
                .app("app", "{handlers: [{steps: [{sleep: 1ms}]}]}")
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: Gateway
                        metadata: {name: front}
                        spec:
                          selector: {istio: ingressgateway}
                          servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]
                        """)
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: shop}
                        spec: {hosts: [shop.example.com], gateways: [front], http: [{route: [{destination: {host: app}}]}]}
                        """)
                .traffic("name: web, from: outside, request: {url: 'http://shop.example.com/'}, "
                        + "load: {rate: 100/s, arrivals: constant}, requests: 1000")
                .at("2s", "component: {down: ingress}, for: 3s")
                .go();
        assertEquals("connect-refused:300", run.failures("web"));
        assertEquals("0:300 200:700", run.codes("web"));
    }
}

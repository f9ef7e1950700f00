package dev.windtunnel.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.explain.Hop.Outcome;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.simulation.RequestHeads;
import dev.windtunnel.simulation.RunOptions;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Scenarios;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where requests go that leave the mesh, and those that come in. */
class EdgeOfTheMeshTest {

    private static Bed mesh() {
        return Scenarios.bed()
                .client("client")
                .plainClient("plain")
                .meshApp("app", "{}")
                .external("api.example.com", "{addresses: 2}")
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: ServiceEntry
                        metadata: {name: api}
                        spec: {hosts: [api.example.com], ports: [{number: 80, name: http, protocol: HTTP}]}
                        ---
                        apiVersion: networking.istio.io/v1
                        kind: ServiceEntry
                        metadata: {name: fixed}
                        spec:
                          hosts: [fixed.org]
                          resolution: STATIC
                          ports: [{number: 80, name: http, protocol: HTTP}]
                          endpoints: [{address: 10.9.0.1}]
                        ---
                        apiVersion: networking.istio.io/v1
                        kind: Gateway
                        metadata: {name: web}
                        spec:
                          selector: {istio: ingressgateway}
                          servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]
                        ---
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: shop}
                        spec:
                          hosts: [shop.example.com]
                          gateways: [web]
                          http: [{route: [{destination: {host: app, port: {number: 8080}}}], timeout: 3s}]
                        """);
    }

    private static List<Hop> hops(@Nullable String from, String url) {
        Experiment experiment = mesh().load();
        RequestHead request = RequestHeads.of("GET", url, Map.of(), 0);
        WorkloadPlan client = from == null
                ? experiment.plan().gateway(request.host(), request.port())
                : experiment.plan().workload(from);
        return Routes.of(
                experiment.plan(),
                experiment.start(RunOptions.ofSeed(1)).pods(),
                Objects.requireNonNull(client),
                request);
    }

    @Test
    void aGatewayForwardsWhatARuleOfItsOwnTakes() {
        List<Hop> hops = hops(null, "http://shop.example.com/");
        assertEquals("istio-system/istio-ingressgateway", hops.get(0).proxy());
        assertEquals("VirtualService/default/shop http[0]", hops.get(0).rule());
        assertEquals(
                "outbound|8080||app.default.svc.cluster.local",
                hops.get(0).destinations().get(0).cluster());
        assertEquals("inbound|8080||", hops.get(1).destinations().get(0).cluster());
    }

    @Test
    void thePolicyOfTrafficFromOutsideIsThatOfTheGateway() {
        EdgePolicy policy = Policies.ofEdges(
                        mesh().traffic("name: web, from: outside, request: {url: 'http://shop.example.com/'}")
                                .load()
                                .plan())
                .get(0);
        assertEquals("istio-system/istio-ingressgateway", policy.source());
        assertEquals("app.default", policy.service());
        assertEquals(8080, policy.port());
        Setting timeout = policy.settings().stream()
                .filter(setting -> setting.field().equals("timeout"))
                .findFirst()
                .orElseThrow();
        assertEquals(3.0, timeout.value());
        assertEquals("VirtualService/default/shop", timeout.origin());
    }

    @Test
    void aGatewayOfTcpSaysWhereConnectionsGo() {
        Experiment experiment = Scenarios.bed()
                .meshApp("one", "{}")
                .meshApp("two", "{}")
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: Gateway
                        metadata: {name: edge}
                        spec:
                          selector: {istio: ingressgateway}
                          servers:
                          - {port: {number: 31400, name: tcp, protocol: TCP}, hosts: ['*']}
                          - {port: {number: 31401, name: tls, protocol: TLS}, hosts: [a.org], tls: {mode: SIMPLE, credentialName: c}}
                          - {port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}
                        ---
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: edge}
                        spec:
                          hosts: ['*']
                          gateways: [edge]
                          tcp:
                          - route:
                            - {destination: {host: one, port: {number: 8080}}, weight: 3}
                            - {destination: {host: two, port: {number: 8080}}, weight: 1}
                        """)
                .traffic("name: sql, from: outside, tcp: {url: 'tcp://db:31400'}, requests: 1")
                .load();
        Hop hop = ofGateway(experiment, "tcp://db:31400");
        assertEquals(Outcome.TCP, hop.outcome());
        assertEquals("VirtualService/default/edge tcp[0]", hop.rule());
        assertEquals(
                List.of(0.75, 0.25),
                hop.destinations().stream().map(Hop.Destination::share).toList());
        assertEquals(Outcome.TCP, ofGateway(experiment, "tls://a.org:31401").outcome());
        assertEquals(
                "no route of port 31401 takes the name b.org",
                ofGateway(experiment, "tls://b.org:31401").note());
        assertEquals(
                "port 31401 takes TLS alone",
                ofGateway(experiment, "tcp://a.org:31401").note());
        assertEquals(
                "port 80 is one of HTTP: bytes that are none find nobody who reads them",
                ofGateway(experiment, "tcp://a.org:80").note());
        assertEquals(
                "the gateway does not listen on port 31402",
                ofGateway(experiment, "tcp://a.org:31402").note());
        List<Setting> settings = Policies.ofEdges(experiment.plan()).get(0).settings();
        Setting split = settings.stream()
                .filter(each -> each.field().equals("split[two.default]"))
                .findFirst()
                .orElseThrow();
        assertEquals(0.25, split.value());
        assertEquals("VirtualService/default/edge", split.origin());
    }

    /** No sidecar reads the TLS of an app, so no rule of HTTP is in its way. */
    @Test
    void tlsOfAnAppGoesOnAsBytes() {
        Bed bed = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: https, port: 8443}", "{name: http, port: 8080}")
                .pods("app", 1, "app: app", "{}")
                .rule("app", "timeout: 3s");
        Experiment experiment = bed.load();
        Hop passed = ofClient(experiment, "https://app:8443/");
        assertEquals(Outcome.TCP, passed.outcome());
        assertEquals(List.of("app-0"), passed.destinations().get(0).endpoints());
        Hop unread = ofClient(experiment, "https://app:8080/");
        assertEquals(Outcome.BLOCKED, unread.outcome());
        assertEquals("port 8080 is one of HTTP: TLS finds nobody who reads it", unread.note());
        assertEquals(Outcome.FORWARD, ofClient(experiment, "http://app:8080/").outcome());
    }

    private static Hop ofClient(Experiment experiment, String url) {
        return Routes.of(
                        experiment.plan(),
                        experiment.start(RunOptions.ofSeed(1)).pods(),
                        Objects.requireNonNull(experiment.plan().workload("client")),
                        RequestHeads.of("GET", url, Map.of(), 0))
                .get(0);
    }

    private static Hop ofGateway(Experiment experiment, String url) {
        RequestHead request = RequestHeads.of("TCP", url, Map.of(), 0);
        return Routes.of(
                        experiment.plan(),
                        experiment.start(RunOptions.ofSeed(1)).pods(),
                        Objects.requireNonNull(experiment.plan().gateway(request.host(), request.port())),
                        request)
                .get(0);
    }

    @Test
    void aGatewayKnowsNothingElse() {
        assertEquals(Outcome.NOT_FOUND, hops(null, "http://app.default/").get(0).outcome());
        assertEquals(
                Outcome.REFUSED,
                hops(null, "http://shop.example.com:81/").get(0).outcome());
    }

    @Test
    void hostsOfEntriesLeadOutside() {
        Hop.Destination followed =
                hops("client", "http://api.example.com/").get(0).destinations().get(0);
        assertEquals("outbound|80||api.example.com", followed.cluster());
        assertEquals(List.of("api.example.com-0", "api.example.com-1"), followed.endpoints());
        Hop.Destination fixed =
                hops("client", "http://fixed.org/").get(0).destinations().get(0);
        assertEquals(List.of("10.9.0.1-0"), fixed.endpoints());
    }

    private static Hop toUndeclaredPort(String mode, String url) {
        Experiment experiment = mesh().cluster("meshConfig: {outboundTrafficPolicy: {mode: " + mode + "}}")
                .load();
        return Routes.of(
                        experiment.plan(),
                        experiment.start(RunOptions.ofSeed(1)).pods(),
                        Objects.requireNonNull(experiment.plan().workload("client")),
                        RequestHeads.of("GET", url, Map.of(), 0))
                .get(0);
    }

    @Test
    void aPortThatAServiceDoesNotHaveIsPassedOnOrABlackHole() {
        for (String url : List.of("tcp://app:9999", "http://app:9999/")) {
            Hop passed = toUndeclaredPort("ALLOW_ANY", url);
            assertEquals(Outcome.PASSTHROUGH, passed.outcome());
            assertEquals("UF,URX", passed.flag());
            assertEquals(
                    "no listener for port 9999: handed to PassthroughCluster, and service app has no port 9999; the"
                            + " connection is closed, flags UF,URX",
                    passed.note());
            Hop blocked = toUndeclaredPort("REGISTRY_ONLY", url);
            assertEquals(Outcome.BLOCKED, blocked.outcome());
            assertEquals("UH", blocked.flag());
        }
        assertEquals(
                Outcome.BLOCKED, toUndeclaredPort("ALLOW_ANY", "tcp://app:8080").outcome());
    }

    @Test
    void withoutASidecarOnlyDnsCounts() {
        assertEquals(Outcome.REFUSED, hops("plain", "http://fixed.org/").get(0).outcome());
        assertEquals(
                Outcome.PASSTHROUGH,
                hops("plain", "http://api.example.com/").get(0).outcome());
    }
}

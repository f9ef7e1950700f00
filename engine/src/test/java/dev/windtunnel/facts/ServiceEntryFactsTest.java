package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.answers;
import static dev.windtunnel.facts.Facts.between;
import static dev.windtunnel.facts.Facts.latency;
import static dev.windtunnel.facts.Facts.sleeps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts of ServiceEntries: where their requests go, and that rules hold for them as for Services. */
class ServiceEntryFactsTest {

    private static final String URL = "http://api.example.com:8080/";

    private static Bed bed() {
        return Scenarios.bed().client("client");
    }

    private static String entry(String fields) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: api}
                spec: {hosts: [api.example.com], ports: [{number: 8080, name: http, protocol: HTTP}], %s}
                """
                .formatted(fields);
    }

    private static String workloadEntry(String name, String address, String fields) {
        return """
                apiVersion: networking.istio.io/v1
                kind: WorkloadEntry
                metadata: {name: %s}
                spec: {address: %s, %s}
                """
                .formatted(name, address, fields);
    }

    /** A pod at an address of its own. */
    private static Bed pod(Bed bed, String name, String ip, String labels, String body) {
        return bed.workload(name, body)
                .document(
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: %s, labels: {%s, sidecar.istio.io/inject: 'false'}}
                        spec: {containers: [{name: app, image: example/app, ports: [{containerPort: 8080}]}]}
                        status: {podIP: %s}
                        """
                                .formatted(name, labels, ip));
    }

    private static String policy(String simple) {
        return "trafficPolicy: {loadBalancer: {simple: " + simple + "}}";
    }

    // ---------------------------------------------------------------- weights

    /** Weights 1, 2 and 5 are exact shares where balancers go by weight, draws where hashes do, nothing at random. */
    @ParameterizedTest(name = "{0}: {1} to {2}, {3} to {4}")
    @CsvSource({
        "'loadBalancer: {simple: ROUND_ROBIN}', 99, 101, 499, 501",
        "'loadBalancer: {simple: LEAST_REQUEST}', 99, 101, 499, 501",
        "'loadBalancer: {simple: RANDOM}', 220, 315, 220, 315",
        "'loadBalancer: {consistentHash: {httpHeaderName: x-none}}', 60, 150, 430, 560",
        "'loadBalancer: {consistentHash: {httpHeaderName: x-none, maglev: {}}}', 60, 150, 430, 560"
    })
    void endpointsGetTheirShares(String balancer, double low, double high, double lowOfFive, double highOfFive) {
        Bed bed = bed().document(entry(
                        "resolution: STATIC, endpoints: [{address: 10.9.0.1, weight: 1}, {address: 10.9.0.2, weight: 2},"
                                + " {address: 10.9.0.3, weight: 5}]"))
                .policy("api.example.com", "trafficPolicy: {" + balancer + "}");
        pod(bed, "one", "10.9.0.1", "app: one", OK);
        pod(bed, "two", "10.9.0.2", "app: two", OK);
        pod(bed, "five", "10.9.0.3", "app: five", OK);
        Outcome run = bed.curl("curl", URL, 800).go();
        assertEquals("200:800", run.codes("curl"));
        between(low, high, run.arrived("one"), "requests of weight 1");
        between(lowOfFive, highOfFive, run.arrived("five"), "requests of weight 5");
        assertEquals(800, run.arrived("one") + run.arrived("two") + run.arrived("five"));
    }

    // ---------------------------------------------------------------- where requests go

    /** Two addresses are behind the name: round robin over both, or one of them, or one for each connection. */
    @ParameterizedTest(name = "{0}: {1} to {2}")
    @CsvSource({"DNS, 50, 50", "DNS_ROUND_ROBIN, 100, 100", "NONE, 20, 80"})
    void theNameIsLookedUp(String resolution, double low, double high) {
        Outcome run = bed().external("api.example.com", "{addresses: 2, handlers: [{response: {status: 200}}]}")
                .document(entry("resolution: " + resolution))
                .policy("api.example.com", resolution.equals("NONE") ? "subsets: []" : policy("ROUND_ROBIN"))
                .curl("curl", URL, 100)
                .go();
        assertEquals("200:100", run.codes("curl"));
        assertEquals(100, run.arrived("api.example.com"));
        between(low, high, run.pod("api.example.com-0").arrived(), "requests of the first address");
        assertEquals(100, run.statOf("client", "outbound|8080||api.example.com", "upstream_rq_total"));
    }

    @Test
    void endpointsAreNamesOrAddressesOutside() {
        Outcome run = bed().external("a.org", answers(201))
                .external("10.200.0.1", answers(202))
                .document(entry("resolution: DNS, endpoints: [{address: a.org}, {address: 10.200.0.1}]"))
                .policy("api.example.com", policy("ROUND_ROBIN"))
                .curl("curl", URL, 10)
                .go();
        assertEquals("201:5 202:5", run.codes("curl"));
    }

    /** An address of which nothing is said answers as its host does, and without such an entry 200 after 1 ms. */
    @Test
    void addressesAnswerAsTheirHost() {
        String fixed = "resolution: STATIC, endpoints: [{address: 1.1.1.1}]";
        Outcome described = bed().external("api.example.com", answers(404))
                .document(entry(fixed))
                .curl("curl", URL, 3)
                .go();
        assertEquals("404:3", described.codes("curl"));
        assertEquals(3, described.arrived("1.1.1.1"));
        Outcome silent = bed().document(entry(fixed)).curl("curl", URL, 3).go();
        assertEquals("200:3", silent.codes("curl"));
        latency(silent, "curl", 0.001, 0.001);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"http://a.wild.org:8080/, 201", "http://b.wild.org:8080/, 202"})
    void aHostWithAStarGoesWhereTheCallerMeans(String url, int code) {
        Outcome run = bed().external("a.wild.org", answers(201))
                .external("'*.wild.org'", answers(202))
                .cluster("meshConfig: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}")
                .document(entry("resolution: NONE").replace("api.example.com", "'*.wild.org'"))
                .curl("curl", url, 5)
                .go();
        assertEquals(code + ":5", run.codes("curl"));
    }

    /** Only what the mesh knows goes through; other ports and hosts do not. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "http://api.example.com:8080/, 200:5",
        "http://other.example.com:8080/, 502:5",
        "http://api.example.com:9999/, 0:5"
    })
    void registryOnlyLetsEntriesThrough(String url, String codes) {
        Outcome run = bed().external("api.example.com", OK)
                .external("other.example.com", OK)
                .cluster("meshConfig: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}")
                .document(entry("resolution: DNS"))
                .curl("curl", url, 5)
                .go();
        assertEquals(codes, run.codes("curl"));
    }

    @Test
    void bytesGoToEntriesToo() {
        Outcome run = bed().external("api.example.com", OK)
                .cluster("meshConfig: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}")
                .document(entry("resolution: NONE").replace("protocol: HTTP", "protocol: TCP"))
                .curl("curl", URL, 5)
                .go();
        assertEquals("200:5", run.codes("curl"));
        assertEquals(5, run.arrived("api.example.com"));
    }

    /** Without a sidecar a name is what DNS says, and DNS knows nothing of ServiceEntries. */
    @Test
    void callersWithoutSidecarKnowNoEntries() {
        Bed bed = Scenarios.bed()
                .plainClient("client")
                .document(entry("resolution: STATIC, endpoints: [{address: 10.9.0.1}]"));
        Outcome run =
                pod(bed, "one", "10.9.0.1", "app: one", OK).curl("curl", URL, 2).go();
        assertEquals("dns:2", run.failures("curl"));
    }

    // ---------------------------------------------------------------- selectors

    @Test
    void selectorsTakePodsAndWorkloadEntries() {
        Bed bed = bed().document(entry("resolution: STATIC, workloadSelector: {labels: {app: vm}}"))
                .document(workloadEntry("a", "10.9.0.7", "weight: 3, labels: {app: vm}"))
                .document(workloadEntry("b", "10.9.0.8", "labels: {app: else}"))
                .policy("api.example.com", policy("ROUND_ROBIN"));
        Outcome run = pod(bed, "one", "10.9.0.1", "app: vm", OK)
                .curl("curl", URL, 100)
                .go();
        assertEquals(25, run.arrived("one"), 1);
        assertEquals(75, run.arrived("10.9.0.7"), 1);
    }

    @Test
    void servicesOfKubernetesTakeWorkloadEntries() {
        Outcome run = bed().app("app", OK)
                .document(workloadEntry("a", "10.9.0.7", "labels: {app: app}"))
                .policy("app", policy("ROUND_ROBIN"))
                .curl("curl", "http://app:8080/", 100)
                .go();
        assertEquals(50, run.arrived("app"));
        assertEquals(50, run.arrived("10.9.0.7"));
    }

    // ---------------------------------------------------------------- rules

    @Test
    void routesAndSubsetsHoldForThem() {
        Bed bed = bed().document(
                        entry(
                                "resolution: STATIC, endpoints: [{address: 10.9.0.1, labels: {version: v1}}, {address: 10.9.0.2, labels: {version: v2}}]"))
                .policy(
                        "api.example.com",
                        "subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]")
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: api.example.com}
                        spec:
                          hosts: [api.example.com]
                          http:
                            - match: [{uri: {prefix: /slow}}]
                              timeout: 50ms
                              retries: {attempts: 0}
                              route: [{destination: {host: api.example.com, subset: v1}}]
                            - route: [{destination: {host: api.example.com, subset: v2}}]
                        """);
        pod(bed, "one", "10.9.0.1", "app: one", sleeps("1s"));
        pod(bed, "two", "10.9.0.2", "app: two", OK);
        Outcome run = bed.curl("slow", URL + "slow", 3).curl("fast", URL, 4).go();
        assertEquals("504:3", run.codes("slow"));
        assertEquals("200:4", run.codes("fast"));
        assertEquals(3, run.arrived("one"));
        assertEquals(4, run.arrived("two"));
    }

    /** Locality is that of the endpoint: with outlier detection the near one gets all. */
    @Test
    void localitiesAreThoseOfTheEndpoints() {
        Bed bed = bed().cluster("nodes: [{name: a, region: r1, zone: z1}]")
                .document(
                        entry(
                                "resolution: STATIC, endpoints: [{address: 10.9.0.1, locality: r2/z1}, {address: 10.9.0.2, locality: r1/z1}]"))
                .policy("api.example.com", "trafficPolicy: {outlierDetection: {}}");
        pod(bed, "far", "10.9.0.1", "app: far", OK);
        pod(bed, "near", "10.9.0.2", "app: near", OK);
        Outcome run = bed.curl("curl", URL, 20).go();
        assertEquals(20, run.arrived("near"));
    }

    /** Hosts outside are in no node of the cluster: results say of them, too, what their endpoints say. */
    @Test
    void hostsOutsideAreWhereTheirEndpointsSay() {
        Outcome run = bed().cluster("nodes: [{name: a, region: r1, zone: z1}]")
                .document(
                        entry(
                                "resolution: STATIC, endpoints: [{address: 5.5.5.1, locality: r1/z1}, {address: 5.5.5.2, locality: r2/z9}]"))
                .policy("api.example.com", policy("ROUND_ROBIN"))
                .curl("curl", URL, 10)
                .threshold("share(client->api.example.com, zone=z9) == 50%")
                .go();
        assertTrue(run.thresholds().get(0).ok());
        assertEquals(
                "r1/z1 r1/z1 5.0, r1/z1 r2/z9 5.0",
                run.edge("client", "api.example.com").localities().stream()
                        .map(each -> each.from() + " " + each.to() + " " + each.requests())
                        .collect(Collectors.joining(", ")));
    }

    // ---------------------------------------------------------------- change

    /** A declared address stays when its pod is gone: connections to it are refused. */
    @Test
    void addressesOutliveTheirPods() {
        Bed bed = bed().document(entry("resolution: STATIC, endpoints: [{address: 10.9.0.1}]"));
        Outcome run = pod(bed, "one", "10.9.0.1", "app: one", OK)
                .at("1s", "kill: {workload: one, pods: 1}")
                .traffic("name: curl, from: client, request: {url: '" + URL
                        + "'}, load: {rate: 10/s, arrivals: constant}, requests: 20")
                .go();
        assertEquals(10, run.code("curl", 200), 1);
        assertEquals(20 - run.code("curl", 200), run.flag("curl", "URX,UF"));
    }

    /** Before it is there nothing leads to the name; then its address answers. */
    @Test
    void entriesMayComeLater() {
        Outcome run = bed().cluster("meshConfig: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}")
                .app("app", OK)
                .at(
                        "1s",
                        "apply: [{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: api}, spec: {hosts:"
                                + " [api.example.com], resolution: STATIC, ports: [{number: 8080, name: http, protocol: HTTP}],"
                                + " endpoints: [{address: 10.9.0.9}]}}]")
                .traffic("name: curl, from: client, request: {url: '" + URL
                        + "'}, load: {rate: 10/s, arrivals: constant}, requests: 20")
                .go();
        assertEquals(10, run.code("curl", 200), 1);
        assertEquals(run.code("curl", 200), run.arrived("10.9.0.9"));
    }
}

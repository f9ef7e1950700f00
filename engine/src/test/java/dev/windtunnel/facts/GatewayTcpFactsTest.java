package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.answers;
import static dev.windtunnel.facts.Facts.between;
import static dev.windtunnel.facts.Facts.latency;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers of a gateway that forward bytes: plain TCP, and TLS that they end ({@code networking/core/gateway.go}). */
class GatewayTcpFactsTest {

    private static final String GATEWAY = "istio-system/istio-ingressgateway";
    private static final String TCP = "{port: {number: 31400, name: tcp, protocol: TCP}, hosts: ['*']}";
    private static final String TLS =
            "{port: {number: 31400, name: tls, protocol: TLS}, hosts: [a.example.com], tls: {mode: %s, credentialName: c}}";

    private static String gateway(String name, String... servers) {
        return """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: %s}
                spec: {selector: {istio: ingressgateway}, servers: [%s]}
                """
                .formatted(name, String.join(", ", servers));
    }

    private static String bound(String name, String hosts, String routes) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s}
                spec: {hosts: ['%s'], gateways: [edge], %s}
                """
                .formatted(name, hosts, routes);
    }

    private static String to(String match, String destination) {
        return "tcp: [{" + match + "route: [{destination: {" + destination + "}}]}]";
    }

    private static final String TO_DB = to("", "host: db, port: {number: 3306}");

    private static Bed bed() {
        return Scenarios.bed()
                .service("db", "app: db", "{name: mysql, port: 3306}")
                .pods("db", 1, "app: db", OK);
    }

    private static Bed edge() {
        return bed().document(gateway("edge", TCP)).document(bound("db", "*", TO_DB));
    }

    private static Bed ask(Bed bed, String url, String fields, int count) {
        return bed.traffic("name: sql, from: outside, tcp: {url: '" + url + "'" + fields
                + "}, load: {users: 1}, requests: " + count);
    }

    private static Outcome ask(Bed bed) {
        return ask(bed, "tcp://db.example.com:31400", "", 4).go();
    }

    private static double stat(Outcome run, String counter) {
        return run.result().stats().get(GATEWAY + "-0").getOrDefault(counter, 0.0);
    }

    private static double ofCluster(Outcome run, String counter) {
        return stat(run, "cluster.outbound|3306||db.default.svc.cluster.local." + counter);
    }

    @Test
    void connectionsReachTheServiceBehindTheirPort() {
        Outcome run = ask(edge(), "tcp://db.example.com:31400", ", exchanges: 5, bytes: 10", 3)
                .go();
        assertEquals("200:3", run.codes("sql"));
        assertEquals("-:3", run.flags("sql"));
        assertEquals(15, run.arrived("db"));
        assertEquals("tcp", run.edge(GATEWAY, "db").protocol());
        assertEquals(3, run.edge(GATEWAY, "db").requests());
        assertEquals(
                150, Objects.requireNonNull(run.edge(GATEWAY, "db").bytes()).sent());
        assertEquals(3, ofCluster(run, "upstream_cx_total"));
        assertEquals(0, ofCluster(run, "upstream_cx_active"));
    }

    /** A round trip outside for the connection and one for each exchange; the edge has none of it. */
    @Test
    void theWayOutsideCounts() {
        Bed bed = edge().network("{sameNode: 1ms, sameZone: 1ms, external: 10ms}");
        Outcome run = ask(bed, "tcp://db:31400", ", exchanges: 3", 2).go();
        latency(run, "sql", 0.02 + 0.002 + 3 * 0.022, 0.02 + 0.002 + 3 * 0.022);
    }

    /** The weights divide connections: all exchanges of one are with the version that it was given. */
    @Test
    void weightsDivideConnections() {
        Bed bed = Scenarios.bed()
                .service("db", "app: db", "{name: mysql, port: 3306}")
                .pods("one", 1, "app: db, version: one", answers(201))
                .pods("two", 1, "app: db, version: two", answers(202))
                .policy("db", "subsets: [{name: one, labels: {version: one}}, {name: two, labels: {version: two}}]")
                .document(gateway("edge", TCP))
                .document(bound(
                        "db",
                        "*",
                        "tcp: [{route: [{destination: {host: db, subset: one}, weight: 75}, {destination: {host: db,"
                                + " subset: two}, weight: 25}]}]"));
        Outcome run = ask(bed, "tcp://db:31400", ", exchanges: 2", 400).go();
        between(268, 332, run.code("sql", 201), "connections of three quarters");
        assertEquals(2 * run.code("sql", 201), run.arrived("one"));
        assertEquals(2 * run.code("sql", 202), run.arrived("two"));
    }

    /** The port of the server and the name of its Gateway are all that is looked at; without a route nobody listens. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    port: 31400 | 200:4 | none
                    port: 3306 | 0:4 | connect-refused:4
                    gateways: [edge] | 200:4 | none
                    gateways: [default/edge] | 200:4 | none
                    gateways: [mesh] | 0:4 | connect-refused:4
                    sourceLabels: {app: nobody} | 200:4 | none
                    sourceNamespace: nowhere | 200:4 | none
                    destinationSubnets: [10.0.0.0/8] | 200:4 | none
                    """)
    void matchesAreOfTheServer(String match, String codes, String failures) {
        Bed bed = bed().document(gateway("edge", TCP))
                .document(bound("db", "*", to("match: [{" + match + "}], ", "host: db, port: {number: 3306}")));
        Outcome run = ask(bed);
        assertEquals(codes, run.codes("sql"));
        assertEquals(failures.equals("none") ? "" : failures, run.failures("sql"));
    }

    @ParameterizedTest(name = "server {0}, VirtualService {1}")
    @CsvSource({
        "'*.example.com', db.example.com, 200:4",
        "'*.example.com', db.example.org, 0:4",
        "other/*, '*', 0:4",
        "./*, '*', 200:4"
    })
    void hostsSayWhichVirtualServicesCount(String server, String host, String codes) {
        Bed bed = bed().document(gateway("edge", TCP.replace("*", server))).document(bound("db", host, TO_DB));
        assertEquals(codes, ask(bed).codes("sql"));
    }

    /** The destination's port, else the only one of its service. */
    @ParameterizedTest
    @CsvSource({
        "host: db, -:4",
        "host: nobody, NC:4",
        "'host: db, subset: none', NC:4",
        "'host: db, port: {number: 1}', NC:4"
    })
    void aDestinationThatNobodyKnowsIsNoCluster(String destination, String flags) {
        Outcome run = ask(bed().document(gateway("edge", TCP)).document(bound("db", "*", to("", destination))));
        assertEquals(flags, run.flags("sql"));
        assertEquals(flags.equals("-:4") ? "" : "empty-reply:4", run.failures("sql"));
    }

    /** The gateway has taken the connection, so its caller hears two round trips later that it is closed. */
    @Test
    void noPodIsUhAndARefusalUf() {
        String network = "{sameNode: 0s, sameZone: 0s, external: 10ms}";
        Outcome none = ask(Scenarios.bed()
                .network(network)
                .service("db", "app: db", "{name: mysql, port: 3306}")
                .document(gateway("edge", TCP))
                .document(bound("db", "*", TO_DB)));
        assertEquals("UH:4", none.flags("sql"));
        assertEquals("empty-reply:4", none.failures("sql"));
        assertEquals(4, ofCluster(none, "upstream_cx_none_healthy"));
        latency(none, "sql", 0.04, 0.04);
        Outcome gone = ask(edge().network(network).gone("db"));
        assertEquals("UF,URX:4", gone.flags("sql"));
        assertEquals(4, ofCluster(gone, "upstream_cx_connect_fail"));
        latency(gone, "sql", 0.04, 0.04);
    }

    /** One more than the destination's rule has room for is closed at once. */
    @Test
    void maxConnectionsHolds() {
        Bed bed = edge().policy("db", "trafficPolicy: {connectionPool: {tcp: {maxConnections: 2}}}")
                .traffic(
                        "name: sql, from: outside, tcp: {url: 'tcp://db:31400', exchanges: 2, interval: 1s}, load: {users: 3},"
                                + " requests: 3");
        Outcome run = bed.go();
        assertEquals("0:1 200:2", run.codes("sql"));
        assertEquals("-:2 UO:1", run.flags("sql"));
        assertEquals(1, ofCluster(run, "upstream_cx_overflow"));
    }

    @Test
    void anIdleConnectionIsCutOff() {
        Bed bed = edge().network("{sameNode: 0s, sameZone: 0s, external: 10ms}")
                .policy("db", "trafficPolicy: {connectionPool: {tcp: {idleTimeout: 2s}}}");
        Outcome run =
                ask(bed, "tcp://db:31400", ", exchanges: 2, interval: 10s", 2).go();
        assertEquals("reset:2", run.failures("sql"));
        assertEquals(2, ofCluster(run, "upstream_cx_destroy_local"));
        assertEquals(2, stat(run, "tcp.outbound|3306||db.default.svc.cluster.local.idle_timeout"));
    }

    /** Through the pod's own sidecar, which takes mutual TLS alone. */
    @Test
    void theGatewaySpeaksMutualTlsToPodsThatWantIt() {
        Bed bed = Scenarios.bed()
                .service("db", "app: db", "{name: mysql, port: 3306}")
                .deployment("db", 1, "app: db", true)
                .workload("db", OK)
                .security("PeerAuthentication", "default", "{mtls: {mode: STRICT}}")
                .document(gateway("edge", TCP))
                .document(bound("db", "*", TO_DB));
        assertEquals("200:4", ask(bed).codes("sql"));
    }

    /** Whatever comes to a port of TCP is bytes: requests of HTTP, too, and TLS that the app behind ends. */
    @ParameterizedTest
    @CsvSource({"http://db.example.com:31400/", "https://db.example.com:31400/"})
    void requestsPassAsBytes(String url) {
        Outcome run = edge().traffic(
                        "name: curl, from: outside, request: {url: '" + url + "'}, load: {users: 1}, requests: 4")
                .go();
        assertEquals("200:4", run.codes("curl"));
        assertEquals(1, ofCluster(run, "upstream_cx_total"), "the caller keeps its connection");
    }

    /** A server of TLS takes the names that it has certificates for, and nothing else. */
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "SIMPLE, tls://a.example.com:31400, 200:4, none",
        "MUTUAL, tls://a.example.com:31400, 200:4, none",
        "SIMPLE, tls://b.example.com:31400, 0:4, empty-reply:4",
        "SIMPLE, tcp://a.example.com:31400, 0:4, empty-reply:4",
        "SIMPLE, tls://a.example.com:31401, 0:4, connect-refused:4"
    })
    void aServerThatEndsTlsForwardsBytes(String mode, String url, String codes, String failures) {
        Bed bed = bed().document(gateway("edge", TLS.formatted(mode))).document(bound("db", "*", TO_DB));
        Outcome run = ask(bed, url, "", 4).go();
        assertEquals(codes, run.codes("sql"));
        assertEquals(failures.equals("none") ? "" : failures, run.failures("sql"));
    }

    @Test
    void theHandshakeWithTheGatewayTakesItsTime() {
        Bed bed = bed().network("{sameNode: 0s, sameZone: 0s, external: 10ms, tlsHandshake: {cpu: 3ms, roundTrips: 1}}")
                .document(gateway("edge", TLS.formatted("SIMPLE")))
                .document(bound("db", "*", TO_DB));
        latency(ask(bed, "tls://a.example.com:31400", "", 2).go(), "sql", 0.063, 0.063);
    }

    /** Nothing tells connections of TCP apart, so its port has one server, and the first of a port says what it is. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {port: {number: 31400, name: b, protocol: TCP}, hosts: [b.org]} | true | 200:4
                    {port: {number: 31400, name: b, protocol: HTTP}, hosts: ['*']} | true | 200:4
                    {port: {number: 31400, name: b, protocol: HTTP}, hosts: ['*']} | false | 0:4
                    {port: {number: 31400, name: b, protocol: MONGO}, hosts: [b.org]} | false | 0:4
                    """)
    void aPortHasOneServerOfTcp(String other, boolean after, String codes) {
        Bed bed = bed().document(gateway("edge", after ? new String[] {TCP, other} : new String[] {other, TCP}))
                .document(bound("db", "a.org", TO_DB));
        assertEquals(codes, ask(bed).codes("sql"));
    }

    /** The exact name of a server of HTTPS counts before the suffix of one that forwards TLS. */
    @ParameterizedTest
    @CsvSource({"https://a.example.com/look, 404:4", "https://b.example.com/look, 200:4"})
    void theBetterNameDecidesBetweenServersOfOnePort(String url, String codes) {
        Bed bed = bed().document(gateway(
                        "edge",
                        "{port: {number: 443, name: tls, protocol: TLS}, hosts: ['*.example.com'], tls: {mode: SIMPLE,"
                                + " credentialName: c}}",
                        "{port: {number: 443, name: https, protocol: HTTPS}, hosts: [a.example.com], tls: {mode: SIMPLE,"
                                + " credentialName: c}}"))
                .document(bound("db", "*", TO_DB))
                .document(bound(
                        "web",
                        "a.example.com",
                        "http: [{match: [{uri: {exact: /buy}}], route: [{destination: {host: db}}]}]"))
                .traffic("name: curl, from: outside, request: {url: '" + url + "'}, load: {users: 1}, requests: 4");
        assertEquals(codes, bed.go().codes("curl"));
    }

    @Test
    void bytesToAServerOfHttpAreReadByNobody() {
        Bed bed = bed().document(gateway("edge", "{port: {number: 31400, name: http, protocol: HTTP}, hosts: ['*']}"))
                .document(bound("db", "*", "http: [{route: [{destination: {host: db}}]}]"));
        Outcome run = ask(bed);
        assertEquals("0:4", run.codes("sql"));
        assertEquals("empty-reply:4", run.failures("sql"));
    }
}

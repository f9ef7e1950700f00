package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.answers;
import static dev.windtunnel.facts.Facts.between;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tls} routes: connections that no proxy decrypts go by the name in their handshake, which is the one that was dialled. */
class TlsRouteFactsTest {

    private static Bed bed() {
        return Scenarios.bed()
                .client("client")
                .service("db", "app: db", "{name: tls, port: 8443}")
                .pods("one", 1, "app: db, version: one", answers(201))
                .pods("two", 1, "app: db, version: two", answers(202))
                .policy("db", "subsets: [{name: one, labels: {version: one}}, {name: two, labels: {version: two}}]");
    }

    private static String rule(String hosts, String gateways, String routes) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: tls}
                spec: {hosts: [%s], %s%s}
                """
                .formatted(hosts, gateways, routes);
    }

    private static Bed ask(Bed bed, String url, int requests) {
        return bed.traffic("name: curl, from: client, request: {url: '" + url
                + "'}, load: {users: 1}, connection: {keepAlive: false}, requests: " + requests);
    }

    /** Every connection draws anew, whatever is said on it. */
    @Test
    void aNameIsDividedByWeight() {
        Bed bed = bed().document(rule(
                "db",
                "",
                "tls: [{match: [{port: 8443, sniHosts: [db]}], route: [{destination: {host: db, subset: one}, weight: 75},"
                        + " {destination: {host: db, subset: two}, weight: 25}]}]"));
        Outcome run = ask(bed, "http://db:8443/", 400).go();
        between(268, 332, run.code("curl", 201), "connections of three quarters");
        assertEquals(400, run.code("curl", 201) + run.code("curl", 202));
    }

    /** What is looked at for a proxy, not for a connection: where it does not hold the service is as without a rule. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sniHosts: [db] | 202:8
                    sniHosts: [db], port: 8443 | 202:8
                    sniHosts: [db], sourceLabels: {app: client} | 202:8
                    sniHosts: [db], sourceNamespace: default | 202:8
                    sniHosts: [db], port: 8444 | 201:4 202:4
                    sniHosts: [db], sourceLabels: {app: other} | 201:4 202:4
                    sniHosts: [db], sourceNamespace: other | 201:4 202:4
                    sniHosts: [db], gateways: [web] | 201:4 202:4
                    """)
    void matchesOfAProxyDecideWhetherThereIsARoute(String match, String codes) {
        Bed bed = bed().document(rule(
                        "db", "", "tls: [{match: [{" + match + "}], route: [{destination: {host: db, subset: two}}]}]"))
                .policy(
                        "db",
                        "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}, subsets: [{name: one, labels: {version:"
                                + " one}}, {name: two, labels: {version: two}}]");
        assertEquals(codes, ask(bed, "http://db:8443/", 8).go().codes("curl"));
    }

    /** Ports of TLS know nothing of tcp routes, and ports of TCP nothing of tls routes. */
    @Test
    void tcpRoutesAreNotForPortsOfTls() {
        Bed bed = bed().document(rule("db", "", "tcp: [{route: [{destination: {host: db, subset: two}}]}]"))
                .policy(
                        "db",
                        "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}, subsets: [{name: one, labels: {version:"
                                + " one}}, {name: two, labels: {version: two}}]");
        assertEquals("201:4 202:4", ask(bed, "http://db:8443/", 8).go().codes("curl"));
    }

    private static String entry(String host) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: %s}
                spec: {hosts: ['%s'], location: MESH_EXTERNAL, ports: [{number: 443, name: tls, protocol: TLS}], resolution: %s}
                """
                .formatted(host.replace("*.", "all-"), host, host.startsWith("*") ? "NONE" : "DNS");
    }

    /** A host outside is sent to another; a name for which there is no route gets no answer, though its entry has it. */
    @ParameterizedTest
    @CsvSource({"a.wild.org, 202:4", "b.wild.org, 0:4", "other.org, 202:4"})
    void hostsOutsideGoByTheirNames(String name, String codes) {
        Bed bed = Scenarios.bed()
                .client("client")
                .external("a.wild.org", answers(201))
                .external("b.wild.org", answers(201))
                .external("other.org", answers(202))
                .document(entry("*.wild.org"))
                .document(entry("other.org"))
                .document(rule(
                        "'*.wild.org'",
                        "",
                        "tls: [{match: [{sniHosts: [a.wild.org]}], route: [{destination: {host: other.org}}]}]"));
        assertEquals(codes, ask(bed, "http://" + name + ":443/", 4).go().codes("curl"));
    }

    private static Bed gateway() {
        return Scenarios.bed()
                .app("app", OK)
                .service("secure", "app: app", "{name: https, port: 8443, targetPort: 8080}")
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: Gateway
                        metadata: {name: web}
                        spec:
                          selector: {istio: ingressgateway}
                          servers:
                            - {port: {number: 443, name: tls, protocol: TLS}, hosts: ['*.example.com'], tls: {mode: PASSTHROUGH}}
                        """)
                .document(rule(
                        "a.example.com",
                        "gateways: [web], ",
                        "tls: [{match: [{port: 443, sniHosts: [a.example.com]}], route: [{destination: {host: secure, port:"
                                + " {number: 8443}}}]}]"));
    }

    private static Outcome outside(Bed bed, String url) {
        return bed.traffic("name: curl, from: outside, request: {url: '" + url + "'}, load: {users: 1}, requests: 4")
                .go();
    }

    @ParameterizedTest
    @CsvSource({"https://a.example.com/, 200:4", "https://b.example.com/, 0:4", "http://a.example.com:443/, 0:4"})
    void aGatewayPassesTlsThroughByName(String url, String codes) {
        assertEquals(codes, outside(gateway(), url).codes("curl"));
    }

    /** Of the first request: a round trip outside to connect and one for TLS, and its own; then only its own. */
    @Test
    void theWayOutsideIsWhatItIsForHttp() {
        Outcome run = outside(
                gateway()
                        .network(
                                "{external: 10ms, tlsHandshake: {cpu: 0s, roundTrips: 1}, sameNode: 0s, sameZone: 0s}"),
                "https://a.example.com/");
        assertEquals(0.060, run.latency("curl").max(), 1e-6);
        assertEquals(0.020, run.latency("curl").min(), 1e-6);
        assertEquals(4, run.arrived("app"));
    }

    /** One port, two servers: the name decides who ends TLS. */
    @Test
    void oneServerEndsTlsAndAnotherPassesItThrough() {
        Bed bed = gateway()
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: Gateway
                        metadata: {name: shop}
                        spec:
                          selector: {istio: ingressgateway}
                          servers:
                            - {port: {number: 443, name: https, protocol: HTTPS}, hosts: [shop.org], tls: {mode: SIMPLE, credentialName: c}}
                        """)
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: shop}
                        spec: {hosts: [shop.org], gateways: [shop], http: [{match: [{uri: {prefix: /buy}}], route: [{destination: {host: app, port: {number: 8080}}}]}]}
                        """)
                .traffic(
                        "name: shop, from: outside, request: {url: 'https://shop.org/look'}, load: {users: 1}, requests: 4");
        Outcome run = outside(bed, "https://a.example.com/look");
        assertEquals("404:4", run.codes("shop"));
        assertEquals("200:4", run.codes("curl"));
    }
}

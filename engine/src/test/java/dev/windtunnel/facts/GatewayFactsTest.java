package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.latency;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traffic from outside: which requests a gateway lets in, and what becomes of them. */
class GatewayFactsTest {

    private static String gateway(String servers) {
        return """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: web}
                spec: {selector: {istio: ingressgateway}, servers: [%s]}
                """
                .formatted(servers);
    }

    private static String http(String hosts) {
        return "{port: {number: 80, name: http, protocol: HTTP}, hosts: [" + hosts + "]}";
    }

    private static String bound(String name, String host, String http) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s}
                spec: {hosts: ['%s'], gateways: [web], http: %s}
                """
                .formatted(name, host, http);
    }

    private static Bed bed() {
        return Scenarios.bed().app("app", OK);
    }

    private static Outcome ask(Bed bed, String url) {
        return bed.traffic("name: curl, from: outside, request: {url: '" + url + "'}, load: {users: 1}, requests: 4")
                .go();
    }

    private static final String TO_APP = "[{route: [{destination: {host: app, port: {number: 8080}}}]}]";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "http://shop.example.com/, 200:4",
        "http://other.example.com/, 404:4",
        "http://nobody.org/, 404:4",
        "http://shop.example.com:8080/, 0:4"
    })
    void onlyHostsOfBothAreServed(String url, String codes) {
        Bed bed = bed().document(gateway(http("'*.example.com'")))
                .document(bound("shop", "shop.example.com", TO_APP))
                .document(bound("else", "shop.org", TO_APP));
        assertEquals(codes, ask(bed, url).codes("curl"));
    }

    /** Without a gateway workload in the input there is one pod of Istio's own. */
    @Test
    void theGatewayCallsPodsOfServices() {
        Outcome run = ask(
                bed().document(gateway(http("'*'"))).document(bound("shop", "shop.example.com", TO_APP)),
                "http://shop.example.com/");
        assertEquals(4, run.arrived("app"));
        assertEquals(4, run.edge("istio-system/istio-ingressgateway", "app").requests());
        assertEquals("-:4", run.flags("curl"));
    }

    /** Two ways through the network outside, and two more for the first connection; the edge has none of it. */
    @Test
    void theWayFromOutsideCounts() {
        Outcome run = ask(
                bed().network("{sameNode: 0s, external: 10ms}")
                        .document(gateway(http("'*'")))
                        .document(bound("shop", "shop.example.com", TO_APP)),
                "http://shop.example.com/");
        assertEquals(0.020, run.latency("curl").min(), 1e-9);
        assertEquals(0.040, run.latency("curl").max(), 1e-9);
        assertEquals(
                0,
                run.edge("istio-system/istio-ingressgateway", "app").latency().max(),
                1e-9);
    }

    @Test
    void rulesForSidecarsAreNotForGateways() {
        Outcome run = ask(
                bed().document(gateway(http("'*'")))
                        .document(bound("shop", "shop.example.com", TO_APP))
                        .rule("app", "fault: {abort: {httpStatus: 555, percentage: {value: 100}}}"),
                "http://shop.example.com/");
        assertEquals("200:4", run.codes("curl"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"/a, 201", "/b, 202", "/, 203"})
    void rulesOfOneHostAddUpAndTheGeneralOneIsLast(String path, int code) {
        Bed bed = bed().document(gateway(http("'*'")))
                .document(
                        bound(
                                "first",
                                "shop.example.com",
                                "[{match: [{uri: {exact: /a}}], directResponse: {status: 201}}, {directResponse: {status: 203}}]"))
                .document(bound(
                        "second",
                        "shop.example.com",
                        "[{match: [{uri: {exact: /b}}], directResponse: {status: 202}}]"));
        assertEquals(code + ":4", ask(bed, "http://shop.example.com" + path).codes("curl"));
    }

    @ParameterizedTest(name = "server {0}: {1}")
    @CsvSource({"./shop.example.com, 200:4", "other/shop.example.com, 404:4", "default/*, 200:4", "'*/*', 200:4"})
    void serversMayWantANamespace(String host, String codes) {
        Bed bed = bed().document(gateway(http("'" + host + "'"))).document(bound("shop", "shop.example.com", TO_APP));
        assertEquals(codes, ask(bed, "http://shop.example.com/").codes("curl"));
    }

    @Test
    void matchesMayBeForOneGateway() {
        Bed bed = bed().document(gateway(http("'*'")))
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: shop}
                        spec:
                          hosts: [shop.example.com]
                          gateways: [web, mesh]
                          http:
                            - {match: [{gateways: [mesh]}], directResponse: {status: 201}}
                            - {match: [{gateways: [default/web]}], directResponse: {status: 202}}
                        """);
        assertEquals("202:4", ask(bed, "http://shop.example.com/").codes("curl"));
    }

    @Test
    void httpsRedirectSendsEveryoneAway() {
        Bed bed = bed().document(gateway(
                        "{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*'], tls: {httpsRedirect: true}}"))
                .document(bound("shop", "shop.example.com", TO_APP));
        assertEquals("301:4", ask(bed, "http://shop.example.com/").codes("curl"));
    }

    /** The pods that the selector takes serve it, and take turns. */
    @Test
    void declaredGatewaysServe() {
        Bed bed = bed().deployment("edge", 2, "istio: ingressgateway", true)
                .document(gateway(http("'*'")))
                .document(bound("shop", "shop.example.com", TO_APP));
        Outcome run = ask(bed, "http://shop.example.com/");
        assertEquals("200:4", run.codes("curl"));
        assertEquals(4, run.edge("edge", "app").requests());
    }

    @Test
    void withoutAGatewayNobodyIsLetIn() {
        AssertionError error = assertThrows(AssertionError.class, () -> ask(bed(), "http://shop.example.com/"));
        assertTrue(error.getMessage().contains("no Gateway lets traffic from outside in"), error.getMessage());
    }

    @Test
    void answersComeBackAsFastAsTheyLeft() {
        Outcome run = ask(
                bed().document(gateway(http("'*'"))).document(bound("shop", "shop.example.com", TO_APP)),
                "http://shop.example.com/");
        latency(run, "curl", 0, 0);
    }

    private static String https(String hosts) {
        return "{port: {number: 443, name: https, protocol: HTTPS}, hosts: [" + hosts
                + "], tls: {mode: SIMPLE, credentialName: shop}}";
    }

    /** TLS goes to a server of TLS that has the name, plain text to one of plain text; all else gets no answer. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "https://shop.example.com/, 200:4",
        "https://other.example.com/, 404:4",
        "https://nobody.org/, 0:4",
        "http://shop.example.com:443/, 0:4",
        "https://shop.example.com:80/, 0:4",
        "http://shop.example.com/, 301:4"
    })
    void tlsIsEndedByServersThatHaveTheName(String url, String codes) {
        Bed bed = bed().document(
                        gateway(
                                https("'*.example.com'")
                                        + ", {port: {number: 80, name: http, protocol: HTTP}, hosts: ['*'], tls: {httpsRedirect: true}}"))
                .document(bound("shop", "shop.example.com", TO_APP));
        assertEquals(codes, ask(bed, url).codes("curl"));
    }

    /** A new connection with TLS costs a round trip and some work more than one without. */
    @Test
    void aHandshakeWithTheGatewayTakesItsTime() {
        String network = "{sameNode: 0s, sameZone: 0s, external: 10ms, tlsHandshake: {cpu: 3ms, roundTrips: 1}}";
        Bed plain = bed().network(network)
                .document(gateway(http("'*'")))
                .document(bound("shop", "shop.example.com", TO_APP));
        Outcome without = ask(plain, "http://shop.example.com/");
        assertEquals(0.040, without.latency("curl").max(), 1e-9);
        Bed encrypted = bed().network(network)
                .document(gateway(https("'*'")))
                .document(bound("shop", "shop.example.com", TO_APP));
        Outcome with = ask(encrypted, "https://shop.example.com/");
        assertEquals(0.063, with.latency("curl").max(), 1e-9);
        assertEquals(0.020, with.latency("curl").min(), 1e-9, "the connection is kept");
    }
}

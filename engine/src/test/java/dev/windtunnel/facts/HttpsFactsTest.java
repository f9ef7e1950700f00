package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.answers;
import static dev.windtunnel.facts.Facts.latency;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Apps that speak TLS themselves: their sidecars see bytes and a name ({@code networking/core/listener.go}, {@code tls.go}). */
class HttpsFactsTest {

    private static Bed ask(Bed bed, String url, int requests) {
        return bed.traffic(
                "name: curl, from: client, request: {url: '" + url + "'}, load: {users: 1}, requests: " + requests);
    }

    private static Bed bed(boolean sidecar, String port, String body) {
        Bed bed = sidecar ? Scenarios.bed().client("client") : Scenarios.bed().plainClient("client");
        return bed.service("app", "app: app", "{name: " + port + ", port: 8443}")
                .pods("app", 1, "app: app", body);
    }

    /** On a port that says HTTP nobody ends TLS: the sidecar parses it in vain, and so does the app. */
    @ParameterizedTest(name = "sidecar {0}, port {1}")
    @CsvSource({
        "true, https, 200:4",
        "true, tls-web, 200:4",
        "true, tcp, 200:4",
        "true, web, 200:4",
        "true, http, 0:4",
        "true, http2, 0:4",
        "false, https, 200:4",
        "false, web, 200:4",
        "false, http, 0:4"
    })
    void theNameOfThePortSaysWhetherTlsPasses(boolean sidecar, String port, String codes) {
        Outcome run = ask(bed(sidecar, port, OK), "https://app:8443/", 4).go();
        assertEquals(codes, run.codes("curl"));
        assertEquals(codes.startsWith("0") ? "empty-reply:4" : "", run.failures("curl"));
    }

    /** What is no HTTP goes to the cluster without hosts where unknown destinations are refused. */
    @Test
    void onAPortOfHttpTlsIsNoKnownDestination() {
        Bed bed = bed(true, "http", OK).cluster("meshConfig: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}");
        assertEquals("UH:4", ask(bed, "https://app:8443/", 4).go().flags("curl"));
    }

    /** Rules for HTTP see nothing of it: no fault, no timeout, no other try. */
    @ParameterizedTest
    @CsvSource({"https://app:8443/, 503:4, 4", "http://app:8443/, 555:4, 0"})
    void rulesOfHttpDoNotApply(String url, String codes, int arrived) {
        Bed bed = bed(true, "web", "{handlers: [{steps: [{sleep: 2s}], response: {status: 503}}]}")
                .rule(
                        "app",
                        "fault: {abort: {httpStatus: 555, percentage: {value: 100}}}, timeout: 1s, retries: {attempts: 3, retryOn: 5xx}");
        Outcome run = ask(bed, url, 4).go();
        assertEquals(codes, run.codes("curl"));
        assertEquals(arrived, run.arrived("app"));
    }

    /** A new connection costs a round trip, the handshake of the app another and its work; what follows only its own. */
    @ParameterizedTest
    @CsvSource({"true, https", "true, web", "false, https"})
    void theHandshakeOfTheAppTakesItsTime(boolean sidecar, String port) {
        Bed bed = bed(sidecar, port, OK)
                .network("{sameNode: 5ms, sameZone: 5ms, tlsHandshake: {cpu: 3ms, roundTrips: 1}}");
        Outcome run = ask(bed, "https://app:8443/", 2).go();
        assertEquals(0.033, run.latency("curl").max(), 1e-9);
        assertEquals(0.010, run.latency("curl").min(), 1e-9);
    }

    /** The mesh encrypts once more, between the sidecars. */
    @Test
    void mutualTlsIsAroundIt() {
        Bed bed = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: https, port: 8443}")
                .deployment("app", 1, "app: app", true)
                .workload("app", OK)
                .security("PeerAuthentication", "default", "{mtls: {mode: STRICT}}")
                .network("{sameNode: 5ms, sameZone: 5ms, tlsHandshake: {cpu: 3ms, roundTrips: 1}}");
        Outcome run = ask(bed, "https://app:8443/", 1).go();
        assertEquals("200:1", run.codes("curl"));
        latency(run, "curl", 0.046, 0.046);
    }

    /** {@code tls} routes see the name that was dialled, tcp routes of a port that says nothing the bytes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https | tls: [{match: [{sniHosts: [app]}], route: [{destination: {host: other, port: {number: 8443}}}]}]",
                "web | tcp: [{route: [{destination: {host: other, port: {number: 8443}}}]}]"
            })
    void routesOfConnectionsApply(String port, String routes) {
        Bed bed = bed(true, port, OK)
                .service("other", "app: other", "{name: https, port: 8443}")
                .pods("other", 1, "app: other", answers(202))
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: app}
                        spec: {hosts: [app], %s}
                        """
                                .formatted(routes));
        assertEquals("202:4", ask(bed, "https://app:8443/", 4).go().codes("curl"));
    }

    /** A call of a handler as any; plain text and TLS to one port are connections of their own. */
    @Test
    void handlersMayCallByTls() {
        Bed bed = bed(true, "https", answers(201))
                .service("front", "app: front", "{name: http, port: 8080}")
                .deployment("front", 1, "app: front", true)
                .workload(
                        "front",
                        "{handlers: [{steps: [{call: {url: 'https://app:8443/x'}}, {call: {url: 'http://app:8443/x'}}], response: {status: 200}}]}");
        Outcome run = ask(bed, "http://front:8080/", 3).go();
        assertEquals("200:3", run.codes("curl"));
        assertEquals(6, run.arrived("app"));
        assertEquals(2, run.statOf("front", "outbound|8443||app.default.svc.cluster.local", "upstream_cx_total"));
    }

    /** With a ServiceEntry or, where unknown hosts may be asked, without. */
    @ParameterizedTest(name = "entry {0}, {1}")
    @CsvSource({"true, REGISTRY_ONLY, 200:4, -:4", "false, ALLOW_ANY, 200:4, -:4", "false, REGISTRY_ONLY, 0:4, UH:4"})
    void hostsOutside(boolean entry, String mode, String codes, String flags) {
        Bed bed = Scenarios.bed()
                .client("client")
                .external("api.example.com", OK)
                .cluster("meshConfig: {outboundTrafficPolicy: {mode: " + mode + "}}");
        if (entry) {
            bed.document(
                    """
                    apiVersion: networking.istio.io/v1
                    kind: ServiceEntry
                    metadata: {name: api}
                    spec: {hosts: [api.example.com], resolution: DNS, ports: [{number: 443, name: tls, protocol: TLS}]}
                    """);
        }
        Outcome run = ask(bed, "https://api.example.com/", 4).go();
        assertEquals(codes, run.codes("curl"));
        assertEquals(flags, run.flags("curl"));
    }
}

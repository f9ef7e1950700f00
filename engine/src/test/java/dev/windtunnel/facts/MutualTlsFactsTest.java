package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which callers reach which pods, by the modes of both sides (istio {@code filterchain_options.go}, {@code cluster_tls.go}). */
class MutualTlsFactsTest {

    private static final String NETWORK =
            "{sameNode: 1ms, sameZone: 1ms, crossZone: 1ms, crossRegion: 1ms, tlsHandshake: %s}";

    private static Bed mesh() {
        return Scenarios.bed().client("client").meshApp("app", OK);
    }

    private static Bed peers(Bed bed, String mode) {
        return bed.security("PeerAuthentication", "all", "{mtls: {mode: " + mode + "}}");
    }

    private static Outcome curl(Bed bed) {
        return Facts.curl(bed, 10).go();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STRICT", "PERMISSIVE", "DISABLE", "UNSET"})
    void unaskedSidecarsFitEveryMode(String mode) {
        Outcome run = curl(peers(mesh(), mode));
        assertEquals("200:10", run.codes("curl"));
        assertEquals(0, run.stat("app", "upstream_cx_connect_fail"));
    }

    @Test
    void aClientWithoutSidecarIsCutOffWhereMutualTlsIsAMust() {
        Outcome run = curl(peers(Scenarios.bed().plainClient("client").meshApp("app", OK), "STRICT"));
        assertEquals("0:10", run.codes("curl"));
        assertEquals("reset:10", run.failures("curl"));
        assertEquals(10, run.edge("client", "app").attempts(), "each reached the proxy");
        assertEquals(0, run.arrived("app"), "and none the app");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PERMISSIVE", "DISABLE"})
    void aClientWithoutSidecarIsTakenOtherwise(String mode) {
        assertEquals(
                "200:10",
                curl(peers(Scenarios.bed().plainClient("client").meshApp("app", OK), mode))
                        .codes("curl"));
    }

    @Test
    void plainTextToAProxyThatWantsMutualTlsLosesItsConnectionAndIsNotTriedAgain() {
        Outcome run = curl(peers(mesh(), "STRICT").policy("app", "trafficPolicy: {tls: {mode: DISABLE}}"));
        assertEquals("503:10", run.codes("curl"));
        assertEquals("UC:10", run.flags("curl"));
        assertEquals(10, run.stat("app", "upstream_cx_total"));
        assertEquals(0, run.stat("app", "upstream_rq_retry"));
    }

    @Test
    void mutualTlsToAPodWithoutSidecarFailsWhileConnectingAndIsTriedAgain() {
        Outcome run = curl(Scenarios.bed()
                .client("client")
                .app("app", OK)
                .policy("app", "trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}"));
        assertEquals("503:10", run.codes("curl"));
        assertEquals("URX,UF:10", run.flags("curl"));
        assertEquals(30, run.stat("app", "upstream_cx_connect_fail"));
    }

    @ParameterizedTest
    @CsvSource({"ISTIO_MUTUAL, DISABLE", "SIMPLE, PERMISSIVE", "SIMPLE, STRICT"})
    void aHandshakeThatTheOtherSideDoesNotKnowFails(String client, String server) {
        Outcome run = curl(peers(mesh(), server).policy("app", "trafficPolicy: {tls: {mode: " + client + "}}"));
        assertEquals("URX,UF:10", run.flags("curl"));
    }

    @ParameterizedTest
    @CsvSource({
        "DISABLE, STRICT, WARNING, 503 UC",
        "DISABLE, PERMISSIVE, INFO, nobody knows who calls",
        "SIMPLE, PERMISSIVE, WARNING, know Istio's alone (PERMISSIVE)",
        "SIMPLE, STRICT, WARNING, know Istio's alone (STRICT)",
        "ISTIO_MUTUAL, DISABLE, WARNING, take plain text alone",
        "ISTIO_MUTUAL, STRICT, '', ''",
        "DISABLE, DISABLE, '', ''"
    })
    void aModeThatDoesNotFitThePodsIsFoundBeforeTheRun(String client, String server, String level, String words) {
        List<Finding> findings =
                peers(mesh(), server)
                        .policy("app", "trafficPolicy: {tls: {mode: " + client + "}}")
                        .load()
                        .findings()
                        .stream()
                        .filter(each -> each.code().equals("WT3043"))
                        .toList();
        assertEquals(level.isEmpty() ? 0 : 1, findings.size(), findings.toString());
        for (Finding finding : findings) {
            assertEquals(level, finding.level().name());
            assertTrue(finding.message().contains(words), finding.message());
            assertEquals("spec.trafficPolicy.tls.mode", finding.path());
            assertTrue(finding.line() > 0 && finding.fix() != null);
        }
    }

    @Test
    void thePortOfThePodHasTheLastWord() {
        Bed bed = Scenarios.bed()
                .plainClient("client")
                .meshApp("app", OK)
                .security(
                        "PeerAuthentication",
                        "app",
                        "{selector: {matchLabels: {app: app}}, mtls: {mode: STRICT}, portLevelMtls: {8080: {mode: PERMISSIVE}}}");
        assertEquals("200:10", curl(bed).codes("curl"));
    }

    @Test
    void withoutAutomaticMutualTlsSidecarsSpeakPlainText() {
        Outcome run = curl(peers(mesh(), "STRICT").cluster("meshConfig: {enableAutoMtls: false}"));
        assertEquals("UC:10", run.flags("curl"));
    }

    @Test
    void bytesToAProxyThatWantsMutualTlsAreCutOffToo() {
        Bed bed = Scenarios.bed()
                .plainClient("client")
                .workload("app", OK)
                .service("app", "app: app", "{name: tcp, port: 8080}")
                .deployment("app", 1, "app: app", true);
        assertEquals("reset:10", curl(peers(bed, "STRICT")).failures("curl"));
    }

    /** 2 ms for the connection, 2 ms for the request and its answer; a handshake is 2 ms and 3 ms of computing. */
    @ParameterizedTest
    @CsvSource({"true, 9", "false, 4"})
    void aHandshakeCostsRoundTripsAndComputing(boolean sidecar, double expectedMillis) {
        Bed bed = Scenarios.bed()
                .client("client")
                .workload("app", OK)
                .service("app", "app: app", "{name: http, port: 8080}")
                .deployment("app", 1, "app: app", sidecar)
                .network(NETWORK.formatted("{cpu: 3ms, roundTrips: 1}"));
        Outcome run = curl(bed);
        assertEquals(expectedMillis / 1000, run.latency("curl").max(), 1e-9, "the first opens the connection");
        assertEquals(0.002, run.latency("curl").min(), 1e-9, "the others use it again");
    }

    @Test
    void aStricterModeIsForNewConnections() {
        Bed bed = Scenarios.bed()
                .plainClient("client")
                .meshApp("app", OK)
                .at(
                        "1s",
                        "apply: [{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: all},"
                                + " spec: {mtls: {mode: STRICT}}}]")
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, connection: {keepAlive: false},"
                        + " load: {rate: 10/s, arrivals: constant}, requests: 20");
        Outcome run = bed.go();
        assertEquals("0:10 200:10", run.codes("web"));
    }
}

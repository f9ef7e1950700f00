package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.bed;
import static dev.windtunnel.facts.Facts.latency;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.experiment.RequestTrace;
import dev.windtunnel.report.RunReport;
import dev.windtunnel.report.Style;
import dev.windtunnel.report.TableReport;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** gRPC calls: statuses of apps and of proxies, what is an error, what is retried, and deadlines. */
class GrpcFactsTest {

    private static Outcome calls(Bed bed, String more, int requests) {
        return bed.traffic("name: web, from: client, request: {grpc: 'grpc://app:8080/shop.Cart/Get'" + more
                        + "}, load: {users: 1}, requests: " + requests)
                .go();
    }

    private static String report(Outcome run) {
        RunReport report = new RunReport(run.result(), List.of(), List.of(), null);
        return new TableReport().text(List.of(report), Style.PLAIN);
    }

    @Test
    void anAppsStatusIsInTheResultBeside200() {
        Outcome run = calls(bed("{handlers: [{response: {grpcStatus: NOT_FOUND}}]}"), "", 10);
        assertEquals("200:10", run.codes("web"));
        assertEquals(Map.of("5", 10.0), run.traffic("web").grpc());
        assertEquals(Map.of("5", 10.0), run.edge("client", "app.default").grpc());
        assertEquals(0, run.traffic("web").errorRate(), "as a 404 is no error");
    }

    @Test
    void aCallWithAnErrorIsAFailedOneToTrace() {
        assertEquals(1, firstFailed("UNAVAILABLE"));
        assertEquals(0, firstFailed("NOT_FOUND"));
    }

    private static long firstFailed(String status) {
        Bed bed = bed("{handlers: [{response: {grpcStatus: " + status + "}}]}")
                .traffic("name: web, from: client, request: {grpc: 'grpc://app:8080/shop.Cart/Get'}, requests: 3");
        return RequestTrace.find(bed.load(), 0, RequestTrace.Wanted.FAILED, "");
    }

    @Test
    void statusesOfAFailingServerAreErrorsAndUnavailableIsRetriedByDefault() {
        String half = "{handlers: [{errors: [{rate: 100%, grpcStatus: UNAVAILABLE}]}]}";
        Outcome run = calls(bed(half), "", 10);
        assertEquals("200:10", run.codes("web"));
        assertEquals(1, run.traffic("web").errorRate());
        assertEquals(20, run.stat("app", "upstream_rq_retry"));
        assertEquals("URX:10", run.flags("web"));
        Outcome internal = calls(bed("{handlers: [{response: {grpcStatus: 13}}]}"), "", 10);
        assertEquals(0, internal.stat("app", "upstream_rq_retry"), "internal is not in the default list");
        assertEquals(1, internal.traffic("web").errorRate());
    }

    @Test
    void aMethodThatNoHandlerTakesIsUnimplementedAndAnError() {
        Outcome run = calls(bed("{handlers: [{match: {uri: {exact: /other}}}]}"), "", 5);
        assertEquals(Map.of("12", 5.0), run.traffic("web").grpc());
        assertEquals(1, run.traffic("web").errorRate());
    }

    @Test
    void anInjectedAbortHasTheStatusThatItsRuleSays() {
        Bed bed = bed("{handlers: [{}]}")
                .rule("app", "fault: {abort: {percentage: {value: 100}, grpcStatus: UNAVAILABLE}}");
        Outcome run = calls(bed, "", 5);
        assertEquals("200:5", run.codes("web"));
        assertEquals(Map.of("14", 5.0), run.traffic("web").grpc());
        assertEquals("FI:5", run.flags("web"));
    }

    @Test
    void aCallWithoutMoreIsAnsweredOk() {
        Outcome run = calls(bed("{handlers: [{}]}"), "", 3);
        assertEquals(Map.of("0", 3.0), run.traffic("web").grpc());
    }

    /**
     * A real Envoy whose timer runs out by grpc-timeout answers 200 with status 14 and logs UT; a real client of gRPC says
     * DEADLINE_EXCEEDED.
     */
    @Test
    void theDeadlineEndsACallThatItsRouteWouldWaitFor() {
        Outcome run = calls(bed("{handlers: [{steps: [{sleep: 2s}]}]}"), ", timeout: 300ms", 5);
        assertEquals("200:5", run.codes("web"));
        assertEquals("UT:5", run.flags("web"));
        assertEquals(Map.of("4", 5.0), run.traffic("web").grpc());
        assertEquals(Map.of("14", 5.0), run.edge("client", "app").grpc());
        assertEquals("{200=5.0}", run.edge("client", "app").codes().toString());
        latency(run, "web", 0.3, 0.3);
        assertEquals(5, run.stat("app", "upstream_rq_504"), "the cluster counts what it was");
    }

    /** Who writes grpc-timeout by hand has no library that counts, and reads what the sidecar says. */
    @Test
    void aHeaderAloneIsADeadlineOfTheSidecarAlone() {
        Outcome run = bed("{handlers: [{steps: [{sleep: 2s}]}]}")
                .traffic("name: web, from: client, request: {url: 'http://app:8080/shop.Cart/Get', method: POST,"
                        + " headers: {content-type: application/grpc, te: trailers, grpc-timeout: 300m}},"
                        + " connection: {protocol: http2}, load: {users: 1}, requests: 5")
                .go();
        assertEquals("200:5", run.codes("web"));
        assertEquals(Map.of("14", 5.0), run.traffic("web").grpc());
    }

    @Test
    void aRouteThatWaitsLessThanTheDeadlineIsUnavailable() {
        Bed bed = bed("{handlers: [{steps: [{sleep: 2s}]}]}").rule("app", "timeout: 200ms");
        Outcome run = calls(bed, ", timeout: 300ms", 5);
        assertEquals(Map.of("14", 5.0), run.traffic("web").grpc());
        latency(run, "web", 0.2, 0.2);
    }

    /** Measured: the head has been seen, and the status that would be in trailers is the library's own. */
    @Test
    void theDeadlineCutsAStreamAndItsCallerKnowsWhy() {
        Outcome run = calls(bed("{handlers: [{response: {stream: 2s}}]}"), ", timeout: 300ms", 5);
        assertEquals("200:5", run.codes("web"));
        assertEquals("", run.failures("web"));
        assertEquals("UT:5", run.flags("web"));
        assertEquals(Map.of("4", 5.0), run.traffic("web").grpc());
        assertEquals(1, run.traffic("web").errorRate());
        assertEquals("{200=5.0}", run.edge("client", "app").codes().toString());
        latency(run, "web", 0.3, 0.3);
    }

    @Test
    void aStreamThatEndsInTimeIsOk() {
        Outcome run = calls(bed("{handlers: [{response: {stream: 200ms}}]}"), ", timeout: 300ms", 5);
        assertEquals(Map.of("0", 5.0), run.traffic("web").grpc());
        latency(run, "web", 0.2, 0.2);
    }

    /** The sidecar's timer begins behind the fault, the caller's before it. */
    @Test
    void aDelayedCallEndsAtItsCallersDeadline() {
        Bed bed = bed("{handlers: [{}]}").rule("app", "fault: {delay: {percentage: {value: 100}, fixedDelay: 2s}}");
        Outcome run = calls(bed, ", timeout: 300ms", 5);
        assertEquals("0:5", run.codes("web"));
        assertEquals("DI,DC:5", run.flags("web"));
        assertEquals(Map.of("4", 5.0), run.traffic("web").grpc());
        latency(run, "web", 0.3, 0.3);
    }

    @Test
    void aCallerWithoutASidecarKeepsItsDeadlineToo() {
        Outcome run = Scenarios.bed()
                .plainClient("client")
                .app("app", "{handlers: [{steps: [{sleep: 2s}]}]}")
                .traffic("name: web, from: client, request: {grpc: 'grpc://app:8080/shop.Cart/Get', timeout: 300ms},"
                        + " load: {users: 1}, requests: 5")
                .go();
        assertEquals("0:5", run.codes("web"));
        assertEquals("timeout:5", run.failures("web"));
        assertEquals(Map.of("4", 5.0), run.traffic("web").grpc());
        assertEquals(1, run.traffic("web").errorRate(), "none counts twice");
        latency(run, "web", 0.3, 0.3);
    }

    @Test
    void thePatienceOfACallerThatIsLessThanTheDeadlineHangsUp() {
        Outcome run = bed("{handlers: [{steps: [{sleep: 2s}]}]}")
                .traffic("name: web, from: client, request: {grpc: 'grpc://app:8080/shop.Cart/Get', timeout: 1s},"
                        + " load: {users: 1}, requests: 5, timeout: 300ms")
                .go();
        assertEquals("DC:5", run.flags("web"));
        assertEquals("timeout:5", run.failures("web"));
        assertEquals(Map.of("1", 5.0), run.traffic("web").grpc(), "to hang up is to cancel");
        assertEquals(1, run.traffic("web").errorRate(), "no answer is an error, CANCELLED or not");
        assertTrue(report(run).matches("(?s).*web +5 +100.0 % +grpc 1 +DC +timeout: the caller's own timeout .*"));
    }

    @Test
    void aCallerWithoutADeadlineThatHangsUpHasCancelled() {
        Outcome run = bed("{handlers: [{steps: [{sleep: 2s}]}]}")
                .traffic("name: web, from: client, request: {grpc: 'grpc://app:8080/shop.Cart/Get'},"
                        + " load: {users: 1}, requests: 5, timeout: 300ms")
                .go();
        assertEquals("DC:5", run.flags("web"));
        assertEquals(Map.of("1", 5.0), run.traffic("web").grpc());
    }

    @Test
    void deadlinesOfAMixAreThoseOfItsEntries() {
        Outcome run = bed("{handlers: [{steps: [{sleep: 500ms}]}]}")
                .traffic("name: web, from: client, load: {users: 1}, requests: 40, mix: ["
                        + "{name: a, request: {grpc: 'grpc://app:8080/a.B/C', timeout: 300ms}},"
                        + "{name: b, request: {grpc: 'grpc://app:8080/a.B/D'}}]")
                .go();
        Map<String, Double> statuses = run.traffic("web").grpc();
        assertEquals(40, statuses.get("0") + statuses.get("4"));
        latency(run, "web", 0.3, 0.5);
    }

    @Test
    void unavailableCountsAsAnErrorOfTheHost() {
        Bed bed = bed("{handlers: [{response: {grpcStatus: UNAVAILABLE}}]}")
                .policy("app", "trafficPolicy: {outlierDetection: {consecutive5xxErrors: 3, maxEjectionPercent: 100}}")
                .rule("app", "retries: {attempts: 0}");
        Outcome run = calls(bed, "", 10);
        assertEquals(3, run.arrived("app"));
        assertEquals(7, run.flag("web", "UH"));
    }

    /** The code of an answer that is not one of gRPC: callers read a status out of it, and proxies do not. */
    @Test
    void anHttpErrorHasTheStatusThatStandsForIt() {
        Bed bed = bed("{handlers: [{response: {status: 503}}]}");
        Outcome run = calls(bed, "", 4);
        assertEquals("503:4", run.codes("web"));
        assertEquals(Map.of("14", 4.0), run.traffic("web").grpc());
        assertEquals(Map.of("14", 4.0), run.edge("client", "app.default").grpc());
        assertEquals(1, run.traffic("web").errorRate(), "code and status are one error");
        assertEquals(0, run.stat("app", "upstream_rq_retry"), "unavailable is a status in the answer");
    }

    @Test
    void anHttpErrorCountsAsAnErrorOfTheHost() {
        Bed bed = bed("{handlers: [{errors: [{rate: 100%, status: 503}]}]}")
                .policy("app", "trafficPolicy: {outlierDetection: {consecutive5xxErrors: 3, maxEjectionPercent: 100}}");
        Outcome run = calls(bed, "", 10);
        assertEquals(3, run.arrived("app"));
        assertEquals(7, run.flag("web", "UH"));
    }

    private static Bed front(String call, String cart) {
        return Scenarios.bed()
                .client("client")
                .service("cart", "app: cart", "{name: grpc, port: 8080}")
                .pods("cart", 1, "app: cart", cart)
                .meshApp(
                        "front",
                        "{handlers: [{steps: [{call: {grpc: 'grpc://cart:8080/shop.Cart/Get'" + call + "}}]}]}");
    }

    private static Outcome web(Bed bed, int requests) {
        return bed.traffic("name: web, from: client, request: {url: 'http://front:8080/'}, load: {users: 4}, requests: "
                        + requests)
                .go();
    }

    @Test
    void aCallOfAHandlerIsOneOfGrpcOnOneConnection() {
        String cart = "{handlers: [{match: {uri: /shop.Cart/Get, method: POST}, steps: [{sleep: 10ms}]}]}";
        Outcome run = web(front("", cart), 20);
        assertEquals("200:20", run.codes("web"));
        assertEquals(Map.of("0", 20.0), run.edge("front", "cart").grpc());
        assertEquals(1, run.statOf("front", "outbound|8080||cart.default.svc.cluster.local", "upstream_cx_total"));
    }

    @Test
    void aCallWithAStatusThatIsNotOkFails() {
        String cart = "{handlers: [{response: {grpcStatus: NOT_FOUND}}]}";
        assertEquals("502:4", web(front("", cart), 4).codes("web"));
        assertEquals("200:4", web(front(", onError: ignore", cart), 4).codes("web"));
    }

    /** Its patience is its deadline, too: the proxies on its way know it. */
    @Test
    void theTimeoutOfACallIsItsDeadline() {
        Bed bed = front(", timeout: 300ms", "{handlers: [{steps: [{sleep: 2s}]}]}");
        Outcome run = web(bed, 4);
        assertEquals("502:4", run.codes("web"));
        latency(run, "web", 0.3, 0.3);
        assertEquals("{200=4.0}", run.edge("front", "cart").codes().toString());
        assertEquals("{UT=4.0}", run.edge("front", "cart").flags().toString());
        assertEquals(Map.of("14", 4.0), run.edge("front", "cart").grpc());
        assertEquals(4, run.statOf("front", "outbound|8080||cart.default.svc.cluster.local", "upstream_rq_timeout"));
    }

    /** As with traffic: the sidecar counts a gateway error at the deadline, and so the pod is ejected. */
    @Test
    void aPodThatLetsDeadlinesOfCallsRunOutIsEjected() {
        Bed bed = front(", timeout: 300ms", "{handlers: [{steps: [{sleep: 2s}]}]}")
                .policy(
                        "cart",
                        "trafficPolicy: {outlierDetection: {consecutive5xxErrors: 3, maxEjectionPercent: 100}}");
        Outcome run = web(bed, 12);
        assertTrue(
                run.edge("front", "cart").flags().containsKey("UH"),
                run.edge("front", "cart").toString());
    }

    /** A grpc-timeout that somebody wrote by hand is what the sidecar counts; the library counts its own. */
    @Test
    void aCallWhoseHeaderSaysMoreThanItsDeadlineHangsUp() {
        Bed bed = front(", timeout: 300ms, headers: {grpc-timeout: 5S}", "{handlers: [{steps: [{sleep: 2s}]}]}");
        Outcome run = web(bed, 4);
        latency(run, "web", 0.3, 0.3);
        assertEquals("{DC=4.0}", run.edge("front", "cart").flags().toString());
    }

    @Test
    void anAppThatRetriesOnTimeoutsRetriesItsDeadlines() {
        String retries = ", timeout: 300ms, retries: {attempts: 2, backoff: 10ms, retryOn: [%s]}";
        String slow = "{handlers: [{steps: [{sleep: 2s}]}]}";
        latency(web(front(retries.formatted("timeout"), slow), 4), "web", 0.92, 0.92);
        latency(web(front(retries.formatted("5xx"), slow), 4), "web", 0.3, 0.3);
    }

    @Test
    void aCallThatEndsAtItsDeadlineHasAStatusInTheListOfFailures() {
        String slow = "{handlers: [{match: {uri: {exact: /shop.Cart/Get}}, steps: [{sleep: 2s}],"
                + " errors: [{rate: 40%, grpcStatus: INTERNAL}]}]}";
        Outcome run = calls(bed(slow), ", timeout: 500ms", 40);
        String text = report(run);
        double late = run.traffic("web").grpc().get("4");
        double internal = run.traffic("web").grpc().get("13");
        assertEquals(40, late + internal);
        assertTrue(text.matches("(?s).*web +" + (int) late + " +[0-9.]+ % +grpc 4 +UT .*"), text);
        assertTrue(text.matches("(?s).*web +" + (int) internal + " +[0-9.]+ % +grpc 13 +- .*"), text);
    }

    @Test
    void tablesShowStatusesThatAreNotOk() {
        Outcome run = calls(bed("{handlers: [{errors: [{rate: 100%, grpcStatus: INTERNAL}]}]}"), "", 5);
        String text = report(run);
        assertTrue(text.contains("200:5 grpc 13:5"), text);
        assertTrue(text.matches("(?s).*web +5 +100.0 % +grpc 13 .*"), text);
    }
}

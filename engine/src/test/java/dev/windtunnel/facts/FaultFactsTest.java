package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.answers;
import static dev.windtunnel.facts.Facts.bed;
import static dev.windtunnel.facts.Facts.between;
import static dev.windtunnel.facts.Facts.curl;
import static dev.windtunnel.facts.Facts.latency;
import static dev.windtunnel.facts.Facts.sleeps;
import static dev.windtunnel.facts.Facts.steady;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Delays and aborts that a rule injects. */
class FaultFactsTest {

    private static String abort(double percent, int status) {
        return "abort: {percentage: {value: " + percent + "}, httpStatus: " + status + "}";
    }

    private static String delay(double percent, String time) {
        return "delay: {percentage: {value: " + percent + "}, fixedDelay: " + time + "}";
    }

    @Test
    void anAbortIsBeforeTheRouterSoNothingRetriesIt() {
        Outcome run = steady(bed(OK), "100/s", 800)
                .rule("app", "fault: {" + abort(30, 503) + "}, retries: {attempts: 3, retryOn: '5xx,gateway-error'}")
                .go();
        between(191, 291, run.code("curl", 503), "aborts");
        assertEquals(run.code("curl", 503), run.flag("curl", "FI"));
        assertEquals(0, run.flag("curl", "URX"));
        assertEquals(0, run.stat("app", "upstream_rq_retry"));
        assertEquals(0, run.stat("app", "upstream_rq_503"), "not charged to the cluster");
        assertEquals(800 - run.code("curl", 503), run.arrived("app"));
        assertEquals(run.code("curl", 503), run.edge("client", "app").unsent());
        assertEquals(run.code("curl", 503), run.edge("client", "app").noDestination());
    }

    @Test
    void delayAndAbortAreDrawnApartAndTheDelayComesFirst() {
        Outcome run = steady(bed(OK), "80/s", 1000)
                .rule(
                        "app",
                        "fault: {" + delay(40, "150ms") + ", " + abort(25, 503)
                                + "}, retries: {attempts: 3, retryOn: 5xx}")
                .go();
        between(65, 139, run.flag("curl", "DI,FI"), "delayed and aborted");
        between(245, 357, run.flag("curl", "DI"), "only delayed");
        between(108, 195, run.flag("curl", "FI"), "only aborted");
        between(389, 511, run.flag("curl", "-"), "left alone");
        assertEquals(run.flag("curl", "DI,FI") + run.flag("curl", "FI"), run.code("curl", 503));
        assertEquals(1000 - run.code("curl", 503), run.arrived("app"));
        double delayed = run.flag("curl", "DI") + run.flag("curl", "DI,FI");
        assertEquals(delayed * 0.15 / 1000, run.latency("curl").mean(), 1e-9);
    }

    @Test
    void theDelayComesOnceAndNotBeforeEachTry() {
        Outcome run = curl(bed(answers(503)), 10)
                .rule("app", "fault: {" + delay(100, "300ms") + "}, retries: {attempts: 2, retryOn: 5xx}")
                .go();
        assertEquals("503:10", run.codes("curl"));
        assertEquals("DI,URX:10", run.flags("curl"));
        assertEquals(30, run.arrived("app"));
        latency(run, "curl", 0.3, 0.372);
    }

    @Test
    void theTimeoutStartsAfterTheDelay() {
        Outcome run = curl(bed(sleeps("100ms")), 5)
                .rule("app", "fault: {" + delay(100, "1500ms") + "}, timeout: 1s")
                .go();
        assertEquals("200:5", run.codes("curl"));
        assertEquals("DI:5", run.flags("curl"));
        assertEquals(5, run.arrived("app"));
        latency(run, "curl", 1.6, 1.6);
    }

    /** A caller further up does see the delay: Bookinfo's classic demonstration. */
    @Test
    void aCallersOwnTimeoutSeesTheDelay() {
        Outcome run = Scenarios.bed()
                .client("client")
                .meshApp(
                        "page",
                        "{handlers: [{steps: [{call: {url: 'http://app:8080/', timeout: 3s, "
                                + "retries: {attempts: 1}}}]}]}")
                .app("app", OK)
                .rule("app", "fault: {" + delay(100, "7s") + "}")
                .curl("web", "http://page:8080/", 1)
                .go();
        assertEquals("502:1", run.codes("web"));
        assertEquals(0, run.arrived("app"));
        assertEquals(2, run.edge("page", "app").requests(), "the caller's retry is a request of its own");
        assertEquals(
                2,
                run.edge("page", "app").flags().get("DC,DI") == null
                        ? run.edge("page", "app").flags().getOrDefault("DI,DC", 0.0)
                        : run.edge("page", "app").flags().get("DC,DI"));
        latency(run, "web", 6, 6);
    }

    @ParameterizedTest(name = "{0} %")
    @CsvSource({"0, 0, 0", "100, 500, 500", "0.0001, 0, 0", "50, 190, 310"})
    void sharesReachFromNothingToAll(double percent, double least, double greatest) {
        Outcome run = steady(bed(OK), "100/s", 500)
                .rule("app", "fault: {" + abort(percent, 418) + "}")
                .go();
        between(least, greatest, run.code("curl", 418), "aborts");
        assertEquals(500 - run.code("curl", 418), run.code("curl", 200));
    }

    @Test
    void withoutAPercentageNothingIsInjected() {
        Outcome run = curl(bed(OK), 20)
                .rule("app", "fault: {abort: {httpStatus: 503}, delay: {fixedDelay: 1s}}")
                .go();
        assertEquals("200:20", run.codes("curl"));
        assertEquals("-:20", run.flags("curl"));
    }

    @Test
    void aClientWithoutASidecarMeetsNoFaults() {
        Outcome run = Scenarios.bed()
                .plainClient("client")
                .app("app", OK)
                .rule("app", "fault: {" + abort(100, 503) + "}")
                .curl("curl", "http://app:8080/", 5)
                .go();
        assertEquals("200:5", run.codes("curl"));
        assertEquals("-:5", run.flags("curl"));
    }

    @Test
    void anAbortedRequestIsNotMirrored() {
        Outcome run = curl(bed(OK).app("shadow", OK), 10)
                .rule("app", "fault: {" + abort(100, 503) + "}, mirror: {host: shadow}")
                .go();
        assertEquals("FI:10", run.flags("curl"));
        assertEquals(0, run.mirrored("shadow"));
    }
}

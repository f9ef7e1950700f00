package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.answers;
import static dev.windtunnel.facts.Facts.bed;
import static dev.windtunnel.facts.Facts.between;
import static dev.windtunnel.facts.Facts.curl;
import static dev.windtunnel.facts.Facts.latency;
import static dev.windtunnel.facts.Facts.sleeps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Level;
import dev.windtunnel.testing.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Timeouts of routes and of tries. */
class TimeoutFactsTest {

    /**
     * Slow app, some timeouts and retries: code, flags, tries that arrive, per-try timeouts, route timeouts and the least
     * and greatest latency. A back-off is less than 25 ms after the first try, 50 after the second, 100 after the third.
     */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                // measured
                "timeout 1s   | attempts: 3, retryOn: 5xx, perTryTimeout: 400ms           | 504 | UT     | 3 | 2 | 1 | 1    | 1",
                "timeout 1s   | attempts: 2, retryOn: 5xx, perTryTimeout: 1s              | 504 | UT     | 1 | 0 | 1 | 1    | 1",
                "timeout none | attempts: 3, perTryTimeout: 300ms                         | 504 | UT     | 1 | 1 | 0 | 0.3  | 0.3",
                "timeout none | attempts: 2, retryOn: gateway-error, perTryTimeout: 300ms | 504 | URX,UT | 3 | 3 | 0 | 0.9  | 0.972",
                // siblings
                "timeout none | attempts: 1, retryOn: 5xx, perTryTimeout: 200ms           | 504 | URX,UT | 2 | 2 | 0 | 0.4  | 0.424",
                "timeout 1s   | attempts: 2, retryOn: 5xx, perTryTimeout: 2s              | 504 | UT     | 1 | 0 | 1 | 1    | 1",
                "timeout 1s   | attempts: 2, retryOn: 5xx, perTryTimeout: 700ms           | 504 | UT     | 2 | 1 | 1 | 1    | 1",
                "timeout 1s   | attempts: 2, retryOn: 5xx                                 | 504 | UT     | 1 | 0 | 1 | 1    | 1",
                "timeout 1s   | attempts: 0                                               | 504 | UT     | 1 | 0 | 1 | 1    | 1",
                "timeout none | attempts: 1, retryOn: reset, perTryTimeout: 100ms         | 504 | URX,UT | 2 | 2 | 0 | 0.2  | 0.224",
                "timeout none | attempts: 2, retryOn: connect-failure, perTryTimeout: 1s  | 504 | UT     | 1 | 1 | 0 | 1    | 1",
                "timeout none | attempts: 2, retryOn: '504', perTryTimeout: 1s            | 504 | UT     | 1 | 1 | 0 | 1    | 1",
                "timeout none | attempts: 2, retryOn: reset-before-request, perTryTimeout: 1s | 504 | UT | 1 | 1 | 0 | 1    | 1",
            })
    void aSlowAppIsCutOff(
            String timeout,
            String retries,
            int code,
            String flags,
            int tries,
            int perTry,
            int route,
            double least,
            double greatest) {
        String limit = timeout.substring(8).trim();
        Outcome run = curl(bed(sleeps("10s")), 5)
                .rule("app", (limit.equals("none") ? "" : "timeout: " + limit + ", ") + "retries: {" + retries + "}")
                .go();
        assertEquals(code + ":5", run.codes("curl"));
        assertEquals(flags + ":5", run.flags("curl"));
        assertEquals(5 * tries, run.arrived("app"));
        assertEquals(5 * (tries - 1), run.stat("app", "upstream_rq_retry"));
        assertEquals(5 * perTry, run.stat("app", "upstream_rq_per_try_timeout"));
        assertEquals(5 * route, run.stat("app", "upstream_rq_timeout"));
        assertEquals(flags.startsWith("URX") ? 5 : 0, run.stat("app", "upstream_rq_retry_limit_exceeded"));
        assertEquals(5 * tries, run.stat("app", "upstream_cx_total"), "a cancelled HTTP/1.1 try closes its connection");
        assertEquals(5, run.stat("app", "upstream_rq_504"));
        latency(run, "curl", least, greatest);
    }

    /** Each request is answered 503 and waits up to 5 s for its second try; most of them for longer than 500 ms. */
    @Test
    void aRetryThatATimeoutCutsShortInItsWaitIsCountedNowhere() {
        Outcome run = Facts.curl(Facts.bed(Facts.answers(503)), 100)
                .rule("app", "timeout: 500ms, retries: {attempts: 3, retryOn: 5xx, backoff: 5s}")
                .go();
        double again = run.arrived("app") - 100;
        Facts.between(1, 30, again, "tries after the first");
        assertEquals(again, run.stat("app", "upstream_rq_retry"));
        assertEquals(again, run.stat("app", "upstream_rq_retry_backoff_exponential"));
    }

    @Test
    void withoutARuleThereIsNoTimeout() {
        Outcome run = curl(bed(sleeps("17s")), 2).go();
        assertEquals("200:2", run.codes("curl"));
        assertEquals("-:2", run.flags("curl"));
        latency(run, "curl", 17, 17);
    }

    /** Istio refuses {@code timeout: 0s}, so the whole rule is absent. */
    @Test
    void aTimeoutOfZeroIsRefused() {
        Outcome run = curl(bed(sleeps("17s")), 1)
                .rule("app", "timeout: 0s, fault: {abort: {httpStatus: 500, " + "percentage: {value: 100}}}")
                .go();
        latency(run, "curl", 17, 17);
        assertTrue(run.experiment().findings().stream()
                .anyMatch(finding ->
                        finding.level() == Level.ERROR && finding.message().contains("0s")));
    }

    @Test
    void anAnswerJustInTimeArrives() {
        assertEquals(
                "200:3",
                curl(bed(sleeps("999999us")), 3).rule("app", "timeout: 1s").go().codes("curl"));
        assertEquals(
                "504:3",
                curl(bed(sleeps("1000001us")), 3)
                        .rule("app", "timeout: 1s")
                        .go()
                        .codes("curl"));
    }

    /** The route's timeout runs on while a retry waits: no try is in flight then, so none is counted as timed out. */
    @Test
    void theTimeoutEndsABackOff() {
        Outcome run = bed(answers(503))
                .rule("app", "timeout: 500ms, retries: {attempts: 10, retryOn: 5xx, backoff: 5s}")
                .traffic(
                        "name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 10}, requests: 100")
                .go();
        assertEquals("504:100", run.codes("curl"));
        assertEquals("UT:100", run.flags("curl"));
        assertEquals(0, run.stat("app", "upstream_rq_timeout"));
        assertEquals(100, run.stat("app", "upstream_rq_504"));
        between(101, 128, run.arrived("app"), "tries: a tenth of the first back-offs end in time");
        latency(run, "curl", 0.5, 0.5);
    }

    @Test
    void headersOfTheAppDoNotChangeIt() {
        Outcome run = bed(sleeps("400ms"))
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/', headers: "
                        + "{x-envoy-upstream-rq-timeout-ms: '100', x-envoy-upstream-rq-per-try-timeout-ms: '100'}}, "
                        + "load: {users: 1}, requests: 6")
                .go();
        assertEquals("200:6", run.codes("curl"));
        latency(run, "curl", 0.4, 0.4);
    }

    /** Half of the requests meet the slow pod first and lose one per-try timeout to it. */
    @Test
    void aPerTryTimeoutEscapesASlowPod() {
        Outcome run = curl(bed(OK).pods("slow", 1, "app: app", sleeps("5s")), 60)
                .rule("app", "retries: {attempts: 2, retryOn: 5xx, perTryTimeout: 200ms}")
                .go();
        between(59, 60, run.code("curl", 200), "answers");
        between(59, 60, run.arrived("app"), "tries at the fast pod");
        between(15, 48, run.arrived("slow"), "tries at the slow pod");
        assertEquals(run.arrived("slow"), run.stat("app", "upstream_rq_per_try_timeout"));
        between(0.2, 0.25, run.latency("curl").max(), "one timeout and a back-off");
    }

    /** Queueing for a connection is outside the per-try timeout, and inside the route's. */
    @Test
    void waitingForAConnectionCountsForTheRouteOnly() {
        String load = "name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 2}, requests: 2";
        String one = "trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}}}";
        Outcome perTry = bed(sleeps("300ms"))
                .policy("app", one)
                .rule("app", "retries: {attempts: 1, retryOn: 5xx, perTryTimeout: 400ms}")
                .traffic(load)
                .go();
        assertEquals("200:2", perTry.codes("curl"));
        assertEquals(0.6, perTry.latency("curl").max(), 1e-9);
        Outcome route = bed(sleeps("300ms"))
                .policy("app", one)
                .rule("app", "timeout: 400ms")
                .traffic(load)
                .go();
        assertEquals("200:1 504:1", route.codes("curl"));
        assertEquals(0.4, route.latency("curl").max(), 1e-9);
        assertEquals(2, route.arrived("app"), "the second had got the connection after 300 ms");
    }

    /** FinalTimeout: without a limit of the route that of a try holds alone. */
    @Test
    void aPerTryTimeoutNeedsNoTimeoutOfTheRoute() {
        Outcome run = bed(sleeps("5s"))
                .rule("app", "retries: {attempts: 1, retryOn: 5xx, perTryTimeout: 10ms}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 1}, requests: 1")
                .go();
        assertEquals("504:1", run.codes("curl"));
        assertEquals(2, run.stat("app", "upstream_rq_per_try_timeout"));
        assertEquals(0, run.stat("app", "upstream_rq_timeout"));
        latency(run, "curl", 0.02, 0.05);
    }
}

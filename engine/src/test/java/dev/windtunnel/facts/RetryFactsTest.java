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

/** What is retried, how often, and after which wait. */
class RetryFactsTest {

    /** An app that always answers with a status: how many tries each retry policy makes of it. */
    @ParameterizedTest(name = "{0}: {1} gives {2} tries")
    @CsvSource(
            delimiter = '|',
            value = {
                // measured
                "none                                      | 503 | 1",
                "attempts: 2, retryOn: gateway-error       | 500 | 1",
                "attempts: 2, retryOn: gateway-error       | 501 | 1",
                "attempts: 2, retryOn: gateway-error       | 502 | 3",
                "attempts: 2, retryOn: gateway-error       | 503 | 3",
                "attempts: 2, retryOn: gateway-error       | 504 | 3",
                "attempts: 3, retryOn: '429,connect-failure' | 429 | 4",
                "attempts: 3, retryOn: '429,connect-failure' | 503 | 1",
                "attempts: 3, retryOn: '429,connect-failure' | 404 | 1",
                // siblings
                "attempts: 1, retryOn: 5xx                 | 500 | 2",
                "attempts: 1, retryOn: 5xx                 | 599 | 2",
                "attempts: 1, retryOn: 5xx                 | 499 | 1",
                "attempts: 2, retryOn: retriable-4xx       | 409 | 3",
                "attempts: 2, retryOn: retriable-4xx       | 400 | 1",
                "attempts: 2, retryOn: '503'               | 503 | 3",
                "attempts: 2, retryOn: '503'               | 500 | 1",
                "attempts: 2, retryOn: 'reset,409'         | 409 | 3",
                "attempts: 2, retryOn: unavailable         | 503 | 1",
                "attempts: 2                               | 503 | 1",
                "attempts: 0                               | 503 | 1",
                "attempts: 7, retryOn: 5xx                 | 503 | 8",
            })
    void statusesAreRetriedByThePolicy(String policy, int status, int tries) {
        var bed = curl(bed(answers(status)), 4);
        Outcome run = (policy.equals("none") ? bed : bed.rule("app", "retries: {" + policy + "}")).go();
        assertEquals(status + ":4", run.codes("curl"));
        assertEquals((tries > 1 ? "URX" : "-") + ":4", run.flags("curl"));
        assertEquals(4 * tries, run.arrived("app"));
        assertEquals(4 * (tries - 1), run.stat("app", "upstream_rq_retry"));
        assertEquals(4 * (tries - 1), run.stat("app", "retry.upstream_rq_" + status));
        assertEquals(4, run.stat("app", "upstream_rq_" + status), "once a request");
    }

    @Test
    void allThreePodsAreTriedAndTheLastAnswerCounts() {
        Outcome run = curl(Scenarios.bed().client("client").app("app", 3, answers(500)), 10)
                .rule("app", "retries: {attempts: 2, retryOn: 5xx}")
                .go();
        assertEquals("500:10", run.codes("curl"));
        assertEquals("URX:10", run.flags("curl"));
        assertEquals(30, run.arrived("app"));
    }

    /** A closed connection instead of an answer. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "attempts: 2                                | UC:20     | 1",
                "attempts: 2, retryOn: connect-failure      | UC:20     | 1",
                "attempts: 2, retryOn: '503'                | UC:20     | 1",
                "attempts: 2, retryOn: reset-before-request | UC:20     | 1",
                "attempts: 2, retryOn: reset                | URX,UC:20 | 3",
                "attempts: 2, retryOn: 5xx                  | URX,UC:20 | 3",
                "attempts: 1, retryOn: reset                | URX,UC:20 | 2",
                "attempts: 0                                | UC:20     | 1",
            })
    void aResetIsRetriedByResetAnd5xx(String policy, String flags, int tries) {
        Outcome run = curl(bed("{handlers: [{errors: [{rate: 100%, reset: true}]}]}"), 20)
                .rule("app", "retries: {" + policy + "}")
                .go();
        assertEquals("503:20", run.codes("curl"));
        assertEquals(flags, run.flags("curl"));
        assertEquals(20 * tries, run.arrived("app"));
        assertEquals(20 * tries, run.stat("app", "upstream_cx_total"), "each reset costs the connection");
        assertEquals(20 * tries, run.stat("app", "upstream_rq_total"));
    }

    /** With a sidecar at the pod, the loss of the app is an answer of that sidecar: 503, which resets do not judge. */
    @Test
    void aResetBehindAnotherSidecarIsAnAnswer() {
        Outcome run = curl(
                        Scenarios.bed()
                                .client("client")
                                .meshApp("app", "{handlers: [{errors: [{rate: 100%, reset: true}]}]}"),
                        5)
                .rule("app", "retries: {attempts: 2, retryOn: reset}")
                .go();
        assertEquals("503:5", run.codes("curl"));
        assertEquals("-:5", run.flags("curl"));
        assertEquals(5, run.arrived("app"));
    }

    /** Uniform waits from 0 up to a limit that doubles: their sums. */
    @ParameterizedTest(name = "{0} retries, {1}")
    @CsvSource({
        "1, none, 0.01033, 0.02167, 0.00591, 0.00858, 0.024",
        "6, none, 0.40636, 0.47064, 0.0999, 0.14498, 0.869",
        "5, 40ms, 0.46123, 0.54177, 0.12879, 0.1869, 0.995",
        "2, 1ms, 0, 0.001, 0, 0.0007, 0.001",
    })
    void backOffIsJittered(
            int retries, String base, double low, double high, double lowDeviation, double highDeviation, double most) {
        Outcome run = bed(answers(503))
                .rule(
                        "app",
                        "retries: {attempts: " + retries + ", retryOn: 5xx"
                                + (base.equals("none") ? "" : ", backoff: " + base) + "}")
                .traffic(
                        "name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 15}, requests: 300")
                .go();
        assertEquals(300 * (retries + 1), run.arrived("app"));
        assertEquals(300 * retries, run.stat("app", "upstream_rq_retry_backoff_exponential"));
        between(low, high, run.latency("curl").mean(), "mean");
        between(lowDeviation, highDeviation, run.latency("curl").stddev(), "deviation");
        between(0.6 * most, most, run.latency("curl").max(), "greatest");
        between(0, low, run.latency("curl").min(), "least");
    }

    @ParameterizedTest(name = "body {0}")
    @CsvSource({"sorry, 31", "'', 1"})
    void retryingAnAnswerWithABodyCostsItsConnection(String body, int connections) {
        Outcome run = curl(bed("{handlers: [{response: {status: 503, body: '" + body + "'}}]}"), 15)
                .rule("app", "retries: {attempts: 2, retryOn: 5xx}")
                .go();
        assertEquals(45, run.arrived("app"));
        assertEquals(connections, run.stat("app", "upstream_cx_total"));
        assertEquals(45, run.stat("app", "upstream_rq_total"));
    }

    /** One of two pods refuses connections: the default policy hides it, without retries it costs half. */
    @Test
    void theDefaultPolicyHidesADeadEndpoint() {
        Outcome run = steady(bed(OK).pods("gone", 1, "app: app", OK), "40/s", 400)
                .gone("gone")
                .go();
        between(397, 400, run.code("curl", 200), "answers");
        between(161, 251, run.stat("app", "upstream_rq_retry"), "first picks of the dead pod");
        assertEquals(run.stat("app", "upstream_rq_retry"), run.stat("app", "upstream_cx_connect_fail"));
        assertEquals(run.code("curl", 200), run.stat("app", "upstream_rq_total"));
        between(0.01, 0.034, run.latency("curl").p90(), "back-off");
        Outcome off = steady(bed(OK).pods("gone", 1, "app: app", OK), "40/s", 300)
                .gone("gone")
                .rule("app", "retries: {attempts: 0}")
                .go();
        between(116, 184, off.flag("curl", "UF"), "those that met the dead pod");
        assertEquals(300 - off.flag("curl", "UF"), off.arrived("app"));
        assertEquals(0, off.flag("curl", "URX,UF"));
        assertEquals(0, off.stat("app", "upstream_rq_retry"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "attempts: 3, retryOn: '503'           | UF:10     | 1",
                "attempts: 3, retryOn: reset           | URX,UF:10 | 4",
                "attempts: 3, retryOn: 5xx             | URX,UF:10 | 4",
                "attempts: 3, retryOn: gateway-error   | URX,UF:10 | 4",
                "attempts: 1, retryOn: connect-failure | URX,UF:10 | 2",
                "attempts: 1, retryOn: reset-before-request | URX,UF:10 | 2",
                "attempts: 1, retryOn: refused-stream  | UF:10     | 1",
                "attempts: 1, retryOn: retriable-4xx   | UF:10     | 1",
            })
    void aRefusedConnectionIsNoAnswer(String policy, String flags, int tries) {
        Outcome run = steady(bed(OK), "10/s", 10)
                .gone("app")
                .rule("app", "retries: {" + policy + "}")
                .go();
        assertEquals("503:10", run.codes("curl"));
        assertEquals(flags, run.flags("curl"));
        assertEquals(10 * tries, run.stat("app", "upstream_cx_connect_fail"));
        assertEquals(0, run.stat("app", "upstream_rq_total"));
        assertEquals(10 * tries, run.edge("client", "app").unsent());
    }

    @Test
    void aPodThatDiesLosesItsRequests() {
        Outcome run = bed(sleeps("4s"))
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 5}, requests: 5")
                .at("2s", "kill: {workload: app, pods: 1}")
                .deaf()
                .go();
        assertEquals("503:5", run.codes("curl"));
        assertEquals("UC:5", run.flags("curl"));
        assertEquals(5, run.arrived("app"));
        assertEquals(0, run.stat("app", "upstream_rq_retry"));
        latency(run, "curl", 2, 2);
    }

    @Test
    void retryOnResetRepeatsThemOnTheOtherPod() {
        Outcome run = bed(sleeps("3s"))
                .pods("dies", 1, "app: app", sleeps("3s"))
                .rule("app", "retries: {attempts: 2, retryOn: reset}")
                .traffic(
                        "name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 16}, requests: 16")
                .at("1s", "kill: {workload: dies, pods: 1}")
                .deaf()
                .go();
        between(15, 16, run.flag("curl", "-"), "answers");
        between(2, 16, run.stat("app", "upstream_rq_retry"), "those of the dead pod");
        between(15, 16, run.arrived("app"), "tries of the other pod");
        between(4 - 1e-9, 4.17, run.latency("curl").max(), "1 s lost, back-off, 3 s");
    }

    @Test
    void errorsOfEveryTryAreDrawnAnew() {
        Outcome run = steady(
                        bed("{handlers: [{response: {status: 200}, errors: [{rate: 30%, status: 503}]}]}"),
                        "60/s",
                        1000)
                .rule("app", "retries: {attempts: 2, retryOn: 5xx}")
                .go();
        between(10, 49, run.flag("curl", "URX"), "0.3 to the power of 3");
        assertEquals(run.flag("curl", "URX"), run.code("curl", 503));
        between(308, 472, run.stat("app", "upstream_rq_retry"), "retries");
        assertEquals(1000 + run.stat("app", "upstream_rq_retry"), run.arrived("app"));
        between(219, 329, run.stat("app", "upstream_rq_retry_success"), "retried and well");
        assertEquals(run.flag("curl", "URX"), run.stat("app", "upstream_rq_retry_limit_exceeded"));
    }

    /** One bad pod of two and one retry: with the predicate 1 in 128 requests fail, without it 1 in 4. */
    @ParameterizedTest(name = "retryIgnorePreviousHosts: {0}")
    @CsvSource({"true, 1500, 1, 27, 686, 837", "unset, 1500, 1, 27, 686, 837", "false, 600, 110, 192, 369, 531"})
    void previousHostsAreAvoidedByUpToFiveMorePicks(
            String ignore, int requests, double low, double high, double lowBad, double highBad) {
        Outcome run = curl(bed(OK).pods("bad", 1, "app: app", answers(500)), requests)
                .rule(
                        "app",
                        "retries: {attempts: 1, retryOn: 5xx"
                                + (ignore.equals("unset") ? "" : ", retryIgnorePreviousHosts: " + ignore) + "}")
                .go();
        between(low, high, run.code("curl", 500), "failed");
        assertEquals(run.code("curl", 500), run.flag("curl", "URX"));
        between(lowBad, highBad, run.arrived("bad"), "tries at the bad pod");
    }

    /** In turn over two pods of which one is bad, a rejected pick uses up a turn. */
    @Test
    void inTurnARetryNeverReturns() {
        Outcome run = curl(bed(OK).pods("bad", 1, "app: app", answers(500)), 400)
                .rule("app", "retries: {attempts: 1, retryOn: 5xx}")
                .policy("app", "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}")
                .go();
        assertEquals("200:400", run.codes("curl"));
        between(199, 400, run.arrived("bad"), "tries at the bad pod");
    }

    @Test
    void theMethodDoesNotMatter() {
        Outcome run = bed(answers(503))
                .rule("app", "retries: {attempts: 2, retryOn: 5xx}")
                .traffic("name: curl, from: client, request: {method: POST, url: 'http://app:8080/', bytes: 1kB}, "
                        + "load: {users: 1}, requests: 10")
                .go();
        assertEquals("URX:10", run.flags("curl"));
        assertEquals(30, run.arrived("app"));
    }

    /** A request is mirrored once, not once a try; the copy's failures are neither retried nor seen. */
    @Test
    void aRetriedRequestIsMirroredOnce() {
        Outcome run = curl(bed(answers(503)).app("shadow", answers(500)), 20)
                .rule(
                        "app",
                        "mirror: {host: shadow}, mirrorPercentage: {value: 100}, retries: {attempts: 2, retryOn: 5xx}")
                .go();
        assertEquals("503:20", run.codes("curl"));
        assertEquals(60, run.arrived("app"));
        assertEquals(20, run.arrived("shadow"));
        assertEquals(20, run.mirrored("shadow"));
        assertEquals(0, run.stat("shadow", "upstream_rq_retry"));
        assertEquals(20, run.stat("shadow", "upstream_rq_500"));
    }

    @ParameterizedTest(name = "mirror {0} %")
    @CsvSource({"0, 0, 0", "100, 500, 500", "20, 70, 130"})
    void aPartIsMirrored(double percent, double low, double high) {
        Outcome run = curl(bed(OK).app("shadow", OK), 500)
                .rule("app", "mirror: {host: shadow}, mirrorPercentage: {value: " + percent + "}")
                .go();
        between(low, high, run.mirrored("shadow"), "copies");
        assertEquals("200:500", run.codes("curl"));
    }

    @Test
    void aMirrorToNobodyDisturbsNobody() {
        Outcome run = curl(bed(OK).service("shadow", "app: shadow", "{name: http, port: 8080}"), 20)
                .rule("app", "mirror: {host: shadow}")
                .go();
        assertEquals("-:20", run.flags("curl"));
        assertEquals(20, run.stat("shadow", "upstream_cx_none_healthy"));
    }

    /** client to a to b, two retries at each hop: nine tries reach b for one request. */
    @ParameterizedTest(name = "{0} and {1} retries")
    @CsvSource({"2, 2", "1, 3", "0, 2", "2, 0"})
    void retriesOfAChainMultiply(int first, int second) {
        Outcome run = Scenarios.bed()
                .client("client")
                .meshApp("a", "{handlers: [{steps: [{call: {url: 'http://b:8080/', timeout: 60s, onError: fail}}]}]}")
                .app("b", answers(503))
                .rule("a", "retries: {attempts: " + first + (first > 0 ? ", retryOn: 5xx" : "") + "}")
                .rule("b", "retries: {attempts: " + second + (second > 0 ? ", retryOn: 5xx" : "") + "}")
                .curl("curl", "http://a:8080/", 10)
                .go();
        int tries = 10 * (1 + first);
        assertEquals("502:10", run.codes("curl"));
        assertEquals(first > 0 ? "URX:10" : "-:10", run.flags("curl"));
        assertEquals(tries, run.arrived("a"));
        assertEquals(tries * (1 + second), run.arrived("b"));
        assertEquals(10, run.edge("client", "a").requests());
        assertEquals(10 * first, run.edge("client", "a").retries());
        assertEquals(tries, run.edge("a", "b").requests());
        assertEquals(tries * second, run.edge("a", "b").retries());
        assertEquals((1.0 + first) * (1 + second), run.service("b").amplification());
        assertEquals((1.0 + first) * (1 + second), run.service("b").worstAmplification());
    }

    /** The mesh's own default policy stands in for Istio's. */
    @Test
    void theMeshMayHaveADefaultPolicy() {
        Outcome run = curl(bed(answers(503)), 5)
                .cluster("meshConfig: {defaultHttpRetryPolicy: {attempts: 4, retryOn: 5xx}}")
                .go();
        assertEquals("URX:5", run.flags("curl"));
        assertEquals(25, run.arrived("app"));
    }

    /** RetryNoneHealthy: when the retry is due, nobody is left whom it could ask. */
    @Test
    void aRetryThatFindsNoHostEndsAsIfThereHadNeverBeenOne() {
        Outcome run = bed(sleeps("4s"))
                .rule("app", "retries: {attempts: 2, retryOn: reset}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 1}, requests: 1")
                .at("2s", "kill: {workload: app, pods: 1}")
                .at("2s", "scale: {workload: app, replicas: 0}")
                .go();
        assertEquals("503:1", run.codes("curl"));
        assertEquals("UH:1", run.flags("curl"));
        assertEquals(1, run.arrived("app"));
        assertEquals(1, run.stat("app", "upstream_rq_total"));
    }

    /** NoPreferredOverLimitExceeded: after the last retry an answer that needs none is not beyond the limit. */
    @Test
    void aGoodAnswerToTheLastRetryIsNotBeyondTheLimit() {
        Outcome run = curl(
                        Scenarios.bed()
                                .client("client")
                                .service("app", "app: app", "{name: http, port: 8080}")
                                .pods("bad", 1, "app: app, version: bad", answers(503))
                                .pods("good", 1, "app: app, version: good", OK)
                                .policy("app", "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}")
                                .workers(1),
                        10)
                .rule("app", "retries: {attempts: 1, retryOn: 5xx}")
                .go();
        assertEquals("200:10", run.codes("curl"));
        between(1, 10, run.stat("app", "upstream_rq_retry"), "those that began at the bad one");
        assertEquals(run.stat("app", "upstream_rq_retry"), run.stat("app", "upstream_rq_retry_success"));
        assertEquals(0, run.stat("app", "upstream_rq_retry_limit_exceeded"));
    }
}

package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.bed;
import static dev.windtunnel.facts.Facts.between;
import static dev.windtunnel.facts.Facts.sleeps;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.RateLimits;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;

/** Limits of requests, connections, retries and rates. */
class LimitFactsTest {

    private static Outcome users(Bed bed, int users, int requests) {
        return bed.traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {users: " + users
                        + "}, requests: " + requests)
                .go();
    }

    private static String pool(String http) {
        return "trafficPolicy: {connectionPool: {http: {" + http + "}}}";
    }

    @Test
    void requestsOverTheLimitAreRefusedAtOnceAndNeverRetried() {
        Outcome run = users(bed(sleeps("100ms")).policy("app", pool("http2MaxRequests: 3")), 5, 5);
        assertEquals(3, run.code("web", 200));
        assertEquals(2, run.flag("web", "UO"));
        assertEquals(2, run.stat("app", "upstream_rq_active_overflow"));
        assertEquals(0, run.stat("app", "upstream_rq_retry"));
        assertEquals(3, run.arrived("app"));
    }

    @Test
    void aConnectionClosesAfterItsLastRequest() {
        Outcome run = users(bed(OK).policy("app", pool("maxRequestsPerConnection: 2")), 1, 10);
        assertEquals(5, run.stat("app", "upstream_cx_total"));
        assertEquals(5, run.stat("app", "upstream_cx_max_requests"));
        assertEquals(10, run.code("web", 200));
    }

    @Test
    void noMoreRetriesThanTheLimitAreUnderWay() {
        Bed bed = bed("{handlers: [{steps: [{sleep: 100ms}], response: {status: 503}}]}")
                .policy("app", pool("maxRetries: 1"))
                .rule("app", "retries: {attempts: 1, retryOn: 5xx}");
        Outcome run = users(bed, 10, 10);
        assertEquals(1, run.stat("app", "upstream_rq_retry"));
        assertEquals(9, run.stat("app", "upstream_rq_retry_overflow"));
        assertEquals(9, run.flag("web", "UO"));
    }

    @Test
    void aBudgetAllowsAShareOfWhatIsActiveTheFailedTryIncluded() {
        Bed bed = bed("{handlers: [{steps: [{sleep: 100ms}], response: {status: 503}}]}")
                .policy("app", "trafficPolicy: {retryBudget: {percent: 20, minRetryConcurrency: 1}}")
                .rule("app", "retries: {attempts: 1, retryOn: 5xx}");
        Outcome run = users(bed, 20, 20);
        assertEquals(3, run.stat("app", "upstream_rq_retry"), "20 % of 18, when the third failed");
        assertEquals(17, run.stat("app", "upstream_rq_retry_overflow"));
    }

    @Test
    void aLocalRateLimitLetsABurstPassAndThenWhatFlowsIn() {
        Bed bed = Scenarios.bed()
                .client("client")
                .meshApp("app", OK)
                .document(RateLimits.local("app", "{max_tokens: 5, tokens_per_fill: 10, fill_interval: 1s}"));
        Outcome run = bed.traffic("name: web, from: client, request: {url: 'http://app:8080/'},"
                        + " load: {rate: 100/s, arrivals: constant}, requests: 200")
                .go();
        between(24, 25, run.code("web", 200), "5 at once and 10 a second for 2 s");
        between(175, 176, run.code("web", 429), "the rest");
        assertEquals(200, run.flag("web", "-"), "to the caller's proxy this is an ordinary answer");
    }

    @Test
    void aNewHostWarmsUp() {
        Bed bed = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .pods("old", 1, "app: app, version: old", OK)
                .pods("young", 0, "app: app, version: young", "{startup: 0s, handlers: [{response: {status: 200}}]}")
                .policy("app", "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN, warmup: {duration: 10s}}}")
                .at("1s", "scale: {workload: young, replicas: 1}");
        Outcome run = bed.traffic("name: web, from: client, request: {url: 'http://app:8080/'},"
                        + " load: {rate: 100/s, arrivals: constant}, requests: 1100")
                .go();
        // Its weight grows from 10 % to 100 %: the integral of f / (1 + f) over the 10 s is 0.31 of the requests.
        between(290, 330, run.arrived("young"), "in its first ten seconds");
    }
}

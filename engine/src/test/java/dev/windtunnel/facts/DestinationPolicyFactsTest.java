package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.sleeps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Destination policies of Istio 0.1 (its semantics, section 7). */
class DestinationPolicyFactsTest {

    private static final String SERVICE = "app.default.svc.cluster.local";

    /** {@code out.} and the SHA-1 of {@code app.default.svc.cluster.local|http}. */
    private static final String APP = "out.ac8f8144f9c776c27de3a7b806202b9e735e789b";

    private static Bed bed(int pods, String body) {
        return Scenarios.bed()
                .profile("envoy-2017")
                .cluster("injection: labels")
                .service("client", "app: client", "{name: http, port: 8080}")
                .client("client")
                .workload("app", body)
                .service("app", "app: app", "{name: http, port: 8080}")
                .deployment("app", pods, "app: app", true);
    }

    private static String policy(String version) {
        return "type: destination-policy\nname: p\nspec: {destination: " + SERVICE + ", policy: [" + version + "]}\n";
    }

    private static String breaker(String fields) {
        return policy("{circuitBreaker: {simpleCb: {sleepWindow: 30s, httpDetectionInterval: 10s, " + fields + "}}}");
    }

    private static Bed users(Bed bed, int users, int requests) {
        return bed.traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: " + users
                + "}, requests: " + requests);
    }

    /** The first waits for its connection in the queue, too. */
    @Test
    void connectionsAndTheirQueueAreLimited() {
        Outcome run = users(
                        bed(1, sleeps("100ms")).document(breaker("maxConnections: 1, httpMaxPendingRequests: 2")), 3, 3)
                .go();
        assertEquals("200:2 503:1", run.codes("curl"));
        assertEquals("-:2 UO:1", run.flags("curl"));
    }

    @Test
    void requestsOfHttp1AreNotLimited() {
        assertEquals(
                "200:3",
                users(bed(1, sleeps("100ms")).document(breaker("httpMaxRequests: 1")), 3, 3)
                        .go()
                        .codes("curl"));
    }

    @Test
    void aConnectionForEachRequest() {
        Outcome run = users(bed(1, OK).document(breaker("httpMaxRequestsPerConnection: 1")), 1, 5)
                .go();
        assertEquals(5, run.statOf("client", APP, "upstream_cx_total"));
    }

    @Test
    void anyBreakerEjectsAndTheOnlyHostMayGo() {
        Outcome run = users(
                        bed(1, "{handlers: [{errors: [{rate: 100%, status: 500}]}]}")
                                .document(breaker("maxConnections: 100")),
                        1,
                        8)
                .go();
        assertEquals("500:8", run.codes("curl"));
        assertEquals(1, run.result().ejections().size());
        assertEquals("consecutive_5xx", run.result().ejections().get(0).reason());
    }

    @Test
    void aPolicyWithoutTagsIsNotForVersions() {
        Bed bed = bed(1, sleeps("100ms"))
                .document(breaker("maxConnections: 1, httpMaxPendingRequests: 2"))
                .document("type: route-rule\nname: r\nspec: {destination: " + SERVICE
                        + ", route: [{tags: {app: app}}]}\n");
        assertEquals("200:3", users(bed, 3, 3).go().codes("curl"));
    }

    @Test
    void theBalancerIsChosen() {
        assertEquals("100 100 100", arrivals("ROUND_ROBIN"));
        assertNotEquals("100 100 100", arrivals("RANDOM"));
        assertNotEquals(arrivals("RANDOM"), arrivals("LEAST_CONN"));
    }

    private static String arrivals(String balancer) {
        Outcome run = users(
                        bed(3, sleeps("10ms")).document(policy("{loadBalancing: {name: " + balancer + "}}")), 20, 300)
                .go();
        return run.result().pods().stream()
                .filter(pod -> pod.workload().equals("app"))
                .map(pod -> String.valueOf(Math.round(pod.arrived())))
                .collect(Collectors.joining(" "));
    }
}

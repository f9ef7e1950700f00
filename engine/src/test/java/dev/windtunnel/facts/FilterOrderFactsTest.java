package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.RateLimits;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * In which order filters act: CUSTOM, token, policies, faults, preflights, router, and those of EnvoyFilters where they were
 * put. Codes, flags and counts are those of an Envoy 1.40 with the same chains.
 */
class FilterOrderFactsTest {

    private static final String ROUTER = "envoy.filters.http.router";
    private static final String CORS = "corsPolicy: {allowOrigins: [{exact: 'https://a.org'}], allowMethods: [GET]}";

    private static String limit(String context, String app, String operation, String neighbour, int tokens) {
        return RateLimits.filter(
                context,
                app,
                operation,
                neighbour,
                "stat_prefix: limit, token_bucket: {max_tokens: " + tokens + ", fill_interval: 60s}, "
                        + RateLimits.ALL);
    }

    private static Bed preflights(Bed bed) {
        return bed.traffic(
                "name: curl, from: client, request: {method: OPTIONS, url: 'http://app:8080/', headers: {origin:"
                        + " 'https://a.org', access-control-request-method: GET}}, load: {users: 1}, requests: 5");
    }

    @Test
    void aFaultEndsAPreflightBeforeItIsAnswered() {
        Outcome run = preflights(Facts.bed(OK)
                        .rule("app", "fault: {abort: {httpStatus: 503, percentage: {value: 100}}}, " + CORS))
                .go();
        assertEquals("503:5", run.codes("curl"));
        assertEquals("FI:5", run.flags("curl"));
    }

    @Test
    void aPreflightIsAnsweredAfterTheDelay() {
        Outcome run = preflights(Facts.bed(OK)
                        .rule("app", "fault: {delay: {fixedDelay: 200ms, percentage: {value: 100}}}, " + CORS))
                .go();
        assertEquals("200:5", run.codes("curl"));
        assertEquals("DI:5", run.flags("curl"));
        assertEquals(0, run.arrived("app"));
        Facts.latency(run, "curl", 0.2, 0.2);
    }

    /** What an aborted request would have taken stays in the bucket, unless the limit is in front of the faults. */
    @ParameterizedTest
    @CsvSource({
        "INSERT_BEFORE, envoy.filters.http.router, 503:10, FI:10",
        "INSERT_BEFORE, envoy.filters.http.cors, 503:10, FI:10",
        "INSERT_AFTER, envoy.filters.http.fault, 503:10, FI:10",
        "INSERT_BEFORE, envoy.filters.http.fault, 429:8 503:2, FI:2 RL:8",
        "INSERT_BEFORE, , 429:8 503:2, FI:2 RL:8",
        "INSERT_FIRST, envoy.filters.http.router, 429:8 503:2, FI:2 RL:8",
        "INSERT_BEFORE, envoy.filters.http.jwt_authn, 503:10, FI:10"
    })
    void aLimitOfTheCallerActsWhereItWasPut(String operation, String neighbour, String codes, String flags) {
        Outcome run = Facts.curl(
                        Facts.bed(OK)
                                .rule("app", "fault: {abort: {httpStatus: 503, percentage: {value: 100}}}")
                                .document(limit("SIDECAR_OUTBOUND", "client", operation, neighbour, 2)),
                        10)
                .go();
        assertEquals(codes, run.codes("curl"));
        assertEquals(flags, run.flags("curl"));
    }

    @Test
    void aRefusedRequestHasWaitedForItsDelay() {
        Outcome run = Facts.curl(
                        Facts.bed(OK)
                                .rule("app", "fault: {delay: {fixedDelay: 200ms, percentage: {value: 100}}}")
                                .document(limit("SIDECAR_OUTBOUND", "client", "INSERT_BEFORE", ROUTER, 1)),
                        2)
                .go();
        assertEquals("200:1 429:1", run.codes("curl"));
        assertEquals("DI:1 DI,RL:1", run.flags("curl"));
        Facts.latency(run, "curl", 0.2, 0.2);
    }

    @Test
    void aPreflightTakesNoTokenOfALimitBeforeTheRouter() {
        Bed bed = Facts.bed(OK)
                .rule("app", CORS)
                .document(limit("SIDECAR_OUTBOUND", "client", "INSERT_BEFORE", ROUTER, 1));
        assertEquals("200:5", preflights(bed).go().codes("curl"));
        Bed first =
                Facts.bed(OK).rule("app", CORS).document(limit("SIDECAR_OUTBOUND", "client", "INSERT_BEFORE", null, 1));
        assertEquals("200:1 429:4", preflights(first).go().codes("curl"));
    }

    @Test
    void aLimitRefusesBeforeAMissingRouteDoes() {
        Outcome run = Facts.curl(
                        Facts.bed(OK)
                                .routes(
                                        "app",
                                        "[{match: [{uri: {exact: /other}}], route: [{destination: {host: app}}]}]")
                                .document(limit("SIDECAR_OUTBOUND", "client", "INSERT_BEFORE", ROUTER, 1)),
                        2)
                .go();
        assertEquals("404:1 429:1", run.codes("curl"));
        assertEquals("NR:1 RL:1", run.flags("curl"));
    }

    /** As Istio's task writes it, without a neighbour, a local limit counts requests that a policy denies. */
    @ParameterizedTest
    @CsvSource({"INSERT_BEFORE, , 403:2 429:3", "INSERT_BEFORE, envoy.filters.http.router, 403:5"})
    void aLimitBeforeAnAppActsBeforePoliciesOrAfterThem(String operation, String neighbour, String codes) {
        Outcome run = Facts.curl(
                        Scenarios.bed()
                                .client("client")
                                .meshApp("app", OK)
                                .security("AuthorizationPolicy", "deny", "{action: DENY, rules: [{}]}")
                                .document(limit("SIDECAR_INBOUND", "app", operation, neighbour, 2)),
                        5)
                .go();
        assertEquals(codes, run.codes("curl"));
    }

    @Test
    void atAGatewayAFaultEndsARequestBeforeItIsCounted() {
        Bed bed = Scenarios.bed()
                .app("app", OK)
                .gateway()
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: app}
                        spec: {hosts: [a.org], gateways: [web], http: [{match: [{headers: {end-user: {exact: x}}}], fault: {abort: {httpStatus: 500, percentage: {value: 100}}}, route: [{destination: {host: app, port: {number: 8080}}}]}, {route: [{destination: {host: app, port: {number: 8080}}}]}]}
                        """)
                .document(limit("GATEWAY", "istio-ingressgateway", "INSERT_BEFORE", ROUTER, 3)
                        .replace("metadata: {name: limit}", "metadata: {name: limit, namespace: istio-system}"))
                .traffic("name: x, from: outside, request: {url: 'http://a.org/', headers: {end-user: x}}, load: {rate:"
                        + " 10/s, arrivals: constant}, requests: 10")
                .traffic("name: all, from: outside, request: {url: 'http://a.org/'}, load: {rate: 1/s, arrivals:"
                        + " constant}, requests: 5");
        Outcome run = bed.go();
        assertEquals("500:10", run.codes("x"));
        assertEquals("200:3 429:2", run.codes("all"));
        assertEquals("-:3 RL:2", run.flags("all"));
    }
}

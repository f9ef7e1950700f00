package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.between;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rate limit service that the proxies of pods and gateways ask. */
class GlobalRateLimitFactsTest {

    private static final String BY_PATH = "{request_headers: {header_name: ':path', descriptor_key: PATH}}";

    private static String filter(String context, String more) {
        return """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: filter, namespace: istio-system}
                spec:
                  configPatches:
                    - applyTo: HTTP_FILTER
                      match: {context: %s, listener: {filterChain: {filter: {name: envoy.filters.network.http_connection_manager, subFilter: {name: envoy.filters.http.router}}}}}
                      patch:
                        operation: INSERT_BEFORE
                        value:
                          name: envoy.filters.http.ratelimit
                          typed_config:
                            "@type": type.googleapis.com/envoy.extensions.filters.http.ratelimit.v3.RateLimit
                            domain: shop
                            %s
                            rate_limit_service: {grpc_service: {envoy_grpc: {cluster_name: rate}}, transport_api_version: V3}
                """
                .formatted(context, more);
    }

    private static String actions(String context, String actions) {
        return """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: actions, namespace: istio-system}
                spec:
                  configPatches:
                    - applyTo: VIRTUAL_HOST
                      match: {context: %s, routeConfiguration: {vhost: {name: "", route: {action: ANY}}}}
                      patch: {operation: MERGE, value: {rate_limits: [{actions: [%s]}]}}
                """
                .formatted(context, actions);
    }

    private static Bed bed(String actions, String service) {
        return Scenarios.bed()
                .client("client")
                .meshApp("app", OK)
                .document(filter("SIDECAR_INBOUND", "timeout: 10s"))
                .document(actions("SIDECAR_INBOUND", actions))
                .cluster("rateLimitService: {" + service + "}");
    }

    private static String rules(String descriptors) {
        return "latency: 0s, config: [{domain: shop, descriptors: [" + descriptors + "]}]";
    }

    private static Bed steady(Bed bed, String name, String url, String rate, int requests) {
        return bed.traffic("name: " + name + ", from: client, request: {url: '" + url + "'}, load: {rate: " + rate
                + ", arrivals: constant}, requests: " + requests);
    }

    private static String seconds(int requests) {
        return "rate_limit: {unit: second, requests_per_unit: " + requests + "}";
    }

    /** 100 requests in each of three windows, ten of which pass. */
    @Test
    void aWindowLetsItsNumberPassAndBeginsAnew() {
        Outcome run = steady(
                        bed(BY_PATH, rules("{key: PATH, " + seconds(10) + "}")),
                        "web",
                        "http://app:8080/",
                        "100/s",
                        300)
                .go();
        assertEquals("200:30 429:270", run.codes("web"));
        assertEquals("-:300", run.flags("web"));
    }

    @Test
    void allProxiesShareOneLimit() {
        Bed bed = Scenarios.bed()
                .client("client")
                .workload("app", OK)
                .service("app", "app: app", "{name: http, port: 8080}")
                .deployment("app", 5, "app: app", true)
                .document(filter("SIDECAR_INBOUND", ""))
                .document(actions("SIDECAR_INBOUND", BY_PATH))
                .cluster("rateLimitService: {" + rules("{key: PATH, " + seconds(10) + "}") + "}");
        assertEquals(
                "200:10 429:90",
                steady(bed, "web", "http://app:8080/", "100/s", 100).go().codes("web"));
    }

    /** A filter for all listeners is in the chain of the caller's sidecar, too: a request is counted twice. */
    @Test
    void aFilterForAllListenersAsksTwice() {
        Bed bed = Scenarios.bed()
                .client("client")
                .meshApp("app", OK)
                .document(filter("ANY", "timeout: 10s"))
                .document(actions("ANY", BY_PATH))
                .cluster("rateLimitService: {" + rules("{key: PATH, " + seconds(10) + "}") + "}");
        Outcome run = steady(bed, "web", "http://app:8080/", "100/s", 100).go();
        assertEquals("200:5 429:95", run.codes("web"));
    }

    @Test
    void aValueHasItsOwnLimitAndAllOthersOneEach() {
        Bed bed = bed(
                BY_PATH,
                rules("{key: PATH, value: /a, " + seconds(3) + "}, {key: PATH, value: /free, rate_limit: {unit: second,"
                        + " requests_per_unit: 1, unlimited: true}}, {key: PATH, " + seconds(5) + "}"));
        for (String path : new String[] {"a", "b", "c", "free"}) {
            steady(bed, path, "http://app:8080/" + path, "10/s", 10);
        }
        Outcome run = bed.go();
        assertEquals("200:3 429:7", run.codes("a"));
        assertEquals("200:5 429:5", run.codes("b"));
        assertEquals("200:5 429:5", run.codes("c"));
        assertEquals("200:10", run.codes("free"));
    }

    @Test
    void rulesNestAndALimitIsForDescriptorsThatEndThere() {
        String both = BY_PATH
                + ", {header_value_match: {descriptor_value: gold, headers: [{name: x-plan, exact_match: gold}]}}";
        Bed bed = bed(
                both,
                rules("{key: PATH, value: /, " + seconds(1) + ", descriptors: [{key: header_match, value: gold, "
                        + seconds(4) + "}]}"));
        bed.traffic(
                "name: gold, from: client, request: {url: 'http://app:8080/', headers: {x-plan: gold}}, load: {rate:"
                        + " 10/s, arrivals: constant}, requests: 10");
        steady(bed, "others", "http://app:8080/", "10/s", 10);
        Outcome run = bed.go();
        assertEquals("200:4 429:6", run.codes("gold"));
        assertEquals("200:10", run.codes("others"), "without the header there is no descriptor, and no question");
    }

    @Test
    void aShadowOnlyCounts() {
        Bed bed = bed(BY_PATH, rules("{key: PATH, shadow_mode: true, " + seconds(1) + "}"));
        assertEquals(
                "200:10",
                steady(bed, "web", "http://app:8080/", "10/s", 10).go().codes("web"));
    }

    @Test
    void anotherDomainIsNotAsked() {
        Bed bed = bed(BY_PATH, "latency: 0s, config: [{domain: bank, descriptors: [{key: PATH, " + seconds(1) + "}]}]");
        assertEquals(
                "200:10",
                steady(bed, "web", "http://app:8080/", "10/s", 10).go().codes("web"));
    }

    @Test
    void everyQuestionTakesTheLatencyOfTheService() {
        Outcome run = Facts.curl(bed(BY_PATH, "latency: 3ms, config: [{domain: shop, descriptors: []}]"), 5)
                .go();
        Facts.latency(run, "curl", 0.003, 0.003);
    }

    @ParameterizedTest
    @CsvSource({"false, 200:5, 0.020", "true, 500:5, 0.020"})
    void aServiceThatIsTooLateIsAsGoodAsNone(boolean deny, String codes, double seconds) {
        Bed bed = Scenarios.bed()
                .client("client")
                .meshApp("app", OK)
                .document(filter("SIDECAR_INBOUND", "failure_mode_deny: " + deny))
                .document(actions("SIDECAR_INBOUND", BY_PATH))
                .cluster("rateLimitService: {latency: 50ms, config: [{domain: shop}]}");
        Outcome run = Facts.curl(bed, 5).go();
        assertEquals(codes, run.codes("curl"));
        Facts.latency(run, "curl", seconds, seconds);
    }

    @Test
    void failuresPassUnlessTheFilterSaysOtherwise() {
        String service =
                "latency: 0s, failures: 100%, config: [{domain: shop, descriptors: [{key: PATH, " + seconds(1) + "}]}]";
        assertEquals("200:5", Facts.curl(bed(BY_PATH, service), 5).go().codes("curl"));
    }

    /** B14: x-envoy-ratelimited forbids every retry but that of envoy-ratelimited. */
    @ParameterizedTest
    @CsvSource({"'retriable-status-codes,429', 0", "'envoy-ratelimited', 18"})
    void anAnswerOverTheLimitIsNotTriedAgain(String retryOn, int retries) {
        Bed bed = bed(BY_PATH, rules("{key: PATH, " + seconds(1) + "}"))
                .rule("app", "retries: {attempts: 2, retryOn: '" + retryOn + "', backoff: 1ms}");
        Outcome run = steady(bed, "web", "http://app:8080/", "100/s", 10).go();
        assertEquals("200:1 429:9", run.codes("web"));
        assertEquals(retries, run.stat("app", "upstream_rq_retry"));
    }

    @Test
    void aGatewayLogsTheLimit() {
        Bed bed = Scenarios.bed()
                .app("app", OK)
                .gateway()
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: app}
                        spec: {hosts: [a.org], gateways: [web], http: [{route: [{destination: {host: app, port: {number: 8080}}}]}]}
                        """)
                .document(filter("GATEWAY", "failure_mode_deny: true"))
                .document(actions("GATEWAY", "{remote_address: {}}"))
                .cluster("rateLimitService: {" + rules("{key: remote_address, " + seconds(3) + "}") + "}")
                .traffic(
                        "name: a, from: outside, request: {url: 'http://a.org/', clientIP: 1.1.1.1}, load: {rate: 10/s,"
                                + " arrivals: constant}, requests: 10")
                .traffic("name: b, from: outside, request: {url: 'http://a.org/', clientIP: 2.2.2.2}, load: {rate: 2/s,"
                        + " arrivals: constant}, requests: 2");
        Outcome run = bed.go();
        assertEquals("200:3 429:7", run.codes("a"));
        assertEquals("-:3 RL:7", run.flags("a"));
        assertEquals("200:2", run.codes("b"));
        between(5, 5, run.arrived("app"), "what reaches the app");
    }
}
